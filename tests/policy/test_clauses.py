"""Every clause of the five documents is carried out by something that exists, or is left out with a reason."""

import re
import shutil
from pathlib import Path

import pytest

from lowincome import month as months
from lowincome import policy, policy_show, rules, settings, warehouse
from lowincome.errors import PolicyError

# written down from the documents themselves: every numbered item and lettered paragraph, the head, what stands above the paragraphs, the annex
CLAUSES = {
    "NX28": "首部 一 二(一)1 二(二)2 二(二)3 二(二)4 二(二)5 二(二)6 二(三)7 二(三)8 二(三)9 二(三)10 二(四)11 二(四)12 二(五)13 三14 四15"
    " 五16 五17 五18 五19 五20 五21 五22",
    "NX52": "首部 一 一(一) 一(二) 一(三) 二 二(一) 二(二) 三 三(一) 三(二) 四 五 五(一) 五(二) 五(三) 六 六(一) 六(二) 六(三) 六(四) 附件",
    "JY33": "首部 一 二(一) 二(二) 二(三) 二(四) 二(五) 二(六) 三(一) 三(二) 三(三) 三(四) 四(一) 四(二) 四(三)",
    "RC10": "首部 一 二 三(一)1 三(一)2 三(一)3 三(二)1 三(二)2 三(二)3 三(二)4 三(二)5 三(二)6 三(三)1 三(三)2 三(三)3 三(三)4 三(三)5"
    " 三(四)1 三(四)2 三(五)1 三(五)2 三(六) 三(七) 四(一) 四(二) 四(三) 四(四) 四(五)",
    "WZ21": "首部 一 二(一)1 二(一)2 二(一)3 二(一)4 二(一)5 二(二)6 二(二)7 二(三)8 二(三)9 二(三)10 二(四)11 二(四)12 三(一) 三(二) 三(三)",
}
# a list, form or step that carries out a clause, and where it is made
MADE_IN = {
    "报送表": "plugins/lowincome/intake/form.py",
    "急难快报": "plugins/lowincome/intake/urgent.py",
    "急难快报清单": "plugins/lowincome/reports/urgent_list.py",
    "回执": "plugins/lowincome/reports/receipt.py",
    "核查反馈": "plugins/lowincome/intake/form.py",
    "预警清单": "plugins/lowincome/reports/warning_list.py",
    "销号台账": "plugins/lowincome/reports/case_ledger.py",
    "四查四补清单": "plugins/lowincome/reports/four_checks.py",
    "分类动态监测台账": "plugins/lowincome/reports/monitoring_ledger.py",
    "部门分歧清单": "plugins/lowincome/reports/disagreement_list.py",
    "月度简报": "plugins/lowincome/reports/county_brief.py",
    "部门数据": "sql/0_reference/feeds.csv",
}
ROWS = policy_show.clauses()
NUMBERS = {row["number"]: code for code, row in policy.table(policy.REFERENCE, "documents").items()}


def targets(treatment: str) -> set[str]:
    return {name for row in ROWS if row["treatment"] == treatment for name in row["target"].split(";") if name}


def addresses(clause: str) -> list[str]:
    """一(一)(三) names two clauses: 一(一) and 一(三)."""
    if found := re.fullmatch(r"([一二三四五六])(\(.\))(\(.\))(.*)", clause):
        return [found[1] + found[2] + found[4], found[1] + found[3] + found[4]]
    return [clause]


@pytest.mark.parametrize("document", CLAUSES)
def test_no_clause_is_missing_and_none_is_invented(document: str) -> None:
    found = list(dict.fromkeys(row["clause"] for row in ROWS if row["document"] == document))
    assert found == CLAUSES[document].split()


def test_a_row_says_briefly_what_the_clause_says_and_what_becomes_of_it() -> None:
    assert len(ROWS) > len(" ".join(CLAUSES.values()).split())
    for row in ROWS:
        where = f"{row['document']} {row['clause']} {row['gist']}"
        assert 0 < len(row["gist"]) <= 40, where
        # what is left out says why; what is carried out says by what
        assert bool(row["reason"]) == (row["treatment"] == "outside"), where
        assert bool(row["target"]) == (row["treatment"] != "outside"), where
        assert re.search("[一-鿿]", row["gist"] + row["reason"]), where


def test_the_parts_of_a_clause_are_counted() -> None:
    seen: dict[tuple[str, str], int] = {}
    for row in ROWS:
        key = row["document"], row["clause"]
        seen[key] = seen.get(key, 0) + 1
        assert row["part"] == str(seen[key]), key


def test_every_rule_named_exists() -> None:
    assert targets("rule") - {rule.rule_id for rule in rules.load()} == set()


def test_every_rule_is_asked_for_by_a_clause() -> None:
    assert {rule.rule_id for rule in rules.load()} - targets("rule") == set()


def test_every_parameter_named_exists() -> None:
    assert targets("parameter") - set(policy.table(policy.REFERENCE, "parameters")) == set()


def test_every_list_named_is_made_somewhere() -> None:
    assert targets("list") <= set(MADE_IN)
    assert [path for name, path in MADE_IN.items() if name in targets("list") and not (settings.PROJECT / path).exists()] == []


def test_every_policy_value_cites_a_clause_that_exists() -> None:
    known = {code: clauses.split() for code, clauses in CLAUSES.items()}
    cited = {(value.document, value.clause) for value in policy.load() if value.document and value.clause}
    assert len(cited) > 50
    assert sorted((code, clause) for code, clause in cited if not all(one in known[code] for one in addresses(clause))) == []


def test_every_rule_rests_on_clauses_that_name_it() -> None:
    """Both ways the same: what a rule says it rests on, and what a clause says it is carried out by."""
    carried = {(row["document"], row["clause"], name) for row in ROWS if row["treatment"] == "rule" for name in row["target"].split(";")}
    missing = []
    for rule in rules.load():
        for item in rule.model.header["basis"].split(";"):
            number, _, clause = item.strip().partition("·")
            missing += [
                f"{NUMBERS[number]} {one}: {rule.rule_id}"
                for one in addresses(clause)
                if (NUMBERS[number], one, rule.rule_id) not in carried
            ]
    assert sorted(set(missing)) == []


# speaks for, and from which month
SPOKEN = {"WZ21": ("640502", "2019-03"), "NX28": ("640424", "2020-03"), "RC10": ("500153", "2020-03"), "NX52": ("640424", "2020-07")}
SPOKEN["JY33"] = ("640424", "2021-06")
# a number that no document gives and nobody has entered
WAITING = {"dibao_below_region_average", "price_subsidy_missing"}


@pytest.mark.parametrize("document", SPOKEN)
def test_a_rule_that_carries_out_a_clause_is_in_force_in_its_place_from_the_month_of_issue(document: str) -> None:
    region, month = SPOKEN[document]
    params = {"month": months.parse(month), "jurisdictions": policy.chain(region), "known_on": None, **policy.reference_params()}
    with warehouse.in_memory() as con:
        rules.prepare(con)
        warehouse.run_layer(con, "ref", params)
        states = dict(rules.evaluate(con, params["month"], params))
    named = {name for row in ROWS if (row["document"], row["treatment"]) == (document, "rule") for name in row["target"].split(";") if name}
    assert {name for name in named if states[name] != rules.IN_FORCE} - WAITING == set()


def test_the_page_is_fresh() -> None:
    """Made anew by `python -m lowincome docs`."""
    assert (settings.PROJECT / "docs" / "clauses.md").read_text(encoding="utf-8") == policy_show.clauses_page()


def test_the_page_names_every_clause_and_every_reason() -> None:
    page = policy_show.clauses_page()
    assert page.count("\n| ") == len(ROWS) + len(CLAUSES)
    for row in ROWS:
        assert row["gist"] in page
        assert row["reason"] in page
    assert "宁民发〔2020〕52号" in page
    assert "特困标准不低于城乡低保标准1.3倍 | 规则 |" in page


def test_an_unknown_treatment_is_refused(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(policy.REFERENCE, tmp_path / "0_reference"))
    text = (folder / "clauses.csv").read_text(encoding="utf-8-sig")
    (folder / "clauses.csv").write_text(text.replace(",outside,", ",later,", 1), encoding="utf-8-sig")
    with pytest.raises(PolicyError, match=r"clauses.csv 第2行「NX28 首部」: treatment 应为 rule、parameter、list、outside 之一"):
        policy_show.clauses(folder)
