"""What each department says otherwise than our rosters, one workbook a department, to be ruled on; and an overview of the month's comparison."""

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from lowincome import identity
from lowincome.intake import feed as feeds
from lowincome.reports import ledger, query, words, workbook_style
from lowincome.reports.render import figure

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

FOLDER, TITLE = "部门比对", "部门比对情况"
SHEETS = {"名单差异": ("对方有我方无", "我方有对方无"), "字段差异": ("字段不同",), "疑似待认": ("疑似待认",)}
# name, width, style of what was found; the filled ones are those of the feed of rulings
FOUND = (
    ("分歧编号", 10.5, "code"),
    ("乡镇", 8.5, "text"),
    ("行政村", 9, "text"),
    ("户主", 8, "text"),
    ("姓名", 8, "text"),
    ("证件号码", 14, "code"),
    ("差异", 8, "text"),
    ("哪一项", 9, "text"),
    ("我方", 12, "text"),
    ("对方", 26, "text"),
    ("最早月份", 9, "centre"),
    ("状态", 10, "centre"),
    ("由谁裁定", 14, "text"),
)
FILLED = (("裁定", 12), ("裁定人", 9), ("裁定日期", 10), ("有效期至", 10), ("说明", 14))
OVERVIEW = (
    ("部门", 16, "text"),
    ("数据", 22, "text"),
    ("本月", 9, "centre"),
    ("收到行数", 10, "count"),
    ("已比中", 10, "count"),
    ("疑似", 10, "count"),
    ("未比中", 10, "count"),
    ("对方有我方无", 12, "count"),
    ("我方有对方无", 12, "count"),
    ("字段不同", 10, "count"),
    ("待裁定", 10, "count"),
    ("本月已消失", 10, "count"),
)
EXPLAINED = (
    "已比中: 对方的一行就是名册里的某一个人。疑似: 像,要请人认。未比中: 对方名单里有、名册里没有的人;残联、医保、教育的名单是全县的人,其中只有重残的算差异。",
    f"每一处差异和由谁裁定,见「{FOLDER}」文件夹里各部门的清单。",
)
WAITING = ("待裁定", "裁定到期")
HELP = (
    "号码只露前六位和末两位,全号请在自己的原表里查(「对方」一栏写了来文第几行)。黄色的栏请裁定的科室填写,填好把这份文件放回收件箱即可。",
    "裁定过的,在有效期内不再问;两边改一致了的,下月自行了结,这里会写「已消失」。",
)


def write(con: duckdb.DuckDBPyConnection, month: date, out: Path) -> list[Path]:
    """The overview (.xlsx and .html) in `out`, and under `out`/部门比对 one workbook for each extract that came or still has open lines."""
    found = query.rows(con, _OVERVIEW, [month])
    files = ledger.write(
        {
            "title": TITLE,
            "place": query.county_name(con, month),
            "month_zh": words.month_zh(month),
            "notes": [note for note in [query.not_compared_zh(con, month), *EXPLAINED] if note],
            "sections": [ledger.section("各部门", "没有收到的写「未比对」,不是没有差异。", OVERVIEW, [_overview(row) for row in found])],
        },
        month,
        out,
    )
    for row in found:
        lines = query.rows(con, _LINES, [month, row["feed"]])
        if lines:
            files.append(_write_department(row, lines, month, out / FOLDER))
    return files


def _overview(row: query.Row) -> list[Any]:
    counts = ("rows_in", "matched", "doubtful", "unmatched", "only_theirs", "only_ours", "differing", "waiting", "gone")
    said = "已比对" if row["is_compared"] else "未比对"
    return [row["department"], row["title"], said, *(figure(row[count]) for count in counts)]


def _write_department(row: query.Row, lines: list[query.Row], month: date, out: Path) -> Path:
    place = f"{row['department']} {row['title']}"
    path = out / f"{words.file_name('部门比对', f'{month:%Y-%m}', row['department'], row['title'])}.xlsx"
    footer = f"{place} {words.month_zh(month)}与名册的差异  {ledger.FOOTER}"
    with workbook_style.workbook(path, month) as (book, styles):
        for name, kinds in SHEETS.items():
            mine = [line for line in lines if line["kind"] in kinds]
            _write_sheet(book.add_worksheet(name), styles, f"{place} {words.month_zh(month)}:{name}", mine, footer)
    return path


def _write_sheet(sheet: "Worksheet", styles: workbook_style.Styles, title: str, lines: list[query.Row], footer: str) -> None:
    names = [name for name, _, _ in FOUND] + [name for name, _ in FILLED]
    widths = [width for _, width, _ in FOUND] + [width for _, width in FILLED]
    workbook_style.set_up(sheet, widths=widths, footer=footer)
    workbook_style.put(sheet, 0, 0, f"{title} {len(lines)} 处", styles["title"])
    sheet.set_row(0, 27)
    for row, text in enumerate(HELP, start=1):
        workbook_style.put(sheet, row, 0, text, styles["note"])
    head = len(HELP) + 1
    workbook_style.put_row(sheet, head, names, [styles["head"]] * len(FOUND) + [styles["head_fill"]] * len(FILLED))
    sheet.set_row(head, 20)
    looks = [styles[style] for _, _, style in FOUND]
    for row, line in enumerate(lines, start=head + 1):
        workbook_style.put_row(sheet, row, _told(line), looks, [width for _, width, _ in FOUND])
        for column, (name, _) in enumerate(FILLED, start=len(FOUND)):
            style = styles["fill_date" if name in ("裁定日期", "有效期至") else "fill"]
            workbook_style.put(sheet, row, column, line["ruling"] if name == "裁定" else None, style)
    last = head + max(len(lines), 1)
    choices = next(one.words for kind in feeds.declared() if kind.feed == "ruling" for one in kind.columns if one.title == "裁定")
    sheet.data_validation(head + 1, len(FOUND), last, len(FOUND), {"validate": "list", "source": list(choices)})
    if not lines:
        workbook_style.put(sheet, last, 0, "没有。", styles["note"])
    sheet.freeze_panes(head + 1, 1)
    sheet.repeat_rows(head)
    sheet.print_area(0, 0, last, len(names) - 1)
    workbook_style.lock(sheet)


def _told(line: query.Row) -> list[Any]:
    number = identity.mask_number(line["id_number"]) if line["id_number"] else ""
    state = f"{line['state']}:{line['note']}" if line["note"] else line["state"]
    ours, theirs = line["ours"], line["theirs"] or ""
    if line["kind"] == "疑似待认":
        ours, theirs = line["name"], f"{_person(line['their_name'], line['their_number'])}: {_alike(theirs)}"
    row = f"\n来文第 {line['row_number']} 行" if line["row_number"] and line["state"] in WAITING else ""
    return [
        line["disagreement_id"],
        line["township_name"],
        line["village"],
        line["head_name"],
        line["name"],
        number,
        line["kind"],
        line["field"],
        ours,
        f"{theirs}{row}".strip(),
        f"{line['first_month']:%Y-%m}",
        state,
        line["owner"],
    ]


def _person(name: str | None, number: str | None) -> str:
    return f"{name or '没有姓名'} {identity.mask_number(number) if number else '没有号码'}"


def _alike(evidence: str) -> str:
    """The comparison of two persons in words: each item that is known, and why somebody must look."""
    items = {item: found for item, found in json.loads(evidence or "{}").items() if found is not None}
    why = items.pop("为什么要看", "")
    return ",".join([*([why] if why else []), *(f"{item}: {found}" for item, found in items.items())])


_OVERVIEW = """
SELECT c.*, CASE WHEN c.is_compared THEN coalesce(d.waiting, 0) END AS waiting, CASE WHEN c.is_compared THEN coalesce(d.gone, 0) END AS gone
FROM mart.comparison AS c
LEFT JOIN (
  SELECT month, feed, count(*) FILTER (WHERE state IN ('待裁定', '裁定到期')) AS waiting, count(*) FILTER (WHERE state = '已消失') AS gone
  FROM mart.disagreement
  GROUP BY month, feed
) AS d ON c.month = d.month AND c.feed = d.feed
WHERE c.month = ?
ORDER BY c.feed
"""
# a person of ours by our roster; one who is not, by the department's own row
_LINES = """
SELECT
  d.*,
  t.name AS township_name,
  coalesce(h.village, r.village) AS village,
  h.head_name,
  coalesce(p.name, r.name) AS name,
  coalesce(p.id_number, r.id_number) AS id_number,
  r.name AS their_name,
  r.id_number AS their_number
FROM mart.disagreement AS d
LEFT JOIN core.household_month AS h ON d.month = h.month AND d.household_id = h.household_id
LEFT JOIN core.person_month AS p ON d.month = p.month AND d.household_id = p.household_id AND d.person_id = p.person_id
LEFT JOIN core.feed_row AS r ON d.month = r.month AND d.feed = r.feed AND d.submission_id = r.submission_id AND d.row_number = r.row_number
LEFT JOIN ref.division AS t ON d.township_code = t.code
WHERE d.month = ? AND d.feed = ? AND d.state <> '已裁定'
ORDER BY d.kind, d.field, d.township_code NULLS LAST, village, d.disagreement_id
"""
