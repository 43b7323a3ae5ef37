"""What a receipt says about a whole file: the outcome, what to do next, whether it was in time, what is new against the sending before."""

from collections import Counter
from typing import Any

from lowincome.intake import feed, form, returned_list, versions
from lowincome.intake.waiting import Waiting
from lowincome.reports import words
from lowincome.reports.causes import REPEATED, Cause, Row
from lowincome.reports.render import figure

URGENT = "急难快报"
# what a township sends beside its 报送表
SHORT = {"urgent": URGENT, returned_list.KIND: returned_list.TITLE}
UNITS = {"家庭": "户", "成员": "人"}
CHANGES = (versions.ADDED, versions.MISSING, versions.CHANGED)
NEXT_LIST = {
    "接收": "已记下,会记到各案上。报送表的「核查反馈」里不用再填一遍。",
    "接收有提示": "已记下。看看下面的提示:填错了的,改好后把清单再交一次;没有填错的,不用管。已收下的不会重复。",
    "部分接收": "收下的已记下;没有收的,照下面写的改好,把清单再交一次。已收下的不会重复。",
    "退回": "照下面写的改好,把清单再交一次;也可以填在本月报送表的「核查反馈」里。",
}
NEXT_URGENT = {
    "接收": "已列入急难快报清单,不用再做什么。",
    "接收有提示": "已列入急难快报清单。看看下面的提示:填错了的,改好再报一次;没有填错的,不用管。",
    "部分接收": "收下的已列入急难快报清单;没有收的,照下面写的改好,马上再报一次。报过的不会重复办。",
    "退回": "照下面写的改好,马上再报一次;来不及的先打电话告诉监测中心。",
}


def kind(submission: Row) -> str:
    """What was sent, as it stands in the title."""
    if submission["kind"] in SHORT:
        return SHORT[submission["kind"]]
    return f"「{feed_title(submission['feed'])}」" if submission["feed"] else "报送表"


def feed_title(key: str) -> str:
    """What people call a department's extract."""
    return next((one.title for one in feed.declared() if one.feed == key), key)


def sentence(submission: Row, total: Row, found: list[Cause], old: Waiting | None) -> str:
    """The outcome as one would say it. old: the rows that are in quarantine since an earlier month."""
    accepted, held, refused = (words.number(total[f"rows_{count}"]) for count in ("accepted", "quarantined", "rejected"))
    match submission["status"]:
        case "接收":
            return f"{accepted} 行全部收下,没有要改的。"
        case "接收有提示":
            return f"{accepted} 行全部收下;{_to_check(found)}。"
        case "部分接收" if old and _is_all(old, total):
            rest = _to_check(found) or "没有新的差错要找"
            return (
                f"收下 {accepted} 行。只剩 {held} 行({words.number(old.households)} 户)从{words.month_zh(old.since)}起一直暂存着、"
                f"等着改正,这次还没有改。别的都收好了,{rest}。"
            )
        case "部分接收":
            known = f",其中 {words.number(old.rows)} 行从{words.month_zh(old.since)}起就等着改正" if old else ""
            parts = [f"收下 {accepted} 行"]
            parts += [f"暂存 {held} 行(等改好再用{known})"] if total["rows_quarantined"] else []
            parts += [f"没有收 {refused} 行"] if total["rows_rejected"] else []
            return ",".join(parts) + "。"
        case _:
            return f"这份文件没有收下。{next((cause.what for cause in found if cause.severity == 'critical'), '')}"


def _to_check(found: list[Cause]) -> str:
    """How much there is to look at, what an earlier receipt said already by itself; empty for nothing."""
    new, old = (_count(found, severity) for severity in ("warning", REPEATED))
    said = [f"有 {words.number(new)} 处请核对一下"] if new else ["没有新的要核对"] if old else []
    return ",".join([*said, *([f"{words.number(old)} 处以前提示过,没有变化的不用再改"] if old else [])])


def _count(found: list[Cause], severity: str) -> int:
    return sum(len(cause.findings) for cause in found if cause.severity == severity)


def _is_all(old: Waiting, total: Row) -> bool:
    """Whether nothing but what waits already was kept back."""
    return bool(old.rows == total["rows_quarantined"] and not total["rows_rejected"])


def next_step(submission: Row, total: Row, found: list[Cause], copy: str, old: Waiting | None) -> str:
    """copy: the name of the 退改表, if there is one. old: as in `sentence`."""
    if submission["kind"] == "urgent":
        return NEXT_URGENT[submission["status"]]
    if submission["kind"] == returned_list.KIND:
        return NEXT_LIST[submission["status"]]
    mend = f"打开「{copy}」(您报来的内容,问题已标在格上)"
    match submission["status"]:
        case "接收":
            return "不用再做什么。"
        case "接收有提示" if _count(found, REPEATED) and not _count(found, "warning"):
            return "不用再做什么。以前提示过的,哪天弄清楚了,改好再报。"
        case "接收有提示":
            look = f"{mend},看看黄色的格" if copy else "看看下面的提示"
            return f"{look}:填错了的,改好后把整份文件再报一次;没有填错的,不用管。"
        case "部分接收" if old and _is_all(old, total):
            only = f"{mend},改好这 {words.number(old.households)} 户的红格" if copy else "改好下面标着「必须改」的地方"
            return f"{only},存盘后把整份文件再报一次。一时核不清的先放着,不影响别的户。"
        case "部分接收":
            must = f"{mend}:红色的格必须改" if copy else "下面标着「必须改」的都要改"
            too = f",{'黄色的格' if copy else '「请核对」的'}填错了的也改" if _count(found, "warning") else ""
            return f"{must}{too},别的不用动;存盘后把整份文件再报一次,不用另做新表。新的一份会代替这一份,已收下的行不会重复。"
        case _ if submission["feed"]:
            return "照下面写的改好,再报一次。在新文件收下以前,本月按「未比对」处理。"
        case _:
            how = f"{mend},改好红色的格" if copy else "照下面写的改好"
            return f"{how},再报一次。在新文件收下以前,本月先用贵乡镇上一次收下的名册,不会有人因此从名册上消失。"


def timeliness(submission: Row) -> str:
    if submission["kind"] == "urgent":
        return "急事随到随办,没有截止日"
    if submission["kind"] == returned_list.KIND:
        return "随到随收,没有截止日"
    if submission["feed"]:
        return "部门数据和台账没有统一的截止日"
    if submission["due_at"] is None or submission["is_on_time"] is None:
        return "认不出是哪个乡镇、哪个月的,没法判断是否按时"
    deadline = words.deadline_zh(submission["due_at"])
    return f"按时(截止 {deadline})" if submission["is_on_time"] else f"晚于截止日({deadline});照样收下"


def change(earlier: Row, lines: list[Row]) -> dict[str, Any]:
    """What is new against `earlier`, the submission taken before: in one sentence, and counted by sheet. lines: those of `versions.between`."""
    tally = Counter((line["sheet"], line["change"]) for line in lines)
    changed = sum(count for (_, kind), count in tally.items() if kind == versions.CHANGED)
    parts = [
        f"{verb} {words.number(tally[sheet, kind])} {unit}"
        for sheet, unit in UNITS.items()
        for verb, kind in (("多了", versions.ADDED), ("少了", versions.MISSING))
        if tally[sheet, kind]
    ]
    parts += [f"改了 {words.number(changed)} 格"] if changed else []
    other = "只有「增减」「核查反馈」的行有增减" if lines else "内容没有变化"
    sheets = [sheet for sheet in form.SHEETS.values() if any(tally[sheet, kind] for kind in CHANGES)]
    return {
        "since": words.moment_zh(earlier["received_at"]),
        "sentence": ("、".join(parts) or other) + "。",
        "sheets": [{"sheet": sheet, "counts": [figure(tally[sheet, kind]) for kind in CHANGES]} for sheet in sheets],
    }
