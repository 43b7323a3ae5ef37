"""The DAG files as Airflow itself loads them: exactly these, whole, documented, in turn at the warehouse, quick to read."""

import ast
import copy
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "dags"
EXPECTED = {"await_forms", "open_month", "township_intake", "submission_reminder", "monthly_monitoring", "case_tracking"}
VERBS = [ROOT / "plugins" / "lowincome" / f"{name}.py" for name in ("steps", "case_steps")]
LONGEST = 80
Bag = dict[str, Any]


def load(home: Path, *folders: Path) -> list[Bag]:
    """What Airflow finds in each folder, in a process of its own, with an empty Airflow home."""
    result = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("describe_dags.py")), *map(str, folders)],
        env=os.environ
        | {
            "PYTHONPATH": str(ROOT / "plugins"),
            "AIRFLOW_HOME": str(home),
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "AIRFLOW__CORE__PLUGINS_FOLDER": str(ROOT / "plugins"),
            "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{home}/airflow.db",
            "LOWINCOME_HOME": str(home / "lowincome"),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr[-3000:]
    return json.loads(result.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def bag(tmp_path_factory: pytest.TempPathFactory) -> Bag:
    return load(tmp_path_factory.mktemp("airflow"), FOLDER)[0]


def is_exactly_ours(bag: Bag) -> list[str]:
    """No import error, no DAG too few (an empty folder would pass everything else), none too many."""
    complaints = [f"{file}: {error[-300:]}" for file, error in bag["import_errors"].items()]
    return complaints + [f"{dag_id} is missing or new" for dag_id in sorted(set(bag["dags"]) ^ EXPECTED)]


def is_quick_to_read(bag: Bag) -> list[str]:
    """Airflow reads the files again and again: nothing that takes seconds to import."""
    return [f"{name} is imported: move it into the function that needs it" for name in bag["slow_imports"]]


def speaks_chinese(bag: Bag) -> list[str]:
    """Who watches the runs is no programmer: names and, for a red task, what to do."""
    complaints = []
    for dag_id, dag in bag["dags"].items():
        if not re.search("[一-鿿]", dag["display_name"]):
            complaints.append(f"{dag_id}: dag_display_name is not Chinese")
        if not all(word in dag["doc"] for word in ("读", "写", "失败时")):
            complaints.append(f"{dag_id}: doc_md must say 读, 写 and 失败时")
        complaints += [
            f"{dag_id}.{task_id}: task_display_name is not Chinese"
            for task_id, task in dag["tasks"].items()
            if not re.search("[一-鿿]", task["display_name"])
        ]
    return complaints


def is_looked_after(bag: Bag) -> list[str]:
    """Somebody owns it, a hiccup is tried again, one run at a time, and no run for months nobody asked for."""
    complaints = []
    for dag_id, dag in bag["dags"].items():
        if dag["max_active_runs"] != 1 or dag["catchup"]:
            complaints.append(f"{dag_id}: max_active_runs=1 and catchup=False")
        for task_id, task in dag["tasks"].items():
            if task["owner"] == "airflow":
                complaints.append(f"{dag_id}.{task_id}: has no owner")
            if not 1 <= task["retries"] <= 5:
                complaints.append(f"{dag_id}.{task_id}: retries {task['retries']}")
    return complaints


def takes_turns(bag: Bag) -> list[str]:
    """Whoever opens the warehouse waits in the pool of one slot, and in an office runs on the one worker that has the file."""
    openers = {name for path in VERBS for name in steps_that_open_the_warehouse(path.read_text(encoding="utf-8"))}
    complaints = []
    for dag_id, dag in bag["dags"].items():
        for task_id, task in dag["tasks"].items():
            if openers & set(task["calls"]) and (task["pool"], task["queue"]) != ("warehouse", "warehouse"):
                complaints.append(f'{dag_id}.{task_id}: opens the warehouse, needs pool="warehouse", queue="warehouse"')
            if (task["pool"] == "warehouse") != (task["queue"] == "warehouse"):
                complaints.append(f"{dag_id}.{task_id}: pool and queue warehouse go together")
    return complaints


def is_about_a_month(bag: Bag) -> list[str]:
    """The monthly run: the 26th at two in the morning here, its month as partition key, another month on request."""
    dag = bag["dags"]["monthly_monitoring"]
    seen = (dag["timetable"], dag["expression"], dag["timezone"], dag["key_format"])
    complaints = []
    if seen != ("CronPartitionTimetable", "0 2 26 * *", "Asia/Shanghai", "%Y-%m"):
        complaints.append(f"monthly_monitoring runs by {seen}")
    if "month" not in dag["params"]:
        complaints.append("monthly_monitoring has no param month")
    return complaints


def is_opened_on_the_first(bag: Bag) -> list[str]:
    """The month opens on the 1st at six; whoever waits for the townships holds no worker, is told at the end of the 25th, and is done before the next 1st."""
    complaints = []
    for dag_id in ("open_month", "await_forms"):
        dag = bag["dags"][dag_id]
        seen = (dag["timetable"], dag["expression"], dag["timezone"], dag["key_format"])
        if seen != ("CronPartitionTimetable", "0 6 1 * *", "Asia/Shanghai", "%Y-%m") or "month" not in dag["params"]:
            complaints.append(f"{dag_id} runs by {seen} with {dag['params']}")
    waiting = bag["dags"]["await_forms"]
    if waiting["deadlines"] != [[(25 * 24 - 6) * 3600, "lowincome.steps.deadline_passed"]]:
        complaints.append(f"await_forms: deadlines {waiting['deadlines']}")
    mode, timeout, is_soft = waiting["tasks"]["all_sent"]["waits"]
    if mode != "reschedule" or not is_soft or timeout >= 27 * 24 * 3600:
        complaints.append(f"await_forms.all_sent waits by {mode} for {timeout} seconds")
    return complaints + [
        f"{dag_id}: `dags test` fails on a deadline"
        for dag_id in bag["dags"]
        if dag_id != "await_forms" and bag["dags"][dag_id]["deadlines"]
    ]


def waits_for_the_centre(bag: Bag) -> list[str]:
    """The lists leave by one task, right after the approval; what was decided is written down whatever it was, and unless a param says so somebody is asked."""
    dag = bag["dags"]["monthly_monitoring"]
    tasks = dag["tasks"]
    leaving = [
        f"{dag_id}.{task_id}" for dag_id, one in bag["dags"].items() for task_id, task in one["tasks"].items() if "let_go" in task["calls"]
    ]
    complaints = [] if leaving == ["monthly_monitoring.let_go"] else [f"lists leave by {leaving}"]
    approval, out, record = (tasks.get(name, {"operator": [], "after": [], "asks": []}) for name in ("approval", "let_go", "record"))
    if "ApprovalOperator" not in approval["operator"] or approval["asks"][1:] != ["['下发', '不下发']", "['不下发']"]:
        complaints.append(f"monthly_monitoring.approval asks {approval['asks']}")
    if "approval" not in out["after"] or out["trigger_rule"] != "all_success":
        complaints.append("monthly_monitoring.let_go does not wait for the approval")
    if "approval" in record["after"] or "let_go" not in record["after"] or record["trigger_rule"] != "none_failed":
        complaints.append("monthly_monitoring.record must come after let_go alone: a refusal skips what follows the approval")
    return complaints + [f"monthly_monitoring has no param {name}" for name in ("approved_by", "approved_at") if name not in dag["params"]]


def is_tracked_daily(bag: Bag) -> list[str]:
    """Cases go on every morning, before the reminders; another day and another month on request."""
    dag = bag["dags"]["case_tracking"]
    seen = (dag["timetable"], dag["expression"], dag["timezone"], dag["params"])
    return [] if seen == ("CronTriggerTimetable", "30 7 * * *", "Asia/Shanghai", ["month", "on"]) else [f"case_tracking runs by {seen}"]


def steps_that_open_the_warehouse(source: str) -> set[str]:
    """Functions that open it themselves or by another one of the same file."""
    functions = {node.name: node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)}
    uses = {
        name: {ast.unparse(call.func) for call in ast.walk(function) if isinstance(call, ast.Call)} for name, function in functions.items()
    }
    openers = {
        name for name, called in uses.items() if called & {"warehouse.writer", "warehouse.reader", "duckdb.connect", "received.ahead"}
    }
    while more := {name for name, called in uses.items() if called & openers} - openers:
        openers |= more
    return openers


GUARDS = [
    *(is_exactly_ours, is_quick_to_read, speaks_chinese, is_looked_after, takes_turns),
    *(is_about_a_month, is_opened_on_the_first, waits_for_the_centre, is_tracked_daily),
]


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.__name__)
def test_every_dag(guard: Callable[[Bag], list[str]], bag: Bag) -> None:
    assert guard(bag) == []


def test_the_steps_that_open_the_warehouse_are_found() -> None:
    openers = steps_that_open_the_warehouse((ROOT / "plugins" / "lowincome" / "steps.py").read_text(encoding="utf-8"))
    assert {"register", "stage", "judge", "assess", "follow", "remind", "answer_urgent"} <= openers
    assert "read_file" not in openers
    assert {"ask", "record", "track_cases"} <= steps_that_open_the_warehouse(VERBS[1].read_text(encoding="utf-8"))
    assert steps_that_open_the_warehouse("def a():\n  with warehouse.writer(p): pass\ndef b():\n  a()\ndef c():\n  pass") == {"a", "b"}


def too_long(folder: Path) -> list[str]:
    lengths = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in folder.glob("*.py")}
    return [f"{name}: {lines} lines" for name, lines in lengths.items() if lines > LONGEST]


def test_a_dag_file_is_short_and_named_after_its_dag() -> None:
    assert too_long(FOLDER) == []
    assert {path.stem for path in FOLDER.glob("*.py")} == EXPECTED


def set_(path: str, value: Any) -> Callable[[Bag], None]:
    """A change of what was found: the value at a/b/c below `dags`, or one of the top."""

    def change(bag: Bag) -> None:
        *folders, last = path.split("/")
        place = bag["dags"] if folders else bag
        for folder in folders:
            place = place[folder]
        place[last] = value

    return change


@pytest.mark.parametrize(
    ("guard", "change"),
    [
        (is_exactly_ours, set_("dags", {})),
        (is_exactly_ours, set_("import_errors", {"x.py": "SyntaxError"})),
        (is_quick_to_read, set_("slow_imports", ["sklearn"])),
        (speaks_chinese, set_("township_intake/display_name", "township intake")),
        (speaks_chinese, set_("township_intake/doc", "")),
        (speaks_chinese, set_("township_intake/tasks/register/display_name", "register")),
        (is_looked_after, set_("monthly_monitoring/max_active_runs", 16)),
        (is_looked_after, set_("monthly_monitoring/catchup", True)),
        (is_looked_after, set_("monthly_monitoring/tasks/stage/owner", "airflow")),
        (is_looked_after, set_("monthly_monitoring/tasks/stage/retries", 0)),
        (takes_turns, set_("monthly_monitoring/tasks/stage/pool", "default_pool")),
        (takes_turns, set_("township_intake/tasks/register/queue", "default")),
        (is_about_a_month, set_("monthly_monitoring/timetable", "CronTriggerTimetable")),
        (is_about_a_month, set_("monthly_monitoring/timezone", "UTC")),
        (is_about_a_month, set_("monthly_monitoring/params", [])),
        (is_opened_on_the_first, set_("open_month/expression", "0 6 2 * *")),
        (is_opened_on_the_first, set_("await_forms/params", [])),
        (is_opened_on_the_first, set_("await_forms/deadlines", [])),
        (is_opened_on_the_first, set_("await_forms/tasks/all_sent/waits", ["poke", 60.0, True])),
        (is_opened_on_the_first, set_("open_month/deadlines", [[60, "x"]])),
        (waits_for_the_centre, set_("monthly_monitoring/tasks/approval/operator", ["EmptyOperator"])),
        (waits_for_the_centre, set_("monthly_monitoring/tasks/approval/asks", ["", "['下发', '不下发']", "['下发']"])),
        (waits_for_the_centre, set_("monthly_monitoring/tasks/let_go/after", ["ask"])),
        (waits_for_the_centre, set_("monthly_monitoring/tasks/let_go/trigger_rule", "all_done")),
        (waits_for_the_centre, set_("monthly_monitoring/tasks/record/after", ["approval", "let_go"])),
        (waits_for_the_centre, set_("monthly_monitoring/tasks/record/trigger_rule", "all_success")),
        (waits_for_the_centre, set_("case_tracking/tasks/track/calls", ["case_steps", "let_go"])),
        (waits_for_the_centre, set_("monthly_monitoring/params", ["month"])),
        (is_tracked_daily, set_("case_tracking/expression", "30 7 26 * *")),
        (is_tracked_daily, set_("case_tracking/params", ["on"])),
    ],
)
def test_the_guard_sees_a_wrong(guard: Callable[[Bag], list[str]], change: Callable[[Bag], None], bag: Bag) -> None:
    wrong = copy.deepcopy(bag)
    change(wrong)
    assert guard(wrong) != []


PLAIN_DAG = """
from airflow.sdk import dag, task
{more}

@dag(schedule=None)
def somewhat():
    @task
    def write():
        from lowincome import steps
        steps.register()

    write()

somewhat()
"""


def test_the_guards_see_wrong_folders(tmp_path: Path) -> None:
    """Given three folders — empty, broken, careless — when Airflow loads them, then the guards speak."""
    empty, broken, careless = (tmp_path / name for name in ("empty", "broken", "careless"))
    for folder in (empty, broken, careless):
        folder.mkdir()
    (broken / "one.py").write_text(PLAIN_DAG.format(more="import no_such_thing"), encoding="utf-8")
    (careless / "one.py").write_text(PLAIN_DAG.format(more="import sklearn") + "\n" * LONGEST, encoding="utf-8")

    nothing, error, plain = load(tmp_path / "airflow", empty, broken, careless)

    assert is_exactly_ours(nothing) == [f"{dag_id} is missing or new" for dag_id in sorted(EXPECTED)]
    assert any("no_such_thing" in complaint for complaint in is_exactly_ours(error))
    assert "somewhat is missing or new" in is_exactly_ours(plain)
    assert any("sklearn" in complaint for complaint in is_quick_to_read(plain))
    assert len(speaks_chinese(plain)) == 3
    assert len(is_looked_after(plain)) == 3
    assert takes_turns(plain) == ['somewhat.write: opens the warehouse, needs pool="warehouse", queue="warehouse"']
    assert too_long(careless) != []
