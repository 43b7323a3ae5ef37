"""Half a year of a small county: a handful of invented households whose cases go every way there is, with the files they came in."""

from datetime import UTC, date, datetime
from typing import Any

import duckdb

from cases import life
from cases.life import OTHER, TOWNSHIP, day, hears, helped, put
from lowincome import month as months
from lowincome import policy, warehouse

THIRD = "640424102"
NAMES = {TOWNSHIP: "香水镇", OTHER: "泾河源镇", THIRD: "六盘山镇"}
MONTHS = ("2021-01", "2021-02", "2021-03", "2021-04", "2021-05", "2021-06")
JUNE = date(2021, 6, 1)
REOPENED, REFUSED, MOVED, HELD, WATCHED, JOINED, GONE, DRAWN, ASKED, CHECKED, URGENT, QUIET = (
    f"{TOWNSHIP}-{number:08d}" for number in range(1, 13)
)
FROM = f"{OTHER}-00000003"
HEADS = {
    **{REOPENED: "马有福", REFUSED: "者有仁", MOVED: "冶玉梅", FROM: "冶玉梅", HELD: "兰成虎", WATCHED: "伍学军"},
    **{JOINED: "拜小花", GONE: "于生贵", DRAWN: "摆彦平", ASKED: "海志明", CHECKED: "丁翠英", URGENT: "赫占林", QUIET: "禹秀兰"},
}
# id: family, title, urgency, measured label, unit, threshold, parameter, document, clause, office
RULES = {
    "low_income_uncovered": (
        *("漏保漏救", "人均收入低于低保标准,未纳入低保或特困", "紧急", "人均年收入", "yuan_per_person_year", 6000),
        *("dibao_line_rural", "NX52", "一(二)", "社会救助科"),
    ),
    "medical_burden": (
        *("因困致贫", "医疗自付占家庭收入的比例过高", "一般", "医疗自付占收入", "share", 0.4),
        *("medical_burden_share", "NX28", "二(二)2", "社会救助科"),
    ),
    "dangerous_housing": (
        "三保障",
        "住房等级为危房",
        "紧急",
        "住房等级",
        "housing_grade",
        3,
        None,
        "JY33",
        "二(三)",
        "社会事务和养老服务科",
    ),
    "poor_not_registered": ("漏统漏管", "监测对象没有登记", "核实", "已登记", "yes_no", 1, None, "JY33", "二(三)", "社会救助科"),
}
TRACKERS = (
    *(
        "ref.clock",
        "mart.visit_capacity",
        "mart.visit_need",
        "mart.visit_plan",
        "mart.list_line",
        "mart.case_spell",
        "mart.household_clock",
    ),
    *("mart.case_clock", "mart.case_state", "mart.case_ledger", "mart.case_balance", "mart.case_task", "pub.case_balance"),
)
WELL = {"support_category": "农村低保", "is_in_dibao": True, "dibao_class": "B", "covered_persons": 2, "monthly_amount_yuan": 520}


def county() -> duckdb.DuckDBPyConnection:
    """All six months, one after the other."""
    con = life.fresh()
    warehouse.run_models(con, ("ref.calendar_day",), policy.reference_params())
    for month in MONTHS:
        _files(con, month)
        for story in (_reopened, _refused, _moved, _held, _watched, _joined, _drawn, _asked, _checked, _urgent, _quiet):
            story(con, month)
        close(con, month)
    return con


def close(con: duckdb.DuckDBPyConnection, month: str) -> None:
    """The month's run, the trackers included; then the centre lets the lists go."""
    life.close(con, month)
    follow(con, month)
    after, first = day(month, 26), day(month, 1)
    told = {"list_month": first, "decision": "下发", "decided_on": after, "known_on": after}
    put(con, "stg.list_approval", month=months.add(first, 1), submission_id=f"A{month}", row_number=2, **told)


def follow(con: duckdb.DuckDBPyConnection, month: str, models: tuple[str, ...] = TRACKERS) -> None:
    first = day(month, 1)
    params = {"month": first, "closes_on": day(month, 26), "known_on": None, "region": life.REGION, "pseudonym_key": "k"}
    warehouse.run_models(con, models, policy.reference_params() | params | {"jurisdictions": policy.chain(life.REGION)})


def number(con: duckdb.DuckDBPyConnection, household_id: str, family: str = life.FAMILY, month: str = "2021-06") -> str:
    return life.case(con, month, household_id, family)


def _files(con: duckdb.DuckDBPyConnection, month: str) -> None:
    first = day(month, 1)
    put(con, "mart.month_run", month=first, region=life.REGION, revision=1)
    arrived = {"month": first, "received_at": datetime(first.year, first.month, 22, 2, tzinfo=UTC), "status": "接收"}
    for code, sent in ((TOWNSHIP, f"S{month}"), (OTHER, f"T{month}")):
        file = f"{NAMES[code]}{first.month}月报送表.xlsx"
        put(con, "raw.submission", submission_id=sent, kind="form", township_code=code, file_name=file, **arrived)
    for sent, feed, file in ((f"A{month}", "list_approval", "清单下发审批.csv"), (f"D{month}", "case_decision", "个案处理决定.csv")):
        put(con, "raw.submission", submission_id=sent, kind="feed", feed=feed, file_name=f"{month}{file}", **arrived)
    for code, name in NAMES.items():
        put(con, "mart.submission_status", month=first, township_code=code, township_name=name, status="已报", is_carried_forward=False)
    for rule_id, (family, title, urgency, label, _, _, _, document, clause, office) in RULES.items():
        basis = {"NX52": "宁民发〔2020〕52号", "NX28": "宁民发〔2020〕28号", "JY33": "泾民发〔2021〕33号"}[document]
        said = {
            "family": family,
            "title": title,
            "urgency": urgency,
            "measured_label": label,
            "basis": f"{basis}·{clause}",
            "office": office,
        }
        put(con, "rule.definition", month=first, rule_id=rule_id, state="施行", subject="household", ask="到户问清楚", **said)


def lives(con: duckdb.DuckDBPyConnection, month: str, household_id: str, people: tuple[str, ...] = (), **said: Any) -> None:
    """On the roster that the township sent this month: well off, unless said otherwise."""
    code = said.pop("township_code", TOWNSHIP)
    row = {
        **{"village": "柳泉湾村", "head_name": HEADS[household_id], "township_name": NAMES[code], "known_on": day(month, 22)},
        **{
            "submission_id": ("S" if code == TOWNSHIP else "T") + month,
            "row_number": int(household_id[-2:]) + 1,
            "roster_month": day(month, 1),
        },
        **{"is_carried_forward": False, "registered_poor": "否", "shock": "无", "housing_grade": "B", "has_safe_water": True},
        **{"is_property_within_limits": True, "has_assets": False, "visited_on": day(month, 8), "medical_yuan_12m": 800},
        **{"education_yuan_12m": 0, "housing_yuan_12m": 0, "care_yuan_12m": 0, "other_rigid_yuan_12m": 0},
        **said,
    }
    people = people or (HEADS[household_id],)
    life.lives(con, month, household_id, people, township_code=code, **row)
    con.execute(
        "UPDATE core.person_month SET relation = CASE WHEN person_id = ? THEN '户主' ELSE '子女' END, age = 41, health = '健康',"
        " has_disability_card = FALSE, self_care = '自理', employment = '灵活就业', schooling = '不在校', row_number = ?"
        " WHERE month = ? AND household_id = ?",
        [people[0], row["row_number"], day(month, 1), household_id],
    )


def poor(income: int = 3000) -> dict[str, Any]:
    return {"income_yuan_12m": 2 * income, "income_per_capita_yuan_year": income}


def finds(
    con: duckdb.DuckDBPyConnection, month: str, household_id: str, rule_id: str, measured: float, is_triggered: bool | None = True
) -> None:
    _, _, _, label, unit, threshold, parameter, document, clause, _ = RULES[rule_id]
    put(
        con,
        f"rule.{rule_id}",
        **{"month": day(month, 1), "rule_id": rule_id, "household_id": household_id, "is_triggered": is_triggered, "measured": measured},
        **{"threshold": threshold, "unit": unit, "parameter": parameter, "document": document, "clause": clause},
        evidence=f'{{"{label}": {measured}, "在册类别": null}}',
    )


def _reopened(con: duckdb.DuckDBPyConnection, month: str) -> None:
    """Found poor, admitted to dibao, closed; the amount falls away, poor again."""
    people = ("马有福", "马小军")
    if month == "2021-02":
        hears(con, month, number(con, REOPENED, month="2021-01"), "属实", asks_to_close=True, remark="马有福家里确实困难", **helped(month))
    if month in ("2021-02", "2021-03", "2021-04"):
        lives(con, month, REOPENED, people, **WELL, first_included_month=date(2021, 2, 1))
        finds(con, month, REOPENED, "low_income_uncovered", 20000, is_triggered=False)
    else:
        lives(con, month, REOPENED, people, **poor(3000 if month == "2021-01" else 3400))
        finds(con, month, REOPENED, "low_income_uncovered", 3000 if month == "2021-01" else 3400)


def _refused(con: duckdb.DuckDBPyConnection, month: str) -> None:
    """Nobody there can work: asking to close is answered with that, twice."""
    is_early = month in ("2021-01", "2021-02")
    lives(con, month, REFUSED, labour_capacity="完全丧失", **(poor() if is_early else WELL))
    if is_early:
        finds(con, month, REFUSED, "low_income_uncovered", 3000)
    if month == "2021-03":
        hears(con, month, number(con, REFUSED, month="2021-02"), "属实", asks_to_close=True, **helped(month, measure="纳入农村低保"))
    if month == "2021-06":
        hears(con, month, number(con, REFUSED, month="2021-05"), "属实", on=11, asks_to_close=True, remark="已纳入低保,请予销号")


def _moved(con: duckdb.DuckDBPyConnection, month: str) -> None:
    """From 泾河源镇 to 香水镇 with a new number, the case open; visited and helped there, costs still high."""
    people, ill = (
        ("冶玉梅", "冶小军"),
        {"medical_yuan_12m": 9000, "rigid_yuan_12m": 9000, "income_yuan_12m": 12000, "income_per_capita_yuan_year": 6000},
    )
    if month < "2021-04":
        lives(con, month, FROM, people, township_code=OTHER, village="涝池村", **ill)
    else:
        lives(con, month, MOVED, people, **ill)
    if month >= "2021-03":
        finds(con, month, FROM if month == "2021-03" else MOVED, "medical_burden", 0.75)
    if month == "2021-05":
        hears(con, month, number(con, MOVED, "因困致贫", "2021-04"), "属实", **helped(month, amount_yuan=1500))
    if month == "2021-06":
        hears(con, month, number(con, MOVED, "因困致贫", "2021-05"), "属实", on=12, asks_to_close=True, remark="已经救助")


def _held(con: duckdb.DuckDBPyConnection, month: str) -> None:
    lives(con, month, HELD, housing_grade="D" if month >= "2021-05" else "B")
    if month >= "2021-05":
        finds(con, month, HELD, "dangerous_housing", 4)
    if month == "2021-06":
        case_id = number(con, HELD, "三保障", "2021-05")
        life.decides(con, month, case_id, "暂缓", on=15, until=date(2021, 7, 20))


def _watched(con: duckdb.DuckDBPyConnection, month: str) -> None:
    """A monitored household: closing is granted, the publicity runs."""
    lives(con, month, WATCHED, monitoring_category="脱贫不稳定户", housing_grade="D" if month == "2021-05" else "A")
    if month == "2021-05":
        finds(con, month, WATCHED, "dangerous_housing", 4)
    if month == "2021-06":
        said = helped(month, on=20, measure="危房改造", amount_yuan=None)
        hears(con, month, number(con, WATCHED, "三保障", "2021-05"), "属实", on=20, asks_to_close=True, **said)


def _joined(con: duckdb.DuckDBPyConnection, month: str) -> None:
    """Two poor households that become one."""
    if month < "2021-05":
        lives(con, month, JOINED, **poor())
        lives(con, month, GONE, **poor())
    else:
        lives(con, month, JOINED, ("拜小花", "于生贵"), **poor())
    if month >= "2021-03":
        finds(con, month, JOINED, "low_income_uncovered", 3000)
    if month == "2021-04":
        finds(con, month, GONE, "low_income_uncovered", 3000)


def _drawn(con: duckdb.DuckDBPyConnection, month: str) -> None:
    lives(con, month, DRAWN)
    if month == "2021-06":
        put(con, "mart.random_draw", month=day(month, 1), township_code=TOWNSHIP, household_id=DRAWN, draw=0.01)


def _asked(con: duckdb.DuckDBPyConnection, month: str) -> None:
    """True in May, untrue in June without a word why."""
    lives(con, month, ASKED, **poor())
    if month >= "2021-04":
        finds(con, month, ASKED, "low_income_uncovered", 3000)
    if month in ("2021-05", "2021-06"):
        hears(con, month, number(con, ASKED, month="2021-04"), "属实" if month == "2021-05" else "不属实")


def _checked(con: duckdb.DuckDBPyConnection, month: str) -> None:
    lives(con, month, CHECKED, monitoring_category=None)
    if month >= "2021-05":
        finds(con, month, CHECKED, "poor_not_registered", 0)
    if month == "2021-06":
        hears(con, month, number(con, CHECKED, "漏统漏管", "2021-05"), "需部门复核", remark="名单由县里核")


def _urgent(con: duckdb.DuckDBPyConnection, month: str) -> None:
    """Reported between two lists; nothing of it in the data."""
    lives(con, month, URGENT)
    if month != "2021-06":
        return
    case_id, first = "YJ202106-0123456789", day(month, 1)
    about = {
        "month": first,
        "case_id": case_id,
        "household_id": URGENT,
        "township_code": TOWNSHIP,
        "township_name": "香水镇",
        "family": "因困致贫",
    }
    told = {
        "known_on": day(month, 3),
        "due_on": day(month, 5),
        "head_name": HEADS[URGENT],
        "village": "柳泉湾村",
        "basis": "宁民发〔2020〕52号·五(三)",
    }
    put(con, "raw.submission", submission_id="U2021-06", kind="urgent", file_name="香水镇急难快报.xlsx", month=first)
    put(con, "mart.urgent_report", **about, **told, submission_id="U2021-06", row_number=2, is_repeat=False)
    put(con, "mart.urgent_case", **about, **told, event="立案", detail="急难快报 1 项", seen="急难快报:06月02日,因病,无钱住院")


def _quiet(con: duckdb.DuckDBPyConnection, month: str) -> None:
    """Looked at and untrue; the same data go on saying so."""
    lives(con, month, QUIET, township_code=OTHER, village="涝池村", **poor(5000))
    if month >= "2021-02":
        finds(con, month, QUIET, "low_income_uncovered", 5000)
    if month == "2021-03":
        said = {"township_code": OTHER, "submission_id": "T2021-03", "asks_to_close": True, "remark": "儿子每月寄钱,没有报进来"}
        hears(con, month, number(con, QUIET, month="2021-02"), "不属实", **said)
