"""Which number a household had in each month: followed back through moves and new numbers, and forward from an old number to the present one."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import duckdb

from lowincome import identity, policy
from lowincome import month as months
from lowincome.errors import ReportError
from lowincome.reports import query
from lowincome.reports.query import Row

# what this file's readers join with: the household's number month by month
TRAIL = "trail AS (SELECT unnest($months::DATE[]) AS month, unnest($numbers::VARCHAR[]) AS household_id)"


@dataclass(frozen=True)
class Trail:
    """numbers: month → number of the household then, for every month held up to the one asked for. cases: all that ever were its own."""

    con: duckdb.DuckDBPyConnection
    month: date
    numbers: dict[date, str]

    @property
    def number(self) -> str:
        """The number it has now, or had last."""
        return self.numbers[max(self.numbers)]

    def rows(self, select: str, **values: Any) -> list[Row]:
        """The rows of a SELECT that joins `trail`."""
        given = {"months": list(self.numbers), "numbers": list(self.numbers.values()), **values}
        return query.rows(self.con, f"WITH {TRAIL} {select}", given)

    @cached_property
    def homes(self) -> list[Row]:
        """The household's rows on the rosters, month by month."""
        return self.rows(
            "SELECT h.* FROM core.household_month AS h INNER JOIN trail AS t ON h.month = t.month AND h.household_id = t.household_id ORDER BY h.month"
        )

    @cached_property
    def people(self) -> list[Row]:
        """Its people, month by month. `who` is the same for one person throughout, also where the number was corrected."""
        found = self.rows(
            """
            SELECT p.*
            FROM core.person_month AS p
            INNER JOIN trail AS t ON p.month = t.month AND p.household_id = t.household_id
            ORDER BY p.month, p.row_number, p.person_id
            """
        )
        corrected = query.rows(
            self.con,
            "SELECT month, person_before, person_after FROM mart.roster_pair WHERE unit = '人' AND month <= ? AND person_before <> person_after",
            [self.month],
        )
        later = {(row["month"], row["person_before"]): row["person_after"] for row in corrected}
        numbered = [{**row, "who": _forward(row["person_id"], row["month"], later, self.numbers)} for row in found]
        return [{**row, "who": who} for row, who in zip(numbered, _persons(numbered), strict=True)]

    @cached_property
    def labels(self) -> dict[str, str]:
        """`案1` for the oldest, and so on: the cases that were the household's in some month, also before they came to it, by their numbers."""
        found = self.rows(
            """
            SELECT s.case_id, min(s.opened_on) AS opened_on
            FROM mart.case_state AS s
            INNER JOIN trail AS t ON s.month = t.month AND s.household_id = t.household_id
            GROUP BY s.case_id
            ORDER BY opened_on, s.case_id
            """
        )
        return {row["case_id"]: f"案{place}" for place, row in enumerate(found, start=1)}

    @property
    def cases(self) -> list[str]:
        """Their numbers."""
        return list(self.labels)

    @cached_property
    def compared_on(self) -> dict[date, date]:
        """The day of each month's run: the day after the deadline; the last day of a month that has none."""
        regions = {row["month"]: row["region"] for row in query.rows(self.con, "SELECT month, region FROM mart.month_run", [])}
        deadlines = {month: policy.submission_deadline(month, regions[month]) if month in regions else None for month in self.numbers}
        return {month: day + timedelta(days=1) if day else months.last_day(month) for month, day in deadlines.items()}


def trace(con: duckdb.DuckDBPyConnection, household_id: str, month: date) -> Trail:
    """The household's trail up to a month; household_id may be a number it had before.

    Errors: ReportError when no roster and no case up to the month knows the number.
    """
    held = con.execute(
        "SELECT month FROM core.household_month WHERE month <= $month UNION SELECT month FROM mart.case_state WHERE month <= $month ORDER BY month",
        {"month": month},
    ).fetchall()
    seen = con.execute(
        """
        SELECT max(month) FROM core.household_month WHERE household_id = $number AND month <= $month
        UNION ALL SELECT max(month) FROM mart.case_state WHERE household_id = $number AND month <= $month
        """,
        {"number": household_id, "month": month},
    ).fetchall()
    last_on_roster, last_in_cases = (found for (found,) in seen)
    if not last_on_roster and not last_in_cases:
        label = months.label(month)
        raise ReportError(
            f"户编号「{identity.mask_text(household_id)}」到 {label} 为止不在任何一月的名册里,也没有个案。请核对户编号和月份。"
        )
    renumbered = query.rows(
        con,
        """
        SELECT month, household_before, household_after
        FROM mart.roster_pair
        WHERE unit = '户' AND month <= ? AND household_before <> household_after
        """,
        [month],
    )
    spans = [found for (found,) in held]
    later = {(row["month"], row["household_before"]): row["household_after"] for row in renumbered}
    earlier = {(row["month"], row["household_after"]): row["household_before"] for row in renumbered}
    number = _forward(household_id, last_on_roster or last_in_cases, later, spans)
    numbers = {}
    for one in reversed(spans):
        numbers[one] = number
        number = earlier.get((one, number), number)
    return Trail(con, month, dict(sorted(numbers.items())))


def _persons(people: list[Row]) -> list[str]:
    """Whom each row is about: by number, or by the name where nobody else of the household ever had it in the same month."""
    seen = Counter((row["month"], row["name"]) for row in people)
    doubled = {name for (_, name), times in seen.items() if times > 1 or name is None}
    by_name: dict[str, str] = {}
    by_number: dict[str, str] = {}
    for row in people:
        number: str = row["who"]
        person: str = by_number.get(number, number)
        if row["name"] not in doubled:
            person = by_name.setdefault(row["name"], person)
        by_number.setdefault(number, person)
    return [by_number[row["who"]] for row in people]


def _forward(number: str, since: date, later: dict[tuple[date, str], str], spans: Iterable[date]) -> str:
    """What a number of that month has become by the last of the months."""
    for month in spans:
        if month > since:
            number = later.get((month, number), number)
    return number
