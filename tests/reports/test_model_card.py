"""The model card: what it may not be used for comes before how good it is."""

import pytest

from lowincome.errors import ReportError
from lowincome.reports import model_card
from lowincome.reports.render import figure

CARD = {
    "model_id": "hgb-2021-06-3f9a0c",
    "method": "模型",
    "month": "2021-06",
    "trained_months": ["2020-07", "2020-08", "2020-09"],
    "label": "关账后三个月内新陷入困难:收入降到低保标准以下、核查属实,或者新纳入救助。",
    "features": [
        {"name": "medical_share", "label_zh": "医疗自付占收入", "monotone": 1},
        {"name": "income_per_capita", "label_zh": "人均年收入", "monotone": -1},
        {"name": "persons", "label_zh": "在户人数", "monotone": 0},
    ],
    "metrics": [
        {
            "name": "AUC",
            "value": figure(0.712),
            "low": figure(0.668),
            "high": figure(0.751),
            "baselines": [{"name": "只看收入", "value": figure(0.641)}, {"name": "专家评分卡", "value": figure(0.655)}],
        },
        {"name": "校准误差", "value": figure(None), "low": figure(None), "high": figure(None), "baselines": []},
    ],
    "audit": [
        {"group": "户主为女性", "size": figure(1832, "户"), "flagged": figure(88, "户"), "rate": figure(4.8, "%")},
        {
            "group": "民族:其他",
            "size": figure(None, "户", "suppressed"),
            "flagged": figure(None, "户", "suppressed"),
            "rate": figure(None, "%", "suppressed"),
        },
    ],
    "limits": ["只看得到报送表里有的;没有填的当作不知道。", "只在本县检验过,别处不能照搬。"],
}


def test_the_page_is_the_one_that_was_looked_at(tmp_path, golden):
    (page,) = model_card.write(CARD, tmp_path)
    assert page.name == "模型卡_hgb-2021-06-3f9a0c.html"
    golden("model_card.html", page.read_text(encoding="utf-8"))


def test_the_ban_comes_before_the_figures(tmp_path):
    html = model_card.write(CARD, tmp_path)[0].read_text(encoding="utf-8")
    assert html.index("不能据此停发") < html.index("准不准")


def test_a_scorecard_without_metrics_says_so(tmp_path):
    html = model_card.write(CARD | {"method": "专家评分卡", "trained_months": [], "metrics": []}, tmp_path)[0].read_text(encoding="utf-8")
    assert "分值由专家定" in html
    assert "还没有检验" in html


def test_a_card_without_limits_is_refused(tmp_path):
    with pytest.raises(ReportError, match=r"model_card: .*\$\.limits"):
        model_card.write(CARD | {"limits": []}, tmp_path)
