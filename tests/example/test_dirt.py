"""The slips are all there, each is where its note says, and the files come as the calendar and its exceptions say."""

from datetime import date, datetime, timedelta

import pytest

from lowincome.example import sendings

KINDS = """
wrong_check_digit missing_optional missing_income duplicate_row person_in_two_townships two_heads member_without_household
household_without_members full_width lower_case_x blank_inside date_form impossible_date text_in_number negative_amount formula_text
id_as_number change_forgotten
""".split()
MARCH, NOVEMBER, JUNE = date(2021, 3, 1), date(2020, 11, 1), date(2021, 6, 1)


def notes(sent, kind):
    return [(sending, note) for sending in sent for note in sending.blemishes if note.kind == kind]


@pytest.mark.parametrize("kind", KINDS)
def test_the_slip_is_there_most_months(sent, kind):
    assert len({sending.month for sending, _ in notes(sent, kind)}) >= 10


def test_no_slip_is_unknown(sent):
    assert {note.kind for sending in sent for note in sending.blemishes} == set(KINDS)


def test_slips_are_few(sent):
    """Given a county too small for whole slips, then still fewer than three rows in a hundred have one."""
    rows = sum(len(rows) for sending in sent for rows in sending.sheets.values())
    assert sum(len(sending.blemishes) for sending in sent) < 0.03 * rows


def test_every_note_says_where_and_what(sent):
    """The last note about a cell is what stands in it."""
    for sending in sent:
        last = {(note.sheet, note.row, note.column): note for note in sending.blemishes if note.row is not None}
        for (sheet, row, column), note in last.items():
            assert sending.sheets[sheet][row][column] == note.after, note.kind
        assert {(note.township, note.month) for note in sending.blemishes} <= {(sending.township_code, sending.month)}


def test_one_person_stands_in_the_files_of_two_townships(sent):
    for month in sorted({sending.month for sending in sent} - {MARCH, JUNE}):
        county = [sending for sending in sent if sending.month == month]
        for _, note in notes(county, "person_in_two_townships"):
            holders = [s.township_code for s in county if any(row["证件号码"] == note.after for row in s.sheets["member"])]
            # another slip may have hidden one of the two
            assert note.township in holders or any(other.before == note.after for s in county for other in s.blemishes)
    assert len(notes(sent, "person_in_two_townships")) >= 20


def test_a_formula_is_only_text_in_a_name(sent):
    found = notes(sent, "formula_text")
    assert {note.column for _, note in found} == {"姓名"}
    assert all(str(note.after).startswith(("=", "+")) for _, note in found)
    assert len({(sending.month, sending.version) for sending, _ in found}) == len(found)


# ---- who sends when


def test_every_township_sends_every_month_but_for_the_exceptions(sent):
    assert len(sent) == 12 * 7 - 1 + 1
    assert sum(sending.month == MARCH for sending in sent) == 6


def test_files_come_between_the_18th_and_the_25th_but_for_the_late_ones(sent):
    late = {(sending.month, sending.received_at.day) for sending in sent if sending.received_at.day > 25}
    assert late == {(NOVEMBER, 28), (JUNE, 27)}
    assert min(sending.received_at.day for sending in sent) >= 18
    assert all(sending.received_at.utcoffset() == timedelta(hours=8) and isinstance(sending.received_at, datetime) for sending in sent)


def test_the_second_version_mends_what_the_first_had(sent):
    first, second = (sending for sending in sent if sending.month == JUNE and sending.township_code == "640424101")
    assert (first.version, second.version) == (1, 2)
    assert first.received_at < second.received_at
    mended = first.blemishes[len(second.blemishes) :]
    assert first.blemishes[: len(second.blemishes)] == second.blemishes
    assert len(mended) >= 8
    assert sum(second.sheets[note.sheet][note.row][note.column] != note.after for note in mended) >= 8


def test_no_county_is_too_small():
    for sending in sendings([date(2020, 7, 1)], 8):
        assert set(sending.sheets) == {"household", "member", "change", "feedback"}
