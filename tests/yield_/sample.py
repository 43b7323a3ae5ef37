"""An invented county of eighteen months for the page: what was pushed, what was answered, who came back. Everything by arithmetic, nothing by chance."""

import duckdb

from lowincome import policy, warehouse
from yield_ import world
from yield_.world import after, closed, county_of, define, event, heard, helped, listed, opened, put

MONTHS = 18
MONTH = after(MONTHS - 1)
# rule, title, feeds, unit, threshold, parameter, one of how many is true, how many a month
RULES = (
    ("low_income", "人均收入低于低保标准,未纳入低保或特困", (), "yuan_per_person_year", 6000, "dibao_line_rural", 3, 6),
    ("medical", "医疗自付占家庭收入的比例过高", ("medical_insurance",), "share", 0.4, "medical_burden_share", 5, 5),
    ("short", "救助资金没有足额发放", ("payment",), "yuan", 300, None, 2, 3),
    ("job", "失业人员连续无收入,未参失业保险、未纳入低保", ("employment",), "months", 3, "job_loss_months", 30, 15),
    ("drop", "收入大幅缩减", (), "share", 0.3, "income_drop_share", 40, 16),
    ("band", "人均收入在低收入区间,没有认定为低收入家庭", (), "multiple_of_dibao_line", 1.5, "low_income_ceiling_multiple", 50, 15),
    ("disability", "残疾人证与名册不一致", ("disability",), "yes_no", 0, "must_register_poor", 60, 6),
    ("water", "饮水不安全", (), "yes_no", 1, "safe_water_sign", 1, 1),
)
# the random visits that found hardship: months after the first, and which of the month's
MISSED = ((3, 1), (9, 2), (11, 0), (12, 3))


def month() -> duckdb.DuckDBPyConnection:
    """The warehouse with everything that the page reads for `MONTH`."""
    con = world.new()
    con.execute("DELETE FROM rule.definition")
    _county(con)
    for n in range(MONTHS):
        for rule_id, title, feeds, *_ in RULES:
            define(con, after(n), rule_id, feeds, title=title)
        _pushes(con, n)
        _draws(con, n)
    world.run(con, (*world.YIELD, "mart.missed_rate", "mart.relapse"), MONTH)
    return con


def _county(con: duckdb.DuckDBPyConnection) -> None:
    county_of(con, MONTH)
    chain = policy.chain("640424")
    known = {value.parameter for value in policy.load() if value.jurisdiction in chain and value.valid_from <= MONTH}
    for parameter in sorted(known - world.SETTINGS.keys()):
        value = policy.lookup(parameter, MONTH, "640424")
        told = {
            "value": value.value,
            "unit": value.unit,
            "document": value.document,
            "clause": value.clause,
            "confidence": value.confidence,
        }
        put(con, "ref.policy_in_force", month=MONTH, parameter=parameter, **told)
    warehouse.run_models(con, ["mart.parameter_used"], {"month": MONTH})


def _pushes(con: duckdb.DuckDBPyConnection, n: int) -> None:
    for rule_id, _, _, unit, threshold, parameter, one_of, how_many in RULES:
        for k in range(how_many):
            number = n * how_many + k
            case = f"Y-{rule_id}-{number}"
            beyond = 1 if unit == "yes_no" else threshold * (1 + (0.04, 0.2, 0.7)[number % 3])
            world.found(con, case, rule_id, after(n), measured=beyond, threshold=threshold, unit=unit, parameter=parameter)
            listed(con, case, after(n), is_sent=n < MONTHS - 1)
            if n < MONTHS - 1:
                _answer(con, case, n, is_true=number % one_of == 0, silent=number % 7 == 3, unseen=number % 9 == 4)


def _answer(con: duckdb.DuckDBPyConnection, case: str, n: int, is_true: bool, silent: bool, unseen: bool) -> None:
    if silent:
        return
    if unseen:
        heard(con, case, after(n + 1), "外出未见")
    elif not is_true:
        closed(con, case, after(n + 1), "不属实")
    else:
        heard(con, case, after(n + 1), "属实")
        if n + 3 < MONTHS:
            helped(con, case, after(n + 2))
            event(con, case, after(n + 3), "销号", state_after="已销号")
        if n % 4 == 0 and n + 6 < MONTHS:
            opened(con, f"{case}b", after(n + 6), predecessor=case, household_id=case.replace("Y", "H"))


def _draws(con: duckdb.DuckDBPyConnection, n: int) -> None:
    for k in range(6):
        case = f"Y-draw-{n}-{k}"
        listed(con, case, after(n), is_sent=n < MONTHS - 1, is_random=True)
        if n < MONTHS - 1 and k < 5:
            result = "属实" if (n, k) in MISSED else "外出未见" if k == 4 else "不属实"
            heard(con, case, after(n + 1), result, family="例行走访")
