"""The same households under other rules: nothing is lost on the way there and back, and what changes is what must."""

import hashlib
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner

from explain import world
from lowincome import cli, policy, time_machine, warehouse
from lowincome.errors import PolicyError, WarehouseError
from lowincome.time_machine import Comparison, RuleDifference

HEAD = ",".join(policy.COLUMNS)
END_OF_JUNE = date(2021, 6, 30)


def overlay(folder: Path, *rows: str, name: str = "试算") -> Path:
    path = folder / f"{name}.csv"
    path.write_text("\n".join([HEAD, *rows, ""]), encoding="utf-8-sig")
    return path


@cache
def compare(path: Path, as_of: date = END_OF_JUNE, region: str = world.REGION, changed: Path | None = None) -> Comparison:
    return time_machine.compare(path, world.MONTH, as_of, region, changed)


def by_rule(found: Comparison) -> dict[str, RuleDifference]:
    return {one.rule_id: one for one in found.rules}


def stored(path: Path) -> dict[str, set[str]]:
    with warehouse.reader(path) as con:
        rows = con.execute("SELECT rule_id, household_id FROM rule.hit WHERE month = ? AND is_triggered", [world.MONTH]).fetchall()
    found: dict[str, set[str]] = {}
    for rule_id, household_id in rows:
        found.setdefault(rule_id, set()).add(household_id)
    return found


def test_its_own_rules_give_what_the_warehouse_holds(path: Path) -> None:
    found = compare(path)
    assert {one.rule_id: set(one.now) for one in found.rules if one.now} == stored(path)
    for one in found.rules:
        assert (one.now, one.state_now) == (one.then, one.state_then)
    assert stored(path)["low_income_uncovered"] == {"H-poor"}


def test_nothing_is_written(path: Path) -> None:
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    compare(path, date(2020, 6, 30), "500153")
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before


def test_another_day_brings_the_rules_of_that_day(path: Path) -> None:
    found = by_rule(compare(path, date(2020, 6, 30)))
    assert (found["low_income_band"].state_now, found["low_income_band"].state_then) == ("施行", "未施行")
    assert found["low_income_band"].now == {"H-level3"}
    assert found["low_income_band"].then == frozenset()
    assert found["low_income_band"].lost == {"H-level3"}
    assert "自 2020-07-01 起有取值" in str(found["low_income_band"].reason_then)


def test_another_day_brings_its_lines_into_the_accounts_each_month_as_far_back_as_it_is(path: Path) -> None:
    """The line rose from 5400 to 6000 a year in July 2020: judged as in that July, the month before is judged as in June."""
    with warehouse.in_memory() as con:
        time_machine._copy(con, path, world.MONTH)
        time_machine._judge(con, world.MONTH, time_machine.Side(date(2020, 7, 1), world.REGION), policy.REFERENCE)
        lines = con.execute(
            "SELECT month, min(line_yuan_per_person_year) FROM core.income_account GROUP BY month ORDER BY month"
        ).fetchall()
    assert lines == [(world.BEFORE, Decimal(5400)), (world.MONTH, Decimal(6000))]


def test_another_place_brings_its_rules(path: Path) -> None:
    found = by_rule(compare(path, date(2020, 6, 30), "500153"))
    assert found["low_income_band"].state_then == "未施行"
    assert found["low_income_uncovered"].then == {"H-poor"}
    assert found["tekun_amount_below_urban_standard"].state_now == "未施行"
    assert found["tekun_amount_below_urban_standard"].state_then == "施行"


def test_a_wider_ceiling_finds_the_household_between(path: Path, tmp_path: Path) -> None:
    changed = overlay(tmp_path, "low_income_ceiling_multiple,64,2020-07-10,,2,multiple_of_dibao_line,less than,,,local,试算")
    found = compare(path, changed=changed)
    band = by_rule(found)["low_income_band"]
    assert band.now == {"H-level3"}
    assert band.gained == {"H-wider"}
    assert band.lost == frozenset()
    assert found.caseload.newly_uncovered == 1
    assert found.caseload.uncovered_then == found.caseload.uncovered_now + 1


def test_the_optional_level_adopted_finds_the_person_it_was_unknown_for(path: Path, tmp_path: Path) -> None:
    changed = overlay(tmp_path, "severe_disability_optional_adopted,640424,2020-07-10,,1,yes_no,exactly,,,local,试算")
    rule = by_rule(compare(path, changed=changed))["single_person_dibao_severe_disability"]
    assert rule.now == frozenset()
    assert rule.gained == {"H-level3"}


def test_a_person_admitted_alone_costs_at_most_the_whole_line_though_the_household_has_no_gap(path: Path, tmp_path: Path) -> None:
    changed = overlay(tmp_path, "severe_disability_optional_adopted,640424,2020-07-10,,1,yes_no,exactly,,,local,试算")
    work = compare(path, changed=changed).caseload
    assert (work.gap_yuan_month, work.new_singles, work.single_yuan_month) == (Decimal(0), 1, Decimal(6000) / 12)
    same = compare(path).caseload
    assert (same.new_singles, same.single_yuan_month) == (0, Decimal(0))


def test_money_and_hours_follow_from_the_households(path: Path, tmp_path: Path) -> None:
    """A higher line: one household newly below it (15000 of two heads against 16000), one more between the line and its ceiling."""
    line = "dibao_line_rural,64,2020-07-01,,8000,yuan_per_person_year,exactly,,,local,试算"
    found = compare(path, changed=overlay(tmp_path, line))
    assert by_rule(found)["low_income_uncovered"].gained == {"H-level3"}
    work = found.caseload
    # H-wider comes between the line and its ceiling: its income is above the line, it adds nothing; H-level3 was found before
    assert by_rule(found)["low_income_band"].gained == {"H-wider"}
    assert (work.newly_uncovered, work.gap_yuan_month) == (1, Decimal(0))
    assert work.hours_now == work.found_now * Decimal(2)
    assert work.hours_then == work.found_then * Decimal(2)
    higher = compare(path, changed=overlay(tmp_path, line.replace("8000", "10000"), name="再试"))
    assert by_rule(higher)["low_income_uncovered"].gained == {"H-level3", "H-wider"}
    assert higher.caseload.gap_yuan_month == round(Decimal(20000 - 19200) / 12, 2)
    assert higher.caseload.gap_unknown == 0


def test_rows_of_other_parameters_and_places_stay(tmp_path: Path) -> None:
    changed = overlay(tmp_path, "dibao_line_rural,64,2020-01-01,,7000,yuan_per_person_year,exactly,,,local,试算")
    with time_machine._reference(changed) as folder:
        found = policy.load(folder)
        kept = [value for value in policy.load() if (value.parameter, value.jurisdiction) != ("dibao_line_rural", "64")]
        assert [value for value in found if value.note != "试算"] == kept
        assert [value.value for value in found if (value.parameter, value.jurisdiction) == ("dibao_line_rural", "64")] == [Decimal(7000)]
    assert not folder.exists()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("low_income_ceilng_multiple,64,2020-07-10,,2,multiple_of_dibao_line,less than,,,local,", "试算.*未登记在 parameters.csv"),
        ("low_income_ceiling_multiple,64,2020-07-10,,二,multiple_of_dibao_line,less than,,,local,", "试算.*不是数"),
        ("low_income_ceiling_multiple,64,2020-07-10,,2,multiple_of_dibao_line,less than,,,document,", "试算.*必须写明 document"),
    ],
)
def test_a_parameter_file_is_checked_as_all_are(path: Path, tmp_path: Path, row: str, said: str) -> None:
    with pytest.raises(PolicyError, match=said):
        compare(path, changed=overlay(tmp_path, row))


def test_a_parameter_file_that_says_nothing_or_is_not_there_is_refused(path: Path, tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="一行取值也没有"):
        compare(path, changed=overlay(tmp_path))
    with pytest.raises(PolicyError, match="没有这个文件"):
        compare(path, changed=tmp_path / "没有.csv")


def test_a_month_that_was_not_run_is_refused(path: Path, tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="没有 2021-09"):
        time_machine.compare(path, date(2021, 9, 1), END_OF_JUNE, world.REGION)
    with pytest.raises(WarehouseError, match="还没有"):
        time_machine.compare(tmp_path / "none.duckdb", world.MONTH, END_OF_JUNE, world.REGION)


def test_models_that_read_the_month_s_rules_are_made_anew() -> None:
    made = {model.table for model in time_machine.dependent()}
    assert "core.income_account" in made
    assert {"core.household_home", "core.household_month", "core.person_month"} & made == set()
    assert set(time_machine.DATED) == {"ref.clock", "ref.policy_in_force", "ref.dibao_line", "ref.dibao_raise"}


def test_the_command_prints_both_sides(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOWINCOME_HOME", str(path.parents[1]))
    changed = overlay(tmp_path, "low_income_ceiling_multiple,64,2020-07-10,,2,multiple_of_dibao_line,less than,,,local,试算")
    run = CliRunner().invoke(cli.app, ["rule", "compare", "2021-06", "--policy", str(changed)])
    assert run.exit_code == 0, run.output
    words = run.output.replace(" ", "").replace("\n", "")
    for said in ("low_income_band", "参数按试算.csv改动", "有发现的户", "只是估算", "2021年6月泾源县"):
        assert said in words
    assert world.NAME not in words
