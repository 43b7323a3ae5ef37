"""`python -m lowincome …`: the same verbs as the DAGs, without Airflow."""

import logging
import shutil
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from lowincome import month as months
from lowincome import paths, policy_show, settings
from lowincome.errors import LowIncomeError

# no pretty tracebacks: they print the values of variables, and those may be about a person
app = typer.Typer(help="低收入人口动态监测预警", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
month_app = typer.Typer(help="一个月的运行", no_args_is_help=True)
policy_app = typer.Typer(help="政策参数", no_args_is_help=True)
rule_app = typer.Typer(help="规则: 有哪些、为什么这样判断、换个规定会怎样", no_args_is_help=True)
example_app = typer.Typer(help="示例县", no_args_is_help=True)
app.add_typer(month_app, name="month")
app.add_typer(policy_app, name="policy")
app.add_typer(rule_app, name="rule")
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
def show_parameter(
    parameter: Annotated[str, typer.Argument(help="参数名,见 sql/0_reference/policy")],
    on: Annotated[datetime | None, typer.Option(help="日期", formats=["%Y-%m-%d"])] = None,
    region: Annotated[str | None, typer.Option("--in", help="地区代码")] = None,
) -> None:
    """一个参数在某天某地的取值、出处、有没有矛盾,以及别处别的规定。"""
    day = on.date() if on else datetime.now(months.LOCAL).date()
    typer.echo(policy_show.show(parameter, day, region or settings.load().region))


@policy_app.command("diff")
def compare_days(
    on: Annotated[list[datetime], typer.Option(help="日期,写两次: --on 2020-06-30 --on 2020-07-31", formats=["%Y-%m-%d"])],
    region: Annotated[str | None, typer.Option("--in", help="地区代码")] = None,
) -> None:
    """某地两天之间,哪些政策参数新增、停止、改动,各依据哪一条。"""
    if len(on) != 2:  # no policy: two days
        raise typer.BadParameter("--on 要写两次,例如 --on 2020-06-30 --on 2020-07-31", param_hint="--on")
    typer.echo(policy_show.diff(on[0].date(), on[-1].date(), region or settings.load().region))


@rule_app.command("list")
def rule_list_command(
    on: Annotated[datetime | None, typer.Option(help="日期,按所在月的月末看", formats=["%Y-%m-%d"])] = None,
    region: Annotated[str | None, typer.Option("--in", help="地区代码")] = None,
) -> None:
    """全部规则在某月某地: 施行、未施行还是已停止,从何时起,依哪一条。不需要任何数据。"""
    from lowincome import rule_list, rule_tables

    day = on.date() if on else datetime.now(months.LOCAL).date()
    place = region or settings.load().region
    rule_tables.show([rule_tables.listed(rule_list.listing(day, place), day, place)])


@rule_app.command("explain")
def rule_explain(
    rule: Annotated[str, typer.Argument(help="规则编号,见 rule list")],
    household: Annotated[str, typer.Option(help="户编号")],
    month: Annotated[str, typer.Option(help="月份 YYYY-MM")],
    person: Annotated[str | None, typer.Option(help="人员编号;不写就列出全户")] = None,
    html: Annotated[Path | None, typer.Option(help="网页写到哪里;不写就放在 outbox 的 county 下")] = None,
) -> None:
    """一条规则为什么这样判断一户: 事实和出处、收入核算、参数、比较、结论;同时写成可打印的网页。"""
    from lowincome import explain, warehouse
    from lowincome.reports import rule_explanation

    first, home = months.parse(month), settings.load().home
    with warehouse.reader(paths.warehouse(home)) as con:
        context = explain.explain(con, rule, household, first, person)
    typer.echo(rule_explanation.text(context))
    page = html or paths.county_outbox(home, first) / rule_explanation.default_name(context)
    typer.echo(f"\n网页 {rule_explanation.write(context, page)}")


@rule_app.command("compare")
def rule_compare(
    month: Month,
    on: Annotated[datetime | None, typer.Option(help="用哪一天的规定;不写就用本月的", formats=["%Y-%m-%d"])] = None,
    region: Annotated[str | None, typer.Option("--in", help="用哪里的规定,地区代码;不写就用本地的")] = None,
    policy: Annotated[Path | None, typer.Option(help="改动的参数 CSV,栏目与 sql/0_reference/policy 相同", exists=True)] = None,
) -> None:
    """同一个月的数据,换成别的日期、别的地区或改动过的参数,会多出、减少哪些;不改动数据仓库。"""
    from lowincome import rule_tables, time_machine

    first, here = months.parse(month), settings.load()
    as_of = on.date() if on else first
    found = time_machine.compare(paths.warehouse(here.home), first, as_of, region or here.region, policy)
    rule_tables.show(rule_tables.compared(found))


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
def docs() -> None:
    """重新生成 docs/rules.md(规则目录)和 docs/clauses.md(条款索引)。"""
    from lowincome import catalogue

    for path, page in catalogue.pages().items():
        path.write_text(page, encoding="utf-8")
        typer.echo(f"{path.relative_to(settings.PROJECT)}  {len(page.splitlines())} 行")


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
