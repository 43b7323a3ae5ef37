"""Two years of a small county in a closed loop, lived once for all tests of a module: three townships, three kinds of clerks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lowincome import month as months
from lowincome import paths
from lowincome.example import simulation
from pipeline import query

FIRST, COUNT, HOUSEHOLDS, TOWNSHIPS = date(2020, 7, 1), 24, 84, 3
WITH_LISTS = (1, 9)  # the months whose lists are really written: one that goes out, and the one that is refused


@dataclass(frozen=True)
class Lived:
    """The home it left, what was really so, and the months in order."""

    home: Path
    told: simulation.Told
    months: list[date]

    def ask(self, select: str, *values: Any) -> list[tuple[Any, ...]]:
        return query(paths.warehouse(self.home), select, list(values))


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    home = tmp_path_factory.mktemp("two_years")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOWINCOME_HOME", str(home))
        told = simulation.simulate(
            FIRST, COUNT, HOUSEHOLDS, townships=TOWNSHIPS, feeds=("rural_revitalisation",), lists=lambda index: index in WITH_LISTS
        )
        yield Lived(home, told, months.between(FIRST, months.add(FIRST, COUNT - 1)))
