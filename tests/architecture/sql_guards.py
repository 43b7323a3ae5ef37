"""What a file of `sql/` must keep to. Each guard takes one model and returns its complaints."""

import csv
import re
from functools import cache
from pathlib import Path

import sqlglot
from sqlglot import exp

from lowincome import paths, rules, sql_model
from lowincome.sql_model import LAYERS, Model

ORDER = list(LAYERS)
UNCERTAIN = {
    *(
        "current_date",
        "current_time",
        "current_timestamp",
        "localtimestamp",
        "get_current_timestamp",
        "get_current_time",
        "transaction_timestamp",
    ),
    *(
        "now",
        "today",
        "age",
        "random",
        "rand",
        "uuid",
        "gen_random_uuid",
        "uuidv4",
        "uuidv7",
        "setseed",
        "getvariable",
        "current_localtimestamp",
    ),
}
# where a number counts letters or decimals and judges nobody
STRUCTURE = (exp.Round, exp.Substring, exp.Chr, exp.SHA2, exp.DataTypeParam, exp.Left, exp.Right, exp.Pad)


def read(path: Path) -> Model:
    """A file as the pipeline reads it; a rule has header keys of its own."""
    return sql_model.read(path, tuple(rules.KEYS)) if path.parent.name == LAYERS["rule"] else sql_model.read(path)


def one_select(model: Model) -> list[str]:
    """One SELECT, nothing that creates, changes or deletes."""
    try:
        statements = sqlglot.parse(model.select, dialect="duckdb")
    except sqlglot.errors.ParseError as error:
        return [f"cannot be parsed: {error.errors[0]['description']}"]
    kinds = [type(statement).__name__ for statement in statements]
    return [] if len(statements) == 1 and isinstance(statements[0], exp.Query) else [f"holds {kinds} instead of one SELECT"]


def words(line: str) -> set[str]:
    """The names of a header line; a dash alone is none."""
    return {word for word in re.split(r"[,\s]+", line) if word and word != "-"}


def tree(model: Model) -> exp.Expr:
    return sqlglot.parse_one(model.select, dialect="duckdb")


def tables(model: Model) -> set[str]:
    """Every table read, as schema.name; one without schema stands with its bare name, unless it is a WITH of this file."""
    own = {cte.alias for cte in tree(model).find_all(exp.CTE)}
    found = {(table.db, table.name) for table in tree(model).find_all(exp.Table) if isinstance(table.this, exp.Identifier)}
    return {f"{schema}.{name}" if schema else name for schema, name in found if schema or name not in own}


def declares_what_it_reads(model: Model) -> list[str]:
    """`reads:` (this month's) and `earlier:` (only earlier months') together are the tables found."""
    declared = set(model.reads) | words(model.header.get("earlier", ""))
    complaints = [f"reads {table} undeclared" for table in sorted(tables(model) - declared)]
    return complaints + [f"declares {table} and does not read it" for table in sorted(declared - tables(model))]


def reads_lower_layers(model: Model, layer: str) -> list[str]:
    """Only lower numbers, or its own; always by schema."""
    return [
        f"{layer} reads {table}"
        for table in sorted(tables(model))
        if (schema := table.split(".")[0]) not in LAYERS or ORDER.index(schema) > ORDER.index(layer)
    ]


def declares_its_params(model: Model) -> list[str]:
    """`params:` are the `$names` found: the runner binds exactly these."""
    found = {node.name for node in tree(model).find_all(exp.Placeholder, exp.Parameter)}
    declared = set(model.params)
    return [f"params says {sorted(declared)}, the SELECT uses {sorted(found)}"] if found != declared else []


def needs_no_clock(model: Model) -> list[str]:
    """The same month gives the same rows: no clock, no chance, no session variable."""
    called = {node.name.lower() for node in tree(model).find_all(exp.Anonymous)}
    called |= {node.sql_name().lower() for node in tree(model).find_all(exp.Func) if not isinstance(node, exp.Anonymous)}
    called |= {node.name.lower() for node in tree(model).find_all(exp.Column) if not node.table}
    return [f"depends on {name}" for name in sorted(called & UNCERTAIN)]


def names_its_columns(model: Model) -> list[str]:
    """No star straight from a table: a column added there must not slip through. Inside WITH it is free, and so are own earlier rows."""
    complaints = []
    for select in tree(model).find_all(exp.Select):
        if not select.is_star or select.find_ancestor(exp.CTE):
            continue
        sources = [source.this for source in [select.args.get("from_"), *select.args.get("joins", [])] if source]
        starred = {column.table for column in select.expressions if isinstance(column, exp.Column) and column.is_star}
        for table in sources:
            is_meant = not starred or table.alias_or_name in starred
            if isinstance(table, exp.Table) and table.db and is_meant and f"{table.db}.{table.name}" != model.table:
                complaints.append(f"SELECT * from {table.sql()}")
    return complaints


def orders_its_texts(model: Model) -> list[str]:
    """Texts strung together stand in a stated order, and no value is taken at random: the same raw gives the same words."""
    complaints = [f"no ORDER BY in {agg.sql(dialect='duckdb')}" for agg in tree(model).find_all(exp.GroupConcat) if not agg.find(exp.Order)]
    return complaints + [f"{agg.sql(dialect='duckdb')} takes any value" for agg in tree(model).find_all(exp.AnyValue)]


def describes_its_columns(model: Model) -> list[str]:
    """Each column once, with a comment in Chinese; grain and title too."""
    if "columns" not in model.header:
        return []  # a rule: its columns are those of rule.hit
    names = [column.name for column in model.columns]
    complaints = [f"column {name} twice" for name in sorted({name for name in names if names.count(name) > 1})]
    complaints += [f"column {column.name}: no Chinese comment" for column in model.columns if not re.search("[一-鿿]", column.comment)]
    complaints += [f"grain names {key}, which is no column" for key in model.grain if key not in names]
    if not re.search("[一-鿿]", model.header["title"]):
        complaints.append("title is not Chinese")
    schema, name = model.table.split(".")
    if (LAYERS.get(schema), name) != (model.path.parent.name, model.path.stem):
        complaints.append(f"table says {model.table}, the path says {model.path.parent.name}/{model.path.stem}")
    return complaints


def holds_no_policy_number(model: Model, is_rule: bool) -> list[str]:
    """No number of a policy document, and no date, decides anything: they come from ref.policy_in_force.

    In a rule no number but 0 and 1 stands at all. Elsewhere a number that some policy parameter has as its value needs a word in the
    header (`-- numbers: 3 months the score looks back, our choice`) that says why it is no policy.
    """
    explained = set(re.findall(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.])", model.header.get("numbers", "").split("\n")[0]))
    complaints = []
    for literal in tree(model).find_all(exp.Literal):
        where = literal.parent.sql(dialect="duckdb") if literal.parent else literal.name
        if literal.is_string:
            if re.fullmatch(r"(19|20)\d{2}-\d{2}(-\d{2})?", literal.name):
                complaints.append(f"a date: {where}")
            continue
        number = float(literal.name)
        if number in (0, 1) or isinstance(literal.parent, STRUCTURE):
            continue
        if is_rule or (number in policy_values() and literal.name not in explained):
            complaints.append(f"{literal.name} in {where}")
    return complaints


def rule_declares_its_policy(model: Model) -> list[str]:
    """A parameter that a rule asks for stands in `policy:` or `policy_optional:`; so its absence is seen before it judges."""
    declared = words(model.header.get("policy", "")) | words(model.header.get("policy_optional", ""))
    asked = {literal.name for literal in tree(model).find_all(exp.Literal) if literal.is_string} & policy_parameters()
    complaints = [f"asks for {name} undeclared" for name in sorted(asked - declared)]
    return complaints + [f"declares {name}, which is no parameter" for name in sorted(declared - policy_parameters())]


@cache
def policy_values() -> frozenset[float]:
    """Every value that stands in sql/0_reference/policy."""
    folder = paths.SQL / "0_reference" / "policy"
    return frozenset(float(row["value"]) for path in sorted(folder.glob("*.csv")) for row in rows(path) if row["value"])


@cache
def policy_parameters() -> frozenset[str]:
    """Every name a rule may ask for, also one that has no value here."""
    return frozenset(row["parameter"] for row in rows(paths.SQL / "0_reference" / "parameters.csv"))


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
