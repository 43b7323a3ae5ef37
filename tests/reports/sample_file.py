"""A received file as intake leaves it in raw: the three tables that a receipt reads. All invented."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from reports.sample import MONTH, TOWNSHIP


def submission(
    folder: Path, *, status: str = "部分接收", findings: list[dict[str, Any]] | None = None, rejected: int = 3, **changed: Any
) -> Path:
    """A folder of raw as intake leaves it, with the three files that a receipt reads. rejected: rows of 成员 that were not taken."""
    folder.mkdir(parents=True, exist_ok=True)
    sheets = [
        {"sheet": "家庭", "rows_in": 982, "rows_accepted": 975, "rows_quarantined": 7, "rows_rejected": 0},
        {"sheet": "成员", "rows_in": 2417, "rows_accepted": 2379 - rejected, "rows_quarantined": 38, "rows_rejected": rejected},
        {"sheet": "增减", "rows_in": 14, "rows_accepted": 14, "rows_quarantined": 0, "rows_rejected": 0},
        {"sheet": "核查反馈", "rows_in": 0, "rows_accepted": 0, "rows_quarantined": 0, "rows_rejected": 0},
    ]
    head = {
        "submission_id": "S20210624-3f9a0c11de42",
        "kind": "form",
        "feed": None,
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
WORD_UNKNOWN = {
    "sheet": "家庭",
    "column_name": "监测类别",
    "check_id": "word_not_allowed",
    "severity": "warning",
    "value_masked": "贫困户",
    "message_zh": "“监测类别”填的不是规定的词。",
    "why_zh": "读不懂的按未知处理;与它有关的预警本月无法判断。",
    "mend_zh": "请从下拉框选择:脱贫户、脱贫不稳定户、边缘易致贫户、突发严重困难户、一般户。",
}


def many_findings() -> list[dict[str, Any]]:
    """Thirty-eight with one cause, seven with another (two words), one about the whole sheet."""
    wrong_digit = [{"cell": f"C{row}", "row_number": row} for row in range(14, 52)]
    words = [WORD_UNKNOWN | {"cell": f"F{row}", "row_number": row} for row in range(3, 8)]
    words += [WORD_UNKNOWN | {"cell": f"F{row}", "row_number": row, "value_masked": "一般"} for row in (9, 12)]
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
    return [*wrong_digit, *words, header]


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
