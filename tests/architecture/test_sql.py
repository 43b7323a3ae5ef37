"""Every file of sql/: one SELECT, a header that tells the truth, only lower layers, no clock, no number from a policy."""

from pathlib import Path

import pytest

from architecture import sql_guards as guards
from architecture.repository import SQL, below
from lowincome.errors import ModelError
from lowincome.sql_model import LAYERS, Model

PATHS = [path for path in below(SQL, ".sql") if path.name != "macros.sql"]
LAYER = {folder: schema for schema, folder in LAYERS.items()}


def test_every_layer_has_files():
    assert {path.parent.name for path in PATHS} == set(LAYERS.values())


@pytest.mark.parametrize("path", PATHS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_file_keeps_to(path: Path):
    model, layer = guards.read(path), LAYER[path.parent.name]
    assert guards.one_select(model) == []
    complaints = [
        *guards.declares_what_it_reads(model),
        *guards.reads_lower_layers(model, layer),
        *guards.declares_its_params(model),
        *guards.needs_no_clock(model),
        *guards.names_its_columns(model),
        *guards.orders_its_texts(model),
        *guards.describes_its_columns(model),
        *(guards.holds_no_policy_number(model, is_rule=layer == "rule") if layer not in ("ref", "raw") else []),
        *(guards.rule_declares_its_policy(model) if layer == "rule" else []),
    ]
    assert complaints == []


def model(select: str, **header: str) -> Model:
    """A small file of the core layer, as the guards see it."""
    about = {"table": "core.thing", "title": "事物", "grain": "month", "reads": "-", "params": "-", "columns": "month DATE 月份"}
    return Model(Path("sql/3_core/thing.sql"), about | header, select)


@pytest.mark.parametrize(
    "select",
    ["SELECT 1; SELECT 2", "DELETE FROM core.thing", "CREATE TABLE core.x AS SELECT 1", "SELECT FROM WHERE", "INSERT INTO core.x SELECT 1"],
)
def test_the_guard_sees_what_is_not_one_select(select):
    assert guards.one_select(model(select)) != []


@pytest.mark.parametrize(
    ("select", "reads"),
    [
        ("SELECT month FROM stg.person", "-"),
        ("SELECT month FROM stg.person", "stg.person, stg.household"),
        ("WITH x AS (SELECT month FROM stg.person) SELECT x.month FROM x JOIN ref.unit AS u ON TRUE", "stg.person"),
        ("SELECT (SELECT max(value) FROM ref.policy_in_force) AS value", "-"),
    ],
)
def test_the_guard_sees_a_wrong_reads_line(select, reads):
    assert guards.declares_what_it_reads(model(select, reads=reads)) != []


@pytest.mark.parametrize("select", ["SELECT month FROM mart.warning", "SELECT month FROM rule.hit", "SELECT month FROM somewhere"])
def test_the_guard_sees_a_look_upwards(select):
    assert guards.reads_lower_layers(model(select), "core") != []


@pytest.mark.parametrize(
    ("select", "params"),
    [("SELECT $month::DATE AS month", "-"), ("SELECT 1 AS month", "month"), ("SELECT $month::DATE + $days AS month", "month")],
)
def test_the_guard_sees_a_wrong_params_line(select, params):
    assert guards.declares_its_params(model(select, params=params)) != []


@pytest.mark.parametrize(
    "expression",
    ["current_date", "CURRENT_TIMESTAMP", "now()", "today()", "random()", "uuid()", "getvariable('month')", "get_current_timestamp()"],
)
def test_the_guard_sees_a_clock_or_chance(expression):
    assert guards.needs_no_clock(model(f"SELECT {expression} AS month")) != []


@pytest.mark.parametrize(
    "select", ["SELECT * FROM stg.person", "SELECT p.* FROM stg.person AS p", "SELECT 1 UNION ALL SELECT * FROM stg.x"]
)
def test_the_guard_sees_a_star_from_a_table(select):
    assert guards.names_its_columns(model(select)) != []


@pytest.mark.parametrize("select", ["SELECT string_agg(DISTINCT name, ',') FROM stg.x", "SELECT any_value(name) AS name FROM stg.x"])
def test_the_guard_sees_words_in_no_order(select):
    assert guards.orders_its_texts(model(select)) != []
    assert guards.orders_its_texts(model("SELECT string_agg(DISTINCT name, ',' ORDER BY name) AS names FROM stg.x")) == []


@pytest.mark.parametrize(
    "header",
    [
        {"columns": "month DATE month"},
        {"columns": "month DATE 月份\nmonth DATE 月份"},
        {"grain": "month, person_id"},
        {"title": "thing"},
        {"table": "stg.thing"},
        {"table": "core.other"},
    ],
)
def test_the_guard_sees_a_careless_header(header):
    assert guards.describes_its_columns(model("SELECT 1", **header)) != []


@pytest.mark.parametrize(
    ("select", "is_rule"),
    [
        ("SELECT income < 1.5 * line AS is_triggered", False),
        ("SELECT income < 1.50 * line AS is_triggered", False),
        ("SELECT income < 7 * line AS is_triggered", True),
        ("SELECT month >= DATE '2021-06-01' AS is_triggered", False),
        ("SELECT month >= '2021-06' AS is_triggered", True),
        ("SELECT 0.3 AS threshold", False),
    ],
)
def test_the_guard_sees_a_policy_number(select, is_rule):
    assert guards.holds_no_policy_number(model(select), is_rule) != []


def test_a_number_that_is_no_policy_is_explained_in_the_header():
    given = model("SELECT x < 1.5 AS y", numbers="1.5 the width of a band")
    assert guards.holds_no_policy_number(given, is_rule=False) == []
    assert guards.holds_no_policy_number(given, is_rule=True) != []


@pytest.mark.parametrize("policy", ["-", "no_such_parameter"])
def test_the_guard_sees_an_undeclared_parameter(policy):
    assert guards.rule_declares_its_policy(model("SELECT value WHERE parameter = 'low_income_ceiling_multiple'", policy=policy)) != []


def test_what_is_right_passes():
    right = model(
        "WITH p AS (SELECT * FROM stg.person WHERE month = $month::DATE) SELECT p.month, round(sum(p.x), 2) AS x FROM p GROUP BY p.month",
        reads="stg.person",
        params="month",
        columns="month DATE 月份\nx INTEGER 数",
    )
    assert guards.one_select(right) == []
    assert guards.declares_what_it_reads(right) == []
    assert guards.reads_lower_layers(right, "core") == []
    assert guards.declares_its_params(right) == []
    assert guards.needs_no_clock(right) == []
    assert guards.names_its_columns(right) == []
    assert guards.describes_its_columns(right) == []
    assert guards.holds_no_policy_number(right, is_rule=True) == []


def test_the_guard_sees_an_incomplete_header(tmp_path):
    (tmp_path / "thing.sql").write_text("-- table: core.thing\n-- title: 事物\nSELECT 1", encoding="utf-8")
    with pytest.raises(ModelError, match="文件头缺少 grain"):
        guards.read(tmp_path / "thing.sql")
