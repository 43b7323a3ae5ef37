"""An invented county month in the tables that reports read. Names, villages and numbers are made up."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from lowincome import policy, warehouse
from pyarrow import parquet

MONTH = date(2021, 6, 1)
TOWNSHIP = "640424100"
TOWNSHIPS = {
    "640424100": "香水镇",
    "640424101": "泾河源镇",
    "640424102": "六盘山镇",
    "640424200": "新民乡",
    "640424201": "兴盛乡",
    "640424202": "黄花乡",
    "640424203": "大湾乡",
}
VILLAGES = ("上杏坪村", "柳泉湾村", "青石咀村", "麻子梁村", "清水桥村")
HEADS = ("马有福", "禹秀兰", "者有仁", "冶玉梅", "兰成虎", "伍学军", "拜小花", "于生贵", "摆彦平", "海志明", "丁翠英", "赫占林")

# rule, title, family, urgency, is_private, seen, basis, ask, may_apply
FINDINGS = (
    (
        "low_income_uncovered",
        "人均收入低于低保标准而没有纳入保障",
        "漏保漏救",
        "紧急",
        False,
        "人均收入低于低保标准而没有纳入保障:近12个月人均收入 4,120元/年,标准 6,000元/年",
        "宁民发〔2020〕52号·一(一)\n泾民发〔2021〕33号·二(一)",
        "家里这一年的各项收入各是多少?有没有漏报或重复的?\n愿不愿意申请低保?有没有申请过、被退过?",
        "低保;不符合低保的,看是否符合低保边缘家庭",
    ),
    (
        "medical_burden",
        "医疗自付占家庭收入比重大",
        "因病",
        "紧急",
        True,
        "医疗自付占家庭收入比重大:近12个月医疗自付占总收入 0.62,标准 0.4",
        "宁民发〔2020〕28号·二(二)3",
        "看病一共花了多少,报销以后自己还要付多少?后面还要不要治?\n家里有没有因此借钱?",
        "临时救助;医疗救助转介医保局",
    ),
    (
        "job_loss_three_months",
        "连续三个月没有收入",
        "因失业",
        "一般",
        False,
        "连续三个月没有收入(马小军):连续无收入 4个月,标准 3个月",
        "宁民发〔2020〕52号·二(一)",
        "什么时候开始没有活干?参加过失业保险没有?现在有没有找到事情做?",
        "临时救助;公益岗位转介人社局",
    ),
    (
        "dangerous_housing",
        "住在危房里",
        "两不愁三保障",
        "一般",
        False,
        "住在危房里:住房等级 4级(A为1、D为4),标准 3级(A为1、D为4)",
        "泾民发〔2021〕33号·二(三)",
        "现在是不是还住在这座房子里?有没有别的住处?",
        "危房改造转介住建局",
    ),
    (
        "dibao_income_above_line",
        "在保家庭收入高于低保标准",
        "漏查漏退",
        "核实",
        False,
        "在保家庭收入高于低保标准:近12个月人均收入 7,350.5元/年,标准 6,000元/年",
        "宁民发〔2020〕28号·三14",
        "收入是不是稳定?务工有没有必要的开支要扣?只作核实,不停发。",
        "渐退期",
    ),
)
REASONS = "近12个月医疗自付占收入62%\n近3个月收入下降35%\n家里老人2人"


def warehouse_of(households: int = 6) -> duckdb.DuckDBPyConnection:
    """The tables filled for MONTH; `households` are those of TOWNSHIP with a case."""
    con = warehouse.in_memory()
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
    ):
        insert(con, "mart.parameter_used", month=MONTH, parameter=parameter, value=value, unit=unit, confidence=confidence, rule_ids=rule_ids)


def _submissions(con: duckdb.DuckDBPyConnection) -> None:
    for number, (code, name) in enumerate(TOWNSHIPS.items()):
        row: dict[str, Any] = {"month": MONTH, "township_code": code, "township_name": name}
        if code == "640424202":
            insert(con, "mart.submission_status", **row, status="未报", is_carried_forward=True, roster_month=date(2021, 5, 1))
            continue
        is_late = code == "640424203"
        insert(
            con,
            "mart.submission_status",
            **row,
            submission_id=f"S2021062{number}-0123456789ab",
            version=2 if number == 0 else 1,
            status=("部分接收", "接收有提示", "接收")[number % 3],
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


def _rosters(con: duckdb.DuckDBPyConnection) -> None:
    for code in TOWNSHIPS:
        for unit, opening in (("户", 850), ("人", 2140)):
            moved = {"opening": opening, "entered": 6, "left_": 4, "moved_in": 1, "moved_out": 1, "closing": opening + 2, "is_balanced": True}
            insert(con, "mart.conservation", month=MONTH, township_code=code, support_category="农村低保", unit=unit, **moved)


def _case(con: duckdb.DuckDBPyConnection, number: int, *, is_listed: bool) -> None:
    """One household's case; every fourth household has a second finding in the same case, every seventh case is closed."""
    rule_id, title, family, urgency, _, seen, basis, ask, may_apply = FINDINGS[number % len(FINDINGS)]
    second = FINDINGS[(number + 2) % len(FINDINGS)] if number % 4 == 1 else None
    case_id, household_id = f"202106-{number + 1:05d}", f"H{number + 1:05d}"
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
    who = {"village": VILLAGES[number * 3 % len(VILLAGES)], "head_name": HEADS[number % len(HEADS)]}
    insert(con, "mart.case_state", **place, **both, **clock, household_id=household_id)
    insert(con, "mart.case_ledger", **place, **both, **clock, **who, findings=title)
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
        persons=None if number % 11 == 10 else 1 + number % 5,
        urgency=urgency,
        seen="\n".join([seen, second[5]] if second else [seen]),
        basis="\n".join([basis, second[6]] if second else [basis]),
        ask="\n".join([ask, second[7]] if second else [ask]),
        may_apply=may_apply,
        parameters_local="dibao_line_rural" if "低保标准" in seen else None,
        score=90 - number,
        score_reasons=REASONS,
        score_method="专家评分卡",
        priority=number + 1,
        due_on=due_on,
        is_listed=is_listed,
        not_listed_reason=None if is_listed else "本月走访时间已排满",
        months_waiting=0 if is_listed else number % 3,
        is_carried_forward=False,
        roster_month=MONTH,
        state="待核查",
    )


def submission(folder: Path, *, status: str = "部分接收", findings: list[dict[str, Any]] | None = None, **changed: Any) -> Path:
    """A folder of raw as intake leaves it, with the three files that a receipt reads."""
    folder.mkdir(parents=True, exist_ok=True)
    sheets = [
        {"sheet": "家庭", "rows_in": 982, "rows_accepted": 975, "rows_quarantined": 7, "rows_rejected": 0},
        {"sheet": "成员", "rows_in": 2417, "rows_accepted": 2376, "rows_quarantined": 38, "rows_rejected": 3},
        {"sheet": "增减", "rows_in": 14, "rows_accepted": 14, "rows_quarantined": 0, "rows_rejected": 0},
        {"sheet": "核查反馈", "rows_in": 0, "rows_accepted": 0, "rows_quarantined": 0, "rows_rejected": 0},
    ]
    head = {
        "submission_id": "S20210624-3f9a0c11de42",
        "kind": "form",
        "township_code": TOWNSHIP,
        "township_name": "香水镇",
        "month": MONTH,
        "file_name": "香水镇6月(改).xlsx",
        "received_at": datetime(2021, 6, 24, 8, 5, tzinfo=UTC),
        "due_at": datetime(2021, 6, 25, 16, 0, tzinfo=UTC),
        "is_on_time": True,
        "status": status,
    } | changed
    if status in ("接收", "接收有提示"):
        sheets = [row | {"rows_accepted": row["rows_in"], "rows_quarantined": 0, "rows_rejected": 0} for row in sheets]
    _write(folder / "submission.parquet", [head])
    _write(folder / "sheet.parquet", sheets)
    _write(folder / "finding.parquet", [FINDING | row | {"finding_number": n} for n, row in enumerate(findings or [], start=1)])
    return folder


FINDING = {
    "submission_id": "S20210624-3f9a0c11de42",
    "finding_number": 1,
    "sheet": "成员",
    "row_number": 14,
    "column_name": "证件号码",
    "cell": "C14",
    "check_id": "id_number_check_digit",
    "severity": "critical",
    "value_masked": "640499********1X",
    "message_zh": "身份证号码的最后一位校验不对,多半是抄错了一位。",
    "why_zh": "号码不对就和别的部门对不上,这个人该有的待遇会被漏掉。",
    "mend_zh": "对着身份证或户口本重新填写 18 位号码。",
}
AMOUNT_AS_TEXT = {
    "sheet": "家庭",
    "column_name": "工资性收入",
    "check_id": "amount_is_text",
    "severity": "warning",
    "value_masked": "约3万",
    "message_zh": "这里应当填数字(元),填的是文字。",
    "why_zh": "看不出是多少钱,这一户的收入只能当作不知道。",
    "mend_zh": "只填数字,例如 30000,不写「约」「万」「元」。",
}


def many_findings() -> list[dict[str, Any]]:
    """Thirty-eight with one cause, five with another, one about the whole sheet."""
    wrong_digit = [{"cell": f"C{row}", "row_number": row} for row in range(14, 52)]
    text = [AMOUNT_AS_TEXT | {"cell": f"N{row}", "row_number": row} for row in range(3, 8)]
    header = {
        "sheet": "成员",
        "cell": None,
        "row_number": None,
        "column_name": "医保参保",
        "check_id": "column_missing",
        "severity": "warning",
        "value_masked": None,
        "message_zh": "「成员」表少了「医保参保」这一栏。",
        "why_zh": "少了这一栏,就看不出谁没有医保。",
        "mend_zh": "从本月下发的报送表里把这一栏复制过来,位置不限。",
    }
    return [*wrong_digit, *text, header]


_SCHEMA = {
    "finding_number": pa.int32(),
    "row_number": pa.int32(),
    "month": pa.date32(),
    "received_at": pa.timestamp("us", "Asia/Shanghai"),
    "due_at": pa.timestamp("us", "Asia/Shanghai"),
    "is_on_time": pa.bool_(),
}


def _write(path: Path, rows: list[dict[str, Any]]) -> None:
    names = list(rows[0]) if rows else list(FINDING)
    kinds = {name: _SCHEMA.get(name, pa.int32() if name.startswith("rows_") else pa.string()) for name in names}
    parquet.write_table(pa.Table.from_pylist(rows, schema=pa.schema(kinds)), path)
