"""Departments' files: all of them come, each as its office writes it, with known slips."""

import csv
import io
import re
import zipfile
from collections import Counter
from datetime import date

import pytest
import python_calamine
from stdnum.iso7064 import mod_11_2

from lowincome import month as months
from lowincome.example import department_files, department_truth, draw
from lowincome.example.departments import offices
from lowincome.paths import SQL

HOUSEHOLDS = 400
MARCH, MAY, JUNE = date(2021, 3, 1), date(2021, 5, 1), date(2021, 6, 1)
ONLY_IN_SOME_MONTHS = {"disaster"}
SLIPS = {"digits_swapped", "surname_changed", "number_missing", "blank_in_name", "x_missing", "lower_case_x", "old_number"}
NUMBER = re.compile(r"\d{15,17}[\dXx]?")


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """The files of May, by feed."""
    return {arrival.feed: arrival.path for arrival in draw(tmp_path_factory.mktemp("drawn"), [MAY], 60) if arrival.feed}


def grid(path):
    """The cells of a file as text, whatever its format."""
    if path.suffix == ".csv":
        data = path.read_bytes()
        encoding = "utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "gb18030" if "医保" in path.name else "utf-8"
        return list(csv.reader(io.StringIO(data.decode(encoding), newline="")))
    rows = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    return [[str(cell) for cell in row] for row in rows]


# ---- what comes, and when


def test_every_feed_comes_but_for_what_the_bureau_itself_decides():
    with (SQL / "0_reference" / "feeds.csv").open(encoding="utf-8-sig", newline="") as stream:
        known = [row["feed"] for row in csv.DictReader(stream)]
    assert sorted([*offices(), "ruling", "submission_decision", "case_decision", "list_approval"]) == sorted(known)


def test_all_come_every_month_but_for_education_in_june(extracts):
    for month in months.between(MARCH, JUNE):
        missing = offices().keys() - {feed for feed, when in extracts if when == month}
        assert missing - ONLY_IN_SOME_MONTHS == ({"education"} if month == JUNE else set())
    assert ("disaster", JUNE) in extracts


def test_nothing_came_before_march():
    assert list(department_files([date(2021, 2, 1)], 30)) == []


def test_files_come_on_the_days_of_their_office(extracts):
    for (feed, month), extract in extracts.items():
        office = offices()[feed]
        assert 5 <= int(office["first_day"]) <= extract.received_at.day <= int(office["last_day"]) <= 24
        assert months.of_moment(extract.received_at) == month


def test_no_row_tells_of_a_day_after_the_file_was_sent(extracts):
    for (feed, _), extract in extracts.items():
        for line in extract.lines:
            days = [value for column, value in line.cells.items() if column.endswith(("日期", "时间")) and value]
            assert all(day <= extract.received_at.date().isoformat() for day in days), feed


def test_columns_are_those_of_the_feed():
    with (SQL / "0_reference" / "feed_columns.csv").open(encoding="utf-8-sig", newline="") as stream:
        columns = list(csv.DictReader(stream))
    for feed, office in offices().items():
        own = [row for row in columns if row["feed"] == feed]
        names = {name: row["column"] for row in own for name in (row["column"], *row["synonyms"].split(";"))}
        sent = [header.partition("=") for header in office["headers"].split(";")]
        told = {header: canonical or header for header, _, canonical in sent}
        strange = {header for header, canonical in told.items() if names.get(header) != canonical}
        assert strange <= {"序号", "县(市、区、旗)"}, feed
        assert {row["column"] for row in own if row["is_required"] == "1"} <= set(told.values()), feed


def test_coded_cells_hold_the_words_of_the_feed(extracts):
    with (SQL / "0_reference" / "feed_columns.csv").open(encoding="utf-8-sig", newline="") as stream:
        coded = {(row["feed"], row["column"]): row["words"].split(";") for row in csv.DictReader(stream) if row["words"]}
    for (feed, _), extract in extracts.items():
        for line in extract.lines:
            assert all(
                value is None or (feed, column) not in coded or value in coded[feed, column] for column, value in line.cells.items()
            ), feed


def test_no_office_sends_last_months_file_again(extracts):
    """The door takes bytes that it has for no news."""
    for (feed, month), extract in extracts.items():
        later = extracts.get((feed, months.add(month, 1)))
        assert later is None or later.lines != extract.lines, feed


# ---- the same every time


def test_the_same_call_gives_the_same_bytes(drawn, tmp_path):
    again = {arrival.feed: arrival.path for arrival in draw(tmp_path, [MAY], 60) if arrival.feed}
    assert {feed: path.read_bytes() for feed, path in again.items()} == {feed: path.read_bytes() for feed, path in drawn.items()}


def test_no_file_knows_when_it_was_written(drawn):
    """Two writings within one second would agree by luck."""
    for path in drawn.values():
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as archive:
                assert set(re.findall(rb">(\d{4}-[^<]*)<", archive.read("docProps/core.xml"))) == {b"2020-01-01T00:00:00Z"}


def test_a_month_is_the_same_whether_asked_for_alone_or_with_others(extracts):
    alone = {(extract.feed, extract.month): extract for extract in department_files([MAY], HOUSEHOLDS)}
    assert alone == {key: extract for key, extract in extracts.items() if key[1] == MAY}


# ---- as each office writes it


@pytest.mark.parametrize("feed", list(offices()))
def test_the_file_says_what_was_drawn(drawn, feed):
    rows = grid(drawn[feed])
    extract = next(extract for extract in department_files([MAY], 60) if extract.feed == feed)
    top = 2 if feed == "rural_revitalisation" else 1
    assert rows[top - 1] == [header.partition("=")[0] for header in offices()[feed]["headers"].split(";")]
    assert len(rows) == top + len(extract.lines)
    numbers = [line.cells.get("证件号码") or line.cells.get("户主证件号码") or "" for line in extract.lines]
    assert [
        max([cell for cell in row if NUMBER.fullmatch(cell) and cell.startswith("640499")], default="") for row in rows[top:]
    ] == numbers


def test_formats_differ_by_office(drawn):
    assert drawn["medical_insurance"].read_bytes().decode("gb18030").startswith("人员姓名,公民身份号码")
    assert drawn["employment"].read_bytes().startswith("\ufeff姓名".encode())
    assert drawn["education"].read_bytes().decode("utf-8").startswith("学校名称")
    assert {path.suffix for feed, path in drawn.items() if feed not in ("medical_insurance", "employment", "education")} == {".xlsx"}
    assert grid(drawn["rural_revitalisation"])[0][0] == "泾源县2021年5月防返贫监测对象信息表"


def test_truth_counts_rows_as_the_file_does(drawn):
    grids = {feed: grid(path) for feed, path in drawn.items()}
    for row in department_truth([MAY], 60):
        if not row.slip:
            assert {row.name, row.id_number} <= {*grids[row.feed][row.row_number - 1], ""}, row.feed


# ---- invented people, known slips


def test_every_number_is_an_invented_one(extracts):
    for extract in extracts.values():
        for line in extract.lines:
            written = [str(value) for value in line.cells.values() if value and NUMBER.fullmatch(str(value)) and len(str(value)) != 16]
            assert all(number.startswith("640499") for number in [*written, *filter(None, [line.id_number])])
            assert not line.id_number or mod_11_2.is_valid(line.id_number)


def test_a_slip_is_what_its_note_says(extracts):
    seen = Counter()
    for (feed, _), extract in extracts.items():
        head = "户主" if feed in ("housing", "disaster") else ""
        for line in extract.lines:
            if not line.name:
                continue
            name, number = line.cells[f"{head}姓名"], line.cells[f"{head}证件号码"] or ""
            right = {
                "": (name, number) == (line.name, line.id_number),
                "digits_swapped": number != line.id_number and sorted(number) == sorted(line.id_number) and not mod_11_2.is_valid(number),
                "surname_changed": name != line.name and name[1:] == line.name[1:] and number == line.id_number,
                "number_missing": number == "" and bool(line.id_number),
                "blank_in_name": name.replace(" ", "") == line.name != name,
                "x_missing": f"{number}X" == line.id_number,
                "lower_case_x": number.endswith("x") and number.upper() == line.id_number,
                "old_number": len(number) == 15 and number == line.id_number[:6] + line.id_number[8:17],
            }
            assert right[line.slip], (feed, line.slip)
            seen[line.slip] += 1
    assert set(seen) == SLIPS | {""}
    for slip, share in (("digits_swapped", 0.006), ("surname_changed", 0.002), ("number_missing", 0.005)):
        assert 0.3 * share < seen[slip] / seen.total() < 2 * share, slip


def test_an_office_makes_the_same_slip_again_next_month(extracts):
    last, now = (
        {line.id_number: line.slip for line in extracts["medical_insurance", month].lines if line.id_number} for month in (MAY, JUNE)
    )
    assert len(last.keys() & now.keys()) > 900
    assert all(last[number] == now[number] for number in last.keys() & now.keys())


def test_some_are_not_of_ours_and_some_of_them_have_a_name_of_ours(truths, roster):
    names = {person.name for house in roster for person in house.people}
    numbers = {person.id_number for house in roster for person in house.people}
    strangers = [row for (_, month), rows in truths.items() if month == JUNE for row in rows if not row.household]
    assert all(row.id_number not in numbers and not row.is_on_roster for row in strangers)
    assert 0 < sum(row.name in names for row in strangers) < 0.5 * len(strangers)


def test_who_is_on_the_roster_is_said_truly(truths, roster):
    homes = {(house.number, person.id_number) for house in roster for person in house.people}
    for (_, month), rows in truths.items():
        if month == JUNE:
            assert all(((row.household, row.id_number) in homes) == row.is_on_roster for row in rows)
