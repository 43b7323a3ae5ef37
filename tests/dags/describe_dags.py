"""Run as a program: loads each DAG folder named on the command line and prints, as JSON, what Airflow found in it.

A process of its own, so that Airflow's settings and imports touch no other test.
"""

import json
import sys
from typing import Any

from airflow.dag_processing.dagbag import DagBag

SLOW = ("great_expectations", "sklearn", "skops", "scipy", "pandas")


def describe(folder: str) -> dict[str, Any]:
    """Errors, DAGs with their tasks, slow libraries that only this folder brought in."""
    before = set(sys.modules)
    bag = DagBag(folder)
    return {
        "import_errors": bag.import_errors,
        "slow_imports": [name for name in SLOW if name in sys.modules and name not in before],
        "dags": {dag_id: describe_dag(dag) for dag_id, dag in bag.dags.items()},
    }


def describe_dag(dag: Any) -> dict[str, Any]:
    timetable = dag.timetable
    return {
        "display_name": dag.dag_display_name,
        "doc": dag.doc_md or "",
        "max_active_runs": dag.max_active_runs,
        "catchup": dag.catchup,
        "params": sorted(dag.params),
        "timetable": type(timetable).__name__,
        "expression": getattr(timetable, "expression", None),
        "timezone": str(getattr(timetable, "timezone", "")),
        "key_format": getattr(timetable, "key_format", None),
        "deadlines": [(alert.interval.total_seconds(), alert.callback.path) for alert in dag.deadline or []],
        "tasks": {task.task_id: describe_task(task) for task in dag.tasks},
    }


def describe_task(task: Any) -> dict[str, Any]:
    """`calls` are the names that the task's function uses, so that a step can be recognised. An operator of its own class has none."""
    function = getattr(task, "python_callable", None) or getattr(task, "partial_kwargs", {}).get("python_callable")
    return {
        "operator": [one.__name__ for one in type(task).__mro__],
        "after": sorted(task.upstream_task_ids),
        "trigger_rule": task.trigger_rule.value,
        "asks": [str(getattr(task, name, None)) for name in ("subject", "options", "defaults")],
        "display_name": task.task_display_name,
        "owner": task.owner,
        "retries": task.retries,
        "pool": task.pool,
        "queue": task.queue,
        "waits": [getattr(task, name, None) for name in ("mode", "timeout", "soft_fail")],
        "calls": list(function.__code__.co_names) if function else [],
    }


if __name__ == "__main__":
    # Airflow's log goes to standard output too: the answer is the last line
    print("\n" + json.dumps([describe(folder) for folder in sys.argv[1:]]))
