"""What the 名册指纹 tells the door: another month's workbook, another township's, rows added by hand, nothing filled in."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from factories import TOWNSHIP, household, household_id, member, write_form
from intake.sending import send
from lowincome.intake import prefill

JUNE = date(2021, 6, 1)
IDS = [household_id(n) for n in (1, 2, 3)]
GIVEN = prefill.fingerprint(JUNE, IDS, 3)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home that knows what the township was given for June: three households."""
    monkeypatch.setenv("LOWINCOME_HOME", str(tmp_path / "home"))
    register = prefill.register_path(tmp_path / "home", JUNE, TOWNSHIP)
    register.parent.mkdir(parents=True)
    content = {
        "fingerprint": GIVEN,
        "month": "2021-06",
        "households": IDS,
        "persons": 3,
        "earlier": [prefill.fingerprint(JUNE, IDS[:2], 2)],
    }
    register.write_text(json.dumps(content), encoding="utf-8")
    return tmp_path / "home"


def said(home: Path, tmp_path: Path, fingerprint: str = GIVEN, more: tuple[int, ...] = (), **over: Any) -> dict[str, tuple[str, str]]:
    """What the door says of a workbook with the three households, and more, beyond 接收: check → (severity, message)."""
    houses = [household(n) for n in (1, 2, 3)] + [household(n, **over) for n in more]
    path = write_form(tmp_path / "form.xlsx", TOWNSHIP, "2021-06", houses, [member(one) for one in houses], cover={"名册指纹": fingerprint})
    return {one["check_id"]: (one["severity"], one["message_zh"]) for one in send(home, path)[1]}


def test_what_was_given_comes_back_without_a_word(home: Path, tmp_path: Path) -> None:
    assert said(home, tmp_path) == {}


def test_one_given_before_and_replaced_is_ours_too(home: Path, tmp_path: Path) -> None:
    assert said(home, tmp_path, prefill.fingerprint(JUNE, IDS[:2], 2)) == {}


def test_without_a_fingerprint_nothing_is_asked(home: Path, tmp_path: Path) -> None:
    assert said(home, tmp_path, "", more=(4,)) == {}


def test_mays_workbook_with_june_written_over_it_is_recognised(home: Path, tmp_path: Path) -> None:
    severity, message = said(home, tmp_path, prefill.fingerprint(date(2021, 5, 1), IDS, 3))["workbook_of_another_month"]
    assert severity == "warning"
    assert message == "这是 2021-05 的报送表,「说明」里的月份却写着 2021-06。"


@pytest.mark.parametrize("fingerprint", [prefill.fingerprint(JUNE, IDS[:1], 1), "2021-06", "改过了"])
def test_another_townships_workbook_or_a_fingerprint_typed_over_is_asked_about(home: Path, tmp_path: Path, fingerprint: str) -> None:
    assert said(home, tmp_path, fingerprint)["fingerprint_differs"] == ("warning", "「说明」里的名册指纹,不是 2021-06 发给香水镇的那一份。")


def test_rows_added_by_hand_are_counted_and_allowed(home: Path, tmp_path: Path) -> None:
    assert said(home, tmp_path, more=(4, 5), 本月变化="新增")["households_added"] == ("info", "名册里手工增加了 2 户。")


def test_rows_added_without_a_word_are_named(home: Path, tmp_path: Path) -> None:
    found = said(home, tmp_path, more=(4, 5))["households_added"]
    assert found[1] == "名册里手工增加了 2 户,其中 2 户的「本月变化」没有选「新增」。"


def test_a_workbook_sent_back_untouched_is_told_so(home: Path, tmp_path: Path) -> None:
    houses = [household(n, 本月变化=None) for n in (1, 2, 3)]
    path = write_form(tmp_path / "form.xlsx", TOWNSHIP, "2021-06", houses, [member(one) for one in houses], cover={"名册指纹": GIVEN})
    summary, findings = send(home, path)
    assert summary["status"] == "接收有提示"
    assert [one["message_zh"] for one in findings] == ["3 户的「本月变化」一户也没有选,看上去是下发的表原样交了回来。"]


def test_some_households_without_a_word_do_not_hold_up_the_others(home: Path, tmp_path: Path) -> None:
    houses = [household(1, 本月变化=None), household(2), household(3)]
    path = write_form(tmp_path / "form.xlsx", TOWNSHIP, "2021-06", houses, [member(one) for one in houses], cover={"名册指纹": GIVEN})
    summary, findings = send(home, path)
    assert summary["status"] == "接收"
    assert [one["message_zh"] for one in findings] == ["还有 1 户(共 3 户)没有选「本月变化」。"]


def test_two_lists_that_differ_in_one_household_differ_in_their_fingerprint() -> None:
    others = [prefill.fingerprint(JUNE, [*IDS[:2], household_id(9)], 3), prefill.fingerprint(date(2021, 7, 1), IDS, 3)]
    assert GIVEN not in others
    assert prefill.fingerprint(JUNE, reversed(IDS), 3) == GIVEN
    assert GIVEN.startswith("2021-06-3户3人-")
