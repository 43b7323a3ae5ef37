"""What a department's list says about one of ours: in it, not in it, or not known."""

import pytest

from core.village import JUNE, cleared, compare, ours, put
from factories import id_number
from lowincome import policy, warehouse

HERS, HIS, NAMESAKES = map(id_number, (1, 2, 3))


@pytest.fixture
def con():
    with warehouse.in_memory() as con:
        warehouse.run_models(con, ["ref.match_weight"], policy.reference_params())
        yield cleared(con)


def is_listed(con):
    """Person → whether the federation lists her."""
    warehouse.run_models(con, ["core.person_fact"], {"month": JUNE})
    return dict(con.execute("SELECT person_id, in_disability FROM core.person_fact WHERE NOT starts_with(person_id, 'O')").fetchall())


def test_who_is_matched_is_listed_and_who_is_not_is_not(con):
    ours(con, "P1", "马小花", HERS)
    ours(con, "P2", "王石头", HIS)
    compare(con, ("马小花", HERS))
    assert is_listed(con) == {"P1": True, "P2": False}


def test_a_row_that_may_be_about_either_of_two_namesakes_leaves_it_open_for_both(con):
    ours(con, "P1", "马小花", HERS, "H1")
    ours(con, "P2", "马小花", NAMESAKES, "H2")
    ours(con, "P3", "王石头", HIS, "H3")
    (row,) = compare(con, ("马小花", None))
    assert row["result"] == "疑似"
    assert is_listed(con) == {"P1": None, "P2": None, "P3": False}


def test_without_a_list_nobody_is_said_to_be_missing_from_it(con):
    ours(con, "P1", "马小花", HERS)
    put(con, "stg.feed_standing", month=JUNE, feed="disability", is_compared=False)
    assert is_listed(con) == {"P1": None}
