"""The 预警清单 that comes back filled: known by its cells, read as rows of 核查反馈, checked by the same suite. Any day, any name.

A row says something once a cell of the township's is filled; the others are the county's own print and no rows of the file.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from lowincome import contract, settings
from lowincome import month as months
from lowincome.errors import LowIncomeError
from lowincome.intake import check, form, known_cases, land, recognise
from lowincome.intake.answers import finding
from lowincome.intake.check import Landed, Verdicts
from lowincome.intake.read import plain
from lowincome.paths import EXPECTATIONS

Finding = dict[str, Any]
Rows = Sequence[Sequence[str | None]]
TITLE, KIND = "预警清单", "returned_list"
COVER = ("模板版本", "乡镇代码", "乡镇名称", "清单月份")
COLUMNS = form.COLUMNS["feedback"]
PRINTED = ("预警编号", "户主", "行政村")  # the county has filled these
ANSWERS = tuple(name for name in COLUMNS if name not in PRINTED)
REQUIRED = ("预警编号", "核查结果")
HEADER_ROWS = 30  # the header is looked for in so many rows; above it stand the title and notes


@dataclass(frozen=True)
class SentBack:
    """A table that is a filled 预警清单: the sheet's title, its rows, where its header stands (from 0) and which column stands where."""

    sheet: str
    rows: Rows
    header: int
    positions: dict[str, int]


def cover_line(township_code: str, township_name: str, month: date) -> str:
    """What a list must say above its header, in one cell or several, to be known when it comes back. month: of the list."""
    values = (form.VERSION, township_code, township_name, months.label(month))
    return "收件识别:" + ",".join(f"{key} {value}" for key, value in zip(COVER, values, strict=True)) + "(请勿改动)"


def recognise_list(found: Sequence[tuple[str, Rows]]) -> SentBack | None:
    """The first of a file's tables with most columns of 核查反馈 in one row near its top; None where there is none."""
    for title, rows in found:
        for number, row in enumerate(rows[:HEADER_ROWS]):
            heads = [form.SYNONYMS.get(plain(cell), plain(cell)) for cell in row]
            if len(set(heads) & set(ANSWERS)) > len(ANSWERS) // 2:
                return SentBack(title, rows, number, {name: heads.index(name) for name in COLUMNS if name in heads})
    return None


def examine(
    sent_back: SentBack, formulas: dict[str, list[str]], submission_id: str, received_at: datetime, home: Path
) -> tuple[dict[str, Any], pa.Table, Verdicts]:
    """The facts of the manifest line, the rows of raw.feedback with their verdicts, and the findings.

    The month is that of the list; the feedback counts in the month in progress when it came. home: where lies what the door knows of cases.
    """
    facts, refused, notes = _facts(sent_back, submission_id, received_at)
    part, rest = _land(sent_back, facts)
    if refused := refused or _refused(sent_back, part):
        verdicts = check.all_rejected(TITLE, part.rows.num_rows, refused)
    else:
        verdicts = _check(part, facts, received_at, home)
        notes += _notes(sent_back, rest)
        notes += land.formula_findings(TITLE, part, {TITLE: formulas.get(sent_back.sheet, [])})
    verdicts.findings += notes
    rows = part.rows.append_column("verdict", pa.array(verdicts.verdict[TITLE], pa.string()))
    return facts, rows.append_column("verdict_reason", pa.array(verdicts.reason[TITLE], pa.string())), verdicts


def _facts(sent_back: SentBack, submission_id: str, received_at: datetime) -> tuple[dict[str, Any], Finding | None, list[Finding]]:
    """Whose list of which month it says to be; why it is returned, if it cannot be told; what else there is to say about it."""
    facts: dict[str, Any] = dict.fromkeys(("township_code", "township_name", "month", "form_version", "fingerprint", "feed", "due_at"))
    facts |= {"kind": KIND, "submission_id": submission_id}
    cover = _cover(sent_back.rows[: sent_back.header])
    known = recognise.townships(settings.load().region)
    code, stated = cover.get("乡镇代码", ""), cover.get("清单月份", "")
    if code not in known:
        return facts, finding("returned_list_township_unknown", TITLE, "乡镇代码", stated=f"(写的是“{code[:12]}”)" if code else ""), []
    facts |= {"township_code": code, "township_name": known[code], "form_version": cover.get("模板版本")}
    try:
        month = months.parse(stated.removesuffix("-01") if len(stated) == len("2021-06-01") else stated)
    except LowIncomeError:
        return facts, finding("returned_list_month_unreadable", TITLE, "清单月份", stated=f"“{stated[:12]}”" if stated else "(没有写)"), []
    received = months.of_moment(received_at)
    if month > received:
        label, now = months.label(month), months.label(received)
        return facts, finding("returned_list_month_in_future", TITLE, "清单月份", stated=label, received=now), []
    facts["month"] = month
    notes = []
    if (name := cover.get("乡镇名称", known[code])) != known[code]:
        notes.append(finding("township_name_differs", TITLE, "乡镇名称", name=known[code], stated=name[:20]))
    if month < (newest := months.add(known_cases.running(received_at), -1)):
        notes.append(finding("returned_list_of_earlier_month", TITLE, "清单月份", stated=months.label(month), newest=months.label(newest)))
    return facts, None, notes


def _cover(above: Rows) -> dict[str, str]:
    """The words after each key, wherever they stand above the header: in the same cell or in the next one that holds anything."""
    text = "\n".join(" ".join(filter(None, row)) for row in above)
    text = unicodedata.normalize("NFKC", text)
    found = ((key, re.search(rf"{key}(?:[^\S\n]|:)*([^\s,;()]+)", text)) for key in COVER)
    return {key: match[1] for key, match in found if match}


def _land(sent_back: SentBack, facts: dict[str, Any]) -> tuple[Landed, int]:
    """The rows in which the township has filled a cell, text as it came; and how many cases are left that it has not."""
    said: list[tuple[int, dict[str, str | None]]] = []
    rest = 0
    for number, row in enumerate(sent_back.rows[sent_back.header + 1 :], start=sent_back.header + 2):
        texts = {name: row[place] if place < len(row) else None for name, place in sent_back.positions.items()}
        if any(texts.get(name) for name in ANSWERS):
            said.append((number, texts))
        elif texts.get("预警编号"):
            rest += 1
    read = {"rows": [number for number, _ in said], "columns": [[texts[name] for _, texts in said] for name in sent_back.positions]}
    landed = land.land("feedback", read, {name: place for place, name in enumerate(sent_back.positions)}, facts, TITLE)
    return Landed(landed.rows, sent_back.positions), rest


def _refused(sent_back: SentBack, part: Landed) -> Finding | None:
    """Why the whole file is returned."""
    if missing := [name for name in REQUIRED if name not in sent_back.positions]:
        return finding("returned_list_column_missing", TITLE, missing[0])
    return None if part.rows.num_rows else finding("returned_list_not_filled", TITLE)


def _notes(sent_back: SentBack, rest: int) -> list[Finding]:
    absent = [name for name in ANSWERS if name not in (*REQUIRED, *sent_back.positions)]
    told = [finding("column_missing", TITLE, name, hint="") for name in absent]
    return [*told, finding("returned_list_rest", TITLE, "核查结果", count=rest)] if rest else told


def _check(part: Landed, facts: dict[str, Any], received_at: datetime, home: Path) -> Verdicts:
    frame = check.type_rows({"feedback": part.rows}, facts, received_at, home)["feedback"]
    absent = frozenset(COLUMNS) - frozenset(part.positions)
    failures = contract.run_suite(frame, EXPECTATIONS / "2_staging" / "feedback.json", absent)
    verdicts = check.judge_rows(TITLE, len(frame), failures)
    verdicts.findings += check.tell(failures, frame, TITLE, part.positions, verdicts.verdict[TITLE], check.text_of(part.rows))
    if "accepted" not in verdicts.verdict[TITLE]:
        verdicts.findings.insert(0, finding("returned_list_nothing_accepted", TITLE))
    return verdicts
