"""Months and clocks. A month is the date of its first day; local time is Asia/Shanghai.

This is the only module that turns a moment into a month, and nothing here reads the clock.
"""

import calendar
import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from lowincome.errors import LowIncomeError

LOCAL = ZoneInfo("Asia/Shanghai")
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


def parse(text: str) -> date:
    """`2021-06` → 2021-06-01. Anything else is refused, so that a typing slip never runs another month."""
    match = _MONTH.fullmatch(text.strip())
    if not match:
        raise LowIncomeError(f"月份应写作 YYYY-MM(例如 2021-06),收到的是「{text}」。")
    return date(int(match[1]), int(match[2]), 1)


def label(month: date) -> str:
    """2021-06-01 → `2021-06`, the form used in file names, parameters and partition keys."""
    return month.strftime("%Y-%m")


def last_day(month: date) -> date:
    """The last day of the month, itself still inside it."""
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def add(month: date, months: int) -> date:
    """The month so many months later (earlier when negative)."""
    index = month.year * 12 + month.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def between(first: date, last: date) -> list[date]:
    """Every month from first to last, both included."""
    months = []
    while first <= last:
        months.append(first)
        first = add(first, 1)
    return months


def of_moment(moment: datetime) -> date:
    """The local month a moment falls in: 2021-05-31 16:30 UTC is already June in Shanghai."""
    return local(moment).date().replace(day=1)


def local(moment: datetime) -> datetime:
    """The moment in local time; one without a zone is taken as local already."""
    return moment.replace(tzinfo=LOCAL) if moment.tzinfo is None else moment.astimezone(LOCAL)


def resolve(param: str | None, partition_key: str | None, run_after: datetime) -> date:
    """The month a run is about: the param if given, else the partition key, else the month of the run's own date."""
    return parse(param or partition_key or label(of_moment(run_after)))
