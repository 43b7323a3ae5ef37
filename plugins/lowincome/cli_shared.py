"""What several commands of the command line share: their options, and handing in what has come."""

from datetime import datetime
from typing import Annotated

import typer

from lowincome import month as months

Month = Annotated[str, typer.Argument(help="月份 YYYY-MM")]
Reason = Annotated[str, typer.Option(help="原因")]
By = Annotated[str, typer.Option(help="谁决定的")]


def now() -> datetime:
    """The moment at which somebody sits at the keyboard, in local time."""
    return datetime.now(months.LOCAL)


def take_in(received_at: str) -> None:
    """Everything in the inbox: received, registered, answered. received_at is an ISO moment."""
    from lowincome import steps

    for submission_id in steps.collect(received_at):
        steps.read_file(submission_id)
    steps.register()
    steps.send_receipts()
    steps.answer_urgent()
