"""A county's month in a few calls: files in, roster made, what the next month's workbook is filled from."""

from collections.abc import Iterable
from pathlib import Path

from lowincome import month as months
from lowincome import paths, received, settings, sql_model, steps, warehouse

FORMS = [model.table for model in sql_model.layer("mart") if model.table.startswith(("mart.form_", "mart.compared_"))]


def take(files: Iterable[Path], received_at: str) -> list[str]:
    """Receives files as they lie; returns what became of each: the status, in the order of arrival."""
    inbox = paths.inbox(settings.load().home)
    inbox.mkdir(parents=True, exist_ok=True)
    for number, path in enumerate(files):
        (inbox / f"{number}{path.suffix}").write_bytes(path.read_bytes())
    results = [steps.read_file(submission_id) for submission_id in steps.collect(received_at)]
    steps.register()
    return [result["status"] for result in results]


def close(month: str) -> None:
    """The month's roster and what the next workbook is filled from, without rules and lists."""
    steps.stage(month)
    params = received.parameters(months.parse(month))
    with warehouse.writer(paths.warehouse(settings.load().home)) as con, warehouse.transaction(con):
        warehouse.run_models(con, FORMS, params)
