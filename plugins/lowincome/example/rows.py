"""Households of the story as rows of the 报送表: what a careful clerk would write."""

from collections.abc import Iterable
from datetime import date

from lowincome import month as months
from lowincome.example.chance import share, stream
from lowincome.example.county import SEED
from lowincome.example.people import COVERED, Household, Person, age, covered, head, is_severe, labour
from lowincome.intake import form

Cell = str | float | int | None
Row = dict[str, Cell]
ACCOUNTS = dict(zip(form.AMOUNTS, "wage business property transfer cost medical education housing care other".split(), strict=True))
NOTES = (
    "子女在外务工,电话核实",
    "本月住院治疗",
    "已告知可申请临时救助",
    "家中有老人需照料",
    "已协助申报",
    "待县级核对财产",
    "村干部代为说明情况",
)
VISITORS = ("村级网格员", "村级网格员", "驻村工作队", "乡镇民政干事", "村民委员会")


def sheets(homes: Iterable[Household], month: date) -> dict[str, list[Row]]:
    """The four sheets of one township's month, by sheet key; 核查反馈 is empty. Marks on every household what was seen."""
    household_rows: list[Row] = []
    member_rows: list[Row] = []
    change_rows: list[Row] = []
    for house in sorted(homes, key=lambda home: (home.village, home.number)):
        members = [member_row(house, person, month) for person in house.people]
        row = household_row(house, month)
        seen = (tuple(row.values()), *(tuple(member.values()) for member in members))
        row["本月变化"] = _change_word(house, month, seen)
        house.seen = seen
        _visit(row, house, month)
        household_rows.append(row)
        member_rows.extend(members)
        change_rows.extend(change_row(house, index) for index in range(len(house.changes)))
    return {"household": household_rows, "member": member_rows, "change": change_rows, "feedback": []}


def household_row(house: Household, month: date) -> Row:
    """One row of 家庭 without the visit and without 本月变化."""
    first = head(house)
    in_care = house.category in COVERED
    row: Row = {
        "户编号": house.number,
        "户主姓名": first.name,
        "户主证件号码": first.id_number or None,
        "行政村": house.village,
        "城乡": "城镇" if house.urban else "农村",
        "监测类别": house.monitoring,
        "建档立卡": house.registered,
        "救助类别": house.category,
        "低保档次": house.dibao_class or None,
        "保障人数": covered(house) if in_care else None,
        "月保障金额": house.amount if in_care else None,
        "首次纳入年月": months.label(house.first) if house.first and house.category != "无" else None,
        "渐退起始年月": months.label(house.fading) if house.fading else None,
    }
    row.update({column: int(house.reported[account]) for column, account in ACCOUNTS.items()})
    row.update(
        {
            "住房等级": house.housing,
            "饮水安全": _yes(house.water),
            "财产符合": house.property_ok,
            "存款与有效资产": house.assets,
            "本月遭遇": house.shock,
        }
    )
    return row


def member_row(house: Household, person: Person, month: date) -> Row:
    """One row of 成员. What does not apply to a person's age stays empty."""
    end = months.last_day(month)
    years = age(person, end)
    able = labour(person, end)
    grown = years >= 16
    idle = _idle_months(person, month)
    away = person.job == "务工" and grown
    depends = grown and (is_severe(person) or person.health == "大病") and able != "有" and person.relation != "户主"
    return {
        "户编号": house.number,
        "姓名": person.name,
        "证件号码": person.id_number or None,
        "与户主关系": person.relation,
        "民族": person.ethnicity,
        "健康状况": person.health,
        "大病病种": person.disease or None,
        "残疾人证": "有" if person.level else "无",
        "残疾类别": person.disability or None,
        "残疾等级": "一二三四"[person.level - 1] if person.level else None,
        "劳动能力": able,
        "自理能力": person.self_care,
        "就业状况": _employment(house, person, years),
        "农民工": _yes(away and not house.urban) if grown and years < 66 else None,
        "务工地": person.place if away else None,
        "务工月数": sum(wage > 0 for wage in person.wages[-12:]) if away else None,
        "连续无收入月数": idle,
        "无收入起始年月": months.label(person.lost_since) if idle and person.lost_since else None,
        "主要劳动力": _yes(person is _main(house)) if grown else None,
        "产业就业可帮扶": None if not grown or years >= 72 else _yes(able in ("有", "部分丧失") and not depends),
        "能单独立户": _yes(not depends) if grown else None,
        "长期照料需求": "有" if person.self_care != "自理" or person.level == 1 else "无",
        "失业保险": ("参保" if person.job_insured else "未参保") if person.job in ("务工", "工薪") and grown else None,
        "医保参保": _yes(person.insured),
        "在校情况": person.schooling or None,
        "留守类别": person.left_behind,
        "儿童类别": person.child if years < 18 else "无",
        "单人户纳入": _yes(person.single),
        "享受补贴": person.subsidies or None,
        "状态": person.status,
        "状态日期": person.status_on.isoformat() if person.status_on else None,
    }


def change_row(house: Household, index: int) -> Row:
    """One row of 增减."""
    change = house.changes[index]
    return {
        "姓名": change.person.name,
        "证件号码": change.person.id_number or None,
        "户编号": house.number,
        "变动": change.change,
        "救助类别": change.category,
        "原因": change.reason,
        "日期": change.on.isoformat(),
    }


def _yes(flag: bool) -> str:
    return "是" if flag else "否"


def _idle_months(person: Person, month: date) -> int | None:
    """Months in a row without pay of someone who has lost a job, the month of the loss counted."""
    if person.job not in ("务工", "工薪", "零工") or age(person, month) < 16:
        return None
    if person.lost_since is None:
        return 0
    return (month.year - person.lost_since.year) * 12 + month.month - person.lost_since.month + 1


def _employment(house: Household, person: Person, years: int) -> str | None:
    if years < 6:
        return None
    if person.schooling == "在校":
        return "在校"
    if years < 16:
        return "无业"
    if person.lost_since:
        return "失业"
    if person.job in ("务工", "工薪"):
        return "就业"
    if person.job:
        return "灵活就业"
    return "退休" if house.urban and years >= 60 else "无业"


def _main(house: Household) -> Person | None:
    """The main worker: who has earned most, else the first farmer."""
    workers = [person for person in house.people if person.job]
    return max(workers, key=lambda person: (sum(person.wages[-12:]), person.job == "务农"), default=None)


def _change_word(house: Household, month: date, seen: tuple[object, ...]) -> str:
    if house.leaves:
        return "退出"
    if house.entered == month:
        return "新增"
    return "有变化" if house.seen and seen != house.seen else "无变化"


def _visit(row: Row, house: Household, month: date) -> None:
    """走访: nearly everybody this month, a few not since an earlier one, a few without any date."""
    chance = stream(SEED, "visit", house.number, month)
    draw = chance.random()
    if draw < 0.955 or house.last_visit is None:
        house.last_visit = date(month.year, month.month, chance.randint(1, 17))
    missing = draw > 0.985
    row["走访日期"] = None if missing else house.last_visit.isoformat()
    row["走访人"] = None if missing else VISITORS[int(share("visitor", house.village, house.number) * len(VISITORS))]
    row["备注"] = chance.choice(NOTES) if chance.random() < 0.015 else None
