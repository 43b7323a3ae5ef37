"""Promise 4: the score can add a visit or bring it forward. Nothing closes, stops or refuses by it, and it reads no case and no exit."""

import re
from pathlib import Path

import pytest
import sqlglot
from sqlglot import exp

from lowincome import paths, settings, sql_model

SCORE = "mart.risk_score"
# words by which a case ends or help stops
ENDING = re.compile(r"销号|退出|停发|停保|拒绝|不予|减发")
# what the score itself may be made of
SOURCES = {
    "core.household_month",
    "core.person_month",
    "ref.dibao_line",
    "ref.policy_in_force",
    "rule.hit",
    "rule.definition",
    "mart.risk_feature",
}
FILES = sorted(
    path for layer in ("4_rules", "5_marts", "6_published") for path in (paths.SQL / layer).glob("*.sql") if path.name != "macros.sql"
)


def reads(path: Path) -> set[str]:
    header = sql_model.parse_header(path.read_text(encoding="utf-8"), path)
    return {word for key in ("reads", "earlier") for word in re.split(r"[,\s]+", header.get(key, "")) if word and word != "-"}


def name_of(path: Path) -> str:
    return f"{ {'4_rules': 'rule', '5_marts': 'mart', '6_published': 'pub'}[path.parent.name] }.{path.stem}"


def depends_on_score(table: str, graph: dict[str, set[str]]) -> bool:
    """Whether any path of reading leads from the table back to the score."""
    seen, open_ends = set(), [table]
    while open_ends:
        here = open_ends.pop()
        if here == SCORE:
            return True
        if here not in seen:
            seen.add(here)
            open_ends += graph.get(here, set())
    return False


def misuses(select: str) -> list[str]:
    """A score that decides instead of ordering: it filters rows, or stands in a CASE whose outcome ends something."""
    found = []
    for column in sqlglot.parse_one(select, dialect="duckdb").find_all(exp.Column):
        if column.name not in ("score", "probability"):
            continue
        filtering = column.find_ancestor(exp.Where, exp.Having, exp.Qualify)
        choosing = column.find_ancestor(exp.Case)
        if filtering is not None and column.find_ancestor(exp.Order) is None:
            found.append(f"filters by {column.sql()}")
        if choosing is not None and ENDING.search(choosing.sql(dialect="duckdb")):
            found.append(f"ends something by {column.sql()}")
    return found


@pytest.fixture(scope="module")
def graph():
    return {name_of(path): reads(path) for path in FILES}


def test_the_files_are_there():
    assert len(FILES) > 10
    assert sum(SCORE in reads(path) for path in FILES) >= 2


@pytest.mark.parametrize("table", ["mart.case_event", "mart.case_state"])
def test_cases_open_and_close_without_the_score(graph, table):
    assert table in graph
    assert not depends_on_score(table, graph)


def test_a_case_that_did_read_the_score_would_be_found(graph):
    assert depends_on_score("mart.case_state", {**graph, "mart.case_event": {"mart.visit_plan"}, "mart.visit_plan": {SCORE}})


def test_no_rule_reads_the_score(graph):
    assert not [table for table in graph if table.startswith("rule.") and depends_on_score(table, graph)]


@pytest.mark.parametrize("path", [path for path in FILES if SCORE in reads(path)], ids=lambda path: path.stem)
def test_whoever_reads_the_score_only_shows_it_or_orders_by_it(path):
    assert misuses(sql_model.read(path).select) == []


@pytest.mark.parametrize(
    "select",
    [
        "SELECT c.case_id FROM mart.case_state AS c JOIN mart.risk_score AS r ON c.household_id = r.household_id WHERE r.score >= 10",
        "SELECT CASE WHEN r.score < 5 THEN '已销号' ELSE '观察' END AS state FROM mart.risk_score AS r",
        "SELECT household_id FROM mart.risk_score AS r QUALIFY max(r.probability) OVER () < 0.1",
    ],
)
def test_a_score_that_decides_is_found(select):
    assert misuses(select)


def test_a_score_that_orders_is_left_alone():
    assert misuses("SELECT row_number() OVER (ORDER BY r.score DESC) AS priority, r.score FROM mart.risk_score AS r") == []


@pytest.mark.parametrize("table", ["risk_feature", "risk_label", "risk_score"])
def test_the_score_is_made_of_no_case_and_no_exit(table):
    assert reads(paths.SQL / "5_marts" / f"{table}.sql") <= SOURCES


def test_the_python_of_the_score_reads_no_case_and_no_exit():
    files = sorted((settings.PROJECT / "plugins" / "lowincome" / "risk").glob("*.py"))
    asked = {
        table for path in files for table in re.findall(r"\b(?:raw|stg|core|rule|mart|pub)\.[a-z_]+", path.read_text(encoding="utf-8"))
    }
    assert len(files) > 8
    assert asked <= SOURCES | {"mart.risk_label", "mart.risk_score"}
