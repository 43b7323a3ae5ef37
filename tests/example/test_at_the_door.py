"""What departments send is taken at the door: recognised by its headers, its rows typed and the right ones let in."""

from datetime import date

import pytest

from lowincome import paths, steps, warehouse
from lowincome.example import department_files, department_truth, draw
from lowincome.intake import receive
from pipeline import drop

MAY = date(2021, 5, 1)
HOUSEHOLDS = 90


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A county whose departments' files of May have been received and brought into the books, without any township's."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOWINCOME_HOME", str(home))
        waiting = []
        for arrival in draw(tmp_path_factory.mktemp("drawn"), [MAY], HOUSEHOLDS):
            if arrival.feed:
                drop(home, arrival.path)
                waiting = receive.collect(home, arrival.received_at)
        for submission_id in waiting:
            steps.read_file(submission_id)
        steps.register()
        steps.stage("2021-05")
    return home


def query(home, select):
    with warehouse.reader(paths.warehouse(home)) as con:
        return con.execute(select).fetchall()


def test_every_file_is_known_for_what_it_is(home):
    sent = {extract.feed: len(extract.lines) for extract in department_files([MAY], HOUSEHOLDS)}
    taken = query(home, "SELECT feed, month, rows_in, status FROM raw.submission")
    assert {feed: rows for feed, month, rows, status in taken if month == MAY and status != "退回"} == sent


def test_nearly_all_rows_are_accepted(home):
    taken, sent = query(home, "SELECT sum(rows_accepted), sum(rows_in) FROM raw.submission")[0]
    assert 0.95 * sent < taken


@pytest.mark.parametrize("feed", ["disability", "medical_insurance", "payment", "reserve_fund", "fund"])
def test_the_rows_are_read(home, feed):
    assert query(home, f"SELECT count(*) = (SELECT rows_accepted FROM raw.submission WHERE feed = '{feed}') FROM stg.{feed}") == [(True,)]


def test_the_truth_of_a_row_is_found_by_its_number(home):
    truths = {(row.feed, row.row_number): row for row in department_truth([MAY], HOUSEHOLDS)}
    feeds = sorted({feed for feed, _ in truths})
    parts = [f"SELECT '{feed}', row_number, name, coalesce(id_number, '') FROM stg.{feed}" for feed in feeds]
    rows = query(home, " UNION ALL ".join(parts))
    assert len(rows) > 0.95 * len(truths)
    for feed, number, name, id_number in rows:
        truth = truths[feed, number]
        assert truth.slip or (name, id_number) == (truth.name, truth.id_number), feed


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("rural_revitalisation", "monitoring_category"),
        ("rural_revitalisation", "income_per_capita_yuan_year"),
        ("disability", "card_level"),
        ("disability", "issued_on"),
        ("medical_insurance", "self_paid_yuan_12m"),
        ("medical_insurance", "settled_to"),
        ("employment", "is_unemployment_insured"),
        ("education", "stage"),
        ("housing", "assessed_on"),
        ("health", "diagnosed_on"),
        ("death", "died_on"),
        ("disaster", "happened_on"),
        ("assets", "checked_on"),
        ("payment", "paid_yuan"),
        ("temporary_relief", "granted_on"),
    ],
)
def test_what_stands_in_a_row_is_understood(home, table, column):
    """Given an office's own way of writing days, levels and amounts, then nearly every cell has its value."""
    filled, rows = query(home, f"SELECT count({column}), count(*) FROM stg.{table}")[0]
    assert 0.9 * rows <= filled
    assert rows > 0
