"""What an issued workbook does by itself while it is filled in: drop-downs, checks of format, colours for what is still to do.

A check only warns: whoever is sure may keep what was typed, and the receipt says the rest. Nothing here is a formula in a cell.
"""

import csv
import json
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_col_to_name

from lowincome import month as months
from lowincome import paths
from lowincome.intake import form

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

TO_DO, DONE = "#FFD966", "#D9EAD3"
LISTS_FROM = 25  # the column of 说明, Z, from which hidden lists stand
# ISO 7064 mod 11-2: what each of the first seventeen digits of an identity number weighs
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
# a drop-down that opens only if another column of the row holds one of these words
DEPENDENT = {
    ("household", "低保档次"): ("救助类别", ("农村低保", "城市低保")),
    ("member", "大病病种"): ("健康状况", ("大病",)),
    ("member", "残疾类别"): ("残疾人证", ("有",)),
    ("member", "残疾等级"): ("残疾人证", ("有",)),
}
# what is still to do: the column that is coloured, and when; {column} is the cell of that column in the row
UNDONE = {
    "household": (("本月变化", 'AND({户编号}<>"",{本月变化}="")'), ("走访日期", 'AND({走访人}<>"",{走访日期}="")')),
    "member": (
        ("状态日期", 'AND({状态}<>"",{状态}<>"在户",{状态日期}="")'),
        ("大病病种", 'AND({健康状况}="大病",{大病病种}="")'),
        ("残疾类别", 'AND({残疾人证}="有",{残疾类别}="")'),
        ("残疾等级", 'AND({残疾人证}="有",{残疾等级}="")'),
    ),
    "change": (
        ("户编号", 'AND({变动}<>"",{户编号}="")'),
        ("变动", 'AND({户编号}&{姓名}<>"",{变动}="")'),
        ("日期", 'AND({变动}<>"",{日期}="")'),
    ),
    "feedback": (
        ("核查结果", 'AND({预警编号}<>"",{核查结果}="")'),
        ("核查日期", 'AND({核查结果}<>"",{核查日期}="")'),
        ("采取措施", 'AND({核查结果}="属实",{采取措施}="")'),
        ("落实日期", 'AND({核查结果}="属实",{采取措施}<>"",{落实日期}="")'),
    ),
}
# a row is done when this column is filled: the columns before it that turn green
FILLED = {"household": ("本月变化", ("户编号", "户主姓名")), "feedback": ("核查结果", ("预警编号", "户主"))}


def letter(key: str, column: str) -> str:
    """家庭, 户主姓名 → B."""
    return str(xl_col_to_name(form.COLUMNS[key].index(column)))


def hide_lists(sheet: "Worksheet") -> dict[str, str]:
    """Writes the lists that checks refer to into hidden columns of 说明; name → range."""
    lists: dict[str, tuple[str | int, ...]] = {"空": ("",), "大病病种": diseases(), "位": tuple(range(1, len(WEIGHTS) + 1)), "权": WEIGHTS}
    lists |= {column: form.CODES[key][column] for key, column in DEPENDENT if column in form.CODES[key]}
    ranges = {}
    for index, (name, values) in enumerate(lists.items(), start=LISTS_FROM):
        for row, value in enumerate(values):
            sheet.write(row, index, value)
        ranges[name] = f"'{form.COVER}'!${xl_col_to_name(index)}$1:${xl_col_to_name(index)}${len(values)}"
    sheet.set_column(LISTS_FROM, LISTS_FROM + len(lists) - 1, 9, None, {"hidden": True})
    return ranges


def add_checks(sheet: "Worksheet", key: str, month: date, lists: dict[str, str], last: int) -> None:
    """One check a column, for the rows 2 … last."""
    for index, column in enumerate(form.COLUMNS[key]):
        check = _check(key, column, month, lists)
        if check:
            sheet.data_validation(1, index, last - 1, index, {"ignore_blank": True, "error_title": column[:30], **check})


def add_colours(book: "Workbook", sheet: "Worksheet", key: str, last: int) -> None:
    """Yellow for what is still to do, green for what is done, in the rows 2 … last."""
    if last <= 1:
        return
    cells = {column: f"${letter(key, column)}2" for column in form.COLUMNS[key]}
    for column, when in UNDONE[key]:
        _colour(sheet, key, column, last, when.format_map(cells), book.add_format({"bg_color": TO_DO}))
    done, shown = FILLED.get(key, ("", ()))
    for column in shown:
        _colour(sheet, key, column, last, f'{cells[done]}<>""', book.add_format({"bg_color": DONE}))


def progress(key: str, last: int) -> str:
    """A formula that counts the rows 2 … last: 已核 312/318."""
    done, (first, _) = FILLED[key]
    filled, there = (f"('{form.SHEETS[key]}'!${letter(key, one)}$2:${letter(key, one)}${last}<>\"\")" for one in (done, first))
    return f'="已核 "&SUMPRODUCT({there}*{filled})&"/"&SUMPRODUCT({there}*1)'


@cache
def diseases() -> tuple[str, ...]:
    """The serious illnesses that the drop-down offers; another one may be typed."""
    with (paths.SQL / "0_reference" / "codes" / "serious_disease.csv").open(encoding="utf-8-sig", newline="") as stream:
        return tuple(row["disease"] for row in csv.DictReader(stream))


def _colour(sheet: "Worksheet", key: str, column: str, last: int, when: str, look: Any) -> None:
    index = form.COLUMNS[key].index(column)
    sheet.conditional_format(1, index, last - 1, index, {"type": "formula", "criteria": f"={when}", "format": look})


def _check(key: str, column: str, month: date, lists: dict[str, str]) -> dict[str, Any] | None:
    cell = f"${letter(key, column)}2"
    kind = form.filling()[key, column].kind
    if (key, column) in DEPENDENT:
        return _dependent(key, column, lists)
    if column in form.CODES[key]:
        # without a change there is nothing but this one word to choose: it stands first
        return {"validate": "list", "source": list(form.CODES[key][column]), "error_message": "请从下拉列表中选择;不知道的请留空。"}
    if kind == form.NUMBER:
        right = f'MID("10X98765432",MOD(SUMPRODUCT(MID({cell},{lists["位"]},1)*{lists["权"]}),11)+1,1)=UPPER(RIGHT({cell},1))'
        return _warn(f"AND(LEN({cell})=18,{right})", "证件号码应为 18 位,末位是校验码(X 要大写)。这个号码对不上,请核对;确实如此的点“是”。")
    if kind == form.DAY:
        end = f"DATE({month.year},{month.month},{months.last_day(month).day})"
        return _warn(f'AND(ISNUMBER(DATEVALUE({cell}&"")),DATEVALUE({cell}&"")<={end})', "日期请写作 2021-06-03,不晚于本月月末。")
    if kind == form.MONTH:
        return _warn(f'AND(LEN({cell})=7,ISNUMBER(DATEVALUE({cell}&"-01")))', "年月请写作 2021-06。")
    if kind in (form.AMOUNT, form.WHOLE):
        return _number(key, column, kind)
    if (key, column) in (("household", "户编号"), ("member", "户编号"), ("change", "户编号")):
        return _household(key, cell)
    return None


def _dependent(key: str, column: str, lists: dict[str, str]) -> dict[str, Any]:
    other, words = DEPENDENT[key, column]
    when = ",".join(f'${letter(key, other)}2="{word}"' for word in words)
    source = f"=IF(OR({when}),{lists[column]},{lists['空']})"
    is_free = column not in form.CODES[key]
    said = f"“{other}”是{'、'.join(words)}的才填"
    message = f"{said};下拉里没有的可以直接写,点“是”保留。" if is_free else f"{said},请从下拉列表中选择。"
    return {"validate": "list", "source": source, "error_type": "warning" if is_free else "stop", "error_message": message}


def _number(key: str, column: str, kind: str) -> dict[str, Any]:
    low, high = bounds(key).get(column, (0, 1e9))
    said = "整数" if kind == form.WHOLE else "数字,单位元"
    return {
        **{"validate": "integer" if kind == form.WHOLE else "decimal", "criteria": "between", "minimum": low, "maximum": high},
        **{"error_type": "warning", "error_message": f"请只填{said},不写“万”“约”等字;不知道的请留空。"},
    }


def _household(key: str, cell: str) -> dict[str, Any]:
    column = f"'{form.SHEETS['household']}'!$A:$A"
    if key == "household":
        return _warn(f"COUNTIF({column},{cell})=1", "这个户编号表里已经有了。新增的户请用一个没有用过的号。")
    return _warn(f"COUNTIF({column},{cell})>0", "「家庭」表里没有这个户编号,请核对;新增的户请先在「家庭」表加一行。")


def _warn(formula: str, message: str) -> dict[str, Any]:
    return {"validate": "custom", "value": f"={formula}", "error_type": "warning", "error_message": message}


@cache
def bounds(key: str) -> dict[str, tuple[float, float]]:
    """Column → the least and the greatest number that the door takes, from the suite that it asks."""
    suite = json.loads((paths.EXPECTATIONS / "2_staging" / f"{key}.json").read_text(encoding="utf-8"))
    return dict(_bounds(suite["expectations"]))


def _bounds(expectations: list[dict[str, Any]]) -> Iterator[tuple[str, tuple[float, float]]]:
    for one in expectations:
        asked = one["kwargs"]
        # heads and persons are counted, not typed
        if "min_value" in asked and "max_value" in asked and re.fullmatch("expect_column_values_to_be_between", one["type"]):
            yield one["meta"]["column"], (asked["min_value"], asked["max_value"])
