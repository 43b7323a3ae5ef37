"""Looks things up in what a household's file says."""

from datetime import date
from typing import Any

import duckdb

from lowincome.reports import household_file
from trackers.world import JUNE


def read(con: duckdb.DuckDBPyConnection, household_id: str, month: date = JUNE, **more: Any) -> dict[str, Any]:
    return household_file.read(con, household_id, month, **more)


def happened(context: dict[str, Any]) -> list[tuple[str, str]]:
    """What was done in cases, with its day."""
    return [(entry["on"], entry["what"]) for entry in context["entries"] if entry["is_case"]]


def entry(context: dict[str, Any], what: str, place: int = 0) -> dict[str, Any]:
    return [one for one in context["entries"] if one["what"] == what][place]
