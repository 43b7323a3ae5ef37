"""`python -m lowincome …`: the same verbs as the DAGs, without Airflow."""

import logging
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from lowincome import month as months
from lowincome import paths, policy_show, settings
from lowincome.cli_decisions import case_app, month_approve, month_refuse, submission_app
from lowincome.cli_shared import Month, now, take_in
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
app.add_typer(submission_app, name="submission")
app.add_typer(case_app, name="case")
app.add_typer(example_app, name="example")

month_app.command("approve")(month_approve)
month_app.command("refuse")(month_refuse)


@app.command()
def intake(
    path: Annotated[
        Path | None, typer.Argument(help="要收的文件或文件夹(复制收取,原处不动);不写就收已经放在收件箱里的", exists=True)
    ] = None,
    received_at: Annotated[str | None, typer.Option(help="收到时间,补录历史文件时填写,例如 2021-06-24T10:00")] = None,
) -> None:
    """收一份文件或一个文件夹:识别、检查、登记、发回执。"""
    from lowincome.intake import inbox

    if path:
        inbox.drop(settings.load().home, path)
    take_in(received_at or now().isoformat())


@month_app.command("run")
def month_run(
    month: Month,
    known_on: Annotated[datetime | None, typer.Option(help="只用这一天(含)以前到的文件", formats=["%Y-%m-%d"])] = None,
    approve_by: Annotated[str | None, typer.Option(help="谁同意下发;不写,清单出好后等候审批")] = None,
) -> None:
    """一个月从入册到出清单,一步一行。清单出好后等候审批(month approve、month refuse)。"""
    from lowincome import case_steps, steps

    label = months.label(months.parse(month))
    *_, asked = steps.run_month(label, known_on.date() if known_on else None)
    if approve_by:
        case_steps.approve(label, approve_by, now().isoformat())
    else:
        typer.echo(asked["text"])
        typer.echo(f"同意: python -m lowincome month approve {label} --by 谁;不同意: … month refuse {label} --by 谁 --reason 为什么")


@month_app.command("open")
def month_open(month: Month) -> None:
    """给每个乡镇备好本月的报送表,按上月名册预填;放在 outbox 各乡镇的文件夹里。"""
    from lowincome import steps

    first = months.parse(month)
    steps.open_month(months.label(first))
    typer.echo(f"在这个文件夹里,一个乡镇一个: {paths.outbox(settings.load().home, first)}")


@month_app.command("status")
def month_status(
    month: Month, on: Annotated[datetime | None, typer.Option(help="看到哪一天24时为止;不写就是今天", formats=["%Y-%m-%d"])] = None
) -> None:
    """各乡镇这个月报了没有: 未报、已报、有问题、部分接收、逾期。"""
    from lowincome import steps

    day = on or now()
    typer.echo(steps.status(months.label(months.parse(month)), day.date().isoformat()))


@month_app.command("remind")
def month_remind(month: Month, on: Annotated[datetime, typer.Option(help="提醒日", formats=["%Y-%m-%d"])]) -> None:
    """在提醒日给还没有报的乡镇写提醒,放在 outbox;不经 Airflow 的不发出去。"""
    from lowincome import steps

    steps.remind(months.label(months.parse(month)), on.date().isoformat())


@app.command()
def rebuild(
    on: Annotated[datetime | None, typer.Option(help="重建到哪一天的情况;不写就是今天", formats=["%Y-%m-%d"])] = None,
) -> None:
    """删除数据仓库,由原始文件逐月重建: 已过截止日的月份运行,正在走的月份跟踪到这一天。"""
    from lowincome import steps

    typer.echo(f"已重建 {len(steps.rebuild((on or now()).date()))} 个月")


@policy_app.command("show")
def show_parameter(
    parameter: Annotated[str, typer.Argument(help="参数名,见 sql/0_reference/policy")],
    on: Annotated[datetime | None, typer.Option(help="日期", formats=["%Y-%m-%d"])] = None,
    region: Annotated[str | None, typer.Option("--in", help="地区代码")] = None,
) -> None:
    """一个参数在某天某地的取值、出处、有没有矛盾,以及别处别的规定。"""
    day = on.date() if on else now().date()
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

    day = on.date() if on else now().date()
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


@example_app.command("simulate")
def example_simulate(
    count: Annotated[int, typer.Option("--months", help="过几个月")] = 24,  # no policy: two years
    households: Annotated[int, typer.Option(help="示例县的户数")] = 600,  # no policy: the size of the example
    first: Annotated[str, typer.Option(help="从哪个月开始,不早于 2020-07")] = "2020-07",
) -> None:
    """示例县照虚构的真相过若干个月: 走访查出来,帮扶改变它,清单逐月审批。先清空 LOWINCOME_HOME,或另指一个空的。"""
    from lowincome.example import simulation

    logging.getLogger("lowincome").setLevel(logging.WARNING)
    simulation.simulate(months.parse(first), count, households, show=typer.echo)


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
