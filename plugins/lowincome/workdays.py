"""Public holidays and make-up working days of mainland China, as the State Council publishes them a year at a time.

They come from the library `chinesecalendar`; a new year is a new version of it in `requirements.in`. Nothing here reads the clock.
"""

from typing import Any

import chinese_calendar


def params() -> dict[str, Any]:
    """What `ref.calendar_day` is made from: days off, weekend days worked instead, and the years whose arrangement is published.

    A year that is not among them is not known, whatever its weekdays suggest.
    """
    years = {day.year for day in chinese_calendar.holidays}
    return {
        "public_holidays": sorted(chinese_calendar.holidays),
        "makeup_days": sorted(chinese_calendar.workdays),
        "published_years": sorted(years),
    }
