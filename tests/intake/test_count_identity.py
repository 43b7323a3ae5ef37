"""Whatever a small workbook holds: every row is accounted for, and what is accepted fits together in core."""

from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from factories import TOWNSHIP, household, member, write_form
from intake.sending import send
from lowincome import sql_model, warehouse
from lowincome.month import parse

NUMBERS = st.integers(1, 3)
WRONG_HOUSEHOLD = st.sampled_from(
    [{}, {}, {"工资性收入": -1}, {"户编号": None}, {"行政村": "甲村"}, {"走访日期": "某日"}, {"户主姓名": "\x0b"}]
)
WRONG_MEMBER = st.sampled_from(
    [
        {},
        {},
        {"与户主关系": "子女"},
        {"证件号码": None},
        {"证件号码": 640499197506150000.0},
        {"状态": "死亡"},
        {"户编号": None},
        {"姓名": None},
    ]
)
HOUSEHOLDS = st.lists(st.tuples(NUMBERS, WRONG_HOUSEHOLD), min_size=2, max_size=6)
MEMBERS = st.lists(st.tuples(NUMBERS, st.integers(1, 2), WRONG_MEMBER), min_size=4, max_size=14)
STAGED = ["stg.submission_decision", "stg.taken", "stg.standing", "stg.household", "stg.person"]
CORE = ["core.household_home", "core.person_month", "core.household_month"]


@pytest.fixture(scope="module")
def con():
    return warehouse.in_memory()


@settings(max_examples=8, deadline=None, derandomize=True, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow])
@given(households=HOUSEHOLDS, members=MEMBERS)
def test_every_row_is_accounted_for_and_what_is_accepted_fits_together(con, households, members):
    rows = [{**household(n), **wrong} for n, wrong in households] + [household(9)]
    people = [{**member(household(n), k), **wrong} for n, k, wrong in members] + [member(household(9))]
    with TemporaryDirectory() as folder:
        home = Path(folder, "home")
        summary, _ = send(home, write_form(Path(folder, "a.xlsx"), TOWNSHIP, "2021-06", rows, people))
        sheets = {row["sheet"]: row for row in pq.read_table(home / summary["folder"] / "sheet.parquet").to_pylist()}
        load(con, home / summary["folder"])
    for row in sheets.values():
        assert row["rows_in"] == row["rows_accepted"] + row["rows_quarantined"] + row["rows_rejected"]
    assert (sheets["家庭"]["rows_in"], sheets["成员"]["rows_in"]) == (len(rows), len(people))
    # two accepted rows for one person or household would break the grain that the headers declare
    for models in (STAGED, CORE):
        warehouse.run_models(con, models, {"month": parse("2021-06"), "known_on": None})
    kept = con.execute("SELECT count(*) FROM core.household_month").fetchone()
    assert kept[0] == sheets["家庭"]["rows_accepted"]
    orphans = con.execute("SELECT count(*) FROM core.person_month ANTI JOIN core.household_month USING (month, household_id)").fetchone()
    assert orphans == (0,)


def load(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """The warehouse with this one submission in it."""
    for model in sql_model.layer("raw"):
        con.execute(f"DELETE FROM {model.table}")
        name = model.table.removeprefix("raw.")
        warehouse.replace(con, model, {f"{name}_files": [str(folder / f"{name}.parquet")]})
