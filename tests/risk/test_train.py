"""Training: only the past teaches, the same data make the same model, known signs hold, and the card says what it must."""

from datetime import date

import numpy as np
import pytest

from lowincome.reports import render
from lowincome.risk import card as cards
from lowincome.risk import features, measure, store, train
from risk.world import county_warehouse

AT = {name: position for position, name in enumerate(features.NAMES)}


def month_array(*texts):
    return np.array(texts, dtype="datetime64[M]").astype("datetime64[D]")


def test_a_row_teaches_only_if_its_window_ended_before_the_test_began():
    # given answers asked about in July … March, each known three months later; the last two months test
    asked = month_array("2020-09", "2020-10", "2020-11", "2020-12", "2021-01", "2021-02", "2021-03")
    known = month_array("2020-12", "2021-01", "2021-02", "2021-03", "2021-04", "2021-05", "2021-06")
    # when cut, then November's window, which reaches into February, teaches no more; nor does any later one
    teaches, tests = train.split(asked, known, 2)
    assert list(asked[teaches]) == list(month_array("2020-09", "2020-10"))
    assert list(asked[tests]) == list(month_array("2021-02", "2021-03"))


def test_the_trained_months_on_the_card_end_before_the_test(trained):
    *_, card = trained
    assert card["trained_months"] == ["2020-07", "2020-08", "2020-09", "2020-10"]
    assert any("2021-02 至 2021-03" in line for line in card["limits"])


def test_nothing_that_becomes_known_later_can_reach_the_model(year):
    # given the same year asked in May: the rows it may use are those whose window had ended in May
    con, last = year
    rows = train.answered(con, date(2021, 5, 1))
    assert rows["known_in"].max() == np.datetime64("2021-05-01")
    assert train.answered(con, last)["known_in"].max() == np.datetime64("2021-06-01")


def test_too_short_a_history_makes_no_model(tmp_path):
    # given ten months: seven with answers, one fewer than risk_min_history_months
    con, last = county_warehouse(120, 10)
    assert train.train(con, last, last.replace(day=26), tmp_path, capacity=20) is None
    assert list(tmp_path.iterdir()) == []


def test_too_few_events_make_no_model(year, tmp_path):
    con, last = year
    con.begin()
    con.execute("UPDATE mart.risk_label SET becomes_hardship = FALSE WHERE as_of_month > '2020-12-01' AND becomes_hardship")
    made = train.train(con, last, last.replace(day=26), tmp_path, capacity=60)
    con.rollback()
    assert made is None


def test_the_same_data_make_the_same_model(trained, tmp_path):
    con, last, _, card = trained
    again = train.train(con, last, last.replace(day=26), tmp_path, capacity=60)
    assert again == card
    assert {path.name for path in (tmp_path / "models").iterdir()} == {f"{card['model_id']}.skops", f"{card['model_id']}.json"}


def test_one_answer_more_makes_another_model(year):
    con, _ = year
    rows = train.answered(con, date(2021, 6, 1))
    same = train.identify(date(2021, 6, 1), rows["matrix"], rows["becomes_hardship"])
    turned = rows["becomes_hardship"].copy()
    turned[0] = 1 - turned[0]
    assert train.identify(date(2021, 6, 1), rows["matrix"], turned) != same
    assert train.identify(date(2021, 6, 1), rows["matrix"], rows["becomes_hardship"]) == same


def loaded(trained):
    con, last, home, card = trained
    return store.load(home / "models" / f"{card['model_id']}.skops")["model"], features.read(con, last)[1]


@pytest.mark.parametrize("name", [feature.name for feature in features.FEATURES if feature.monotone])
def test_more_of_it_moves_the_risk_one_way_only(trained, name):
    # given the month's households; when one known-sign feature goes up, all else the same
    model, matrix = loaded(trained)
    sign = features.FEATURES[AT[name]].monotone
    known = matrix[~np.isnan(matrix[:, AT[name]]), AT[name]]
    steps = np.quantile(known, [0, 0.25, 0.5, 0.75, 1]) if known.size else [0.0, 1.0]
    risks = []
    for step in [*steps, max(steps) + 1]:
        moved = matrix.copy()
        moved[:, AT[name]] = step
        risks.append(model.predict_proba(moved)[:, 1])
    # then nobody's risk goes the other way
    assert (sign * np.diff(risks, axis=0) >= -1e-12).all()


def test_more_rigid_expenditure_never_lowers_the_risk(trained):
    # given the same income, of which more and more goes to rigid costs: three features move together
    model, matrix = loaded(trained)
    risks = []
    for share in (0.1, 0.4, 0.7, 1.2):
        moved = matrix.copy()
        moved[:, AT["rigid_share"]] = share
        moved[:, AT["medical_share"]] = share / 2
        moved[:, AT["after_rigid_ratio"]] = moved[:, AT["ratio_to_line"]] * (1 - share)
        risks.append(model.predict_proba(moved)[:, 1])
    assert (np.diff(risks, axis=0) >= -1e-12).all()
    assert (risks[-1] > risks[0]).any()


def test_a_model_without_its_signs_would_break_them(trained, monkeypatch):
    # the check above can fail: grown without signs, some household's risk falls as rigid costs rise
    con, last, *_ = trained
    monkeypatch.setattr(train, "FEATURES", [features.Feature(f.name, f.theme, 0, f.adverse, f.show, f.phrase) for f in features.FEATURES])
    rows = train.answered(con, last)
    model = train.fit(rows["matrix"], rows["becomes_hardship"])
    moved = [rows["matrix"].copy() for _ in range(2)]
    moved[0][:, AT["rigid_share"]], moved[1][:, AT["rigid_share"]] = 0.3, 0.5
    before, after = (model.predict_proba(each)[:, 1] for each in moved)
    assert (after < before).any()


def test_it_finds_the_signal_that_is_there(trained):
    # given a county whose incomes fall by rigid costs and missing labour; then it does better than drawing lots
    *_, card = trained
    auc, precision, recall, _ = card["metrics"]
    assert auc["low"]["value"] > 0.7
    assert auc["low"]["value"] < auc["value"]["value"] < auc["high"]["value"]
    assert {line["name"] for line in auc["baselines"]} == {"只看人均收入", "只数规则发现的问题", "专家评分卡"}
    assert precision["value"]["value"] > 15
    assert recall["value"]["value"] > 30


def test_the_card_is_as_its_template_wants_it(trained):
    *_, card = trained
    assert "风险评分模型卡" in render.page("model_card", card)


def test_every_group_is_audited_and_small_ones_are_hidden(year, tmp_path):
    # given three household-months of a rare ethnicity
    con, last = year
    con.begin()
    con.execute("UPDATE core.person_month SET ethnicity = '保安族' WHERE person_id IN ('P0-0', 'P3-0')")
    con.execute("DELETE FROM mart.risk_label WHERE household_id = '640424100-00000003' AND as_of_month = '2021-03-01'")
    card = train.train(con, last, last.replace(day=26), tmp_path, capacity=60)
    con.rollback()
    groups = {row["group"]: row for row in card["audit"]}
    assert {group.split(":")[0] for group in groups} == {"户主性别", "户主民族", "户主年龄", "乡镇", "残疾成员"}
    assert groups["户主民族: 保安族"]["size"]["state"] == "suppressed"
    assert groups["户主民族: 回族"]["size"]["value"] > 100


@pytest.mark.parametrize(("auc", "warned"), [(0.91, True), (0.9, False)])
def test_a_figure_too_good_to_be_true_is_said_first(auc, warned):
    figures = {cards.MODEL: {"auc": (auc, auc, auc)}, "只看人均收入": {"auc": (0.6, 0.6, 0.6)}}
    said = cards.limits(["2020-07"], ["2021-02"], {"taught": 1, "tested": 1, "fell": 1}, figures, suspicious_auc=0.9)
    assert said[0].startswith("警告") is warned


def test_a_model_no_better_than_a_simple_list_says_so():
    figures = {cards.MODEL: {"auc": (0.7, 0.6, 0.8)}, "只看人均收入": {"auc": (0.72, 0.6, 0.8)}}
    said = cards.limits(["2020-07"], ["2021-02"], {"taught": 1, "tested": 1, "fell": 1}, figures, suspicious_auc=0.9)
    assert "没有好过「只看人均收入」" in said[0]


def test_a_leak_shows_in_the_figure(trained):
    # given the answer itself slips in as a feature
    con, last, *_ = trained
    rows = train.answered(con, last)
    leaked = rows["matrix"].copy()
    leaked[:, AT["shocks_3m"]] = rows["becomes_hardship"]
    teaches, tests = train.split(rows["as_of_month"], rows["known_in"], 2)
    model = train.fit(leaked[teaches], rows["becomes_hardship"][teaches])
    assert measure.auc(rows["becomes_hardship"][tests], model.predict_proba(leaked[tests])[:, 1]) > 0.98


def test_a_feature_nobody_knows_does_not_stop_the_training():
    matrix = np.full((400, len(features.NAMES)), np.nan)
    matrix[:, 0] = np.arange(400)
    model = train.fit(matrix, (np.arange(400) < 100).astype(float))
    assert model.predict_proba(matrix)[0, 1] > model.predict_proba(matrix)[399, 1]


def test_auc_counts_ties_by_half_and_agrees_with_the_library():
    from sklearn.metrics import roc_auc_score

    random = np.random.default_rng(3)
    answers, ranking = random.integers(0, 2, 500).astype(float), random.integers(0, 20, 500).astype(float)
    assert measure.auc(answers, ranking) == pytest.approx(roc_auc_score(answers, ranking))
    weights = random.integers(0, 3, 500).astype(float)
    assert measure.auc(answers, ranking, weights) == pytest.approx(roc_auc_score(answers, ranking, sample_weight=weights))


def test_the_capacity_holds_in_every_month_and_ties_do_not_follow_the_number():
    months, households = np.repeat(month_array("2021-02", "2021-03"), 50), np.array([f"H{n:03d}" for n in range(50)] * 2)
    picked = measure.chosen(np.zeros(100), months, households, 10)
    assert picked[:50].sum() == picked[50:].sum() == 10
    assert set(households[:50][picked[:50]]) != {f"H{n:03d}" for n in range(10)}
