"""Findings put together by their cause: one wrong household number, one wrong word or one pair of rows is one mend, however many cells it shows in."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from lowincome.intake.read import plain
from lowincome.reports import words

Row = dict[str, Any]
Rows = dict[str, dict[int, Row]]

# a warning that was said in an earlier month, and nothing has changed since
REPEATED = "repeated"
# how grave, in the order in which it is read
WEIGHT = {"critical": "必须改", "warning": "请核对", REPEATED: "以前提示过", "info": "供知悉"}
# a word outside the list is wrong in the same way wherever it stands: one find-and-replace mends them all
WORDS = ("word_not_allowed", "change_not_allowed")
# so is a text without any figure in a column of figures (无, 没有, —); 约三万 is not: every household has its own amount
FIGURES = ("amount_unreadable", "number_unreadable")
_HAS_FIGURE = re.compile(r"[\d一二两三四五六七八九十百千万半]")
# two rows that contradict each other: what tells that they belong together
TWINS: dict[str, Callable[[Row], tuple[str, ...]]] = {
    "household_repeated": lambda row: (plain(row["户编号"]),),
    "person_repeated": lambda row: (plain(row["户编号"]), plain(row["证件号码"]) or plain(row["姓名"])),
    "person_in_two_households": lambda row: (plain(row["证件号码"]) or plain(row["姓名"]),),
}
STRAY = ("member_without_household", "change_without_household")
PAIR = 2
KEYS_WHAT = "「家庭」表与「成员」「增减」表的户编号对不上。"
KEY_WHY = "两张表靠户编号对应;对不上,就不知道谁是一家人。这几行先暂存待核,没有进入本月名册。"


class Mend(NamedTuple):
    """One thing to do, and the findings that are gone with it. what: said of these alone, where the cause's own words do not say it."""

    findings: list[Row]
    what: str = ""
    how: str = ""


class Cause(NamedTuple):
    """Findings of one kind, as the mends that clear them."""

    severity: str
    sheet: str
    column: str
    what: str
    why: str
    how: str
    mends: list[Mend]

    @property
    def findings(self) -> list[Row]:
        return [finding for mend in self.mends for finding in mend.findings]


def set_apart(findings: list[Row], since: Mapping[int, date]) -> list[Row]:
    """The findings, each as it is or, where it was said in an earlier month already, with a weight of its own and that month in how to mend.

    since: by finding_number the first month in which it was said (see `intake.repeated`).
    """
    apart = []
    for finding in findings:
        if month := since.get(finding["finding_number"]):
            mend = f"{words.month_zh(month)}起已提示过,没有变化的不用再改。要改时:{finding['mend_zh']}"
            finding = {**finding, "severity": REPEATED, "mend_zh": mend}
        apart.append(finding)
    return apart


def of(findings: list[Row], rows: Rows) -> list[Cause]:
    """Every finding in exactly one cause: what must be mended first, then what clears most.

    rows: the landed rows by sheet title and row number; without them only words tell that findings belong together.
    """
    keys = _unlike_keys(findings, rows)
    taken = {finding["finding_number"] for mend in keys for finding in mend.findings}
    kinds: dict[tuple[str, ...], list[Row]] = {}
    for finding in findings:
        if finding["finding_number"] not in taken:
            # what was said before is told by the month since which
            since = finding["mend_zh"] if finding["severity"] == REPEATED else ""
            kinds.setdefault((finding["check_id"], finding["sheet"] or "", finding["column_name"] or "", since), []).append(finding)
    causes = [_cause(members, rows) for members in kinds.values()]
    if len(keys) == 1:
        causes.append(Cause("critical", "家庭、成员", "户编号", keys[0].what, KEY_WHY, keys[0].how, [Mend(keys[0].findings)]))
    elif keys:
        causes.append(Cause("critical", "家庭、成员", "户编号", KEYS_WHAT, KEY_WHY, "请一户一户核对,把户编号改对。", keys))
    return sorted(causes, key=_first_to_read)


def _first_to_read(cause: Cause) -> tuple[int, bool, int, int]:
    """By severity; what concerns a whole file, sheet or column before single rows; then the most frequent, then as it was found."""
    findings = cause.findings
    is_of_rows = findings[0]["row_number"] is not None
    return list(WEIGHT).index(cause.severity), is_of_rows, -len(findings), findings[0]["finding_number"]


def _cause(members: list[Row], rows: Rows) -> Cause:
    first = members[0]
    what, why, how = (first[name] or "" for name in ("message_zh", "why_zh", "mend_zh"))
    found: dict[object, list[Row]] = {}
    for finding in members:
        found.setdefault(_mended_with(finding, rows), []).append(finding)
    together = list(found.values())
    if first["check_id"] in TWINS:  # of three copies two have to go: only a pair is cleared by one mend
        together = [part for group in together for part in ([group] if len(group) == PAIR else [[one] for one in group])]
    elif len(together) < len(members):
        how += "填法相同的,用“查找和替换”一次改完。"
    together.sort(key=lambda group: (-len(group), group[0]["finding_number"]))
    mends = [Mend(group, group[0]["message_zh"] if group[0]["message_zh"] != what else "") for group in together]
    return Cause(first["severity"], first["sheet"] or "", first["column_name"] or "", what, why, how, mends)


def _mended_with(finding: Row, rows: Rows) -> object:
    """What findings of one kind have in common when one mend clears them; otherwise the finding's own number."""
    check_id, value = finding["check_id"], finding["value_masked"] or ""
    if value and (check_id in WORDS or (check_id in FIGURES and not _HAS_FIGURE.search(plain(value)))):
        return value
    row = _row(finding, rows)
    return TWINS[check_id](row) if row and check_id in TWINS else finding["finding_number"]


def _row(finding: Row, rows: Rows) -> Row | None:
    return rows.get(finding["sheet"] or "", {}).get(finding["row_number"] or 0)


def _unlike_keys(findings: list[Row], rows: Rows) -> list[Mend]:
    """Rows of 成员 and 增减 whose household number stands nowhere in 家庭: one mend a number."""
    stray: dict[str, list[Row]] = {}
    for finding in findings:
        row = _row(finding, rows)
        if row and finding["check_id"] in STRAY:
            stray.setdefault(plain(row["户编号"]), []).append(finding)
    alone = {
        plain(row["户主证件号码"]): finding
        for finding in findings
        if finding["check_id"] in ("household_without_members", "head_none") and (row := _row(finding, rows)) and plain(row["户主证件号码"])
    }
    gone = {finding["value_masked"]: finding for finding in findings if finding["check_id"] == "household_missing"}
    mends = []
    for key, found in stray.items():
        members = [finding for finding in found if finding["sheet"] == "成员"]
        found += [gone[key]] if key in gone else []  # the last roster misses the household for the same reason
        head = next((finding for finding in members if _is_head(rows["成员"][finding["row_number"]], alone)), None)
        household = alone.get(plain(rows["成员"][head["row_number"]]["证件号码"])) if head else None
        if household and (household["check_id"] == "household_without_members" or len(members) == 1):
            mends.append(Mend([household, *found], _same_household(household, members), "请把两张表的户编号改成一致。"))
            alone = {number: finding for number, finding in alone.items() if finding is not household}
        elif members and len(found) > 1:
            mends.append(Mend(found, f"「家庭」表没有户编号 {key} 这一户。", "请在「家庭」表补上这一户,或改正这里的户编号。"))
    return sorted(mends, key=lambda mend: -len(mend.findings))


def _is_head(row: Row, alone: dict[str, Row]) -> bool:
    return plain(row["与户主关系"]) == "户主" and plain(row["证件号码"]) in alone


def _same_household(household: Row, members: list[Row]) -> str:
    lines = numbers(finding["row_number"] for finding in members)
    return f"「家庭」表第{household['row_number']}行与「成员」表第{lines}行是同一户(户主证件号码相同),户编号却不同。"


def numbers(rows: Iterable[int]) -> str:
    """Row numbers as one says them: 2–5、8."""
    spans: list[list[int]] = []
    for row in sorted(rows):
        if spans and row == spans[-1][1] + 1:
            spans[-1][1] = row
        else:
            spans.append([row, row])
    return "、".join(str(first) if first == last else f"{first}–{last}" for first, last in spans)
