"""填好返回的预警清单: whole, filled wrongly cell by cell, and changed as a table."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from corpus.mutation import CASES, PARTLY, RETURNED, TAKEN, WITH_NOTES, Mutation
from feedback.answered import HELPED, JULY, NAME, TRUE, UNSEEN, UNTRUE, Row, cases, header, returned

REST = "returned_list_rest"
*_, CLOSED, OTHERS, LATE = cases()  # as the county CASES knows them: closed, another township's, opened on 2 July
Edit = Callable[[Any], None]


def sent(
    what: str, status: str, *checks: str, rows: list[Row] | dict[str, Row], read: int | None = None, at: str = JULY, **how: Any
) -> Mutation:
    """The list filled with these rows; checks: beside that some of its lines are still empty."""

    def make(path: Path) -> Path:
        return returned(path, rows, **how)

    count = len(rows) + len(how.get("extra", ())) if read is None else read
    left = () if status == RETURNED and "case_missing" not in checks else (REST,)
    return Mutation(f"预警清单: {what}", make, status, (*checks, *left), count, home=CASES, received_at=at)


def headed(old: str, new: str | None) -> Edit:
    def edit(sheet: Any) -> None:
        head, columns = header(sheet)
        sheet.cell(head, columns[old]).value = new

    return edit


def moved(sheet: Any) -> None:
    """A column before all others, a row above, another title."""
    sheet.title = "Sheet1"
    sheet.insert_cols(1)
    sheet.insert_rows(1)


def emptied_above(sheet: Any) -> None:
    head, _ = header(sheet)
    for row in sheet.iter_rows(max_row=head - 1):
        for cell in row:
            if type(cell).__name__ == "Cell":
                cell.value = None


def summed(sheet: Any) -> None:
    head, columns = header(sheet)
    [row] = [row for row in range(head + 1, sheet.max_row + 1) if sheet.cell(row, columns["预警编号"]).value == cases()[0]]
    sheet.cell(row, columns["金额"]).value = "=300+200"


MUTATIONS = [
    sent("two rows", TAKEN, rows=[HELPED, UNSEEN]),
    sent("columns and rows moved, another sheet name", TAKEN, rows=[HELPED], edit=moved),
    sent("金额 is called 金额(元)", WITH_NOTES, "column_missing", rows=[HELPED], edit=headed("金额", "金额(元)")),
    sent("a row added by hand", TAKEN, rows=[HELPED], extra=[{"预警编号": cases()[0], **HELPED, "核查日期": "2021-07-02"}]),
    sent("a row added by hand without a number", PARTLY, "case_missing", rows=[HELPED], extra=[HELPED]),
    sent("the same row added by hand", PARTLY, "row_repeated", rows=[], extra=[{"预警编号": cases()[0], **HELPED}] * 2),
    sent("dates in other ways of writing", TAKEN, rows=[{**HELPED, "核查日期": "2021/7/1", "落实日期": "2021年7月2日"}]),
    sent("an older list", TAKEN, "returned_list_of_earlier_month", rows=[HELPED], at="2021-07-27T09:00"),
    sent("another name of the township", WITH_NOTES, "township_name_differs", rows=[HELPED], cover=(f"乡镇名称 {NAME}", "乡镇名称 黄花乡")),
    sent("nothing filled in", RETURNED, "returned_list_not_filled", rows=[]),
    sent("no number in any row", RETURNED, "returned_list_nothing_accepted", "case_missing", rows=[], extra=[HELPED]),
    sent("a township of another county", RETURNED, "returned_list_township_unknown", rows=[HELPED], cover=("640424100", "640522100")),
    sent("no word above the header", RETURNED, "returned_list_township_unknown", rows=[HELPED], edit=emptied_above),
    sent("a month in words", RETURNED, "returned_list_month_unreadable", rows=[HELPED], cover=("2021-06", "六月份")),
    sent("a month to come", RETURNED, "returned_list_month_in_future", rows=[HELPED], cover=("2021-06", "2021-12")),
    sent("without 核查结果", RETURNED, "returned_list_column_missing", rows=[HELPED], edit=headed("核查结果", "结论")),
    sent("金额 is a formula", WITH_NOTES, "formula_without_result", rows=[{**HELPED, "金额": None}], edit=summed),
    sent("a remark that begins like a formula", WITH_NOTES, "formula_text", rows=[{**HELPED, "说明": "@找过"}]),
    sent("every word of its own", WITH_NOTES, "word_not_allowed", rows=[{**HELPED, "核查结果": "是的", "申请销号": "想"}]),
    sent(
        "dates and amount unreadable",
        WITH_NOTES,
        "date_unreadable",
        "amount_unreadable",
        rows=[{**HELPED, "核查日期": "初一", "落实日期": "初二", "金额": "五百"}],
    ),
    sent("too much money", PARTLY, "amount_out_of_range", rows=[{**HELPED, "金额": 5_000_000}, UNSEEN]),
    sent("dates to come", WITH_NOTES, "date_in_future", rows=[{**HELPED, "核查日期": "2021-07-09", "落实日期": "2021-07-10"}]),
    sent("helped before the visit", WITH_NOTES, "delivered_before_visit", rows=[{**HELPED, "落实日期": "2021-06-30"}]),
    sent("a result without a date", WITH_NOTES, "result_without_date", rows=[{**HELPED, "核查日期": None}]),
    sent("a date without a result", WITH_NOTES, "result_missing", rows=[{**HELPED, "核查结果": None}]),
    sent("true, without a measure", TAKEN, "true_without_measure", rows=[TRUE]),
    sent(
        "to be closed without evidence, four ways",
        WITH_NOTES,
        *("closing_without_measure", "closing_without_conclusion", "closing_without_result"),
        rows=[{**TRUE, "申请销号": "是"}],
        extra=[
            {"预警编号": cases()[0], **UNSEEN, "申请销号": "是"},
            {"预警编号": cases()[0], **UNSEEN, "核查结果": "需部门复核", "申请销号": "是"},
            {"预警编号": cases()[0], "申请销号": "是"},
        ],
    ),
    sent("a number no case has", WITH_NOTES, "case_unknown", rows=[], extra=[{"预警编号": "YJ202106-0000000000", **HELPED}]),
    sent("another township's case", WITH_NOTES, "case_of_another_township", rows={OTHERS: HELPED}),
    sent("a closed case", WITH_NOTES, "case_closed", rows={CLOSED: HELPED}),
    sent("visited before the case was opened", WITH_NOTES, "visited_before_opening", rows={LATE: HELPED}),
    sent("true and untrue in one file", WITH_NOTES, "result_contradicts", rows=[HELPED], extra=[{"预警编号": cases()[0], **UNTRUE}]),
    sent("true and untrue, and why", TAKEN, rows=[HELPED], extra=[{"预警编号": cases()[0], **UNTRUE, "说明": "前次看错"}]),
]
