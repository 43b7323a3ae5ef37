"""Departments' files: each kind with a mistake for every check of its suite, and one kind in the shapes that offices send."""

from functools import cache
from typing import Any

from corpus.mutation import PARTLY, RETURNED, TAKEN, WITH_NOTES, Mutation, file
from exchange.old_lists import as_csv, as_page, as_xls, as_xlsx
from factories import id_number
from intake.test_feeds import GOOD, HEAD, LOST, sample
from lowincome import contract
from lowincome.intake import feed
from lowincome.paths import EXPECTATIONS

Cells = list[list[str]]
TITLE = ["2021年6月", *[""] * 4]
WRONG = {"day": ("昨天", "2031-01-01"), "amount": ("若干", "-1"), "whole": ("几", "-1"), "id": (LOST, id_number(9)[:17])}


def suite(kind: feed.Feed) -> tuple[str, ...]:
    expectations = contract.load_suite(EXPECTATIONS / "2_staging" / f"{kind.feed}.json")["expectations"]
    return tuple(sorted({one["meta"]["check_id"] for one in expectations}))


@cache
def every_mistake(kind: feed.Feed) -> Cells:
    """A good row, one for each way its columns can be wrong, a repeated one, two that contradict each other, one about nobody; then good ones."""
    rows = [sample(kind)]
    for place, column in enumerate(kind.columns):
        is_coded = column.words or column.kind in ("yes", "level")
        wrong = ("胡写",) if is_coded else WRONG.get(column.kind, ())
        for value in (*wrong, "") if column.is_required or column.kind == "id" else wrong:
            rows.append(told_apart(kind, sample(kind, **{column.title: value}), len(rows), place))
    rows += [sample(kind), sample(kind, **{kind.columns[-1].title: ""}), ["" for _ in kind.columns[:-1]] + [rows[0][-1]]]
    return [[column.title for column in kind.columns], *rows, *(told_apart(kind, sample(kind), 100 + n, None) for n in range(len(rows)))]


def told_apart(kind: feed.Feed, row: list[str], number: int, but: int | None) -> list[str]:
    """The row about somebody else, so that no two speak of the same."""
    names = [place for place, column in enumerate(kind.columns) if column.kind in ("name", "text") and place != but]
    told = [f"{cell}{number}" if place in names and cell else cell for place, cell in enumerate(row)]
    # what is about a month is told apart by the month
    return [f"{2000 + number // 12}-{number % 12 + 1:02}", *told[1:]] if kind.columns[0].kind == "month" and but != 0 else told


def named(kind: feed.Feed) -> str:
    return f"extract: {kind.title}, every mistake there is"


def extract(what: str, status: str, *checks: str, rows: int = 2, data: Any, **more: Any) -> Mutation:
    return file(f"extract: {what}", status, *checks, data=data, rows=rows, **more)


def with_row(*cells: str) -> bytes:
    return as_csv([TITLE, HEAD, *GOOD, list(cells)])


ALL = [TITLE, HEAD, *GOOD]
OWN = [["等级", "序号", "类别", "公民身份号码", "人员姓名"], ["一", "1", "视力", id_number(3), "丙"]]
MUTATIONS = [
    *(
        file(
            named(kind),
            PARTLY,
            *suite(kind),
            data=as_csv(every_mistake(kind)),
            rows=len(every_mistake(kind)) - 1,
        )
        for kind in feed.declared()
    ),
    *(
        extract(shape, TAKEN, data=data)
        for shape, data in {
            "UTF-8": as_csv(ALL),
            "GB18030": as_csv(ALL, "gb18030"),
            "UTF-16 with tabs": as_csv(ALL, "utf-16", "\t"),
            ".xlsx": as_xlsx(ALL),
            ".xls": as_xls(ALL),
            "a page called .xls": as_page(ALL),
            "no title, so of the month it came in": as_csv(ALL[1:]),
            "the header in the fifth row": as_csv([TITLE, *[["说明"]] * 3, *ALL[1:]]),
            "empty rows and columns": as_csv([[*one, "", ""] for one in (TITLE, HEAD, [""] * 5, *GOOD)]),
            "a column more": as_csv([[*one, "x"] for one in ALL]),
            "a second sheet of notes": as_xlsx(ALL, more={"备注": [["无"]]}),
            "days as Excel counts them": as_csv([TITLE, HEAD, [*GOOD[0][:4], "43833"], [*GOOD[1][:4], "44356.0"]]),
        }.items()
    ),
    extract("its own words for columns, in its own order", TAKEN, data=as_csv(OWN), rows=1),
    extract("a number of fifteen digits", TAKEN, data=with_row("丁", id_number(7)[:6] + id_number(7)[8:17], "肢体", "一", ""), rows=3),
    # returned whole
    extract("a column it needs is not there", RETURNED, "feed_unknown", data=as_csv([one[:3] for one in ALL[1:]]), rows=0),
    extract("only a header", RETURNED, "feed_empty", data=as_csv(ALL[:2]), rows=0),
    extract("a month to come", RETURNED, "feed_month_in_future", data=as_csv([["2021年12月"], *ALL[1:]])),
    extract("two months", RETURNED, "feed_months_differ", data=as_csv([["数据月份", *HEAD], ["2021-05", *GOOD[0]], ["2021-06", *GOOD[1]]])),
    extract("the cells one column off their headers", RETURNED, "feed_shifted", data=as_csv([HEAD, *([*one[1:], ""] for one in GOOD)])),
    extract("two encodings in one file", RETURNED, "feed_mixed_encodings", data=as_csv(ALL) + "王戊,,肢体,二,\n".encode("gb18030"), rows=0),
    extract(
        "not one good row",
        RETURNED,
        "feed_nothing_accepted",
        "id_digits_lost",
        "date_in_future",
        data=as_csv([HEAD, ["丙", LOST, "肢体", "一", ""], ["丁", id_number(3), "肢体", "一", "2031-07-01"]]),
    ),
    # one row
    *(
        extract(f"one row {what}", status, f"{check} 持证残疾人名册!{cell}", data=with_row(*row), rows=3)
        for what, row, status, check, cell in (
            ("whose number Excel cut", ("丙", LOST, "肢体", "一", ""), PARTLY, "id_digits_lost", "B5"),
            ("without a number", ("丙", "", "肢体", "一", ""), WITH_NOTES, "id_missing", "B5"),
            ("of a day to come", ("丙", id_number(3), "肢体", "一", "2031-07-01"), PARTLY, "date_in_future", "E5"),
            ("of no day", ("丙", id_number(3), "肢体", "一", "昨天"), WITH_NOTES, "date_unreadable", "E5"),
            ("of a kind of its own", ("丙", id_number(3), "怪病", "一", ""), WITH_NOTES, "word_not_allowed", "C5"),
            ("about nobody", ("", "", "肢体", "一", ""), PARTLY, "feed_key_missing", "A5"),
            ("that stands there already", tuple(GOOD[0]), PARTLY, "feed_row_repeated", "A5"),
            ("that says otherwise", (*GOOD[0][:3], "四", ""), PARTLY, "feed_answers_differ", "A5"),
        )
    ),
]
