"""One small county, told once for all tests: what was sent, and the clean rows before any slip."""

from collections import defaultdict
from datetime import date

import pytest

from lowincome import month as months
from lowincome.example import department_files, department_truth, rows, sendings, story

HOUSEHOLDS = 400
YEAR = months.between(date(2020, 7, 1), date(2021, 6, 1))
SPRING = months.between(date(2021, 3, 1), date(2021, 6, 1))


@pytest.fixture(scope="session")
def sent():
    """Every file of the year as rows, with the slips in it."""
    return list(sendings(YEAR, HOUSEHOLDS))


@pytest.fixture(scope="session")
def clean():
    """Month → sheet key → rows of the whole county, as a careful clerk would have written them."""
    return {month: rows.sheets(homes, month) for month, homes in story.tell(YEAR[-1], HOUSEHOLDS)}


@pytest.fixture(scope="session")
def extracts():
    """(feed, month) → what was sent from March to June."""
    return {(extract.feed, extract.month): extract for extract in department_files(SPRING, HOUSEHOLDS)}


@pytest.fixture(scope="session")
def truths():
    found = defaultdict(list)
    for row in department_truth(SPRING, HOUSEHOLDS):
        found[row.feed, row.month].append(row)
    return found


@pytest.fixture(scope="session")
def roster():
    """The county's households at the end of June."""
    *_, (_, homes) = story.tell(SPRING[-1], HOUSEHOLDS)
    return homes
