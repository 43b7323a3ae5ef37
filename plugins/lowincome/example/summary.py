"""What a run made: a few tables on the screen. Counts and paths only."""

from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from lowincome import month as months
from lowincome import paths, progress, warehouse

FILES = """
SELECT township_name, count(*) AS files, list(status ORDER BY version)[-1] AS status,
  sum(rows_in), sum(rows_accepted), sum(rows_quarantined), sum(rows_rejected)
FROM raw.submission WHERE month = ? AND kind = 'form' GROUP BY township_code, township_name ORDER BY township_code
"""
COMPARISONS = """
SELECT c.department, f.title, c.is_compared, c.rows_in, c.matched, c.doubtful, c.unmatched, c.only_theirs, c.only_ours, c.differing
FROM mart.comparison AS c INNER JOIN ref.feed AS f ON c.feed = f.feed WHERE c.month = ? ORDER BY c.department, f.title
"""
IS_COMPARED = "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'mart' AND table_name = 'comparison'"
RULES = """
SELECT title, list(triggered ORDER BY township_code), sum(triggered), sum(unknown), any_value(state)
FROM mart.rule_summary WHERE month = ? GROUP BY rule_id, title, family ORDER BY family, rule_id
"""
CASES = "SELECT state, count(*) FROM mart.case_state WHERE month = ? GROUP BY state ORDER BY count(*) DESC, state"
LISTS = "SELECT count(*) FILTER (WHERE is_listed), count(*) FILTER (WHERE NOT is_listed) FROM mart.list_line WHERE month = ?"
OFFICES = "SELECT count(*) FILTER (WHERE is_triggered) FROM mart.office_finding WHERE month = ?"
REVISION = "SELECT revision, reason FROM mart.month_run WHERE month = ?"


def show(console: Console, home: Path, month: date, reports: Path, seconds: float) -> None:
    """The month's tables: files and rows, comparison, warnings by rule and township, cases, where things lie, seconds by step."""
    with warehouse.reader(paths.warehouse(home)) as con:
        queries = (FILES, RULES, CASES, LISTS, OFFICES, REVISION)
        files, rules, cases, lists, offices, revision = (con.execute(query, [month]).fetchall() for query in queries)
        comparisons = con.execute(COMPARISONS, [month]).fetchall() if con.execute(IS_COMPARED).fetchall() else []
    console.print(f"\n[bold]{months.label(month)} 做成了什么[/]  第 {revision[0][0]} 次修订({revision[0][1]})")
    console.print(_files(files))
    if comparisons:
        console.print(_comparisons(comparisons))
    console.print(_rules(rules, [row[0] for row in files]))
    console.print(
        "个案: " + "、".join(f"{state} {count}" for state, count in cases) + f";本月清单列入 {lists[0][0]} 案,未安排 {lists[0][1]} 案"
    )
    console.print(f"按单位(乡镇、机构、资金、信访)判断的规则发现 {offices[0][0]} 处")
    console.print(_places(home, month))
    console.print(_seconds(reports))
    console.print(f"全部用时 {seconds:.0f} 秒")


def _table(title: str, columns: list[str]) -> Table:
    table = Table(title=title, title_justify="left", header_style="bold")
    for index, column in enumerate(columns):
        table.add_column(column, justify="left" if index == 0 else "right", no_wrap=index == 0)
    return table


def _files(rows: list[tuple[Any, ...]]) -> Table:
    table = _table(
        "收到的文件与行数(各次报送合计: 收到 = 接收 + 暂存 + 未收)", ["乡镇", "文件", "最近结果", "收到", "接收", "暂存", "未收"]
    )
    for row in rows:
        table.add_row(*map(str, row))
    table.add_row("全县", str(sum(row[1] for row in rows)), "", *(str(sum(row[i] for row in rows)) for i in range(3, 7)), style="bold")
    return table


def _comparisons(rows: list[tuple[Any, ...]]) -> Table:
    table = _table(
        "与部门数据比对(行数;后三栏为名册里的人)",
        ["部门", "数据", "比对", "收到", "已比中", "疑似", "未比中", "只在部门", "只在名册", "内容不同"],
    )
    for department, title, is_compared, *counts in rows:
        shown = ["—" if count is None else str(count) for count in counts] if is_compared else [""] * len(counts)
        table.add_row(department, title, "已比对" if is_compared else "未比对", *shown)
    return table


def _rules(rows: list[tuple[Any, ...]], names: list[str]) -> Table:
    table = _table("预警户数(规则 × 乡镇;「不知」为缺资料不能判断的户)", ["规则", *(name[:2] for name in names), "全县", "不知"])
    for title, counts, total, unknown, state in rows:
        if state == "施行":
            table.add_row(title, *map(str, counts), str(total), str(unknown))
        else:
            table.add_row(title, *[""] * len(names), state, "")
    return table


def _places(home: Path, month: date) -> Table:
    table = _table("做好的东西在哪里", ["文件夹", "有什么"])
    for folder in sorted((home / "outbox" / months.label(month)).iterdir()):
        kinds = sorted({path.name.split("_")[0] for path in folder.iterdir() if path.suffix in {".xlsx", ".html"}})
        table.add_row(str(folder), "、".join(kinds))
    table.add_row(str(paths.published(home)), "分析人员的快照")
    return table


def _seconds(reports: Path) -> Table:
    spent: dict[tuple[str, str], list[float]] = defaultdict(list)
    for phase, line in progress.read(reports):
        spent["历史各月" if phase[:1].isdigit() else phase, line["step"]].append(line["seconds"])
    table = _table("各步用时", ["阶段", "步骤", "次数", "合计秒", "最长秒"])
    for (phase, step), values in spent.items():
        table.add_row(phase, step, str(len(values)), f"{sum(values):.1f}", f"{max(values):.1f}")
    return table
