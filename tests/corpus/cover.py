"""说明: whose workbook of which month it says to be, and the fingerprint of what was given out."""

from datetime import date
from typing import Any

from corpus.homes import FINGERPRINT
from corpus.mutation import GIVEN, RETURNED, TAKEN, WITH_NOTES, form, understood
from factories import household, member
from lowincome.intake import form as sheets
from lowincome.intake import prefill

LATE, NEXT = "2021-06-26T09:00", "2021-07-03T09:00"


def said(**cover: Any) -> dict[str, Any]:
    return {"writing": {"cover": cover}}


def moved(book: Any) -> None:
    book["说明"].insert_rows(1, 2)


def aside(book: Any) -> None:
    book["说明"].insert_cols(2)


def dated(book: Any) -> None:
    book["说明"]["B4"] = date(2021, 6, 1)


def keys(old: str, new: str) -> Any:
    def edit(book: Any) -> None:
        for row in range(1, 6):
            if book["说明"].cell(row, 1).value == old:
                book["说明"].cell(row, 1).value = new

    return edit


def third(rows: dict[str, Any]) -> None:
    one = household(3)
    rows["household"].append(one)
    rows["member"].append(member(one))


def silent(*places: int) -> Any:
    return lambda rows: [rows["household"][place].update({"本月变化": None}) for place in places]


MUTATIONS = [
    *(
        form(f"说明 without {key}", RETURNED, "cover_key_missing", rows=6 if key not in ("乡镇代码", "月份") else 0, **said(**{key: None}))
        for key in sheets.COVER_KEYS
    ),
    form("two rows above 说明's own", RETURNED, "cover_key_missing", book=moved, rows=0),
    form("the words of 说明 one column to the right", RETURNED, "township_unknown", "month_unreadable", book=aside, rows=0),
    form("月份: instead of 月份", RETURNED, "cover_key_missing", book=keys("月份", "月份:"), rows=0),
    # township
    *(understood(f"乡镇代码 {code!r}", **said(乡镇代码=code)) for code in (" ６４０４２４１００\n", 640424100)),
    *(
        form(f"乡镇代码 {code!r}", RETURNED, "township_unknown", rows=0, **said(乡镇代码=code))
        for code in ("640522100", "640424", "640424100000", "香水镇", "", "640424100-1", 64.04)
    ),
    form("乡镇代码 of another township", RETURNED, "another_township", **said(乡镇代码="640424101", 乡镇名称="泾河源镇")),
    form("乡镇名称 of another township", WITH_NOTES, "township_name_differs", reads_same=True, **said(乡镇名称="黄花乡")),
    # month
    understood("月份 a date cell", book=dated),
    *(
        form(f"月份 {stated!r}", RETURNED, "month_unreadable", rows=0, **said(月份=stated))
        for stated in ("2021-13", "2021-6", "2021年6月", "202106", 202106, "2021/06", "2021-06-15", "六月", "", "本月", "2021-00")
    ),
    form("月份 of next month", RETURNED, "month_in_future", rows=0, month="2021-07"),
    form("月份 of next year", RETURNED, "month_in_future", rows=0, month="2022-06"),
    form("月份 of last month with this month's visits", WITH_NOTES, "visits_in_another_month", "date_in_future", month="2021-05"),
    form("月份 of twelve years ago", WITH_NOTES, "visits_in_another_month", "date_in_future", month="2009-06"),
    form("sent on the 26th", TAKEN, received_at=LATE, reads_same=True),
    # the rest
    form("模板版本 2", TAKEN, "version_differs", reads_same=True, **said(模板版本="2")),
    understood("a fingerprint where nothing was given out", **said(名册指纹="改过了")),
    form(
        "a fingerprint of May",
        WITH_NOTES,
        "workbook_of_another_month",
        reads_same=True,
        **said(名册指纹=prefill.fingerprint(date(2021, 5, 1), ["a"], 4)),
    ),
    form("the workbook that was given out", TAKEN, home=GIVEN, reads_same=True, **said(名册指纹=FINGERPRINT)),
    form(
        "the fingerprint in full width with blanks",
        TAKEN,
        home=GIVEN,
        reads_same=True,
        **said(名册指纹=f" {FINGERPRINT.replace('2', '２')} "),
    ),
    form(
        "another fingerprint than was given out",
        WITH_NOTES,
        "fingerprint_differs",
        home=GIVEN,
        reads_same=True,
        **said(名册指纹="2021-06-1户1人-000000000000"),
    ),
    form("a household added by hand", TAKEN, "households_added", home=GIVEN, do=third, rows=8, **said(名册指纹=FINGERPRINT)),
    form("本月变化 empty everywhere", WITH_NOTES, "nothing_said", home=GIVEN, do=silent(0, 1), **said(名册指纹=FINGERPRINT)),
    form("本月变化 empty once", TAKEN, "not_all_said", home=GIVEN, do=silent(0), **said(名册指纹=FINGERPRINT)),
]
