"""How a case is told in several reports alike: its state with the day it runs to, and the answer to its request to be closed."""

from datetime import date

import duckdb

from lowincome.reports import query, words

CLOSED, MERGED = "已销号", "已并案"
ENDED = (CLOSED, MERGED)
OVERDUE = "超期"


def tracked_to(con: duckdb.DuckDBPyConnection, month: date) -> date | None:
    """The last day of which anything is known, in a month in progress; None for a month that was run: it is told as it ended."""
    found = query.rows(con, "SELECT known_on FROM mart.case_tracking WHERE month = ? AND is_in_progress", [month])
    return found[0]["known_on"] if found else None


def overdue(row: query.Row) -> str:
    """Whether the time to verify a row of mart.case_ledger is over; empty where it is not, or where nobody has to be visited."""
    return "不知超没超" if row["is_overdue"] is None else OVERDUE if row["is_overdue"] else ""


def state(row: query.Row) -> list[str]:
    """The state of a row of mart.case_ledger, and until when, where it has an end."""
    told = [row["state"]]
    if row["state"] == "观察":
        told.append(f"公示到 {words.day_zh(row['until_on'])}")
    elif row["state"] == "暂缓":
        told.append(f"到 {words.day_zh(row['until_on'])}" if row["until_on"] else "没有写到哪天")
    elif row["state"] == MERGED:
        told.append(f"并入 {row['joined_into']}")
    if row["question"]:
        told.append("待说明")
    return told


def answer(row: query.Row) -> list[str]:
    """What became of the last request to close: granted, or refused and why. Reasons that hold still stand under `lacking` and not twice."""
    if row["asked_on"] is None:
        return []
    asked = f"{words.day_zh(row['asked_on'])}申请"
    if not row["last_answer"]:
        granted = {"观察": "准予公示", CLOSED: "准了"}.get(row["state"], "准予公示,没有公示满")
        return [f"{asked},{granted}"]
    said = "不得销号,继续跟踪帮扶" if row["state"] == "不得销号" else "没有准"
    reasons, still = words.lines(row["last_answer"]), words.lines(row["lacking"])
    over = [reason for reason in reasons if reason not in still]
    if not over:
        return [f"{asked},{said},原因至今还在"]
    return [f"{asked},{said}:", *over, *(["另见还差什么"] if len(over) < len(reasons) else [])]


def lacking(row: query.Row) -> list[str]:
    """What the township must explain first, then what closing still lacks."""
    return [*([f"请先说明:{row['question']}"] if row["question"] else []), *words.lines(row["lacking"])]


def findings(row: query.Row) -> list[str]:
    """What it is about, and which case it goes on from."""
    before = row["predecessor"]
    return [*words.lines(row["findings"]), *([f"接 {before}"] if before else [])]
