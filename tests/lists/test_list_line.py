"""What a line says: of a finding, of a routine visit, of a household that moved on; and in which order the next form asks."""

from datetime import date

from lists.township import JUNE, OTHER, PLAN, TOWNSHIP, case, household, put, rows, run, settings
from lowincome import month as months

LINES = (*PLAN, "mart.list_line")
FOUND_WORDS = ("发现", "触发", "异常", "随机", "抽")


def lines(con, month=JUNE):
    return {row["household_id"]: row for row in run(con, month, LINES)}


def hit(con, household_id: str, rule_id: str, month=JUNE) -> None:
    """The rule's row itself, so that the line has something to say of it."""
    put(con, "rule.unsafe_water", month=month, household_id=household_id, rule_id=rule_id, is_triggered=True, clause="三14")
    con.execute("UPDATE rule.definition SET basis = '甲文1号·一', ask = '问什么?', measured_label = '实测' WHERE rule_id = ?", [rule_id])


def test_a_routine_visit_claims_nothing_and_says_what_to_ask(con):
    """Given a drawn household with a score and reasons for it, then neither the draw nor the reasons are on paper."""
    settings(con)
    household(con, "R1")
    case(con, "R1", family="例行走访", urgency=None)
    put(con, "mart.risk_score", month=JUNE, household_id="R1", score=70, reasons=["近12个月医疗自付占收入62%"], method="专家评分卡")
    line = lines(con)["R1"]
    assert line["seen"] == "按月走访,核实家庭生活情况"
    assert line["basis"] == "本县规定(本地暂定)"
    assert "有没有什么难处" in line["ask"]
    assert "没有发现困难,核查结果选「不属实」" in line["ask"]
    assert (line["score_reasons"], line["parameters_local"], line["may_apply"]) == (None, None, None)
    assert not any(word in f"{line['seen']}{line['basis']}{line['family']}" for word in FOUND_WORDS)
    assert "is_random" not in line


def test_a_routine_visit_names_the_clause_that_asks_for_visits_every_month(con):
    settings(con)
    put(con, "ref.document", document="JY33", number="泾民发〔2021〕33号")
    con.execute("UPDATE ref.policy_in_force SET document = 'JY33', clause = '二(四)' WHERE parameter = 'random_visit_share'")
    household(con, "R1")
    case(con, "R1", family="例行走访", urgency=None)
    line = lines(con)["R1"]
    con.execute("DELETE FROM ref.document")
    assert line["basis"] == "泾民发〔2021〕33号·二(四)"


def test_a_routine_visit_not_made_says_the_same_next_month(con):
    for month in (JUNE, months.add(JUNE, 1)):
        settings(con, month)
        household(con, "R1", month)
        case(con, "R1", month, family="例行走访", urgency=None)
        assert lines(con, month)["R1"]["seen"] == "按月走访,核实家庭生活情况"


def test_a_carried_forward_roster_is_named_also_on_a_routine_visit(con):
    settings(con)
    household(con, "R1", is_carried_forward=True, carried_because="未报", roster_month=date(2021, 5, 1))
    case(con, "R1", family="例行走访", urgency=None)
    assert lines(con)["R1"]["seen"] == "(依据 2021-05 名册)按月走访,核实家庭生活情况"


def test_what_was_verified_and_has_not_changed_is_not_said_again(con):
    settings(con)
    household(con, "H1")
    case(con, "H1", urgency="一般")
    hit(con, "H1", "漏保漏救_一般")
    case(con, "H1", urgency="紧急", family="三保障")
    hit(con, "H1", "三保障_紧急")
    found = run(con, models=LINES)
    assert sorted(row["seen"] for row in found) == ["标题三保障_紧急", "标题漏保漏救_一般"]
    con.execute("UPDATE mart.finding SET is_quiet = TRUE WHERE rule_id = '三保障_紧急'")
    quiet = next(row for row in run(con, models=LINES) if row["family"] == "三保障")
    assert (quiet["seen"], quiet["urgency"]) == ("问题类别:三保障", "核实")


def test_a_household_that_left_the_roster_keeps_its_name_village_and_finding(con):
    may = months.add(JUNE, -1)
    settings(con, may)
    household(con, "H1", may, village="下村", head_name="李某")
    case(con, "H1", may)
    hit(con, "H1", "漏保漏救_一般", may)
    lines(con, may)
    settings(con)
    case(con, "H1", urgency=None)
    line = lines(con)["H1"]
    assert (line["head_name"], line["village"], line["township_name"]) == ("李某", "下村", "香水镇")
    assert line["seen"] == "本月数据未再显示,2021-05 发现:标题漏保漏救_一般"
    assert (line["is_listed"], line["walk"]) == (True, 1)


def test_a_household_that_moved_is_told_by_where_it_lives_now(con):
    settings(con)
    household(con, "H1", township_code=OTHER, township_name="新民乡", village="新村")
    case(con, "H1", township_code=TOWNSHIP)
    line = lines(con)["H1"]
    assert (line["township_code"], line["township_name"], line["village"]) == (OTHER, "新民乡", "新村")


def test_a_household_that_parted_says_what_the_old_one_was_about(con):
    may = months.add(JUNE, -1)
    settings(con, may)
    household(con, "H1", may)
    old = case(con, "H1", may)
    hit(con, "H1", "漏保漏救_一般", may)
    lines(con, may)
    settings(con)
    household(con, "H2", head_name="马小某")
    case(con, "H2", urgency=None, predecessor_case_id=old)
    line = lines(con)["H2"]
    assert line["seen"] == "由原户分出,原户的问题:标题漏保漏救_一般"
    assert (line["head_name"], line["basis"], line["ask"]) == ("马小某", "甲文1号·一", "问什么?")
    july = months.add(JUNE, 1)
    settings(con, july)
    case(con, "H2", july, urgency=None, predecessor_case_id=old)
    assert lines(con, july)["H2"]["seen"] == "由原户分出,原户的问题:标题漏保漏救_一般"


def test_no_line_is_without_words(con):
    settings(con)
    case(con, "H9", urgency=None)
    line = lines(con)["H9"]
    assert (line["seen"], line["basis"]) == ("问题类别:漏保漏救", "本县规定(本地暂定)")


def test_the_next_form_asks_in_the_order_of_the_list_then_for_those_left_out_then_for_those_already_seen(con):
    settings(con, visit_hours_township_month=4)
    for name, state, score in (("seen", "属实", 99), ("left out", "待核查", 10), ("listed", "待核查", 50)):
        household(con, name)
        case(con, name, state=state, score=score)
    run(con, models=(*LINES, "mart.form_feedback"))
    found = rows(con, "SELECT case_id, position, is_listed FROM mart.form_feedback ORDER BY position")
    assert [(row["case_id"].split("-")[1], row["is_listed"]) for row in found] == [("listed", True), ("left out", False), ("seen", False)]
