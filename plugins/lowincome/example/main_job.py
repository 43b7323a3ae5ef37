"""The main job on the example county: earlier months loaded directly, the last one run task by task by Airflow.

Run it twice and it makes the same: files already received are recognised, months are replaced.
"""

import json
import logging
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date, datetime, timedelta
from itertools import groupby
from pathlib import Path

from rich.console import Console

from lowincome import airflow_cli, case_steps, paths, progress, received, settings, steps, warehouse
from lowincome import month as months
from lowincome.errors import WarehouseError
from lowincome.example import summary
from lowincome.example.answers import answer_cases
from lowincome.example.departments import Extract
from lowincome.example.names import townships
from lowincome.example.write import Arrival, Sending, deliveries, save
from lowincome.intake import receive

WORKERS = 2
WIDTH = 150  # columns, where the output goes to a file
BY = "示例运行"  # nobody sits there: the lists go out without being looked at, and the data say so


def run(first: date, last: date, households: int) -> None:
    """Draws the county, loads first … last, and prints what was made, where it lies and how long each step took."""
    started = time.perf_counter()
    here = settings.load()
    # this module prints its own lines, one a month and one a step of the last month
    logging.getLogger("lowincome").setLevel(logging.WARNING)
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=WIDTH)
    reports = here.home / "log" / "progress.jsonl"
    log = here.home / "log" / f"airflow-{months.label(last)}.log"
    reports.parent.mkdir(parents=True, exist_ok=True)
    reports.write_text("", encoding="utf-8")
    settings.report_to(reports)
    env = airflow_cli.environment(here.home, here.region, reports)
    show = _follow(console, reports)

    console.print("[bold]准备[/] Airflow 元数据与 warehouse 槽位")
    airflow_cli.prepare(env, log)
    with ProcessPoolExecutor(WORKERS) as pool:
        for month, group in groupby(deliveries(months.between(first, last), households), key=lambda delivery: delivery.month):
            answered = _answer(here.home, month)
            arrivals = list(pool.map(_write, [(here.home, delivery, answered) for delivery in group]))
            if month < last:
                began = time.perf_counter()
                warnings = _load_month(pool, here.home, month, arrivals)
                departments = sum(bool(arrival.feed) for arrival in arrivals)
                sent = f"{len(arrivals) - departments} 份报送表" + (f"、{departments} 份部门数据" if departments else "")
                console.print(f"{months.label(month)}  {sent},预警 {warnings} 条  {time.perf_counter() - began:.1f} 秒")
    console.print(f"\n[bold]{months.label(last)}[/] 由 Airflow 逐个任务运行;Airflow 自己的日志在 {log}")
    _run_last_month(env, log, last, arrivals, here.home, show)
    summary.show(console, here.home, last, reports, time.perf_counter() - started)


def _write(job: tuple[Path, Sending | Extract, dict[str, list[dict[str, str]]]]) -> Arrival:
    home, delivery, answered = job
    if isinstance(delivery, Sending):
        rows = answer_cases(answered.get(delivery.township_code, []), delivery.month)
        delivery = delivery._replace(sheets={**delivery.sheets, "feedback": rows})
    return save(home / "example", delivery)


def _answer(home: Path, month: date) -> dict[str, list[dict[str, str]]]:
    """The cases each township was asked to visit by the list of the month before; none where there was no list."""
    columns = ("township_code", "case_id", "head_name", "village", "household_id", "family")
    try:
        with warehouse.reader(paths.warehouse(home)) as con:
            rows = con.execute(
                f"SELECT {', '.join(columns)} FROM mart.list_line WHERE month = ? AND is_listed ORDER BY case_id", [months.add(month, -1)]
            ).fetchall()
    except WarehouseError:
        return {}
    cases: dict[str, list[dict[str, str]]] = {code: [] for code in townships()}
    for row in rows:
        cases[row[0]].append(dict(zip(columns[1:], row[1:], strict=True)))
    return cases


def _load_month(pool: ProcessPoolExecutor, home: Path, month: date, arrivals: list[Arrival]) -> int:
    """A month of history by the same steps, without Airflow; returns its warnings."""
    progress.mark(months.label(month))
    waiting: list[str] = []
    for arrival in arrivals:
        _drop(arrival, home)
        waiting = receive.collect(home, arrival.received_at)
    list(pool.map(steps.read_file, waiting))
    steps.register()
    steps.send_receipts()
    results = steps.run_month(months.label(month))
    case_steps.approve(months.label(month), BY, _closing(month).isoformat())
    return int(next(result["warnings"] for result in results if "warnings" in result))


def _run_last_month(env: dict[str, str], log: Path, month: date, arrivals: list[Arrival], home: Path, show: Callable[[], None]) -> None:
    """The month's workbooks first; intake as files come, the monthly run when the month closes, and both again for what came late."""
    progress.mark("下发报送表")
    _test(env, log, "open_month", {"month": months.label(month)}, show)
    approved = _closing(month)
    is_late = False
    for batch in _batches(arrivals, approved.date()):
        if batch[-1].received_at.date() > approved.date():
            progress.mark("截止后第一次运行")
            _monitor(env, log, month, approved, show)
            is_late, approved = True, batch[-1].received_at + timedelta(hours=1)
        progress.mark("逾期补报" if is_late else "收件")
        for arrival in batch:
            _drop(arrival, home)
        _test(env, log, "township_intake", {"received_at": batch[-1].received_at.isoformat()}, show)
    progress.mark("补报后修订" if is_late else "每月监测预警")
    _monitor(env, log, month, approved, show)


def _closing(month: date) -> datetime:
    """The morning after the deadline, when somebody would read the lists."""
    return months.local(datetime.fromisoformat(f"{received.parameters(month)['closes_on']}T09:00"))


def _batches(arrivals: list[Arrival], closes: date) -> Iterator[list[Arrival]]:
    """Files as they come together: until somebody corrects, until the month closes, and the late ones."""
    ordered = sorted(arrivals, key=lambda arrival: arrival.received_at)
    corrected = min((arrival.received_at for arrival in ordered if arrival.version > 1), default=None)
    for _, batch in groupby(
        ordered, key=lambda arrival: (arrival.received_at.date() > closes, corrected is not None and arrival.received_at >= corrected)
    ):
        yield list(batch)


def _drop(arrival: Arrival, home: Path) -> None:
    """Puts a copy into the inbox as a clerk would."""
    target = paths.inbox(home) / months.label(arrival.month) / arrival.path.name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(arrival.path.read_bytes())


def _monitor(env: dict[str, str], log: Path, month: date, approved: datetime, show: Callable[[], None]) -> None:
    _test(env, log, "monthly_monitoring", {"month": months.label(month), "approved_by": BY, "approved_at": approved.isoformat()}, show)


def _test(env: dict[str, str], log: Path, dag_id: str, conf: dict[str, str], show: Callable[[], None]) -> None:
    airflow_cli.call(["dags", "test", dag_id, "-c", json.dumps(conf)], env, log, show)


def _follow(console: Console, reports: Path) -> Callable[[], None]:
    """A function that prints the steps finished since it was last called."""
    shown = 0

    def show() -> None:
        nonlocal shown
        lines = progress.read(reports)
        for phase, line in lines[shown:]:
            if phase and not phase[0].isdigit():
                console.print(f"  {phase} · {line['step']}  {line['summary']}  {line['seconds']:.1f} 秒")
        shown = len(lines)

    return show
