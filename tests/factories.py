"""Invented households as the 报送表 of a township. Identity numbers begin with 640499, which no county has: nobody's number.

households = [household(1), household(2, 救助类别="无")]
members = [member(h) for h in households] + [member(households[0], 2)]
write_form(path, "640424100", "2021-06", households, members)
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from lowincome.intake import form

TOWNSHIPS = {
    "640424100": "香水镇",
    "640424101": "泾河源镇",
    "640424102": "六盘山镇",
    "640424200": "新民乡",
    "640424201": "兴盛乡",
    "640424202": "黄花乡",
    "640424203": "大湾乡",
}
TOWNSHIP = "640424100"
SURNAMES, GIVEN = "马李王张杨刘陈赵黄周", "伟芳娜敏静秀丽强磊军"
WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
Row = dict[str, Any]


def id_number(seed: int, born: date = date(1975, 6, 15), is_male: bool = True) -> str:
    """A well-formed number, another one for every seed below 49,900; born and sex as asked."""
    serial = seed % 499 * 2 + (1 if is_male else 2)
    day = date.fromordinal(born.toordinal() + seed // 499)
    body = f"640499{day:%Y%m%d}{serial:03d}"
    return body + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11]


def household_id(n: int, township: str = TOWNSHIP) -> str:
    return f"{township}-{n:08d}"


def household(n: int, township: str = TOWNSHIP, month: str = "2021-06", **over: Any) -> Row:
    """A valid row of 家庭, filled in every column that is usually filled; `over` replaces or (None) empties columns."""
    amounts = dict.fromkeys(form.AMOUNTS, 0)
    return {
        "户编号": household_id(n, township),
        "户主姓名": SURNAMES[n % 10] + GIVEN[n // 10 % 10],
        "户主证件号码": id_number(n),
        "行政村": f"第{n % 9 + 1}村",
        "城乡": "农村",
        "监测类别": "一般户",
        "建档立卡": "否",
        "救助类别": "农村低保",
        "低保档次": "B",
        "保障人数": 1,
        "月保障金额": 300,
        "首次纳入年月": "2019-03",
        **amounts,
        "工资性收入": 6000 + n,
        "转移净收入": 3600,
        "住房等级": "A",
        "饮水安全": "是",
        "财产符合": "是",
        "存款与有效资产": "无",
        "本月遭遇": "无",
        "走访日期": f"{month}-{n % 20 + 1:02d}",
        "走访人": "网格员",
        "本月变化": "无变化",
        **over,
    }


def member(household: Mapping[str, Any], n: int = 1, **over: Any) -> Row:
    """A valid row of 成员: n = 1 the head as 家庭 names them, 2 a spouse, from 3 on children."""
    seed = int(str(household["户编号"])[-8:])
    relation = {1: "户主", 2: "配偶"}.get(n, "子女")
    number = household["户主证件号码"] if n == 1 else id_number(seed, date(2010 - n if n > 2 else 1977, 3, n), n % 2 == 1)
    return {
        "户编号": household["户编号"],
        "姓名": household["户主姓名"] if n == 1 else SURNAMES[seed % 10] + GIVEN[n % 10] + GIVEN[seed % 10],
        "证件号码": number,
        "与户主关系": relation,
        "民族": "回族",
        "健康状况": "健康",
        "残疾人证": "无",
        "劳动能力": "有" if n < 3 else "无",
        "自理能力": "自理",
        "就业状况": "灵活就业" if n < 3 else "在校",
        "农民工": "否",
        "失业保险": "未参保",
        "医保参保": "是",
        "在校情况": "不在校" if n < 3 else "在校",
        "留守类别": "无",
        "儿童类别": "无",
        "状态": "在户",
        **over,
    }


def change(household: Mapping[str, Any], **over: Any) -> Row:
    """A valid row of 增减 for a household."""
    head = {"姓名": household["户主姓名"], "证件号码": household["户主证件号码"], "户编号": household["户编号"]}
    return {**head, "变动": "新增", "救助类别": "农村低保", "原因": "因病", "日期": "2021-06-10", **over}


def feedback(case_id: str, **over: Any) -> Row:
    """A valid row of 核查反馈: visited and true."""
    return {
        "预警编号": case_id,
        "核查日期": "2021-06-12",
        "核查人": "网格员",
        "核查结果": "属实",
        "采取措施": "临时救助",
        "金额": 500,
        **over,
    }


def write_form(
    path: Path,
    township: str,
    month: str | date,
    households: Iterable[Row],
    members: Iterable[Row],
    changes: Iterable[Row] = (),
    feedback: Iterable[Row] = (),
    *,
    cover: Mapping[str, Any] | None = None,
    headers: Mapping[str, list[str]] | None = None,
    titles: Mapping[str, str] | None = None,
    drop: Iterable[str] = (),
    formulas: Mapping[tuple[str, str], str] | None = None,
) -> Path:
    """Writes a workbook of the form. The rest makes it wrong on purpose.

    cover: other values of 说明, None leaves the line out. headers: other columns of a sheet ("household" …), in that order.
    titles: another title of a sheet ("cover" is 说明). drop: sheets left out. formulas: {("家庭", "B2"): "=1+1"}.
    """
    stated = month if isinstance(month, str) else month.strftime("%Y-%m")
    lines = {
        "模板版本": "1",
        "乡镇代码": township,
        "乡镇名称": TOWNSHIPS.get(township, ""),
        "月份": stated,
        "名册指纹": "",
        **(cover or {}),
    }
    titles = {"cover": form.COVER, **form.SHEETS, **(titles or {})}
    rows = {"household": households, "member": members, "change": changes, "feedback": feedback}
    path.parent.mkdir(parents=True, exist_ok=True)
    book = xlsxwriter.Workbook(path, {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False})
    # without this the file would carry the moment of writing, and no two would be the same
    book.set_properties({"created": datetime(2021, 6, 1, tzinfo=UTC)})
    if "cover" not in drop:
        sheet = book.add_worksheet(titles["cover"])
        for row, (key, value) in enumerate((k, v) for k, v in lines.items() if v is not None):
            sheet.write_row(row, 0, [key, value])
    for name in form.SHEETS:
        if name in drop:
            continue
        sheet = book.add_worksheet(titles[name])
        head = (headers or {}).get(name) or form.COLUMNS[name]
        sheet.write_row(0, 0, head)
        for row, record in enumerate(rows[name], start=1):
            for column, key in enumerate(head):
                if record.get(key) is not None:
                    sheet.write(row, column, record[key])
        for (title, cell), formula in (formulas or {}).items():
            if title == titles[name]:
                sheet.write_formula(cell, formula, None, 2)
    book.close()
    return path
