"""Sends one file and reads its answer; and the mistakes that fill one township's workbook."""

import json
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from factories import id_number
from lowincome import month as months
from lowincome.intake import receive

RECEIVED = "2021-06-24T10:00"
Answer = tuple[dict[str, Any], list[dict[str, Any]]]


def send(home: Path, path: Path, received_at: str = RECEIVED) -> Answer:
    """Drops the file into the inbox, runs both steps, and returns the summary and the findings."""
    inbox = home / "inbox"
    inbox.mkdir(parents=True, exist_ok=True)
    shutil.copy(path, inbox / path.name)
    [submission_id] = receive.collect(home, months.local(datetime.fromisoformat(received_at)))
    summary = receive.read_submission(home, submission_id)
    json.dumps(summary)  # it must fit into an XCom
    return summary, pq.read_table(home / summary["folder"] / "finding.parquet").to_pylist()


def returned(answer: Callable[..., Answer], path: Path) -> dict[str, Any]:
    """The answer's one critical finding; the file is returned, nothing is taken, and the original is kept."""
    summary, findings = answer(path)
    assert summary["status"] == "退回"
    assert summary["rows_accepted"] == 0
    assert summary["rows_in"] == summary["rows_rejected"]
    [critical] = [one for one in findings if one["severity"] == "critical"]
    assert critical["message_zh"]
    assert critical["mend_zh"]
    return critical


def taken(answer: Callable[..., Answer], path: Path) -> tuple[dict[str, Any], list[str]]:
    summary, findings = answer(path)
    assert summary["status"] != "退回", [one["message_zh"] for one in findings]
    return summary, [one["message_zh"] for one in findings]


# one household each: what was done to its 家庭 row, to its 成员 rows, and rows added
HOUSEHOLD_MISTAKES: dict[int, dict[str, Any]] = {
    11: {"工资性收入": -500},
    12: {"医疗自付": 88_000_000},
    13: {"教育支出": "约三千"},
    14: {"走访日期": "2021-06-31"},
    15: {"走访日期": "2021/6/9"},
    16: {"走访日期": 44350},
    17: {"走访日期": "二零二一年六月"},
    18: {"住房等级": "E"},
    19: {"保障人数": 5},
    20: {"救助类别": None},
    21: {"首次纳入年月": "2020.1"},
    22: {"行政村": None},
    23: {"户主姓名": "=1+1"},
    24: {"备注": "找过本人640499199001011234，电话13900001111"},
    25: {"走访日期": "2021-07-02"},
}
MEMBER_MISTAKES: dict[int, dict[str, Any]] = {
    41: {"证件号码": id_number(41)[:17] + "*"},
    42: {"证件号码": float(id_number(42).replace("X", "1"))},
    43: {"证件号码": None},
    44: {"健康状况": "不太好"},
    45: {"与户主关系": "配偶"},
    46: {"状态": "死亡", "状态日期": "2021-06-02"},
    47: {"务工月数": "半年"},
    48: {"姓名": "@某某"},
}


def as_typed(n: int) -> str:
    """The household's number as people type it: full-width digits, blanks, a line break, a small x."""
    wide = id_number(n).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    return f" {wide[:6]} {wide[6:14]}\n{wide[14:]}".replace("X", "x")


# a seed whose number ends in X
ENDS_IN_X = next(n for n in range(61, 400) if id_number(n).endswith("X"))
