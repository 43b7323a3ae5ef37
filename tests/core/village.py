"""One small village among two thousand other people of the county, and the list of a department that is compared with it."""

import json
from datetime import date
from typing import Any

import duckdb

from lowincome import warehouse

JUNE = date(2021, 6, 1)
OTHERS = """
INSERT INTO core.person_month BY NAME
SELECT $month AS month, 'O' || i AS person_id, 'OH' || i AS household_id, chr(CAST(20480 + i AS INTEGER)) || chr(CAST(24576 + i AS INTEGER)) AS name, TRUE AS is_in_household,
  '640499' || strftime(DATE '1930-01-01' + CAST(i * 14 AS INTEGER), '%Y%m%d') || '5550' AS id_number
FROM range(2000) AS other(i);
INSERT INTO core.household_month BY NAME
SELECT month, household_id, '兴盛乡' AS township_name, '远村' || household_id AS village FROM core.person_month;
"""
MODELS = ("stg.disability", "stg.payment", "stg.rural_revitalisation", "core.feed_row", "core.match_candidate", "core.match")


def cleared(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Nobody of the village, and no list, but the rest of the county."""
    for table in ("raw.feed", "stg.feed_standing", "core.person_month", "core.household_month"):
        con.execute(f"DELETE FROM {table}")
    for statement in OTHERS.strip().split(";\n"):
        con.execute(statement.replace("$month", f"DATE '{JUNE}'"))
    return con


def put(con: duckdb.DuckDBPyConnection, table: str, **values: Any) -> None:
    con.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})", list(values.values()))


def ours(con: duckdb.DuckDBPyConnection, person_id: str, name: str, number: str | None, household_id: str = "H1", **more: Any) -> None:
    """Somebody on our roster, of 上村 in 香水镇 and still living there unless said otherwise."""
    if not con.execute("SELECT 1 FROM core.household_month WHERE household_id = ?", [household_id]).fetchall():
        put(con, "core.household_month", month=JUNE, household_id=household_id, township_name="香水镇", village="上村")
    person = {"is_in_household": True, "name": name, "id_number": number, **more}
    put(con, "core.person_month", month=JUNE, person_id=person_id, household_id=household_id, **person)


def compare(con: duckdb.DuckDBPyConnection, *rows: tuple[str | None, ...], feed: str = "disability", village: str = "上村") -> list[Any]:
    """What becomes of a department's rows, each (name, number[, household number as that office writes it])."""
    put(con, "stg.feed_standing", month=JUNE, feed=feed, is_compared=True, submission_id="S")
    for number, row in enumerate(rows, start=2):
        cells = dict(zip(("姓名", "证件号码", "户编号"), row, strict=False)) | {"乡镇": "香水镇", "行政村": village}
        put(con, "raw.feed", submission_id="S", feed=feed, row_number=number, cells=json.dumps(cells), verdict="accepted")
    return results(con)


def results(con: duckdb.DuckDBPyConnection) -> list[Any]:
    warehouse.run_models(con, MODELS, {"month": JUNE})
    cursor = con.execute("SELECT * FROM core.match ORDER BY feed, row_number")
    names = [column[0] for column in cursor.description]
    found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return [{**row, "evidence": {key: told for key, told in json.loads(row["evidence"] or "{}").items() if told}} for row in found]


def why(row: dict[str, Any]) -> tuple[str, str | None]:
    return row["result"], row["evidence"].get("为什么要看")


def swapped(number: str, first: int = 12) -> str:
    """Two neighbouring digits the wrong way round."""
    assert number[first] != number[first + 1]
    return number[:first] + number[first + 1] + number[first] + number[first + 2 :]
