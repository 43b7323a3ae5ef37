"""Promise 4: the score can add a visit or bring it forward. Nothing closes, stops or refuses by it, and it reads no case and no exit."""

import re
from pathlib import Path

import pytest
import sqlglot
from sqlglot import exp

from lowincome import paths, policy, settings, sql_model

SCORE = "mart.risk_score"
CLAIM, PLAN = "mart.case_claim", "mart.visit_plan"
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


def without_dispatch(graph: dict[str, set[str]]) -> dict[str, set[str]]:
    """The graph but for the one way that may lead from the score to a case: that somebody is sent to the door."""
    return {**graph, CLAIM: graph[CLAIM] - {PLAN}}


def moves_made_from(table: str, select: str) -> set[str]:
    """What a part of a UNION that reads a table puts into its column `move`; everything else is `?`."""
    parts = [
        part
        for part in sqlglot.parse_one(select, dialect="duckdb").find_all(exp.Select)
        if table in reads_of(part) and part.find_ancestor(exp.Where) is None
    ]
    said = [next((column for column in part.expressions if column.alias == "move"), None) for part in parts]
    return {column.this.this if column is not None and isinstance(column.this, exp.Literal) else "?" for column in said}


def reads_of(part: exp.Select) -> set[str]:
    joins = [join.this for join in part.args.get("joins") or []]
    return (
        {source.sql().split(" ")[0] for source in [part.args["from_"].this, *joins] if isinstance(source, exp.Table)}
        if part.args.get("from_")
        else set()
    )


@pytest.mark.parametrize("table", ["mart.case_event", "mart.case_state"])
def test_cases_open_and_close_without_the_score(graph, table):
    assert table in graph
    assert not depends_on_score(table, without_dispatch(graph))


def test_a_place_on_a_list_sends_somebody_to_the_door_and_does_nothing_else():
    assert moves_made_from(PLAN, sql_model.read(paths.SQL / "5_marts" / "case_claim.sql").select) == {"派单"}
    dispatched = [row for _, row in policy.rows(policy.REFERENCE / "case_moves.csv") if row["move"] == "派单"]
    assert dispatched
    assert all(row["to_state"] in ("核查中", row["from_state"]) for row in dispatched)


def test_a_place_on_a_list_that_did_more_would_be_found():
    more = "SELECT v.case_id, CASE WHEN v.priority > 9 THEN '不予销号' END AS move FROM mart.visit_plan AS v"
    assert moves_made_from(PLAN, f"{more} UNION ALL SELECT v.case_id, '派单' AS move FROM mart.visit_plan AS v") == {"?", "派单"}


def test_a_case_that_did_read_the_score_would_be_found(graph):
    assert depends_on_score("mart.case_state", {**without_dispatch(graph), "mart.case_answer": {PLAN}})


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
