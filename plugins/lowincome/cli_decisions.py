"""`python -m lowincome submission|case …`, `month approve|refuse`: what the centre decides, the cases it follows, one household's file."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from lowincome import month as months
from lowincome import paths, settings
from lowincome.cli_shared import By, Month, Reason, now, take_in

submission_app = typer.Typer(help="报送: 一个月有哪些、撤回、说明为什么接收逾期的", no_args_is_help=True)
case_app = typer.Typer(help="个案: 暂缓、恢复、解除静默、跟踪、一户一档", no_args_is_help=True)

SubmissionId = Annotated[str, typer.Argument(help="报送编号,回执上有")]
CaseId = Annotated[str, typer.Argument(help="预警编号,预警清单和销号台账上有")]


@submission_app.command("list")
def submission_list(month: Month) -> None:
    """一个月的报送(报送表、急难快报、返回的预警清单): 乡镇、第几次、编号、何时收到、处理结果、报送表是不是为准的一次、监测中心的决定。"""
    from lowincome.intake import decision, submission
    from lowincome.reports import receipt_words

    for row in decision.listing(settings.load().home, months.parse(month)):
        is_withdrawn = submission.WITHDRAWN in {one["decision"] for one in row["decisions"]}
        state = "为准" if row["stands"] else submission.WITHDRAWN if is_withdrawn else ""
        late = "逾期" if row["is_on_time"] is False else ""
        head = f"{row['township_name']} {receipt_words.kind(row)} 第{row['version']}次 {row['submission_id']} {decision.moment(row)} {row['status']}"
        typer.echo(" ".join(filter(None, [head, late, state])))
        for one in row["decisions"]:
            typer.echo(f"    {one['decision']}: {one['reason']}({one['decided_by']},{one['decided_on']})")


@submission_app.command("withdraw")
def submission_withdraw(submission_id: SubmissionId, reason: Reason, by: By) -> None:
    """撤回一次报送: 以它前面收下的一次为准;原文件和回执都留着,乡镇收到一份撤回说明。"""
    from lowincome.intake import submission

    _decide(submission_id, submission.WITHDRAWN, reason, by)


@submission_app.command("accept-late")
def submission_accept_late(submission_id: SubmissionId, reason: Reason, by: By) -> None:
    """写明为什么接收一次逾期的报送、谁决定的。没有写明的也照收,只是修订原因里注明未说明。"""
    from lowincome.intake import decision

    _decide(submission_id, decision.LATE, reason, by)


def _decide(submission_id: str, word: str, reason: str, by: str) -> None:
    from lowincome.intake import decision

    moment = now()
    decision.write(settings.load().home, submission_id, word, reason, by, moment.date())
    take_in(moment.isoformat())


@case_app.command("hold")
def case_hold(
    case_id: CaseId,
    reason: Reason,
    by: By,
    until: Annotated[datetime | None, typer.Option(help="暂缓到哪一天(含);不写就是到恢复为止", formats=["%Y-%m-%d"])] = None,
) -> None:
    """暂缓一个个案: 先不催办,也不销号。"""
    from lowincome.intake import decision

    _decide_case(case_id, decision.HOLD, reason, by, until.date() if until else None)


@case_app.command("resume")
def case_resume(case_id: CaseId, reason: Reason, by: By) -> None:
    """恢复一个暂缓的个案,接着办。"""
    from lowincome.intake import decision

    _decide_case(case_id, decision.RESUME, reason, by)


@case_app.command("lift")
def case_lift(case_id: CaseId, reason: Reason, by: By) -> None:
    """解除静默: 以前由这一案核实过、依据没有变的问题,再出现时照样派单。"""
    from lowincome.intake import decision

    _decide_case(case_id, decision.LIFT, reason, by)


def _decide_case(case_id: str, word: str, reason: str, by: str, until: date | None = None) -> None:
    from lowincome import case_steps

    moment = now()
    case_steps.decide_case(case_id, word, reason, by, moment.date().isoformat(), until.isoformat() if until else None)
    take_in(moment.isoformat())


@case_app.command("track")
def case_track(on: Annotated[datetime | None, typer.Option(help="到哪一天24时为止;不写就是今天", formats=["%Y-%m-%d"])] = None) -> None:
    """正在走的这个月,各案办到了哪一步;清单已下发的,销号台账随之更新。"""
    from lowincome import case_steps

    case_steps.track_cases((on or now()).date().isoformat())


@case_app.command("file")
def case_file(
    household: Annotated[str, typer.Argument(help="户编号,以前的户编号也可以")],
    month: Annotated[str, typer.Option(help="截至哪个月的月末 YYYY-MM")],
    own: Annotated[bool, typer.Option("--own", help="给乡镇自己存档的一份: 写姓名全名,放在该乡镇的文件夹")] = False,
    html: Annotated[Path | None, typer.Option(help="网页写到哪里;不写就放在 outbox")] = None,
) -> None:
    """一户一档: 一户从第一次在册到这个月的救助链,可打印;姓名只写姓。"""
    from lowincome import warehouse
    from lowincome.reports import household_file

    first, home = months.parse(month), settings.load().home
    with warehouse.reader(paths.warehouse(home)) as con:
        folder = paths.county_outbox(home, first)
        if own and html is None:
            folder = paths.township_outbox(home, first, *household_file.place(con, household, first))
        path = html or folder / household_file.default_name(household, first)
        typer.echo(f"网页 {household_file.write(con, household, first, path, is_own=own)}")


def month_approve(month: Month, by: By) -> None:
    """同意下发: 等候审批的清单进 outbox,登记谁、何时同意。"""
    from lowincome import case_steps

    case_steps.approve(months.label(months.parse(month)), by, now().isoformat())


def month_refuse(month: Month, by: By, reason: Reason) -> None:
    """不下发: 一份也不出去,登记谁、何时、为什么。"""
    from lowincome import case_steps

    case_steps.refuse(months.label(months.parse(month)), by, now().isoformat(), reason)
