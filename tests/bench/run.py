"""`make bench`: how long things take here, each beside something a reader can judge it by. No number here is a test.

1. the county's month by step
2. intake of a workbook of 20,000 member rows against merely reading it with calamine
3. the same month by a plain pandas + openpyxl script
4. every rule over a month of 100,000 households against one plain scan of the columns it reads
5. a province's month of workbooks through intake, two at a time: files and cells a second, growth, memory
6. a month of events over 10,000, 30,000 and 100,000 open cases: replay and lists against one plain scan of what they read
7. how well lists are matched with a roster where it is known who is who: febrl 4a/4b, and the slips in the example county's lists
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from python_calamine import CalamineWorkbook
from rich.console import Console
from rich.table import Table

from bench import case_speed, linkage, province, rule_speed
from factories import household, member, write_form
from lowincome import month as months
from lowincome import paths, progress, settings, steps, warehouse
from lowincome.example import department_truth, draw
from lowincome.intake import receive
from pipeline import receive_all

MONTHS = [date(2021, 4, 1), date(2021, 5, 1), date(2021, 6, 1)]
LARGE = 20_000
console = Console(width=110, highlight=False)


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def county_month(home: Path, drawn: Path, reports: Path) -> float:
    """The last of three months in one process; the first two are loaded before the clock runs."""
    arrivals = draw(drawn, MONTHS)
    for month in MONTHS[:-1]:
        receive_all(home, [arrival for arrival in arrivals if arrival.month == month])
        steps.run_month(months.label(month), lists=False)
    settings.report_to(reports)
    return seconds(lambda: (receive_all(home, [a for a in arrivals if a.month == MONTHS[-1]]), steps.run_month(months.label(MONTHS[-1]))))


def plain_script(drawn: Path, out: Path) -> float:
    script = Path(__file__).with_name("plain_month.py")
    inbox = drawn / months.label(MONTHS[-1])
    return seconds(lambda: subprocess.run([sys.executable, script, inbox, out, MONTHS[-1].isoformat(), settings.load().region], check=True))


def large_workbook(home: Path, folder: Path) -> tuple[float, float]:
    """Seconds of intake (collect, read, check, land) and of reading every cell with calamine."""
    path = folder / "large.xlsx"
    homes = [
        household(n, 救助类别="无", 低保档次=None, 保障人数=None, 月保障金额=None, 首次纳入年月=None) for n in range(1, LARGE // 2 + 1)
    ]
    write_form(path, "640424100", "2021-06", homes, [member(home_, n) for home_ in homes for n in (1, 2)])
    bare = min(seconds(lambda: read_bare(path)) for _ in range(3))
    paths.inbox(home).mkdir(parents=True, exist_ok=True)
    (paths.inbox(home) / path.name).write_bytes(path.read_bytes())
    (submission_id,) = receive.collect(home, datetime(2021, 6, 20, 10, tzinfo=months.LOCAL))
    return seconds(lambda: steps.read_file(submission_id)), bare


def read_bare(path: Path) -> int:
    book = CalamineWorkbook.from_path(path)
    return sum(len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names)


def by_step(reports: Path) -> Table:
    table = Table(title="全县一个月,各步用时(一个进程)", title_justify="left")
    for column in ("步骤", "次数", "秒"):
        table.add_column(column, justify="left" if column == "步骤" else "right")
    spent: dict[str, list[float]] = {}
    for _, line in progress.read(reports):
        spent.setdefault(line["step"], []).append(line["seconds"])
    for step, values in spent.items():
        table.add_row(step, str(len(values)), f"{sum(values):.1f}")
    return table


def by_rule() -> Table:
    timings = rule_speed.measure()
    table = Table(title=f"每条规则,{rule_speed.HOUSEHOLDS:,} 户一个月", title_justify="left")
    for column in ("规则", "判断行数", "秒", "扫描秒", "规则/扫描"):
        table.add_column(column, justify="left" if column == "规则" else "right")
    for one in timings:
        table.add_row(one.rule_id, f"{one.rows:,}", f"{one.seconds:.2f}", f"{one.scan:.3f}", f"{one.seconds / one.scan:.0f}")
    seconds_, scans = sum(one.seconds for one in timings), sum(one.scan for one in timings)
    table.add_row(f"共 {len(timings)} 条", "", f"{seconds_:.1f}", f"{scans:.2f}", f"{seconds_ / scans:.0f}")
    return table


def by_kind(title: str, scores: list[linkage.Score]) -> Table:
    """已比中 with its precision and recall, and what waits for somebody to look at it."""
    table = Table(title=title, title_justify="left")
    for column in ("", "行数", "名册有", "已比中", "准确率", "召回率", "疑似", "指对了人"):
        table.add_column(column, justify="right" if column else "left")
    for one in scores:
        precision = f"{one.matched_right / one.matched:.4f}" if one.matched else "-"
        recall = f"{one.matched_right / one.known:.4f}" if one.known else "-"
        counts = (one.rows, one.known, one.matched)
        table.add_row(one.kind, *(f"{count:,}" for count in counts), precision, recall, f"{one.waiting:,}", f"{one.waiting_right:,}")
    return table


def febrl() -> Table | str:
    try:
        return by_kind("febrl 4a 作名册,4b 作部门名单", linkage.febrl())
    except FileNotFoundError as missing:
        return f"没有 febrl 4a/4b({missing}),略过;有的话用环境变量 FEBRL 指明文件夹。"


def example_lists(home: Path) -> Table:
    with warehouse.reader(paths.warehouse(home)) as con:
        return by_kind("示例县三个月的部门名单,按写错的情形", linkage.county(con, department_truth(MONTHS)))


def case_month() -> Table:
    table = Table(title="在办个案的一个月: 重放和清单", title_justify="left")
    for column in ("在办个案", "本月的事", "重放秒", "清单秒", "扫描秒", "合计/扫描"):
        table.add_column(column, justify="right")
    for one in case_speed.measure():
        spent = (f"{one.replay:.1f}", f"{one.lists:.1f}", f"{one.scan:.2f}", f"{(one.replay + one.lists) / one.scan:.0f}")
        table.add_row(f"{one.cases:,}", f"{one.events:,}", *spent)
    return table


def province_month(folder: Path) -> Table:
    folder.mkdir()
    table = Table(title=f"一省一月的报送表收件,{province.WORKERS} 个进程,每份 {province.PERSONS:,} 人", title_justify="left")
    for column in ("份数", "秒", "份/秒", "万格/秒", "处理器秒/份", "收件/只读一遍(处理器)", "最大进程 GB"):
        table.add_column(column, justify="right")
    for one in province.measure(folder):
        speed = (f"{one.seconds:.0f}", f"{one.files / one.seconds:.2f}", f"{one.cells / one.seconds / 1e4:.1f}")
        used = (f"{one.cpu / one.files:.2f}", f"{one.cpu / one.bare:.1f}")
        table.add_row(str(one.files), *speed, *used, f"{one.peak_bytes / 1e9:.2f}")
    return table


def main() -> None:
    console.print(by_rule())
    console.print(case_month())
    console.print(febrl())
    with tempfile.TemporaryDirectory() as folder:
        home, drawn, reports = (Path(folder) / name for name in ("home", "drawn", "progress.jsonl"))
        os.environ["LOWINCOME_HOME"] = str(home)
        console.print("画示例县并装入前两个月 …")
        ours = county_month(home, drawn, reports)
        console.print(by_step(reports))
        console.print(f"全县一个月合计 {ours:.1f} 秒")
        console.print(example_lists(home))
        plain = plain_script(drawn, Path(folder) / "plain")
        console.print(f"同一个月,普通 pandas + openpyxl 脚本 {plain:.1f} 秒;本系统 / 脚本 = {ours / plain:.2f}")
        os.environ["LOWINCOME_HOME"] = str(Path(folder) / "large")
        taken, bare = large_workbook(Path(folder) / "large", Path(folder))
        console.print(f"{LARGE} 行成员的工作簿: 收件检查 {taken:.1f} 秒,calamine 只读一遍 {bare:.2f} 秒,比 {taken / bare:.1f}")
        console.print(province_month(Path(folder) / "province"))


if __name__ == "__main__":
    main()
