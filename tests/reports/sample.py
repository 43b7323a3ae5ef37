"""An invented county month in the tables that reports read. Names, villages and numbers are made up."""

from datetime import UTC, date, datetime
from typing import Any

import duckdb

from factories import TOWNSHIP, TOWNSHIPS
from lowincome import policy, rules, warehouse

MONTH = date(2021, 6, 1)
VILLAGES = ("上杏坪村", "柳泉湾村", "青石咀村", "麻子梁村", "清水桥村")
HEADS = ("马有福", "禹秀兰", "者有仁", "冶玉梅", "兰成虎", "伍学军", "拜小花", "于生贵", "摆彦平", "海志明", "丁翠英", "赫占林")

# rule, title, family, urgency, is_private, seen, basis, ask, may_apply
FINDINGS = (
    (
        "low_income_uncovered",
        "人均收入低于低保标准,未纳入低保或特困",
        "漏保漏救",
        "紧急",
        False,
        "人均收入低于低保标准,未纳入低保或特困:人均年收入 4120元/人·年,标准 6000元/人·年",
        "宁民发〔2020〕28号·四15; 宁民发〔2020〕52号·一(二); 泾民发〔2021〕33号·二(一)",
        "近12个月各项收入是否属实?财产是否已核对?愿不愿意申请低保?",
        "最低生活保障(宁民发〔2020〕52号·一(二)); 临时救助(宁民发〔2020〕52号·二(二))",
    ),
    (
        "medical_burden",
        "医疗自付占家庭收入的比例过高",
        "因困致贫",
        "一般",
        True,
        "医疗自付占家庭收入的比例过高:近12个月医疗自付 18650元/年,标准 12000元/年",
        "宁民发〔2020〕28号·二(二)2; 泾民发〔2021〕33号·二(一)",
        "自付医疗费是否属实,报销是否已经到账?是否借债看病,后面还要花多少?",
        "临时救助(宁民发〔2020〕52号·二(二)); 医疗救助(泾民发〔2021〕33号·二(二))",
    ),
    (
        "job_loss_three_months",
        "失业人员连续无收入,未参失业保险、未纳入低保",
        "查损补失",
        "一般",
        False,
        "失业人员连续无收入,未参失业保险、未纳入低保(马小军):连续无收入月数 4个月,标准 3个月",
        "宁民发〔2020〕52号·二(一)",
        "什么时候开始没有活干?参加过失业保险没有?现在有没有找到事情做?",
        "一次性临时救助(宁民发〔2020〕52号·二(一))",
    ),
    (
        "dangerous_housing",
        "住房等级为危房",
        "三保障",
        "紧急",
        False,
        "住房等级为危房:住房等级 4级(A为1、D为4),标准 3级(A为1、D为4)",
        "泾民发〔2021〕33号·二(三)",
        "现在是不是还住在这座房子里?有没有别的住处?",
        "危房改造(转住建部门)",
    ),
    (
        "dibao_income_above_line",
        "低保户人均收入已超过低保标准,渐退期未落实或已满",
        "漏查漏退",
        "核实",
        False,
        "低保户人均收入已超过低保标准,渐退期未落实或已满:扣减必要就业成本后的人均年收入 7350.5元/人·年,标准 6000元/人·年",
        "宁民发〔2020〕52号·四; 泾民发〔2021〕33号·二(三)",
        "收入是否稳定?有没有应当扣减的就业成本、医疗教育等刚性支出?渐退期是否已经落实?",
        "低保渐退期(宁民发〔2020〕52号·四); 扣减必要的就业成本(泾民发〔2021〕33号·二(三))",
    ),
)
REASONS = "近12个月医疗自付占收入62%\n近3个月收入下降35%\n家里老人2人"


def warehouse_of(households: int = 6) -> duckdb.DuckDBPyConnection:
    """The tables filled for MONTH; `households` are those of TOWNSHIP with a case."""
    con = warehouse.in_memory()
    rules.prepare(con)
    for row in policy.rows(policy.REFERENCE / "units.csv"):
        insert(con, "ref.unit", unit=row[1]["unit"], label_zh=row[1]["label_zh"])
    for row in policy.rows(policy.REFERENCE / "parameters.csv"):
        insert(con, "ref.parameter", parameter=row[1]["parameter"], title=row[1]["title"])
    insert(con, "ref.division", code="640424", name="泾源县", parent_code="6404", level="县")
    for code, name in TOWNSHIPS.items():
        insert(con, "ref.division", code=code, name=name, parent_code="640424", level="乡")
    insert(con, "mart.month_run", month=MONTH, region="640424", revision=2, reason="大湾乡 2021-06-27 逾期报送(第1次)")
    _parameters(con)
    _submissions(con)
    _rules(con)
    _departments(con)
    _rosters(con)
    for number in range(households):
        _case(con, number, is_listed=number % 6 != 5)
    return con


def insert(con: duckdb.DuckDBPyConnection, table: str, **values: Any) -> None:
    names = ", ".join(f'"{name}"' for name in values)
    con.execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(values))})", list(values.values()))


def _parameters(con: duckdb.DuckDBPyConnection) -> None:
    for parameter, value, unit, confidence, rule_ids in (
        ("dibao_line_rural", 6000, "yuan_per_person_year", "example", ["low_income_uncovered"]),
        ("income_drop_share", 0.3, "share", "local", ["income_drop"]),
        ("job_loss_cohort_month", 202006, "year_month", "local", ["job_loss_three_months"]),
        ("low_income_ceiling_multiple", 1.5, "multiple_of_dibao_line", "document", ["low_income_band"]),
        ("severe_disability_optional_adopted", 0, "yes_no", "local", ["single_person_dibao_severe_disability"]),
        ("small_cell_minimum", 10, "households", "local", []),
        ("verify_within_days", 15, "days", "local", []),
        ("visit_hours_household", 3, "hours", "local", []),
        ("visit_hours_township_month", 240, "hours", "local", []),
        ("visit_wait_months", 3, "months", "local", []),
    ):
        insert(
            con, "mart.parameter_used", month=MONTH, parameter=parameter, value=value, unit=unit, confidence=confidence, rule_ids=rule_ids
        )


def _submissions(con: duckdb.DuckDBPyConnection) -> None:
    for number, (code, name) in enumerate(TOWNSHIPS.items()):
        insert(con, "mart.visit_capacity", month=MONTH, township_code=code, hours=240, is_declared=False, households=80)
        row: dict[str, Any] = {"month": MONTH, "township_code": code, "township_name": name}
        if code == "640424202":
            row |= {"status": "逾期", "is_taken": False, "is_taken_on_time": False}
            insert(con, "mart.submission_status", **row, is_carried_forward=True, roster_month=date(2021, 5, 1))
            continue
        is_late = code == "640424203"
        insert(
            con,
            "mart.submission_status",
            **row,
            submission_id=f"S2021062{number}-0123456789ab",
            version=2 if number == 0 else 1,
            status="逾期" if is_late else ("部分接收", "已报", "已报")[number % 3],
            file_status=("部分接收", "接收有提示", "接收")[number % 3],
            is_taken=True,
            is_taken_on_time=not is_late,
            received_at=datetime(2021, 6, 27 if is_late else 20 + number % 5, 8, 5, tzinfo=UTC),
            is_on_time=not is_late,
            rows_in=2400 + 310 * number,
            rows_accepted=2400 + 310 * number - (12 if number % 3 == 0 else 0),
            rows_quarantined=10 if number % 3 == 0 else 0,
            rows_rejected=2 if number % 3 == 0 else 0,
            is_carried_forward=False,
            roster_month=MONTH,
        )


def _rules(con: duckdb.DuckDBPyConnection) -> None:
    counts = {
        "low_income_uncovered": (41, 22, 18, 30, 12, 17, 15),
        "medical_burden": (23, 4, 15, 11, 30, 0, 12),
        "job_loss_three_months": (8, 6, 0, 3, 2, 4, 1),
        "dangerous_housing": (2, 0, 0, 1, 0, 0, 0),
        "dibao_income_above_line": (9, 14, 7, 5, 3, 6, 8),
    }
    for rule_id, title, family, urgency, is_private, *_ in FINDINGS:
        for (code, name), triggered in zip(TOWNSHIPS.items(), counts[rule_id], strict=True):
            has_data = not (rule_id == "dangerous_housing" and code == "640424203")
            insert(
                con,
                "mart.rule_summary",
                month=MONTH,
                rule_id=rule_id,
                title=title,
                family=family,
                urgency=urgency,
                is_private=is_private,
                state="施行",
                township_code=code,
                township_name=name,
                triggered=triggered,
                not_triggered=800 if has_data else 0,
                unknown=12 if has_data else 830,
            )
    for code, name in TOWNSHIPS.items():
        state = {"rule_id": "unsafe_water", "title": "饮水不安全", "family": "两不愁三保障", "urgency": "一般", "state": "未施行"}
        insert(con, "mart.rule_summary", month=MONTH, **state, is_private=False, township_code=code, township_name=name)


def _departments(con: duckdb.DuckDBPyConnection) -> None:
    """One extract that did not come, and what was found about offices."""
    standing = {"month": MONTH, "feed": "education", "title": "在校学生学籍", "department": "教育局", "is_compared": False}
    insert(con, "stg.feed_standing", **standing)
    insert(con, "rule.definition", month=MONTH, rule_id="school_register_missing", state="施行", not_compared=["education"])
    staff = {
        "seen": "供养机构工作人员不足:工作人员 7人,标准 9人",
        "basis": "卫民发〔2019〕21号·二(三)8",
        "ask": "在岗护理人员几名?什么时候配齐?",
        "owner": "社会事务和养老服务科",
    }
    for office, is_triggered in (("中心敬老院", True), ("东山敬老院", None)):
        found = {"office_id": office, "office_name": office, "family": "查弱补强", "urgency": "一般", "is_triggered": is_triggered}
        insert(con, "mart.office_finding", month=MONTH, rule_id="staff_short", **found, **staff)


def _rosters(con: duckdb.DuckDBPyConnection) -> None:
    for code in TOWNSHIPS:
        for unit, opening in (("户", 850), ("人", 2140)):
            moved = {
                "opening": opening,
                "entered": 6,
                "left_": 4,
                "moved_in": 1,
                "moved_out": 1,
                "closing": opening + 2,
                "is_balanced": True,
            }
            insert(con, "mart.conservation", month=MONTH, township_code=code, support_category="农村低保", unit=unit, **moved)


def _case(con: duckdb.DuckDBPyConnection, number: int, *, is_listed: bool) -> None:
    """One household's case; every fourth household has a second finding in the same case, every seventh case is closed."""
    rule_id, title, family, urgency, _, seen, basis, ask, may_apply = FINDINGS[number % len(FINDINGS)]
    second = FINDINGS[(number + 2) % len(FINDINGS)] if number % 4 == 1 else None
    case_id, household_id = f"YJ202106-{0x3F9A0C11DE + number * 0x51A7:010X}", f"H{number + 1:05d}"
    place = {"month": MONTH, "township_code": TOWNSHIP}
    due_on = date(2021, 7, 10) if urgency == "紧急" else date(2021, 7, 18)
    is_closed, is_old = number % 7 == 6, number % 5 == 3
    opened = date(2021, 4, 1) if is_old else MONTH
    both = {"family": family, "case_id": case_id}
    clock = {
        "state": "已销号" if is_closed else "待核查",
        "opened_month": opened,
        "months_open": 2 if is_old else 0,
        "last_event": "销号" if is_closed else "立案",
        "last_event_on": date(2021, 6, 22) if is_closed else opened.replace(day=26),
        "due_on": date(2021, 5, 11) if is_old else due_on,
        "is_overdue": is_old and not is_closed,
        "closed_on": date(2021, 6, 22) if is_closed else None,
        "closing_reason": "属实,已纳入低保" if is_closed else None,
    }
    who = {"village": VILLAGES[number * number % len(VILLAGES)], "head_name": HEADS[number % len(HEADS)]}
    insert(con, "mart.case_state", **place, **both, **clock, household_id=household_id)
    insert(con, "mart.case_ledger", **place, **both, **clock, **who, findings=title)
    _ledgers(con, number, household_id, case_id if not is_closed else None, clock, who)
    # the household ids are the sample's own, so that a warning counts once
    insert(con, "mart.warning", **place, **both, household_id=household_id, rule_id=rule_id, urgency=urgency, warning_id=f"W{number}")
    if is_closed:
        return
    insert(
        con,
        "mart.list_line",
        **place,
        **both,
        **who,
        township_name=TOWNSHIPS[TOWNSHIP],
        household_id=household_id,
        persons=None if number % 11 == 10 else 1 + number % 6,
        urgency=urgency,
        seen="\n".join([seen, second[5]] if second else [seen]),
        basis="\n".join([basis, second[6]] if second else [basis]),
        ask="\n".join([ask, second[7]] if second else [ask]),
        may_apply=may_apply,
        parameters_local="农村低保标准" if "低保标准" in seen else None,
        score=90 - number,
        score_reasons=REASONS,
        score_method="专家评分卡",
        priority=number + 1,
        due_on=due_on,
        is_listed=is_listed,
        walk=1 + number // 3 if is_listed else None,
        hours=4 if number % 3 == 1 else 2,
        not_listed_reason=None if is_listed else "本月走访时间已排满",
        months_waiting=0 if is_listed else number % 3,
        is_carried_forward=False,
        roster_month=MONTH,
        state="待核查",
    )


def _ledgers(
    con: duckdb.DuckDBPyConnection, number: int, household_id: str, case_id: str | None, clock: dict[str, Any], who: dict[str, Any]
) -> None:
    """The household in the 四查四补清单 and, every other one, in the 分类动态监测台账."""
    _, _, family, urgency, _, seen, basis, _, may_apply = FINDINGS[number % len(FINDINGS)]
    place = {"month": MONTH, "township_code": TOWNSHIP, "household_id": household_id, **who}
    checks = {"漏保漏救": "查漏补缺", "因困致贫": "查漏补缺", "查损补失": "查损补失", "三保障": "查短补齐", "漏查漏退": "查漏补缺"}
    case = {"case_id": case_id, "state": clock["state"] if case_id else "以前已核实", "due_on": clock["due_on"] if case_id else None}
    told = {"seen": seen, "basis": basis, "remedy": may_apply, "owner": "社会救助科"}
    insert(con, "mart.four_checks", **place, **case, **told, check_name=checks[family], family=family, urgency=urgency)
    if number % 2:
        return
    partner = (("脱贫不稳定户", "一致"), ("边缘易致贫户", "类别不同"), (None, "对方名单没有"), (None, "未比对"))[number // 2 % 4]
    insert(
        con,
        "mart.monitoring_ledger",
        **place,
        **{"class": "脱贫不稳定户", "partner_category": partner[0], "comparison": partner[1]},
        persons=3,
        support_category="农村低保",
        findings=1,
        seen=seen.split(":")[0],
        states=clock["state"],
        measures=f"{clock['last_event']} {clock['last_event_on']}",
        visited_on=date(2021, 6, 12),
    )
