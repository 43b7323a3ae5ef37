"""What a township's file says otherwise than its last roster: asked at the door, by the same models that the month runs.

The two rosters are compared with the sheet 增减. Two sendings of one month are compared cell by cell in `versions`.
"""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from lowincome import identity, policy, settings, sql_model, warehouse
from lowincome import month as months
from lowincome.errors import PolicyError
from lowincome.intake import earlier, form
from lowincome.intake.answers import finding
from lowincome.intake.bounds import address

Finding = dict[str, Any]
Row = dict[str, Any]
Positions = dict[str, dict[str, int]]
# of the two long tables only what a difference of rosters is made of: the rest takes most of the time
TYPED = {
    "stg.household": (
        "month township_code submission_id row_number household_id head_name village support_category dibao_class covered_persons"
        " monthly_amount_yuan change_stated"
    ).split(),
    "stg.person": (
        "month township_code submission_id row_number household_id name id_number is_id_number_valid relation is_single_admission status status_on"
    ).split(),
}
RESULT = "mart.roster_disagreement"
# those the models ask for of which the door knows nothing: policy, other files' decisions
UNKNOWN = ("ref.policy_in_force", "stg.submission_decision")


def findings(home: Path, tables: dict[str, pa.Table], positions: Positions, facts: dict[str, Any], received_at: datetime) -> list[Finding]:
    """What to ask about a file that is taken: households and persons that are gone without a word, and where 增减 does not fit the rosters.

    tables: the landed sheets with their verdicts. positions: where each column stands in its sheet (0 = A). Nothing where there is no earlier
    roster, or where the file is a bare list beside a form that stands. All are questions: none takes a row back.
    """
    rosters = _rosters(home, facts)
    version = earlier.version(home, facts["township_code"], facts["month"])
    if not (rosters or version) or (version and _gives_way(version, facts)):
        return []
    with warehouse.at_the_door((*sql_model.layer("raw"), *_models())) as con:
        _fill(con, rosters, version, tables, facts, received_at)
        _run(con, facts)
        cursor = con.execute(f"SELECT * FROM {RESULT} ORDER BY ALL")
        names = [column[0] for column in cursor.description or []]
        return [_finding(dict(zip(names, row, strict=True)), positions) for row in cursor.fetchall()]


def _rosters(home: Path, facts: dict[str, Any]) -> list[Path]:
    """What stood of the township's earlier months, newest first: as many as a household that is missing without a word may stay for."""
    found: list[Path] = []
    month = facts["month"]
    for folder in earlier.rosters(home, facts["township_code"], month):
        if len(found) >= _patience(month):
            break
        found.append(folder)
        month = months.parse(folder.parent.name)
    return found


def _patience(month: date) -> int:
    try:
        return max(1, int(policy.lookup("unexplained_absence_months", month, settings.load().region).value or 1))
    except PolicyError:
        return 1


def _gives_way(version: Path, facts: dict[str, Any]) -> bool:
    [standing] = pq.read_table(version / "submission.parquet", columns=["form_version"]).to_pylist()
    return bool(facts["form_version"] == earlier.OLD_LIST and standing["form_version"] != earlier.OLD_LIST)


def _models() -> list[sql_model.Model]:
    """The disagreements and all they rest on, each after those it reads."""
    ordered = [model for schema in ("ref", "stg", "core", "mart") for model in sql_model.layer(schema)]
    needed = {RESULT}
    for model in reversed(ordered):
        if model.table in needed and model.table not in UNKNOWN:
            needed |= set(model.reads)
    return [model for model in ordered if model.table in needed]


def _fill(
    con: duckdb.DuckDBPyConnection,
    rosters: list[Path],
    version: Path | None,
    tables: dict[str, pa.Table],
    facts: dict[str, Any],
    received_at: datetime,
) -> None:
    """In raw the earlier submissions and this one, which is the newest.

    The rosters stand as sendings of one month, the newest last: what only an older one has is then missing from the newest.
    """
    month = months.parse(rosters[0].parent.name) if rosters else None
    earlier_ones = [(folder, month) for folder in reversed(rosters)] + ([(version, facts["month"])] if version else [])
    for number, (folder, shown) in enumerate(earlier_ones, start=1):
        con.execute(
            f"INSERT INTO raw.submission BY NAME SELECT * REPLACE (?::DATE AS month), {number} AS version FROM read_parquet(?)",
            [shown, str(folder / "submission.parquet")],
        )
        for sheet in ("household", "member", "change"):
            con.execute(f"INSERT INTO raw.{sheet} BY NAME SELECT * FROM read_parquet(?)", [str(folder / f"{sheet}.parquet")])
    con.execute(
        "INSERT INTO raw.submission BY NAME SELECT $submission_id AS submission_id, 'form' AS kind, $township_code AS township_code,"
        " $township_name AS township_name, $month::DATE AS month, $form_version AS form_version, $version AS version,"
        " $received_at::TIMESTAMPTZ AS received_at, '接收' AS status",
        {
            **{key: facts[key] for key in ("submission_id", "township_code", "township_name", "month", "form_version")},
            "version": len(earlier_ones) + 1,
            "received_at": received_at,
        },
    )
    for sheet in ("household", "member", "change"):
        con.register("landed", tables[sheet])
        con.execute(f"INSERT INTO raw.{sheet} BY NAME SELECT * FROM landed")
        con.unregister("landed")


def _run(con: duckdb.DuckDBPyConnection, facts: dict[str, Any]) -> None:
    """The month before from the earlier roster, then this month, then what differs."""
    month = facts["month"]
    pairs = [(model, {"month": one, "known_on": None}) for one in (months.add(month, -1), month) for model in _models()]
    for model, params in pairs:
        if model.table in ("stg.taken", "stg.standing"):
            warehouse.replace(con, model, params)
    _read_once(con, month)
    for model, params in pairs:
        if model.table not in (*UNKNOWN, *TYPED, "stg.taken", "stg.standing") and (model.schema != "mart" or params["month"] == month):
            warehouse.replace(con, model, params)


def _read_once(con: duckdb.DuckDBPyConnection, month: date) -> None:
    """Both months' rows typed in one go: to plan those two long SELECTs takes longer than to run them."""
    months_ = {"before": months.add(month, -1), "month": month}
    con.execute("INSERT INTO stg.taken SELECT * REPLACE ($month AS month, 0 AS place) FROM stg.taken WHERE month = $before", months_)
    for model in (model for model in _models() if model.table in TYPED):
        columns = ", ".join(TYPED[model.table])
        con.execute(f"INSERT INTO {model.table} BY NAME SELECT {columns} FROM ({model.select})", {"month": month})
        con.execute(
            f"UPDATE {model.table} SET month = $before WHERE submission_id IN (SELECT submission_id FROM stg.taken WHERE place = 0)",
            {"before": months_["before"]},
        )
    con.execute("DELETE FROM stg.taken WHERE place = 0")


def _finding(row: Row, positions: Positions) -> Finding:
    sheet, column, number = row["sheet"], row["column_name"], row["row_number"]
    place = positions[next(key for key, title in form.SHEETS.items() if title == sheet)].get(column)
    told = finding(
        row["cause"],
        sheet,
        column,
        household=row["household_id"],
        name=identity.mask_name(row["name"] or ""),
        village=row["village"] or "行政村不明",
        persons=row["persons"],
        before=row["value_before"] or "不知",
        after=row["value_after"] or "不知",
    )
    shown = {"户编号": row["household_id"], "姓名": row["name"]}.get(column, row["value_after"])
    cell = address(place + 1, number) if number and place is not None else None
    return {**told, "row_number": number, "cell": cell, "value_masked": identity.mask(column, shown)}
