"""The real DAGs through the real Airflow, as `make run` starts them: township files in, receipts and lists out."""

import json
import sqlite3
from datetime import date
from pathlib import Path

import pytest

from lowincome import airflow_cli, paths
from lowincome.example import draw
from pipeline import ID_NUMBER, drop, query

CONFS = {
    "township_intake": {"received_at": "2021-06-24T10:00:00+08:00"},
    "monthly_monitoring": {"month": "2021-06", "approved_by": "演示", "approved_at": "2021-06-26T09:00:00+08:00"},
    "case_tracking": {"on": "2021-07-05"},
}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two townships' files and one that is no workbook, received and monitored, the lists approved by the run's params, cases tracked in July."""
    home, drawn = tmp_path_factory.mktemp("airflow"), tmp_path_factory.mktemp("drawn")
    log = home / "log" / "airflow.log"
    env = airflow_cli.environment(home, "640424", home / "log" / "progress.jsonl")
    airflow_cli.prepare(env, log)
    for arrival in [sent for sent in draw(drawn, [date(2021, 6, 1)], 140) if sent.township_code][:2]:
        drop(home, arrival.path)
    (paths.inbox(home) / "not a workbook.xlsx").write_bytes(b"%PDF-1.7 something else entirely")
    for dag_id, conf in CONFS.items():
        airflow_cli.call(["dags", "test", dag_id, "-c", json.dumps(conf)], env, log)
    return home, log


def test_both_runs_succeed_although_one_file_is_broken(run: tuple[Path, Path]) -> None:
    with sqlite3.connect(run[0] / "airflow" / "airflow.db") as con:
        runs = set(con.execute("SELECT dag_id, state FROM dag_run"))
        tasks = set(con.execute("SELECT DISTINCT state FROM task_instance"))
    assert runs == {(dag_id, "success") for dag_id in CONFS}
    assert tasks == {("success",)}


def test_the_broken_file_is_answered_and_the_others_are_taken(run: tuple[Path, Path]) -> None:
    counted = query(paths.warehouse(run[0]), "SELECT kind, status = '退回', count(*) FROM raw.submission GROUP BY ALL ORDER BY ALL")
    assert counted == [("feed", False, 1), ("form", False, 2), ("unknown", True, 1)], "the approval is a file as well"
    receipts = sorted(path.name for path in (run[0] / "outbox").rglob("回执*.html"))
    assert len(receipts) == 3


def test_the_townships_find_their_lists_and_the_analysts_their_snapshot(run: tuple[Path, Path]) -> None:
    lists = list((run[0] / "outbox" / "2021-06").glob("6*/预警清单*.xlsx"))
    assert len(lists) == 7, "also for the townships that sent nothing: an empty list says so"
    assert query(paths.published(run[0]), "SELECT count(*) > 0 FROM pub.household_month") == [(True,)]
    assert list((run[0] / "outbox" / "2021-06" / "county").glob("月度简报*.html"))


def test_the_data_and_the_log_say_that_nobody_looked_at_the_lists(run: tuple[Path, Path]) -> None:
    said = query(
        paths.warehouse(run[0]), "SELECT decision, decided_by, reason, decided_on FROM stg.list_approval WHERE month = '2021-07-01'"
    )
    assert said == [("下发", "运行参数(演示)", "由运行参数同意,没有经过页面", date(2021, 6, 26))]
    assert "由运行参数 approved_by 同意下发(演示),没有等监测中心在页面上审批。" in run[1].read_text(encoding="utf-8")


def test_the_cases_on_the_lists_are_followed_in_the_month_in_progress(run: tuple[Path, Path]) -> None:
    month = "SELECT known_on, is_in_progress FROM mart.case_tracking ORDER BY month"
    assert query(paths.warehouse(run[0]), month) == [(None, False), (date(2021, 7, 5), True)]
    assert query(paths.warehouse(run[0]), "SELECT DISTINCT event FROM mart.case_event WHERE month = '2021-07-01'") == [("派单",)]
    assert len(list((run[0] / "outbox" / "2021-07").glob("6*/销号台账*.xlsx"))) == 7


def test_neither_xcoms_nor_logs_hold_an_identity_number(run: tuple[Path, Path]) -> None:
    with sqlite3.connect(run[0] / "airflow" / "airflow.db") as con:
        values = [str(value) for (value,) in con.execute("SELECT value FROM xcom")]
    assert len(values) > 5
    assert not any(ID_NUMBER.search(value.encode()) for value in values)
    assert not ID_NUMBER.search(run[1].read_bytes())
    for path in (run[0] / "airflow" / "logs").rglob("*.log"):
        assert not ID_NUMBER.search(path.read_bytes())
