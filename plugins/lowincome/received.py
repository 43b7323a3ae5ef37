"""What a month is made from: the parameters its SQL asks for, and everything that has been received, in the warehouse."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from lowincome import paths, policy, publish, settings, sql_model, warehouse
from lowincome.intake import submission


def parameters(month: date, known_on: date | None = None) -> warehouse.Params:
    """Everything the SQL of `sql/` may ask for about a month. closes_on is the day after the last day in time."""
    region = settings.load().region
    deadline = policy.submission_deadline(month, region) or month
    return {
        "month": month,
        "known_on": known_on,
        "closes_on": deadline + timedelta(days=1),
        "region": region,
        "jurisdictions": policy.chain(region),
        "pseudonym_key": publish.pseudonym_key(settings.load().home),
        **policy.reference_params(),
    }


def load_raw(con: Any, home: Path) -> int:
    """Inside a transaction: new submissions' rows, and the register of all submissions with their versions."""
    folders = submission.folders(home)
    known = {row[0] for row in con.execute("SELECT submission_id FROM raw.submission").fetchall()}
    new = [folder for folder in folders if folder.name not in known]
    if not new:
        return 0
    for model in sql_model.layer("raw"):
        name = model.table.removeprefix("raw.")
        source = folders if name == "submission" else new
        # what was received before a table existed has no rows of it
        files = [str(path) for folder in source if (path := folder / f"{name}.parquet").exists()]
        if files:
            warehouse.replace(con, model, {f"{name}_files": files})
    return len(new)


@contextmanager
def ahead(month: date) -> Iterator[Any]:
    """The warehouse with everything received and the month's reference; what is made in it is gone afterwards, so no month is touched."""
    home = settings.load().home
    with warehouse.writer(paths.warehouse(home)) as con, warehouse.tentative(con):
        load_raw(con, home)
        warehouse.run_layer(con, "ref", parameters(month))
        yield con
