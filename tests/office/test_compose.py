"""docker-compose.yml: a valid file that gives an office one writer, no default secret and nothing open to the outside."""

import copy
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from office import office_guards as guards

FILE = Path(__file__).resolve().parents[2] / "docker-compose.yml"
GUARDS = [
    guards.schema,
    guards.one_writer,
    guards.read_only_where_possible,
    guards.secrets_from_outside,
    guards.looked_after,
    guards.listens_here_only,
    guards.known_settings,
]


@pytest.fixture
def compose() -> guards.Compose:
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.__name__)
def test_the_office_keeps_to(guard: Callable[[guards.Compose], list[str]], compose: guards.Compose) -> None:
    assert guard(compose) == []


def test_an_office_has_all_its_parts(compose: guards.Compose) -> None:
    assert set(compose["services"]) == {
        *("postgres", "redis", "folders", "set-up"),
        *("api-server", "scheduler", "dag-processor", "triggerer", "worker", "worker-warehouse"),
    }


def set_(path: str, value: Any) -> Callable[[guards.Compose], None]:
    """A change of the file: the value at services.<path>, made or replaced."""

    def change(compose: guards.Compose) -> None:
        *folders, last = path.split("/")
        place = compose["services"]
        for folder in folders:
            place = place[folder]
        if value is None:
            del place[last]
        else:
            place[last] = value

    return change


@pytest.mark.parametrize(
    ("guard", "change"),
    [
        (guards.schema, set_("worker/comand", ["airflow"])),
        (guards.schema, set_("redis/healthcheck/interval", {"seconds": 10})),
        (guards.one_writer, set_("worker/volumes", ["./var/warehouse:/data/warehouse"])),
        (guards.one_writer, set_("scheduler/volumes", ["./var:/data"])),
        (guards.one_writer, set_("worker-warehouse/volumes", ["./var:/data:ro"])),
        (guards.one_writer, set_("worker-warehouse/deploy/replicas", 2)),
        (
            guards.one_writer,
            set_("worker-warehouse/command", ["airflow", "celery", "worker", "--queues", "warehouse", "--concurrency", "2"]),
        ),
        (guards.read_only_where_possible, set_("worker/volumes", ["./sql:/opt/lowincome/sql"])),
        (guards.read_only_where_possible, set_("api-server/volumes", ["./var/outbox:/data/outbox"])),
        (guards.secrets_from_outside, set_("postgres/environment/POSTGRES_PASSWORD", "airflow")),
        (guards.secrets_from_outside, set_("postgres/environment/POSTGRES_PASSWORD", "${POSTGRES_PASSWORD:-airflow}")),
        (guards.secrets_from_outside, set_("worker/environment/AIRFLOW__API__SECRET_KEY", "${API_SECRET}")),
        (guards.secrets_from_outside, set_("worker/environment/AIRFLOW__CELERY__BROKER_URL", "redis://:redis@redis:6379/0")),
        (guards.looked_after, set_("triggerer/healthcheck", None)),
        (guards.looked_after, set_("redis/restart", "no")),
        (guards.listens_here_only, set_("api-server/ports", ["8080:8080"])),
        (guards.listens_here_only, set_("postgres/ports", ["127.0.0.1:5432:5432"])),
        (guards.known_settings, set_("worker/environment/AIRFLOW__WEBSERVER__SECRET_KEY", "${API_SECRET:?密钥}")),
    ],
    ids=lambda case: getattr(case, "__name__", "") if case in GUARDS else "",
)
def test_the_guard_sees_a_wrong(
    guard: Callable[[guards.Compose], list[str]], change: Callable[[guards.Compose], None], compose: guards.Compose
) -> None:
    wrong = copy.deepcopy(compose)  # anchors make services share their parts
    for service in wrong["services"]:
        wrong["services"][service] = copy.deepcopy(wrong["services"][service])
    change(wrong)
    assert guard(wrong) != []


PARSE = """
import contextlib, io, json, sys
from airflow.cli import cli_parser

def is_known(words):
    with contextlib.redirect_stderr(io.StringIO()), contextlib.redirect_stdout(io.StringIO()):
        try:
            cli_parser.get_parser().parse_args(words)
        except SystemExit:
            return False
    return True

print(json.dumps([words for words in json.load(sys.stdin) if not is_known(words)]))
"""


def test_airflow_knows_every_command_line_of_the_office(compose: guards.Compose, tmp_path: Path) -> None:
    """Given the office's executor and log-in, when Airflow reads the command lines, then it refuses just the two wrong ones."""
    commands = guards.airflow_commands(compose)
    wrong = [["celery", "worker", "--queue", "warehouse", "--workers", "1"], ["webserver"]]
    office = {
        "AIRFLOW_HOME": str(tmp_path),
        "AIRFLOW__CORE__EXECUTOR": "CeleryExecutor",
        "AIRFLOW__CORE__AUTH_MANAGER": "airflow.providers.fab.auth_manager.fab_auth_manager.FabAuthManager",
    }
    result = subprocess.run(
        [sys.executable, "-c", PARSE],
        input=json.dumps(commands + wrong),
        env=os.environ | office,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr[-3000:]
    assert len(commands) == 11
    assert json.loads(result.stdout.splitlines()[-1]) == wrong
