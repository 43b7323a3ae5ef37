"""Scoring a month: whole numbers from 0 to 100, reasons a clerk can read, and the card said to be one where it is."""

import re
import shutil
from datetime import date

import numpy as np
import pytest

from lowincome.errors import LowIncomeError, PolicyError
from lowincome.risk import features, reasons, score, scorecard, store
from risk.world import features_of, household, person, refer, rows

JUNE = date(2021, 6, 1)
FLAGS = {feature.phrase for feature in features.FEATURES if feature.show == "flag"}
# a Chinese sentence that ends in a number with its unit
WITH_UNIT = re.compile(r"[一-鿿].*(\d(%|元|人|个月)|\d(次|项).*|[A-D]级|10倍以上|0%以下)$")


def scored(con, month=JUNE, model=None):
    score.score(con, month, model)
    return {row["household_id"]: row for row in rows(con, "SELECT * FROM mart.risk_score WHERE month = ?", month)}


def path_of(trained):
    *_, home, card = trained
    return home / "models" / f"{card['model_id']}.skops"


def test_without_a_model_the_scorecard_scores_and_says_so(con):
    # given two thirds of the line's double, 45 % rigid costs, of which all medical
    household(con, JUNE, income=15000, rigid=6750)
    features_of(con, JUNE)
    found = scored(con)["H1"]
    # then 18 points for income, 10 for rigid costs, 8 for medical costs
    assert (found["score"], found["probability"], found["method"], found["model_id"]) == (36, None, "专家评分卡", None)
    assert found["reasons"] == ["人均年收入只有低保标准的125%", "近12个月刚性支出占收入45%", "近12个月医疗自付占收入45%"]


def test_what_is_unknown_adds_no_points(con):
    household(con, JUNE, income=None, rigid=None, housing_grade=None, has_safe_water=None, shock=None, support_category=None)
    features_of(con, JUNE)
    found = scored(con)["H1"]
    assert (found["score"], found["reasons"]) == (0, [])


def test_the_scorecard_stops_at_a_hundred():
    worst = np.array([[{-1: -9.0, 1: 9.0, 0: 9.0}[feature.adverse] for feature in features.FEATURES]])
    assert scorecard.points(worst)[0] == 100


def test_worse_never_gets_fewer_points():
    # for every line of the card: as the feature gets worse, its points do not fall
    lines = scorecard.read()
    for name in {line.feature for line in lines}:
        feature = features.FEATURES[features.NAMES.index(name)]
        matrix = np.full((200, len(features.NAMES)), np.nan)
        matrix[:, features.NAMES.index(name)] = feature.adverse * np.linspace(-6, 6, 200)
        assert (np.diff(scorecard.points(matrix, lines)) >= 0).all(), name


@pytest.mark.parametrize(
    ("line", "message"), [("no_such_feature,1,,5,某事,local,", "no_such_feature"), ("rigid_share,0.4,,-5,少支出,local,", "只加不减")]
)
def test_a_faulty_line_of_the_scorecard_is_named(tmp_path, line, message):
    card = tmp_path / "card.csv"
    card.write_text(f"feature,from_value,below_value,points,reason_zh,confidence,note\n{line}\n", encoding="utf-8")
    with pytest.raises(PolicyError, match=message):
        scorecard.read(card)


@pytest.fixture(scope="module")
def by_model(trained):
    """The last month's rows, scored by the model."""
    con, last, *_ = trained
    return scored(con, last, path_of(trained))


def test_every_household_with_features_gets_one_row(trained, by_model):
    assert len(by_model) == 900
    assert {row["method"] for row in by_model.values()} == {"模型"}
    assert {row["model_id"] for row in by_model.values()} == {path_of(trained).stem}
    assert all(0 <= row["score"] <= 100 and 0 < row["probability"] < 1 for row in by_model.values())


def test_scores_follow_probabilities_and_use_the_whole_scale(by_model):
    found = sorted(by_model.values(), key=lambda row: row["probability"])
    values = [row["score"] for row in found]
    assert values == sorted(values)
    assert values[0] == 0
    assert values[-1] >= 99


def test_equal_probabilities_get_equal_scores():
    assert score.rank(np.array([0.1, 0.5, 0.5, 0.9])).tolist() == [0, 33, 33, 100]


def test_scoring_again_gives_the_same(trained, by_model):
    con, last, *_ = trained
    assert scored(con, last, path_of(trained)) == by_model


def test_reasons_are_short_chinese_and_carry_their_unit(by_model):
    for row in by_model.values():
        assert len(row["reasons"]) <= 3
        for reason in row["reasons"]:
            assert reason in FLAGS or WITH_UNIT.search(reason), reason
    assert not WITH_UNIT.search("人均年收入")


def test_the_riskiest_are_told_why_and_nobody_hears_of_a_fall_by_nothing(by_model):
    found = sorted(by_model.values(), key=lambda row: -row["score"])
    assert all(row["reasons"] for row in found[:100])
    assert sum(len(row["reasons"]) for row in found[:100]) > 250
    assert not [reason for row in found for reason in row["reasons"] if re.search(r"下降0%|下降-|(医疗自付|刚性支出)占收入0%", reason)]


def test_a_reason_is_what_moves_the_household_most():
    # given log-odds that depend on rigid costs three times as much as on income, and a household bad in both
    rigid, ratio = features.NAMES.index("rigid_share"), features.NAMES.index("ratio_to_line")
    matrix = np.full((5, len(features.NAMES)), np.nan)
    matrix[:, rigid], matrix[:, ratio] = [0.1, 0.1, 0.1, 0.1, 0.62], [2.0, 2.0, 2.0, 2.0, 1.1]

    def log_odds(given):
        return 3 * given[:, rigid] - given[:, ratio]

    found = reasons.explain(log_odds, matrix, 3)
    assert found[4] == ["近12个月刚性支出占收入62%", "人均年收入是低保标准的110%"]
    assert found[0] == []


def test_a_month_without_features_has_no_scores(con):
    refer(con, JUNE)
    assert score.score(con, JUNE, None) == 0


def test_a_month_without_features_has_no_scores_by_a_model_either(trained):
    con, _, *_ = trained
    assert score.score(con, date(2021, 12, 1), path_of(trained)) == 0


def test_a_model_that_knows_the_future_is_refused(trained):
    con, *_ = trained
    with pytest.raises(LowIncomeError, match="知道以后的事"):
        score.score(con, date(2021, 5, 1), path_of(trained))


def test_a_model_of_other_features_is_refused(trained, monkeypatch):
    con, last, *_ = trained
    path = path_of(trained)
    monkeypatch.setattr(store, "load", lambda _: {"model_id": "risk-x", "month": "2021-06", "features": ["persons"]})
    with pytest.raises(LowIncomeError, match="特征与现在的程序不同"):
        score.score(con, last, path)


def test_a_model_comes_back_from_disk_as_it_was(trained, tmp_path):
    con, last, *_ = trained
    matrix = features.read(con, last)[1]
    saved = store.load(path_of(trained))
    store.save(saved, tmp_path / "again.skops")
    again = store.load(tmp_path / "again.skops")
    assert np.array_equal(again["model"].predict_proba(matrix), saved["model"].predict_proba(matrix))
    assert [path.name for path in tmp_path.iterdir()] == ["again.skops"]


def test_a_type_nobody_named_is_refused(tmp_path):
    # given a file that would call something on loading
    import operator

    path = tmp_path / "risk-2021-06-00000000.skops"
    store.save({"model": operator.methodcaller("unlink")}, path)
    with pytest.raises(LowIncomeError, match=r"operator\.methodcaller"):
        store.load(path)


def test_a_type_is_trusted_only_because_it_is_named(trained, monkeypatch):
    monkeypatch.setattr(store, "TRUSTED", ())
    with pytest.raises(LowIncomeError, match="TreePredictor"):
        store.load(path_of(trained))


def test_a_broken_or_missing_model_is_an_answer_in_chinese(trained, tmp_path):
    half = tmp_path / "half.skops"
    shutil.copy(path_of(trained), half)
    half.write_bytes(half.read_bytes()[:2000])
    with pytest.raises(LowIncomeError, match="读不出来"):
        store.load(half)
    with pytest.raises(LowIncomeError, match="没有模型文件"):
        store.load(tmp_path / "none.skops")


def test_reasons_speak_of_circumstances_and_never_of_a_person(con):
    household(con, JUNE, income=30000)
    person(con, JUNE, "P1", name="甲", health="大病", months_without_income=4)
    features_of(con, JUNE)
    assert scored(con)["H1"]["reasons"] == ["有人连续无收入4个月", "家中大病1人"]
