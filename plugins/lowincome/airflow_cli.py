"""Airflow as a program beside us: its embedded set-up (SQLite, local tasks) under LOWINCOME_HOME, and how to call it.

Nothing here imports Airflow: it is started as its own process, as a user would.
"""

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from lowincome import settings
from lowincome.errors import LowIncomeError

UI = "127.0.0.1:8080"
USER = "admin"


def environment(home: Path, region: str, progress: Path | None = None) -> dict[str, str]:
    """Variables that point Airflow at this project. It listens on this machine alone."""
    host, port = UI.split(":")
    return settings.child_environment(
        AIRFLOW_HOME=str(home / "airflow"),
        AIRFLOW__CORE__DAGS_FOLDER=str(settings.PROJECT / "dags"),
        AIRFLOW__CORE__PLUGINS_FOLDER=str(settings.PROJECT / "plugins"),
        AIRFLOW__CORE__LOAD_EXAMPLES="False",
        AIRFLOW__CORE__EXECUTOR="LocalExecutor",
        AIRFLOW__CORE__PARALLELISM="2",
        AIRFLOW__CORE__DEFAULT_TIMEZONE="Asia/Shanghai",
        AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS=f"{USER}:admin",
        AIRFLOW__API__HOST=host,
        AIRFLOW__API__PORT=port,
        AIRFLOW__DATABASE__SQL_ALCHEMY_CONN=f"sqlite:///{home / 'airflow' / 'airflow.db'}",
        GX_ANALYTICS_ENABLED="false",
        LOWINCOME_HOME=str(home),
        LOWINCOME_REGION=region,
        LOWINCOME_PROGRESS=str(progress or ""),
        PYTHONPATH=str(settings.PROJECT / "plugins"),
    )


def call(arguments: list[str], env: dict[str, str], log: Path, watch: Callable[[], None] | None = None) -> None:
    """Runs `airflow …` to its end, its words going to the log. `watch` is called four times a second meanwhile.

    Errors: LowIncomeError naming the log when Airflow ends with an error.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as out:
        process = subprocess.Popen([airflow(), *arguments], env=env, stdout=out, stderr=subprocess.STDOUT)
        try:
            while True:
                try:
                    code = process.wait(timeout=0.25)
                    break
                except subprocess.TimeoutExpired:
                    if watch:
                        watch()
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait()
    if watch:
        watch()
    if code:
        raise LowIncomeError(f"airflow {' '.join(arguments[:3])} 没有成功,详情在 {log} 的末尾;改好后可直接重跑。")


def prepare(env: dict[str, str], log: Path) -> None:
    """Metadata tables and the one-slot pool `warehouse`. Safe to repeat."""
    Path(env["AIRFLOW_HOME"]).mkdir(parents=True, exist_ok=True)
    call(["db", "migrate"], env, log)
    call(["pools", "set", "warehouse", "1", "数据仓库只许一个任务写"], env, log)


def log_in(env: dict[str, str]) -> tuple[str, str]:
    """User and password of the embedded set-up; made on first use, in a file for its owner alone."""
    path = Path(env["AIRFLOW_HOME"]) / "simple_auth_manager_passwords.json.generated"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(json.dumps({USER: secrets.token_urlsafe(12)}), encoding="utf-8")
    return USER, json.loads(path.read_text(encoding="utf-8"))[USER]


def become(arguments: list[str], env: dict[str, str]) -> None:
    """Turns this process into `airflow …`, so that Ctrl-C reaches it and nothing is left behind."""
    os.execve(airflow(), ["airflow", *arguments], env)  # noqa: S606 - no shell is meant


def airflow() -> str:
    """The airflow program of the environment this Python runs in."""
    return str(Path(sys.executable).with_name("airflow"))
