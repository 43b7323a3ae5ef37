"""The households drawn at random, the ones they were drawn from, and what was really so in them in the month of the visit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import sqrt

from lowincome import month as months
from simulation.conftest import Lived

Draws = set[tuple[date, str, str]]  # month, township, household
POOL = """
SELECT c.month, c.township_code, c.household_id FROM core.household_month AS c
WHERE c.persons IS DISTINCT FROM 0
  AND (c.month, c.household_id) NOT IN (SELECT (month, household_id) FROM mart.case_before WHERE state NOT IN ('已销号', '已并案'))
  AND (c.month, c.household_id) NOT IN (SELECT (month, household_id) FROM rule.hit WHERE is_triggered AND household_id IS NOT NULL)
"""


@dataclass(frozen=True)
class Slice:
    """pool and drawn: whom it was possible to draw, and who was; is_needy: (month of the visit, household) → really in hardship."""

    pool: Draws
    drawn: Draws
    is_needy: dict[tuple[date, str], bool]

    def needy(self, households: Iterable[tuple[date, str, str]]) -> list[bool]:
        """Of those who were still there when the visitor came."""
        keys = [(months.add(month, 1), household) for month, _, household in households]
        return [self.is_needy[key] for key in keys if key in self.is_needy]

    def expected(self) -> float:
        """The share really in hardship in the pool, every township and month weighing as much as it was drawn from."""
        shares = []
        for month, township, _ in self.drawn:
            there = self.needy(one for one in self.pool if one[:2] == (month, township))
            shares += [sum(there) / len(there)] if there else []
        return sum(shares) / len(shares)


def of(lived: Lived) -> Slice:
    """The last month's draws are not visited any more and left out."""
    before_last = lived.months[:-1]
    pool = {row for row in lived.ask(POOL) if row[0] in before_last}
    drawn = {row for row in lived.ask("SELECT month, township_code, household_id FROM mart.random_draw") if row[0] in before_last}
    codes = set(lived.told.world.townships)
    return Slice(
        {row for row in pool if row[1] in codes},
        {row for row in drawn if row[1] in codes},
        {(one.month, one.household): bool(one.causes) for one in lived.told.truths},
    )


def wilson(hits: int, count: int) -> tuple[float, float]:
    """The 95 % interval, worked out here and not by the product."""
    z = 1.959964
    middle, width = hits / count + z * z / (2 * count), z * sqrt(hits / count * (1 - hits / count) / count + z * z / (4 * count * count))
    return (middle - width) / (1 + z * z / count), (middle + width) / (1 + z * z / count)
