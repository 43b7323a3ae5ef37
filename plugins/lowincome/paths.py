"""Where things lie. No input or output happens here."""

from datetime import date
from pathlib import Path

from lowincome.month import label
from lowincome.settings import PROJECT

SQL = PROJECT / "sql"
EXPECTATIONS = PROJECT / "expectations"
TEMPLATES = PROJECT / "reports_templates"


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


def township_outbox(home: Path, month: date, code: str, name: str) -> Path:
    return home / "outbox" / label(month) / f"{code}_{name}"


def county_outbox(home: Path, month: date) -> Path:
    return home / "outbox" / label(month) / "county"
