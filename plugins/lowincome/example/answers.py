"""What clerks answer to a warning list: most of what a computer suspects turns out otherwise at the door."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from lowincome.example.chance import happens, pick, stream
from lowincome.example.county import SEED
from lowincome.example.rows import Row
from lowincome.month import last_day

RESULTS = {"属实": 30, "不属实": 45, "已有政策覆盖": 10, "外出未见": 10, "需部门复核": 5}
CLOSES = {"属实": 0.45, "不属实": 0.7, "已有政策覆盖": 0.75, "外出未见": 0.0, "需部门复核": 0.0}
REMARKS = {
    "属实": "入户核实,情况属实",
    "不属实": "入户核实,实际情况与预警不一致",
    "已有政策覆盖": "已享受相关政策,暂无新增需求",
    "外出未见": "全家外出务工,电话未接通",
    "需部门复核": "情况不清,请相关部门复核",
}
# family → measure and, where money goes with it, yuan; unknown families get the last
MEASURES: dict[str, tuple[tuple[str, int | None], ...]] = {
    "漏保漏救": (("纳入农村低保", None), ("临时救助", 1500), ("认定低保边缘家庭", None)),
    "因困致贫": (("临时救助", 1500), ("医疗救助", 2000), ("纳入农村低保", None)),
    "查损补失": (("临时救助", 1200), ("推荐公益性岗位", None)),
    "三保障": (("转介住建、水务部门整改", None), ("协助参加医保", None), ("劝返复学", None)),
    "漏查漏退": (("更正家庭收入,列入渐退", None), ("更正登记信息", None)),
    "": (("临时救助", 1000), ("转介相关部门", None), ("加强走访", None)),
}
VISITORS = ("村级网格员", "驻村工作队", "乡镇民政干事", "村民委员会")


def answer_cases(cases: Sequence[Mapping[str, str]], month: date) -> list[Row]:
    """核查反馈 rows for open cases, one a case, as columns of `form.COLUMNS["feedback"]`.

    cases: mappings with case_id, head_name, village, household_id, family. Visits fall in `month`, before its 18th. The
    same case and month give the same answer; a case that is asked about again is answered again.
    """
    return [_answer(case, month) for case in cases]


def _answer(case: Mapping[str, str], month: date) -> Row:
    chance = stream(SEED, "answer", case["case_id"], month)
    result = pick(chance, RESULTS)
    visited = date(month.year, month.month, chance.randint(2, 17))
    row: Row = {
        "预警编号": case["case_id"],
        "户主": case["head_name"],
        "行政村": case["village"],
        "核查日期": visited.isoformat(),
        "核查人": chance.choice(VISITORS),
        "核查结果": result,
        "采取措施": None,
        "落实日期": None,
        "金额": None,
        "申请销号": "是" if happens(chance, CLOSES[result]) else "否",
        "说明": REMARKS[result],
    }
    if result == "属实":
        choices = next((words for family, words in MEASURES.items() if family and family in case["family"]), MEASURES[""])
        row["采取措施"], row["金额"] = chance.choice(choices)
        row["落实日期"] = min(visited + timedelta(days=chance.randint(1, 9)), last_day(month)).isoformat()
    return row
