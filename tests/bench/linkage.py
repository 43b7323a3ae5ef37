"""How well a list is matched with a roster where it is known who is who: the febrl files, and the example county's own slips.

The febrl files 4a and 4b (5,000 invented Australians, each once more with slips) are put into the shape of the county: a name, an
identity number made of `soc_sec_id` and birth date, a township (state) and a village (postcode). The last character of a number is
the one on the card, so that a slip in the rest makes a number that does not check, as it does here. Numbers begin with 99: nobody's.
"""

import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple

import duckdb
import pandas as pd

from lowincome import policy, settings, warehouse
from lowincome.example.departments import Truth

MONTH = date(2021, 6, 1)
FEBRL = Path(os.environ.get("FEBRL", settings.PROJECT.parent / "shared" / "data" / "linkage"))
NEIGHBOURS = (0.5, 0.9, 0.95, 0.99, 0.995, 0.999)
CHOSEN = "SELECT m FROM ref.match_weight WHERE field = '门槛' AND level = '已比中'"


class Score(NamedTuple):
    """Rows of one kind; of them there are `known` whose person stands on the roster. waiting: 疑似; …_right: with the right person."""

    kind: str
    rows: int
    known: int
    matched: int
    matched_right: int
    waiting: int
    waiting_right: int


def febrl(folder: Path = FEBRL) -> list[Score]:
    """Exact keys, then our models with the county's weights, then with weights learnt from these files, at several thresholds.

    Errors: FileNotFoundError where the files are not there.
    """
    if not (folder / "dataset4a.csv").exists():
        raise FileNotFoundError(folder)
    con = warehouse.in_memory()
    try:
        warehouse.run_models(con, ["ref.match_weight"], policy.reference_params())
        _shape(con, folder)
        warehouse.run_models(con, ["core.feed_row"], {"month": MONTH})
        (chosen,) = con.execute(CHOSEN).fetchone() or (None,)
        scores = [_exact(con), _matched(con, f"本系统,县里的权重,门槛 {chosen:g}")]
        _learn(con)
        for threshold in NEIGHBOURS:
            con.execute("UPDATE ref.match_weight SET m = ? WHERE field = '门槛' AND level = '已比中'", [threshold])
            mark = "(选定)" if threshold == chosen else ""
            scores.append(_matched(con, f"本系统,由这份数据估的权重,门槛 {threshold:g}{mark}"))
        return scores
    finally:
        con.close()


def _shape(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """File 4a as the roster, one person a household; file 4b as the list of a department."""
    for name in ("4a", "4b"):
        con.execute(
            f"CREATE TEMP TABLE cells AS SELECT * FROM read_csv('{folder / f'dataset{name}.csv'}', all_varchar = TRUE, header = TRUE)"
        )
        columns = [row[0] for row in con.execute("DESCRIBE cells").fetchall()]
        trimmed = ", ".join(f"nullif(trim(\"{column}\"), '') AS {column.strip()}" for column in columns)
        con.execute(f"CREATE TEMP TABLE file_{name} AS SELECT {trimmed}, split_part(rec_id, '-', 2) AS truth FROM cells")
        con.execute("DROP TABLE cells")
        con.execute(
            f"""
            CREATE TEMP TABLE shaped_{name} AS
            SELECT
              f.truth, concat(f.surname, f.given_name) AS name, f.state AS township_name, f.postcode AS village,
              '99' || left(f.soc_sec_id, 4) || coalesce(f.date_of_birth, '') || right(f.soc_sec_id, 3)
                || CASE WHEN card.date_of_birth IS NULL THEN '0'
                     ELSE id_check_character('99' || left(card.soc_sec_id, 4) || card.date_of_birth || right(card.soc_sec_id, 3)) END AS id_number
            FROM file_{name} AS f INNER JOIN file_4a AS card ON f.truth = card.truth
            """
        )
    said = (
        f"DATE '{MONTH}' AS month, truth AS person_id, truth AS household_id, nullif(name, '') AS name, id_number, TRUE AS is_in_household"
    )
    con.execute(f"INSERT INTO core.person_month BY NAME SELECT {said} FROM shaped_4a")
    con.execute(
        f"INSERT INTO core.household_month BY NAME SELECT DATE '{MONTH}' AS month, truth AS household_id, township_name, village FROM shaped_4a"
    )
    con.execute(
        f"""
        INSERT INTO stg.disability BY NAME
        SELECT DATE '{MONTH}' AS month, CAST(truth AS INTEGER) AS row_number, nullif(name, '') AS name, id_number, township_name, village
        FROM shaped_4b
        """
    )


def _exact(con: duckdb.DuckDBPyConnection) -> Score:
    """Pairs that agree exactly on `soc_sec_id`, or on surname and birth date."""
    keys = ("a.soc_sec_id = b.soc_sec_id", "a.surname = b.surname AND a.date_of_birth = b.date_of_birth")
    pairs = " UNION ".join(f"SELECT a.truth AS a, b.truth AS b FROM file_4a AS a INNER JOIN file_4b AS b ON {key}" for key in keys)
    found, right = con.execute(f"SELECT count(*), count(*) FILTER (WHERE a = b) FROM ({pairs})").fetchone() or (0, 0)
    (rows,) = con.execute("SELECT count(*) FROM file_4b").fetchone() or (0,)
    return Score("只用精确键: 号码,或姓和出生日期", rows, rows, found, right, 0, 0)


def _matched(con: duckdb.DuckDBPyConnection, kind: str) -> Score:
    warehouse.run_models(con, ["core.match_candidate", "core.match"], {"month": MONTH})
    counts = con.execute(
        """
        SELECT count(*), count(*), count(*) FILTER (WHERE result = '已比中'), count(*) FILTER (WHERE result = '已比中' AND is_right),
          count(*) FILTER (WHERE result = '疑似'), count(*) FILTER (WHERE result = '疑似' AND is_right)
        FROM (SELECT result, person_id = CAST(row_number AS VARCHAR) AS is_right FROM core.match)
        """
    ).fetchone()
    return Score(kind, *(counts or ()))


def _learn(con: duckdb.DuckDBPyConnection) -> None:
    """Weights from the data itself, without the truth: names and places from rows matched by number, numbers from rows of the same name
    and village whose numbers differ, and how often each agrees by chance from one row in fifty beside everybody."""
    own = "(SELECT * FROM core.person_month INNER JOIN core.household_month USING (month, household_id))"
    is_sound = "is_id_number(r.id_number) AND is_id_number(o.id_number)"
    name, number = "name_likeness(r.name, o.name)", "id_likeness(r.id_number, o.id_number)"
    place = "place_likeness(r.township_name, r.village, o.township_name, o.village)"
    same_number = "r.id_number = o.id_number AND r.is_id_number_valid"
    same_name = f"r.name = o.name AND r.village = o.village AND r.id_number <> o.id_number AND NOT ({is_sound})"
    by_chance = "hash(r.row_number) % 50 = 0"
    for field, level, alike in (("姓名", name, same_number), ("住址", place, same_number), ("证件号码", number, same_name)):
        strangers = f"{by_chance} AND NOT ({is_sound})" if field == "证件号码" else by_chance
        con.execute(
            f"""
            WITH met AS (SELECT {level} AS level, count(*) AS n FROM core.feed_row AS r INNER JOIN {own} AS o ON {alike} GROUP BY ALL),
            passed AS (SELECT {level} AS level, count(*) AS n FROM core.feed_row AS r INNER JOIN {own} AS o ON {strangers} GROUP BY ALL),
            share AS (
              SELECT w.level, (coalesce(any_value(m.n), 0) + 0.5) / ((SELECT sum(n) FROM met) + 1) AS m,
                (coalesce(any_value(p.n), 0) + 0.5) / ((SELECT sum(n) FROM passed) + 1) AS u
              FROM ref.match_weight AS w LEFT JOIN met AS m ON w.level = m.level LEFT JOIN passed AS p ON w.level = p.level
              WHERE w.field = '{field}' AND NOT starts_with(w.level, '都有效')
              GROUP BY w.level
            )
            UPDATE ref.match_weight SET m = share.m, u = share.u, bits = log2(share.m / share.u)
            FROM share WHERE match_weight.field = '{field}' AND match_weight.level = share.level
            """
        )


def county(con: duckdb.DuckDBPyConnection, truths: Iterable[Truth]) -> list[Score]:
    """The departments' rows of the example county in a warehouse that has its months, by kind of slip; the last line is all of them."""
    con.register("truth", pd.DataFrame(truths, columns=Truth._fields))
    found = con.execute(
        """
        WITH own AS (SELECT month, household_id, person_id, name, upgrade_id_number(id_number) AS id_number FROM core.person_month),
        known AS (
          SELECT t.month, t.feed, t.row_number, o.person_id FROM truth AS t INNER JOIN own AS o ON t.month = o.month AND t.id_number = o.id_number
          UNION
          SELECT t.month, t.feed, t.row_number, o.person_id
          FROM truth AS t INNER JOIN own AS o ON t.month = o.month AND t.household = o.household_id AND t.name = o.name
          WHERE is_id_number(o.id_number) IS NOT TRUE
        ),
        judged AS (
          SELECT
            m.result, k.person_id IS NOT NULL AS is_known, coalesce(m.person_id = k.person_id, FALSE) AS is_right,
            CASE
              WHEN k.person_id IS NULL AND t.household <> '' THEN '不在名册: 曾是我们的人'
              WHEN k.person_id IS NULL AND EXISTS (SELECT 1 FROM own AS o WHERE o.month = t.month AND o.name = t.name) THEN '不在名册: 与名册里的人同名'
              WHEN k.person_id IS NULL THEN '不在名册: 其他'
              ELSE coalesce(nullif(t.slip, ''), '没有写错')
            END AS kind
          FROM core.match AS m
          INNER JOIN truth AS t ON m.month = t.month AND m.feed = t.feed AND m.row_number = t.row_number
          LEFT JOIN known AS k ON m.month = k.month AND m.feed = k.feed AND m.row_number = k.row_number
          QUALIFY row_number() OVER (PARTITION BY m.month, m.feed, m.row_number ORDER BY is_right DESC) = 1
        )
        SELECT coalesce(kind, '合计') AS kind, count(*), count(*) FILTER (WHERE is_known),
          count(*) FILTER (WHERE result = '已比中'), count(*) FILTER (WHERE result = '已比中' AND is_right),
          count(*) FILTER (WHERE result = '疑似'), count(*) FILTER (WHERE result = '疑似' AND is_right)
        FROM judged GROUP BY ROLLUP (kind) ORDER BY kind IS NULL, kind
        """
    ).fetchall()
    return [Score(*row) for row in found]
