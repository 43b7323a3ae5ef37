"""Where the facts about one household stand: file, sheet, row and column, by what `lineage` says a figure is made of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import duckdb

from lowincome import lineage
from lowincome.intake.form import SHEETS
from lowincome.lineage import Column
from lowincome.reports import query, words
from lowincome.reports.query import Row

# sheets of the township's own workbook, by the table of stg that reads them
OWN = {"stg.household": "household", "stg.person": "member", "stg.change": "change"}
# which row or file counts says nothing about the household itself
SILENT = {"stg.feed_standing", "stg.standing", "stg.taken", "stg.quarantined_household"}
# figures of the whole household, whoever is asked about
WHOLE = {"core.household_month", "core.household_fact", "core.income_account"}
ARRIVALS = "名册和部门数据的到达情况"
PARAMETER = "政策参数(见下)"


@dataclass(frozen=True)
class Sources:
    """One household in one month. household: its row of core.household_month; members: those of core.person_month, by person.

    compared: the extracts the rule says it compares with. Every match of a person rests on all extracts; only these say something here.
    """

    con: duckdb.DuckDBPyConnection
    month: date
    household: Row
    members: dict[str, Row]
    compared: frozenset[str]

    def of(self, columns: Iterable[Column], member: Row | None) -> list[str]:
        """Each place once, in a fixed order. A member narrows it to his own rows."""
        headings: dict[tuple[str, bool, bool], set[str]] = {}
        for column in columns:
            for leaf in lineage.staged(column):
                key = (leaf.table, leaf.is_earlier, column.table in WHOLE)
                headings.setdefault(key, set()).update(lineage.cells(leaf.table, leaf.name))
        found = [
            place
            for (table, is_earlier, is_whole), named in sorted(headings.items())
            for place in self._place(table, is_earlier, named, None if is_whole else member)
        ]
        return list(dict.fromkeys(found)) or [ARRIVALS]

    def _place(self, table: str, is_earlier: bool, headings: set[str], member: Row | None) -> list[str]:
        if table.startswith("ref."):
            return [PARAMETER]
        if table in SILENT or not table.startswith("stg.") or (table not in OWN and table.removeprefix("stg.") not in self.compared):
            return []
        columns = f"「{'、'.join(sorted(headings))}」栏" if headings else ""
        if is_earlier:
            return [f"以前月份{self._sheet(table)}{columns}"]
        if table in OWN:
            return self._own(table, columns, member)
        return self._feed(table.removeprefix("stg."), columns, member)

    def _sheet(self, table: str) -> str:
        return f"报送表「{SHEETS[OWN[table]]}」" if table in OWN else f"{self._title(table.removeprefix('stg.'))}"

    def _own(self, table: str, columns: str, member: Row | None) -> list[str]:
        sheet = SHEETS[OWN[table]]
        if table == "stg.change":
            rows = query.rows(
                self.con,
                "SELECT submission_id, row_number FROM stg.change WHERE month = ? AND household_id = ? ORDER BY row_number",
                [self.month, self.household["household_id"]],
            )
        else:
            rows = [self.household] if table == "stg.household" else [member] if member else list(self.members.values())
        return _grouped([(self._file(row["submission_id"]), row["row_number"]) for row in rows], f"「{sheet}」", columns)

    def _feed(self, feed: str, columns: str, member: Row | None) -> list[str]:
        standing = self._standing.get(feed)
        if not standing or not standing["is_compared"]:
            return [f"未比对:{self._title(feed)}本月没有收到"]
        rows = query.rows(
            self.con,
            """
            SELECT m.submission_id, m.row_number, min(r.sheet) AS sheet
            FROM core.match AS m
            LEFT JOIN raw.feed AS r ON m.submission_id = r.submission_id AND m.row_number = r.row_number
            WHERE m.month = ? AND m.feed = ? AND m.household_id = ? AND m.result = '已比中' AND (?::VARCHAR IS NULL OR m.person_id = ?)
            GROUP BY m.submission_id, m.row_number
            ORDER BY m.submission_id, m.row_number
            """,
            [self.month, feed, self.household["household_id"], *[member["person_id"] if member else None] * 2],
        )
        if not rows:
            return [f"{self._title(feed)}:{self._file(standing['submission_id'])} 里没有比中的行"]
        sheet = f"「{rows[0]['sheet']}」" if rows[0]["sheet"] else ""
        return _grouped([(self._file(row["submission_id"]), row["row_number"]) for row in rows], sheet, columns)

    def feeds(self, names: list[str]) -> list[dict[str, str]]:
        """Every extract the rule compares with: came, or 未比对."""
        told = []
        for feed in names:
            standing = self._standing.get(feed)
            came = bool(standing and standing["is_compared"])
            state = (
                f"{words.day(standing['known_on'])} 收到,{self._file(standing['submission_id'])}" if standing and came else "本月没有收到"
            )
            told.append({"title": self._title(feed), "state": "已比对" if came else "未比对", "detail": state})
        return told

    def blank(self, columns: Iterable[Column], member: Row | None) -> list[str]:
        """What is not known among the columns: the sheet's headings left empty, extracts not received."""
        found: list[str] = []
        for column in sorted(columns):
            if column.is_earlier:
                continue
            for leaf in sorted(lineage.staged(column)):
                feed = leaf.table.removeprefix("stg.")
                if leaf.table in OWN:
                    found += self._empty(leaf, member)
                elif feed in self.compared and feed in self._standing and not self._standing[feed]["is_compared"]:
                    found.append(f"{self._title(feed)}本月没有收到(未比对)")
        return list(dict.fromkeys(found))

    def _empty(self, leaf: Column, member: Row | None) -> list[str]:
        """The heading, where the household's own row has nothing under it; a member's status left blank means nothing changed."""
        rows = {"stg.household": [self.household], "stg.person": [member] if member else []}.get(leaf.table, [])
        headings = sorted(lineage.cells(leaf.table, leaf.name))
        is_empty = leaf.name != "status" and any(leaf.name in row and row[leaf.name] is None for row in rows)
        return [f"报送表「{SHEETS[OWN[leaf.table]]}」的「{'、'.join(headings)}」没有填、未核或读不出"] if is_empty and headings else []

    def _title(self, feed: str) -> str:
        standing = self._standing.get(feed)
        return f"{standing['department']}「{standing['title']}」" if standing else feed

    @cached_property
    def _standing(self) -> dict[str, Row]:
        found = query.rows(self.con, "SELECT * FROM stg.feed_standing WHERE month = ?", [self.month])
        return {row["feed"]: row for row in found}

    def _file(self, submission_id: str | None) -> str:
        found = query.rows(self.con, "SELECT file_name FROM raw.submission WHERE submission_id = ?", [submission_id])
        return words.shown(found[0]["file_name"]) if found else "来源文件已不在登记"


def _grouped(rows: list[tuple[str, int]], sheet: str, columns: str) -> list[str]:
    """One line a file: its rows, and the column."""
    files: dict[str, list[int]] = {}
    for file, row in rows:
        files.setdefault(file, []).append(row)
    return [f"{file}{sheet or ' '}第 {'、'.join(map(str, sorted(numbers)))} 行{columns}" for file, numbers in files.items()]
