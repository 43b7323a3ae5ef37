"""`python -m lowincome …`: the same verbs as the DAGs, without Airflow."""

import logging
import shutil
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from lowincome import month as months
from lowincome import paths, policy, settings
from lowincome.errors import LowIncomeError

# no pretty tracebacks: they print the values of variables, and those may be about a person
app = typer.Typer(help="低收入人口动态监测预警", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
month_app = typer.Typer(help="一个月的运行", no_args_is_help=True)
policy_app = typer.Typer(help="政策参数", no_args_is_help=True)
example_app = typer.Typer(help="示例县", no_args_is_help=True)
app.add_typer(month_app, name="month")
app.add_typer(policy_app, name="policy")
app.add_typer(example_app, name="example")

Month = Annotated[str, typer.Argument(help="月份 YYYY-MM")]


@app.command()
def intake(
    path: Annotated[Path, typer.Argument(help="要收的文件或文件夹(复制收取,原处不动)", exists=True)],
    received_at: Annotated[str | None, typer.Option(help="收到时间,补录历史文件时填写,例如 2021-06-24T10:00")] = None,
) -> None:
    """收一份文件或一个文件夹:识别、检查、登记、发回执。"""
    from lowincome import steps

    inbox = paths.inbox(settings.load().home)
    target = inbox / path.name
    inbox.mkdir(parents=True, exist_ok=True)
    if path.is_dir():
        shutil.copytree(path, target, dirs_exist_ok=True)
    else:
        shutil.copyfile(path, target)
    for submission_id in steps.collect(received_at or datetime.now(months.LOCAL).isoformat()):
        steps.read_file(submission_id)
    steps.register()
    steps.send_receipts()


@month_app.command("run")
def month_run(
    month: Month, known_on: Annotated[datetime | None, typer.Option(help="只用这一天(含)以前到的文件", formats=["%Y-%m-%d"])] = None
) -> None:
    """一个月从入册到出清单,一步一行。"""
    from lowincome import steps

    steps.run_month(months.label(months.parse(month)), known_on.date() if known_on else None)


@app.command()
def rebuild() -> None:
    """删除数据仓库,由原始文件逐月重建。"""
    from lowincome import steps

    typer.echo(f"已重建 {len(steps.rebuild())} 个月")


@policy_app.command("show")
def policy_show(
    parameter: Annotated[str, typer.Argument(help="参数名,见 sql/0_reference/policy")],
    on: Annotated[datetime | None, typer.Option(help="日期", formats=["%Y-%m-%d"])] = None,
    region: Annotated[str | None, typer.Option("--in", help="地区代码")] = None,
) -> None:
    """一个参数在某天某地的取值、出处,以及别处别的规定。"""
    day = on.date() if on else datetime.now(months.LOCAL).date()
    typer.echo(policy.show(parameter, day, region or settings.load().region))


@example_app.command("run")
def example_run(
    households: Annotated[int, typer.Option(help="示例县的户数,约数")] = 6000,  # no policy: the size of the example
    first: Annotated[str, typer.Option(help="历史从哪个月开始")] = "2020-07",
    last: Annotated[str, typer.Option(help="逐个任务运行的月份")] = "2021-06",
) -> None:
    """示例县的主要工作:历史各月入库,最后一个月由 Airflow 逐个任务运行,末尾列表汇总。"""
    from lowincome.example import main_job

    main_job.run(months.parse(first), months.parse(last), households)


@app.command()
def up() -> None:
    """在本机打开 Airflow 界面。"""
    from lowincome import airflow_cli

    env_settings = settings.load()
    env = airflow_cli.environment(env_settings.home, env_settings.region)
    airflow_cli.prepare(env, env_settings.home / "log" / "airflow.log")
    user, password = airflow_cli.log_in(env)
    typer.echo(f"界面 http://{airflow_cli.UI}   用户 {user}   密码 {password}   (约半分钟后可以打开,按 Ctrl-C 停止)")
    airflow_cli.become(["standalone"], env)


def main() -> None:
    """Runs the command line; our own errors become one line and their exit code."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    logging.getLogger("lowincome").setLevel(logging.INFO)
    try:
        app()
    except LowIncomeError as error:
        typer.secho(str(error), fg="red", err=True)
        sys.exit(error.exit_code)
