"""Rosters of other systems as they come: the real headings of `real-list-headings`, in every shape an office saves them in."""

import csv
import html
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import xlsxwriter
import xlwt

from factories import SURNAMES, id_number
from intake.sending import RECEIVED, send
from lowincome.intake import submission

Rows = list[list[Any]]

POVERTY_ALLEVIATED = (
    "序号 数据日期 县(市、区、旗) 乡(镇) 行政村 自然村 户编号 人编号 姓名 证件号码 人数 与户主关系 民族 文化程度 在校生状况 健康状况 劳动技能"
    " 务工时间（月） 是否参加大病保险 致贫原因1 危房户 是否解决安全饮用水 人均纯收入 户联系电话 人联系电话 首次识别时间 人员识别时间 户类型"
    " 易返贫致贫户(监测对象)类型 风险是否消除 风险识别时间 风险消除时间"
).split()
REGISTERED_POOR = (
    "地区id 县(市、区、旗) 乡(镇) 行政村 姓名 身份证 脱贫属性 自然村 户编号 人编号 与户主关系 民族 文化程度 在校生状况 健康状况 劳动技能"
    " 务工时间（月） 参加大病医疗 贫困户属性 致贫原因1"
).split()
HOUSEHOLD_HEADS = (
    "行政村 自然村屯 片区 门牌号 户主编号 户主姓名 性别 身份证号 民族 家庭人口 务工人数 在校人数 家庭联系电话 家庭地址 是否搬迁户 居住搬迁安置区 搬迁时间 家庭类型 脱贫年度"
    " 易返贫致贫户类型 风险识别时间 风险是否消除 风险消除时间"
).split()
SURVEY_MEMBERS = (
    "姓名 性别 证件类型 证件号码 与户主关系 民族 政治面貌 文化程度 在校生情况 健康状况 劳动技能 务工所在地 务工时长(月) 失辍学原因 是否参加城乡居民基本养老保险"
    " 是否参加城乡居民基本医疗保险 是否参加大病保险 是否参加商业补充医疗保险 是否接受医疗救助 公益岗位 聘用月数"
).split()
SURVEY_LIVING = (
    "耕地面积(亩) 牧草地面积 水面面积 林地面积 退耕还林面积 林果面积 入户路类型 与村主干路距离(公里) 是否加入农民专业合作组织 危房等级 住房面积 主要燃料类型 是否有龙头企业带动"
    " 是否通生活用电 到户产业帮扶类型"
).split()
SURVEY_INCOME = "年总收入 年纯收入 人均纯收入 工资性收入合计 生产经营性收入合计 生产经营性支出合计 财产性收入合计 转移性收入合计 低保金 特困供养金".split()
CIVIL_AFFAIRS = "序号 姓名 身份证号 乡镇 村 救助类别 保障人数 保障金额 开户银行 银行账号".split()
SYNONYM = {
    "证件号码": ("证件号码", "身份证", "身份证号"),
    "乡镇": ("乡(镇)", "乡镇"),
    "行政村": ("行政村", "村"),
    "户编号": ("户编号", "户主编号"),
}


def row(head: Sequence[str], n: int, **over: Any) -> list[Any]:
    """One row of a list for person n: what the headings ask, filled plainly; `over` by our column names or the list's own."""
    values = {
        "姓名": SURNAMES[n % 10] + "某" + SURNAMES[n // 10 % 10],
        "户主姓名": SURNAMES[n % 10] + "某" + SURNAMES[n // 10 % 10],
        "证件号码": id_number(n),
        "乡镇": "香水镇",
        "行政村": f"第{n % 3 + 1}村",
        "户编号": f"6404241000{n:04d}",
        "与户主关系": "户主",
        "民族": "回族",
        "健康状况": "健康",
        "劳动技能": "普通劳动力",
        "务工时间（月）": "6",
        "在校生状况": "非在校生",
        "在校生情况": "非在校生",
        "是否解决安全饮用水": "是",
        "户类型": "脱贫户",
        "脱贫属性": "已脱贫",
        "家庭类型": "脱贫户",
        "救助类别": "农村低保",
        "保障人数": "1",
        "保障金额": "300",
        **over,
    }
    ours = {theirs: name for name, several in SYNONYM.items() for theirs in several}
    return [values.get(name, values.get(ours.get(name, ""), "")) for name in head]


def family(head: Sequence[str], n: int, *relations: str, **over: Any) -> Rows:
    """The rows of a household of which n is the head; the others are n + 100, n + 200 …"""
    home = {"户编号": f"6404241000{n:04d}", "行政村": f"第{n % 3 + 1}村"} | over
    return [row(head, n + 100 * place, **{**home, "与户主关系": relation}) for place, relation in enumerate(("户主", *relations))]


def as_csv(rows: Rows, encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def as_xls(rows: Rows, title: str = "名单", merged: Sequence[tuple[int, int, int, int]] = (), more: dict[str, Rows] | None = None) -> bytes:
    """merged: (first row, last row, first column, last column) from 0."""
    book = xlwt.Workbook(encoding="utf-8")
    for name, content in {title: rows, **(more or {})}.items():
        sheet = book.add_sheet(name, cell_overwrite_ok=True)
        for number, cells in enumerate(content):
            for place, value in enumerate(cells):
                sheet.write(number, place, value)
        for first, last, left, right in merged:
            sheet.merge(first, last, left, right)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_xlsx(
    rows: Rows, title: str = "名单", merged: Sequence[tuple[int, int, int, int]] = (), more: dict[str, Rows] | None = None
) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    for name, content in {title: rows, **(more or {})}.items():
        sheet = book.add_worksheet(name)
        for number, cells in enumerate(content):
            sheet.write_row(number, 0, cells)
        for first, last, left, right in merged:
            sheet.merge_range(first, left, last, right, content[first][left])
    book.close()
    return out.getvalue()


def as_page(rows: Rows, encoding: str = "gb18030") -> bytes:
    """As old systems write a page and call it .xls: unclosed cells, a title over the whole width, a style of Excel's own."""
    width = max(map(len, rows))
    lines = [
        '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset=gb2312><style>td{mso-number-format:"\\@"}</style></head>'
    ]
    lines.append("<body><table border=1>")
    for cells in rows:
        if len(cells) == 1:
            lines.append(f"<tr><td colspan={width} align=center><b>{html.escape(str(cells[0]))}</b></td></tr>")
        else:
            lines.append("<tr>" + "".join(f"<td x:str>{html.escape(str(cell)) or '&nbsp;'}" for cell in cells))
    return "\n".join([*lines, "</table></body></html>"]).encode(encoding)


@dataclass(frozen=True)
class Sent:
    """Everything that one file became: the manifest lines in order of id, and findings, rows by sheet key and counts of each."""

    lines: list[dict[str, Any]]
    findings: list[list[dict[str, Any]]]
    rows: list[dict[str, list[dict[str, Any]]]]
    counts: list[dict[str, int]]

    def causes(self, place: int = 0) -> set[str]:
        return {one["check_id"] for one in self.findings[place]}

    def said(self, check_id: str, place: int = 0) -> str:
        return next(one["message_zh"] for one in self.findings[place] if one["check_id"] == check_id)

    def values(self, sheet: str, *columns: str, place: int = 0) -> list[tuple[Any, ...]]:
        return [tuple(one[column] for column in columns) for one in self.rows[place][sheet]]


def sent(home: Path, data: bytes, name: str = "名单.csv", received_at: str = RECEIVED) -> Sent:
    """Drops these bytes into the inbox and reads what became of them."""
    path = home.parent / name
    path.write_bytes(data)
    summary, _ = send(home, path, received_at)
    path.unlink()
    folders = [folder for folder in submission.folders(home) if folder.name.startswith(summary["submission_id"])]

    def read(folder: Path, table: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = pq.read_table(folder / f"{table}.parquet").to_pylist()
        return rows

    return Sent(
        [submission.load(folder) for folder in folders],
        [read(folder, "finding") for folder in folders],
        [{sheet: read(folder, sheet) for sheet in ("household", "member")} for folder in folders],
        [{one["sheet"]: one["rows_in"] for one in read(folder, "sheet")} for folder in folders],
    )


TITLE = ["泾源县2021年6月已脱贫人口名单"]
# two households of a list, and the list
TWO = [*family(POVERTY_ALLEVIATED, 1, "之子"), *family(POVERTY_ALLEVIATED, 2, "配偶", "之女")]
GOOD = [TITLE, POVERTY_ALLEVIATED, *TWO]
