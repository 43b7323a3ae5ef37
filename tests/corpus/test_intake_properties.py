"""Whatever is mixed into a workbook, and however files are ordered, repeated, shuffled or split: the same rows get the same verdicts."""

import random
from collections import Counter
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from corpus import cells, door, households
from corpus.mutation import NEW, Mutation, Row, Rows, good
from corpus.promises import every_row_is_counted_once, says_where_what_and_how
from exchange.old_lists import as_csv
from exchange.rosters import STAGED
from exchange.urgent_sheet import FIRE, report
from factories import TOWNSHIP, household, member, write_form
from intake.sending import RECEIVED, send
from intake.test_feeds import GOOD, HEAD
from lowincome import month as months
from lowincome import sql_model, warehouse
from lowincome.intake import form, receive, submission

CHANGES = [one for part in (cells, households) for one in part.MUTATIONS if one.change]
# mistakes of every verdict: warned of, quarantined with the household, rejected
WRONG_HOUSE = [{}, {"工资性收入": -500}, {"走访日期": "某日"}, {"户编号": None}]
WRONG_PERSON = [{}, {"与户主关系": "子女"}, {"证件号码": None}, {"户编号": None}, {"状态": "死亡"}]
FAMILIES = st.lists(st.tuples(st.sampled_from(WRONG_HOUSE), st.sampled_from(WRONG_PERSON), st.integers(0, 2)), min_size=2, max_size=5)
few = {"deadline": None, "derandomize": True, "phases": [Phase.generate], "suppress_health_check": [HealthCheck.too_slow]}
Verdicts = Counter[tuple[str, ...]]


@pytest.fixture(scope="module")
def con() -> duckdb.DuckDBPyConnection:
    return warehouse.in_memory()


@settings(max_examples=8, **few)
@given(several=st.lists(st.sampled_from(CHANGES), min_size=2, max_size=6, unique=True))
def test_in_any_mixture_of_mistakes_every_row_is_counted_once(hurried: None, counties: dict[str, Path], several: list[Mutation]) -> None:
    rows = good()
    for one in several:
        with suppress(IndexError):  # an earlier one took the row away
            one.change(rows)
    with TemporaryDirectory() as folder:
        path = write_form(Path(folder, "a.xlsx"), TOWNSHIP, "2021-06", *rows.values())
        answers = door.ask(path, counties[NEW], RECEIVED)
    [(line, tables)] = answers
    every_row_is_counted_once(line, tables)
    for finding in door.found(answers):
        says_where_what_and_how(finding)
    counted = {row["sheet"]: row["rows_in"] for row in tables["sheet"].to_pylist()}
    assert counted == {title: len(rows[sheet]) for sheet, title in form.SHEETS.items()}


def township(families: list[tuple[Row, Row, int]], first: int = 1) -> list[Rows]:
    """The rows of each household, with its mistakes: alone, twice the same, or twice with another village."""
    made = []
    for number, (house, person, copies) in enumerate(families, start=first):
        one = household(number)
        rows = {"household": [{**one, **house}], "member": [{**member(one), **person}, member(one, 2)]}
        if copies:
            rows["household"].append({**rows["household"][0], **({"行政村": "别村"} if copies > 1 else {})})
        made.append(rows)
    return made


def judged(home: Path, families: list[Rows], order: random.Random | None = None) -> Verdicts:
    """How many rows of each content got which verdict for which reason. order: shuffles the rows of both sheets."""
    rows = {sheet: [row for one in families for row in one[sheet]] for sheet in ("household", "member")}
    if order:
        order.shuffle(rows["household"])
        order.shuffle(rows["member"])
    with TemporaryDirectory() as folder:
        path = write_form(Path(folder, "a.xlsx"), TOWNSHIP, "2021-06", rows["household"], rows["member"])
        [(_, tables)] = door.ask(path, home, RECEIVED)
    return Counter(
        tuple(str(value) for name, value in row.items() if name not in ("row_number", "submission_id"))
        for sheet in ("household", "member")
        for row in tables[sheet].to_pylist()
    )


@settings(max_examples=4, **few)
@given(families=FAMILIES, cut=st.integers(0, 5), order=st.randoms(use_true_random=False))
def test_shuffled_or_split_and_joined_each_row_gets_the_same_verdict(
    hurried: None, counties: dict[str, Path], families: list[tuple[Row, Row, int]], cut: int, order: random.Random
) -> None:
    good_one, other = township([({}, {}, 0), ({}, {}, 0)], first=91)  # each part has a household to be taken
    made = township(families)
    left, right = [*made[:cut], good_one], [other, *made[cut:]]
    whole = judged(counties[NEW], left + right)
    assert judged(counties[NEW], right + left, order) == whole
    assert judged(counties[NEW], left) + judged(counties[NEW], right) == whole


def tree(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {str(path): (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.rglob("*") if path.is_file()}


@settings(max_examples=3, **few)
@given(families=FAMILIES, days=st.integers(0, 40))
def test_the_same_file_again_changes_nothing_on_any_later_day(hurried: None, families: list[tuple[Row, Row, int]], days: int) -> None:
    made = township([({}, {}, 0), *families])
    with TemporaryDirectory() as folder:
        home = Path(folder, "home")
        path = write_form(
            Path(folder, "a.xlsx"), TOWNSHIP, "2021-06", *([row for one in made for row in one[sheet]] for sheet in ("household", "member"))
        )
        send(home, path)
        before = tree(home)
        for name in ("再报一次.xlsx", "又一次.xls"):
            (home / "inbox" / name).write_bytes(path.read_bytes())
        later = months.local(datetime.fromisoformat(RECEIVED)) + timedelta(days=days, minutes=1)
        assert receive.collect(home, later) == []
        assert tree(home) == before


@pytest.fixture(scope="module")
def arrivals(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Path, str]]:
    """Two sendings of one township, one of another, a department's file and an urgent report, each with its moment."""
    folder = tmp_path_factory.mktemp("arrivals")
    first, second, third = household(1), household(2, 工资性收入=-1), household(1, "640424101")
    one = write_form(folder / "1.xlsx", TOWNSHIP, "2021-06", [first, second], [member(first), member(second)])
    mended = write_form(folder / "2.xlsx", TOWNSHIP, "2021-06", [first, household(2)], [member(first), member(second)])
    other = write_form(folder / "3.xlsx", "640424101", "2021-06", [third], [member(third)])
    extract = folder / "4.csv"
    extract.write_bytes(as_csv([["2021年6月"], HEAD, *GOOD]))
    days = ("2021-06-20T10:00", "2021-06-22T10:00", "2021-06-21T10:00", "2021-06-19T10:00", "2021-06-23T10:00")
    return list(zip((one, mended, other, extract, report(folder / "5.xlsx", [FIRE])), days, strict=True))


def content(con: duckdb.DuckDBPyConnection, home: Path) -> dict[str, list[Any]]:
    """raw and what is staged of it; without the findings, which speak of what had come before."""
    folders = submission.folders(home)
    for model in sql_model.layer("raw"):
        con.execute(f"DELETE FROM {model.table}")
        name = model.table.removeprefix("raw.")
        warehouse.replace(con, model, {f"{name}_files": [str(folder / f"{name}.parquet") for folder in folders]})
    warehouse.run_models(con, (*STAGED, "stg.feed_standing", "stg.disability"), {"month": months.parse("2021-06"), "known_on": None})
    tables = [model.table for model in sql_model.layer("raw") if model.table != "raw.finding"]
    return {table: con.execute(f"SELECT * FROM {table} ORDER BY ALL").fetchall() for table in (*tables, *STAGED, "stg.disability")}


@settings(max_examples=3, **few)
@given(order=st.permutations(range(5)))
def test_files_in_any_order_make_the_same_raw_and_the_same_staging(
    hurried: None, con: duckdb.DuckDBPyConnection, arrivals: list[tuple[Path, str]], order: list[int]
) -> None:
    with TemporaryDirectory() as folder:
        for place in order:
            send(Path(folder), *arrivals[place])
        got = content(con, Path(folder))
    assert {row[1] for row in got["stg.taken"]} == {TOWNSHIP, "640424101"}
    assert got == AS_THEY_CAME.setdefault("first", got)


AS_THEY_CAME: dict[str, dict[str, list[Any]]] = {}  # what the first order made of them
