"""What the model card says: `reports_templates/model_card` prints it. Words and rounding only; the figures come from `measure` and `audit`."""

from datetime import date
from typing import Any

from lowincome import month as months
from lowincome.risk import features, measure
from lowincome.risk.measure import Figure

MODEL = "模型"


def context(
    *,
    model_id: str,
    month: date,
    taught: list[str],
    tested: list[str],
    label_months: int,
    capacity: int,
    counts: dict[str, int],
    figures: dict[str, dict[str, Figure]],
    calibration: list[dict[str, float]],
    audit: list[dict[str, Any]],
    suspicious_auc: float,
) -> dict[str, Any]:
    """The card of one model. counts: household-months that taught, that tested, and of these that fell into hardship."""
    titles = {
        "auc": "AUC(0.5为乱猜)",
        "precision": f"每月走访{capacity}户,其中后来陷入困难的比例",
        "recall": f"每月走访{capacity}户,后来陷入困难的户里走访到的比例",
    }
    metrics = [metric(title, measure_name, figures) for measure_name, title in titles.items()]
    error = figure(measure.calibration_error(calibration), "%")
    metrics.append(
        {"name": "说的概率与实际的平均差距", "value": error, "low": figure(None, "%"), "high": figure(None, "%"), "baselines": []}
    )
    return {
        "model_id": model_id,
        "method": MODEL,
        "month": months.label(month),
        "trained_months": taught,
        "label": f"{label_months}个月内新陷入困难: 人均年收入低于低保标准,或由没有救助变为有救助",
        "features": listed_features(),
        "metrics": metrics,
        "audit": [audit_line(row) for row in audit],
        "limits": limits(taught, tested, counts, figures, suspicious_auc),
    }


def figure(value: float | None, unit: str, absent: str = "not_assessed") -> dict[str, Any]:
    """A number as a page takes it, shares in percent; without a number, the reason why."""
    if value is None:
        return {"value": None, "unit": unit, "state": absent}
    return {"value": round(value * 100, 1) if unit == "%" else round(value, 3), "unit": unit, "state": "known"}


def metric(title: str, name: str, figures: dict[str, dict[str, Figure]]) -> dict[str, Any]:
    """One figure of the model with its interval, and the same figure of every baseline."""
    unit = "" if name == "auc" else "%"
    parts = dict(zip(("value", "low", "high"), (figure(part, unit) for part in figures[MODEL][name]), strict=True))
    others = [{"name": other, "value": figure(values[name][0], unit)} for other, values in figures.items() if other != MODEL]
    return {"name": title, **parts, "baselines": others}


def audit_line(row: dict[str, Any]) -> dict[str, Any]:
    """One group; its figures are None where it is too small to be shown."""
    return {
        "group": row["group"],
        "size": figure(row["size"], "户次", "suppressed"),
        "flagged": figure(row["flagged"], "户次", "suppressed"),
        "rate": figure(row["rate"], "%", "suppressed"),
    }


def listed_features() -> list[dict[str, Any]]:
    """What the model looks at, in Chinese, and which way each may move the risk."""
    labels = features.labels_zh()
    return [{"name": f.name, "label_zh": labels[f.name], "monotone": f.monotone} for f in features.FEATURES]


def limits(
    taught: list[str], tested: list[str], counts: dict[str, int], figures: dict[str, dict[str, Figure]], suspicious_auc: float
) -> list[str]:
    """What the reader must know before using the score. A suspected leak comes first."""
    value = figures[MODEL]["auc"][0]
    best, held = max(((name, each["auc"][0]) for name, each in figures.items() if name != MODEL), key=lambda pair: pair[1])
    said = []
    if value > suspicious_auc:
        said.append(
            f"警告:检验的AUC为{value:.2f},高于{suspicious_auc:g},好得不可信(最好的对照「{best}」为{held:.2f})。很可能有特征用到了事后才知道的信息:"
            "查清以前,请不要据此安排走访。"
        )
    if value <= held:
        said.append(f"警告:模型(AUC {value:.2f})没有好过「{best}」(AUC {held:.2f})。请考虑改用专家评分卡。")
    return [
        *said,
        "评分是单向的:只能增加走访或把走访提前,不得据此停发、拒绝或销号。",
        f"用 {taught[0]} 至 {taught[-1]} 的 {counts['taught']} 户次训练,用此后 {tested[0]} 至 {tested[-1]} 的 {counts['tested']} 户次检验,"
        f"其中 {counts['fell']} 户次后来陷入困难。检验的就是投入使用的这个模型,没有再用检验月份训练。",
        "没有被发现的困难,在答案里等于没有困难;观察期内一次也没有见到的户、收入不知道的户没有答案,不在训练和检验里。",
        "当月已经低于低保标准的户不在训练里,由规则处理;它们的评分只供排序。",
        "民族、性别、宗教、村和走访人的看法不是模型的输入;上面的分组核对用到它们,只为看有没有区别对待。户数太少的组不写数。",
        f"区间为95%,由按户重抽{measure.RESAMPLES}次得出(种子固定);走访名单固定,不随重抽变化。",
    ]
