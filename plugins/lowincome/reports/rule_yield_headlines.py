"""The three figures that stand first on the page 预警成效: who came back after closing, who was missed, how often a warning was true."""

from typing import Any

from lowincome.reports import words
from lowincome.reports.query import Row
from lowincome.reports.rule_yield_words import interval, per_cent


def headlines(relapses: list[Row], missed: Row | None, totals: list[Row]) -> list[dict[str, Any]]:
    """label, value and what is said below it. relapses: rows of mart.relapse; missed: the row for all months; totals: of mart.yield_total."""
    return [_relapse(relapses), _missed(missed), _yield(totals)]


def _relapse(found: list[Row]) -> dict[str, Any]:
    """The longest watch known of what was true and helped: what turned out untrue seldom comes back, because it is not asked about again."""
    whole = [row for row in found if row["period"] == "全部"]
    helped, together = ([row for row in whole if row["closed_as"] == closed_as] for closed_as in ("属实", "合计"))
    label = "核实属实、帮扶后销号,又出现的"
    if not helped:
        return {"label": label, "value": "不知", "said": ["还没有核实属实、帮扶后销号的个案。"]}
    watched = [row for row in helped if row["followed"]]
    longest = max(watched, key=lambda row: row["watch"], default=None)
    return {
        "label": f"{label}({longest['watch_months']} 个月内)" if longest else label,
        "value": per_cent(longest["share"]) if longest else "未满",
        "said": [*_watches(helped), "连同不属实等销号的:", *_watches(together)],
    }


def _watches(found: list[Row]) -> list[str]:
    return [f"{row['watch_months']} 个月内:{_of(row) if row['followed'] else '未满,还不知道'}" for row in found]


def _of(row: Row) -> str:
    return f"{row['followed']} 案中 {row['relapsed']} 案,{per_cent(row['share'])},区间 {interval(row['low'], row['high'])}"


def _missed(whole: Row | None) -> dict[str, Any]:
    label = "漏保率:没有预警的户里真有困难的"
    if whole is None or whole["share"] is None:
        return {"label": label, "value": "不知", "said": ["例行走访还没有满了回音期的结论。"]}
    unmet = whole["unseen"] + whole["unanswered"]
    said = [f"随机走访有结论的 {whole['visited']} 户,属实 {whole['confirmed']} 户(区间 {interval(whole['low'], whole['high'])})。"]
    if unmet:
        bounds = f"假如都没有困难是 {per_cent(whole['least'])},都有困难是 {per_cent(whole['most'])}"
        said.append(f"没有见到、没有回音的 {unmet} 户不知道:{bounds}。")
    return {"label": label, "value": per_cent(whole["share"]), "said": said}


def _yield(totals: list[Row]) -> dict[str, Any]:
    whole = next((row for row in totals if row["scope"] == "合计"), None)
    label = "推送的预警走访后属实的"
    if whole is None:
        return {"label": label, "value": "不知", "said": ["最近还没有下发过清单。"]}
    count = {name: words.number(whole[name]) for name in ("pushed", "visited", "confirmed", "helped", "unseen", "unanswered")}
    said = [
        f"推送 {count['pushed']} 件,走访有结论 {count['visited']} 件,属实 {count['confirmed']} 件,其中已帮扶 {count['helped']} 件。",
        f"没有见到 {count['unseen']} 件,没有回音 {count['unanswered']} 件:不知道,不当作不属实。",
    ]
    return {"label": label, "value": per_cent(whole["confirmed_share"]) or "不知", "said": said}
