"""Where things lie. No input or output happens here."""

from datetime import date
from pathlib import Path

from lowincome.month import label
from lowincome.settings import PROJECT

SQL = PROJECT / "sql"
EXPECTATIONS = PROJECT / "expectations"
TEMPLATES = PROJECT / "reports_templates"
COUNTY = "county"


def inbox(home: Path) -> Path:
    return home / "inbox"


def raw(home: Path) -> Path:
    return home / "raw"


def warehouse(home: Path) -> Path:
    return home / "warehouse" / "lowincome.duckdb"


def published(home: Path) -> Path:
    return home / "published" / "lowincome.duckdb"


def models(home: Path) -> Path:
    return home / "models"


def outbox(home: Path, month: date) -> Path:
    return home / "outbox" / label(month)


def pending(home: Path, month: date) -> Path:
    """Where the lists of a month wait for the centre, in the same folders as they will have in the outbox."""
    return home / "pending" / label(month)


def township_folder(code: str, name: str) -> str:
    return f"{code}_{name}"


def township_outbox(home: Path, month: date, code: str, name: str) -> Path:
    return outbox(home, month) / township_folder(code, name)


def county_outbox(home: Path, month: date) -> Path:
    return outbox(home, month) / COUNTY
