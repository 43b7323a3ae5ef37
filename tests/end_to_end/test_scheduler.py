"""The approval as it happens in an office: a scheduler runs, the run waits, somebody answers through Airflow's own interface."""

import json
import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lowincome import airflow_cli, paths, warehouse
from lowincome.example import draw
from pipeline import files, query, receive_all

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]
PATIENCE = 600  # seconds for one step of a run on a busy machine
SECONDS_TO_READ = 10
JUNE = "2021-06"
DAG = "/api/v2/dags/monthly_monitoring"


class Office:
    """A running Airflow and one of its users."""

    def __init__(self, home: Path, address: str, password: str) -> None:
        self.home, self.address, self.token = home, address, ""
        self.token = self.call("POST", "/auth/token", {"username": airflow_cli.USER, "password": password})["access_token"]

    def call(self, method: str, path: str, body: Any = None) -> Any:
        headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {self.token}"} if self.token else {})}
        data = None if body is None else json.dumps(body).encode()
        with urllib.request.urlopen(urllib.request.Request(self.address + path, data, headers, method=method), timeout=30) as answer:
            return json.load(answer)

    def start(self) -> str:
        """Triggers June's run by hand; returns its id."""
        return self.call("POST", f"{DAG}/dagRuns", {"logical_date": None, "conf": {"month": JUNE}})["dag_run_id"]

    def question(self, run: str) -> dict[str, Any]:
        """What waits for an answer, once it does."""

        def waits() -> dict[str, Any] | None:
            found = self.call("GET", f"{DAG}/dagRuns/{run}/hitlDetails")["hitl_details"]
            return next((one for one in found if one["task_instance"]["state"] == "awaiting_input" and not one["response_received"]), None)

        found = wait_for(waits)
        # an answer in the instant of the question finds the scheduler still busy with it: it would take the task for lost and ask again
        time.sleep(SECONDS_TO_READ)
        return found

    def answer(self, run: str, option: str, reason: str) -> None:
        path = f"{DAG}/dagRuns/{run}/taskInstances/approval/-1/hitlDetails"
        self.call("PATCH", path, {"chosen_options": [option], "params_input": {"reason": reason}})

    def ended(self, run: str) -> dict[str, str]:
        """The state of every task, once the run has ended, and under `run` its own."""
        state = wait_for(lambda: (found := self.call("GET", f"{DAG}/dagRuns/{run}")["state"]) in {"success", "failed"} and found)
        tasks = self.call("GET", f"{DAG}/dagRuns/{run}/taskInstances")["task_instances"]
        return {"run": state} | {task["task_id"]: task["state"] for task in tasks}


def wait_for(look: Callable[[], Any]) -> Any:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(1)
    raise AssertionError("nothing came of it in time")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Two townships' files are in, and Airflow runs on a port of its own, without timetables."""
    home, drawn = tmp_path_factory.mktemp("office"), tmp_path_factory.mktemp("drawn")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address, log = f"http://127.0.0.1:{port}", home / "log" / "standalone.log"
    env = airflow_cli.environment(home, "640424") | {
        "AIRFLOW__API__PORT": str(port),
        "AIRFLOW__API__BASE_URL": address,
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{address}/execution/",
        "AIRFLOW__SCHEDULER__USE_JOB_SCHEDULE": "False",
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOWINCOME_HOME", str(home))
        receive_all(home, [sent for sent in draw(drawn, [date(2021, 6, 1)], 140) if sent.township_code][:2])
        airflow_cli.prepare(env, log)
        _, password = airflow_cli.log_in(env)
        with log.open("ab") as out:
            airflow = subprocess.Popen([airflow_cli.airflow(), "standalone"], env=env, stdout=out, stderr=out, start_new_session=True)
        try:
            yield wait_for(lambda: airflow.poll() is None and opened(home, address, password))
        finally:
            airflow.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                airflow.wait(60)
            with suppress(ProcessLookupError):
                os.killpg(airflow.pid, signal.SIGKILL)


def opened(home: Path, address: str, password: str) -> Office | None:
    """The office once its DAG is there and may run."""
    try:
        office = Office(home, address, password)
        office.call("PATCH", DAG, {"is_paused": False})
    except OSError:
        return None
    return office


def lists(home: Path) -> list[str]:
    return [name for name in files(home / "outbox") if name.rpartition("/")[2].startswith(("预警清单", "月度简报"))]


def said(home: Path) -> list[tuple[Any, ...]]:
    """Every decision about lists, whenever it was made, oldest first."""
    with warehouse.writer(paths.warehouse(home)) as con:
        warehouse.run_models(con, ["stg.list_approval"], {"month": date(2021, 7, 1), "known_on": None, "closes_on": None})
    return query(
        paths.warehouse(home), "SELECT list_month, decision, reason, decided_by FROM stg.list_approval ORDER BY month, received_at"
    )


def test_refused_nothing_leaves_and_a_refusal_without_a_reason_is_asked_again(office: Office) -> None:
    run = office.start()
    asked = office.question(run)
    assert asked["subject"] == "下发审批 2021-06"
    assert asked["options"] == ["下发", "不下发"]
    assert "泾源县 2021年6月的清单已经出好" in asked["body"]
    office.answer(run, "不下发", " ")
    office.question(run)
    office.answer(run, "不下发", "先核对泾河源镇的名册")
    ended = office.ended(run)
    assert ended == dict.fromkeys(ended, "success") | {"let_go": "skipped"}
    assert lists(office.home) == []
    assert said(office.home) == [(date(2021, 6, 1), "不下发", "先核对泾河源镇的名册", "admin")]


def test_approved_the_lists_are_in_the_outbox_and_the_data_say_who(office: Office) -> None:
    run = office.start()
    office.question(run)
    assert lists(office.home) == []
    office.answer(run, "下发", "")
    ended = office.ended(run)
    assert ended == dict.fromkeys(ended, "success")
    assert len(lists(office.home)) == 15
    assert said(office.home)[-1] == (date(2021, 6, 1), "下发", None, "admin")
