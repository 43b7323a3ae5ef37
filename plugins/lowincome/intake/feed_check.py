"""Checks one department file: typed by its model of `2_staging`, judged row by row by its suite of `expectations/`."""

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from lowincome import contract, sql_model, warehouse
from lowincome.intake.answers import finding
from lowincome.intake.check import Verdicts, all_rejected, judge_rows, tell
from lowincome.intake.feed import Column, Feed, Recognised
from lowincome.paths import EXPECTATIONS

if TYPE_CHECKING:
    import pandas as pd

SHIFTED = 0.5  # of the filled cells of a column; more that cannot be read as what the column says, and the columns stand wrong
# what makes two rows of an extract speak of the same thing; other extracts may name somebody twice
KEYS = {
    "person": ("name", "id_number"),
    "household": ("name", "id_number"),
    "township": ("township_name",),
    "institution": ("institution",),
    "fund": ("year", "source", "programme"),
    "petition": ("petition_no",),
    "disagreement": ("disagreement_id",),
    "submission": ("about_submission_id",),
    "case": ("case_id",),
    "list": ("list_month",),
}
MORE_KEYS = {
    "payment": ("programme",),
    "temporary_relief": ("granted_on", "kind"),
    "disaster": ("happened_on",),
    "submission_decision": ("decision",),
    "case_decision": ("decision",),
}
READABLE = ("day", "month", "amount", "whole", "code", "word", "yes", "level")


def check(rows: pa.Table, found: Recognised, facts: dict[str, Any], received_at: datetime) -> Verdicts:
    """A verdict and a reason (or None) a row under the key of the feed, and what was found. `rows`: the columns of raw.feed but the verdicts."""
    feed = found.feed
    frame = _typed(rows, feed, facts, received_at)
    shifted = _shifted(frame, feed)
    if shifted:
        return all_rejected(feed.feed, rows.num_rows, shifted)
    failures = contract.run_suite(frame, EXPECTATIONS / "2_staging" / f"{feed.feed}.json", _absent(found))
    verdicts = judge_rows(feed.feed, len(frame), failures)
    told = tell(failures, frame, feed.title, found.positions, verdicts.verdict[feed.feed], _text(frame))
    if "accepted" not in verdicts.verdict[feed.feed]:
        verdicts = all_rejected(feed.feed, rows.num_rows, finding("feed_nothing_accepted"))
    verdicts.findings += told
    return verdicts


def _text(frame: "pd.DataFrame") -> Callable[[str, int], str | None]:
    def text(column: str, position: int) -> str | None:
        value = frame[column].iat[position]
        return value if isinstance(value, str) else None

    return text


def _absent(found: Recognised) -> frozenset[str]:
    return frozenset(column.title for column in found.feed.columns) - frozenset(found.positions)


def _typed(rows: pa.Table, feed: Feed, facts: dict[str, Any], received_at: datetime) -> "pd.DataFrame":
    """One row a row of the file and in its order: each cell's text under the column's title, and what can be said of it."""
    model = next(model for model in sql_model.layer("stg") if model.table == f"stg.{feed.feed}")
    standing = next(model for model in sql_model.layer("stg") if model.table == "stg.feed_standing")
    raw = [model for model in sql_model.layer("raw") if model.table in ("raw.feed", "raw.submission")]
    with warehouse.at_the_door((*raw, standing, model)) as con:
        con.register("landed", rows)
        con.execute("INSERT INTO raw.feed BY NAME SELECT *, 'accepted' AS verdict FROM landed")
        con.execute(
            "INSERT INTO stg.feed_standing BY NAME SELECT $month::DATE AS month, $feed AS feed, $submission_id AS submission_id",
            {"month": facts["month"], "feed": feed.feed, "submission_id": facts["submission_id"]},
        )
        con.execute("INSERT INTO raw.submission BY NAME SELECT $id AS submission_id, '接收' AS status", {"id": facts["submission_id"]})
        warehouse.replace(con, model, {"month": facts["month"], "known_on": None, "closes_on": None})
        return con.execute(_said(feed, received_at.date())).df()


def _said(feed: Feed, received_on: date) -> str:
    """The SELECT of the frame. Unreadable is a cell with a text that gives no value; an empty cell is none of that."""
    texts = [f"""compact_text(cell(r.cells, '{column.title}')) AS "{column.title}\"""" for column in feed.columns]
    readable = [
        f"compact_text(cell(r.cells, '{column.title}')) IS NULL OR s.{column.name} IS NOT NULL AS is_{column.name}_readable"
        for column in feed.columns
        if column.kind in READABLE
    ]
    past = [f"s.{column.name} <= DATE '{received_on}' AS is_{column.name}_past" for column in feed.columns if column.kind == "day"]
    positive = [f"s.{column.name} >= 0 AS is_{column.name}_positive" for column in feed.columns if column.kind in ("amount", "whole")]
    numbers = [
        line
        for column in feed.columns
        if column.kind == "id"
        for line in (
            f"NOT regexp_full_match(s.{column.name}, '\\d(\\.\\d+)?E\\+?\\d+') AS is_{column.name}_whole",
            f"CASE WHEN length(s.{column.name}) = 18 THEN is_id_number(s.{column.name}) WHEN NOT contains(s.{column.name}, 'E')"
            f" THEN regexp_full_match(s.{column.name}, '\\d{{15}}') END AS is_{column.name}_ok",
        )
    ]
    key = ", ".join(f"s.{name}" for name in (*KEYS[feed.subject], *MORE_KEYS.get(feed.feed, ())))
    return f"""
        SELECT
          r.row_number,
          {", ".join([*texts, *readable, *past, *positive, *numbers])},
          concat_ws('', {key}) <> '' AS has_key,
          min(r.row_number) OVER (PARTITION BY r.cells) AS first_row,
          r.row_number = min(r.row_number) OVER (PARTITION BY r.cells) AS is_first_copy,
          count(DISTINCT r.cells) OVER same = 1 OR concat_ws('', {key}) = '' AS has_one_answer,
          CASE WHEN r.row_number = min(r.row_number) OVER same THEN max(r.row_number) OVER same ELSE min(r.row_number) OVER same END AS twin_row
        FROM stg.{feed.feed} AS s
        INNER JOIN raw.feed AS r ON s.submission_id = r.submission_id AND s.row_number = r.row_number
        WINDOW same AS (PARTITION BY {key})
        ORDER BY r.row_number
    """


def _shifted(frame: "pd.DataFrame", feed: Feed) -> dict[str, Any] | None:
    """The first required column most of whose filled cells are not what it says."""
    for column in feed.columns:
        if not column.is_required:
            continue
        filled = frame[column.title].notna()
        wrong = filled & ~_looks_right(frame, column)
        if filled.sum() and wrong.sum() > filled.sum() * SHIFTED:
            return finding("feed_shifted", None, column.title, share=f"{int(wrong.sum())}/{int(filled.sum())}")
    return None


def _looks_right(frame: "pd.DataFrame", column: Column) -> "pd.Series[bool]":
    texts = frame[column.title].fillna("")
    if column.kind == "id":
        return texts.str.match(r"[\dXx.E+*]{6,}")
    if column.kind == "name":
        return ~texts.str.contains(r"\d{4}")
    if column.kind in READABLE:
        return frame[f"is_{column.name}_readable"].fillna(True).astype(bool)
    return texts.notna()


def land(rows: list[list[str | None]], found: Recognised, sheet: str, facts: dict[str, Any]) -> pa.Table:
    """The rows below the header as raw.feed holds them; a row without a single declared cell is no row."""
    body = [
        (number, {title: row[place] for title, place in found.positions.items() if place < len(row) and row[place] is not None})
        for number, row in enumerate(rows[found.header + 1 :], start=found.header + 2)
    ]
    kept = [(number, cells) for number, cells in body if cells]
    same = {key: [facts[key]] * len(kept) for key in ("submission_id", "month")}
    return pa.table(
        {
            "submission_id": pa.array(same["submission_id"], pa.string()),
            "feed": pa.array([found.feed.feed] * len(kept), pa.string()),
            "month": pa.array(same["month"], pa.date32()),
            "sheet": pa.array([sheet or None] * len(kept), pa.string()),
            "row_number": pa.array([number for number, _ in kept], pa.int32()),
            "cells": pa.array([json.dumps(cells, ensure_ascii=False, sort_keys=True) for _, cells in kept], pa.string()),
        }
    )
