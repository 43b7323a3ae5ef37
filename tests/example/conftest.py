"""One small county, told once for all tests: what was sent, and the clean rows before any slip."""

from datetime import date

import pytest

from lowincome import month as months
from lowincome.example import rows, sendings, story

HOUSEHOLDS = 400
YEAR = months.between(date(2020, 7, 1), date(2021, 6, 1))


@pytest.fixture(scope="session")
def sent():
    """Every file of the year as rows, with the slips in it."""
    return list(sendings(YEAR, HOUSEHOLDS))


@pytest.fixture(scope="session")
def clean():
    """Month → sheet key → rows of the whole county, as a careful clerk would have written them."""
    return {month: rows.sheets(homes, month) for month, homes in story.tell(YEAR[-1], HOUSEHOLDS)}
