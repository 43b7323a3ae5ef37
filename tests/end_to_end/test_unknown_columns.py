"""A survey that asks little: most columns stay empty. Every row is taken, and no rule fires where nothing is known."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from factories import household, member, write_form
from lowincome import paths, steps
from lowincome.intake import form, receive
from pipeline import query

ASKED = {
    "户编号",
    "户主姓名",
    "户主证件号码",
    "行政村",
    "城乡",
    "监测类别",
    "救助类别",
    "工资性收入",
    "经营净收入",
    "财产净收入",
    "转移净收入",
}
ASKED_OF_MEMBERS = {"户编号", "姓名", "证件号码", "与户主关系", "就业状况", "状态"}
# what these few columns suffice for
CAN_TELL = {"low_income_uncovered", "dibao_income_above_line", "duplicate_benefit", "identity_in_two_households"}


@pytest.fixture
def surveyed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LOWINCOME_HOME", str(tmp_path))
    unasked = {column: None for column in form.COLUMNS["household"] if column not in ASKED}
    unasked_of_members = {column: None for column in form.COLUMNS["member"] if column not in ASKED_OF_MEMBERS}
    homes = [
        household(n, **{**unasked, "工资性收入": 900 * n, "财产净收入": 0, "救助类别": "农村低保" if n % 5 == 0 else "无"})
        for n in range(1, 41)
    ]
    people = [member(one, n, **unasked_of_members) for one in homes for n in (1, 2)]
    path = paths.inbox(tmp_path) / "survey.xlsx"
    path.parent.mkdir(parents=True)
    write_form(path, "640424100", "2021-06", homes, people)
    for submission_id in receive.collect(tmp_path, datetime(2021, 6, 20, tzinfo=UTC)):
        steps.read_file(submission_id)
    steps.register()
    for step in (steps.stage, steps.judge, steps.assess, steps.follow):
        step("2021-06")
    return tmp_path


def test_every_row_is_taken(surveyed: Path) -> None:
    counts = query(paths.warehouse(surveyed), "SELECT rows_in, rows_accepted, rows_quarantined, rows_rejected FROM raw.submission")
    assert counts == [(120, 120, 0, 0)]


def test_unknown_is_null_not_zero(surveyed: Path) -> None:
    unknown = query(
        paths.warehouse(surveyed),
        "SELECT count(medical_yuan_12m), count(rigid_yuan_12m), count(housing_grade), count(has_safe_water), count(income_yuan_12m)"
        " FROM core.household_month",
    )
    assert unknown == [(0, 0, 0, 0, 40)]


def test_no_rule_fires_on_absence_of_data(surveyed: Path) -> None:
    fired = {row[0] for row in query(paths.warehouse(surveyed), "SELECT DISTINCT rule_id FROM rule.hit WHERE is_triggered")}
    assert fired <= CAN_TELL
    assert "low_income_uncovered" in fired
    told = query(
        paths.warehouse(surveyed),
        "SELECT DISTINCT is_triggered FROM rule.hit WHERE rule_id IN ('unsafe_water', 'dangerous_housing', 'medical_burden')",
    )
    assert told == [(None,)]
