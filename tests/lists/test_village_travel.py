"""The way to each village: what is shipped can be read, and a slip is answered in plain words."""

from pathlib import Path

import duckdb
import pytest

from lowincome import policy, sql_model, warehouse
from lowincome.errors import ModelError

HEAD = "township_code,village,route,travel_hours,confidence,note"


def load(path: Path | str) -> list[tuple]:
    model = next(model for model in sql_model.layer("ref") if model.table == "ref.village_travel")
    with warehouse.at_the_door([model]) as con:
        warehouse.replace(con, model, {"village_travel_file": str(path)})
        return con.execute("SELECT township_code, village, route, travel_hours FROM ref.village_travel ORDER BY ALL").fetchall()


def written(folder: Path, *lines: str) -> Path:
    path = folder / "village_travel.csv"
    path.write_text("\n".join((HEAD, *lines)) + "\n", encoding="utf-8-sig")
    return path


def test_what_is_shipped_is_whole_and_marked_as_nobodys_fact():
    found = load(policy.reference_params()["village_travel_file"])
    assert found
    assert all(hours is not None and 0 <= hours <= 8 for *_, hours in found)
    kept = [row for _, row in policy.rows(policy.REFERENCE / "village_travel.csv", HEAD.split(","))]
    assert {row["confidence"] for row in kept} <= {"local", "example"}
    assert {row["township_code"] for row in kept} <= set(policy.table(policy.REFERENCE, "divisions"))


def test_what_is_not_known_is_left_empty(tmp_path):
    assert load(written(tmp_path, "640424100,上村,,,local,")) == [("640424100", "上村", None, None)]


@pytest.mark.parametrize("hours", ["两小时", "2h", "-1", "1:30"])
def test_hours_that_are_no_number_are_refused_by_village(tmp_path, hours):
    with pytest.raises(duckdb.Error, match=r"village_travel.csv「上村」.*不是小时数.*请只写数字"):
        load(written(tmp_path, f"640424100,上村,东线,{hours},local,"))


def test_a_village_that_stands_twice_is_refused(tmp_path):
    with pytest.raises(ModelError, match=r"ref.village_travel.*重复"):
        load(written(tmp_path, "640424100,上村,东线,1,local,", "640424100,上村,西线,2,local,"))


def test_the_way_has_no_part_in_the_score():
    graph = {model.table: set(model.reads) for schema in ("ref", "core", "mart") for model in sql_model.layer(schema)}
    seen, ahead = set(), ["mart.risk_feature", "mart.risk_label", "mart.risk_score"]
    while ahead:
        here = ahead.pop()
        seen.add(here)
        ahead += graph.get(here, set()) - seen
    assert "core.household_month" in seen
    assert not seen & {"ref.village_travel", "mart.visit_capacity", "mart.visit_need", "mart.visit_plan", "mart.random_draw"}
