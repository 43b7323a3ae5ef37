"""The cases of a household: those still open with what they lack, and everything that was ever done in any of them, with file and row."""

from typing import Any

from lowincome import month as months
from lowincome.reports import case_words, query, words
from lowincome.reports.household_sources import Sources, compared
from lowincome.reports.household_trail import Trail
from lowincome.reports.query import Row

# after what was compared on the same day
DONE = 3
OPENING = ("立案", "复开")


def open_cases(trail: Trail) -> list[dict[str, Any]]:
    """The cases still open at the month's end, the oldest first: state, findings, next step, terms, answer, what is lacking."""
    found = query.rows(
        trail.con,
        """
        SELECT l.*, k.task, k.owner, k.evidence, k.told
        FROM mart.case_ledger AS l
        LEFT JOIN mart.case_task AS k ON l.month = k.month AND l.case_id = k.case_id
        WHERE l.month = ? AND list_contains(?::VARCHAR[], l.case_id) AND is_open_case(l.state)
        ORDER BY l.opened_month, l.case_id
        """,
        [trail.month, trail.cases],
    )
    terms = query.rows(
        trail.con,
        """
        SELECT k.case_id, c.title, k.due_on, k.is_overdue, k.days_over, k.office, k.doubt
        FROM mart.case_clock AS k
        INNER JOIN ref.clock AS c ON k.month = c.month AND k.clock = c.clock
        WHERE k.month = ? AND k.is_running AND list_contains(?::VARCHAR[], k.case_id)
        ORDER BY k.due_on NULLS LAST, k.clock_id
        """,
        [trail.month, trail.cases],
    )
    return [
        {"label": trail.labels[row["case_id"]], **_open(row, [term for term in terms if term["case_id"] == row["case_id"]])}
        for row in found
    ]


def _open(row: Row, terms: list[Row]) -> dict[str, Any]:
    lacking = case_words.lacking(row)
    step = [f"{row['task']},{row['owner']}办。怎样算办结:{row['evidence']}"] if row["task"] else []
    why = [text for text in words.lines(row["told"]) if text not in (row["question"], *lacking)]
    return {
        "case_id": row["case_id"],
        "family": row["family"],
        "opened": months.label(row["opened_month"]),
        "state": case_words.state(row),
        "findings": case_words.findings(row),
        "next": [*step, *why],
        "terms": [_term(term) for term in terms],
        "answer": case_words.answer(row),
        "lacking": lacking,
    }


def _term(term: Row) -> str:
    if term["is_overdue"] is None:
        return f"{term['title']}:不知超没超,{term['doubt']}"
    over = f",已超 {term['days_over']} 天" if term["is_overdue"] else ""
    return f"{term['title']}:{words.day(term['due_on'])}{over},{term['office']}负责"


def case_entries(trail: Trail, sources: Sources) -> list[dict[str, Any]]:
    """Every event of the household's cases, what was reported about them to no use, and silence lifted by the centre."""
    return [*_events(trail, sources), *_unplaced(trail, sources), *_lifted(trail, sources)]


def _events(trail: Trail, sources: Sources) -> list[dict[str, Any]]:
    found = query.rows(
        trail.con,
        """
        SELECT
          e.*, t.name AS township_name, u.seen AS reported, r.submission_id AS report_id, r.row_number AS report_row,
          a.submission_id AS approval_id, a.row_number AS approval_row,
          (SELECT string_agg(d.title, ';' ORDER BY d.rule_id) FROM rule.definition AS d WHERE d.month = e.month AND list_contains(e.rule_ids, d.rule_id)) AS titles
        FROM mart.case_event AS e
        LEFT JOIN ref.division AS t ON e.township_code = t.code
        LEFT JOIN mart.urgent_case AS u ON e.month = u.month AND e.case_id = u.case_id AND e.detail = u.detail
        LEFT JOIN mart.urgent_report AS r ON u.month = r.month AND u.case_id = r.case_id AND NOT r.is_repeat
        LEFT JOIN stg.list_approval AS a
          ON e.month = a.month AND a.decision = '下发' AND e.move = '派单' AND e.detail = '列入 ' || strftime(a.list_month, '%Y-%m') || ' 预警清单'
        WHERE e.month <= ? AND list_contains(?::VARCHAR[], e.case_id)
        QUALIFY row_number() OVER (PARTITION BY e.case_id, e.seq ORDER BY r.known_on, r.submission_id, r.row_number, a.received_at) = 1
        ORDER BY e.case_id, e.seq
        """,
        [trail.month, trail.cases],
    )
    return [_event(trail, row, sources) for row in found]


def _event(trail: Trail, row: Row, sources: Sources) -> dict[str, Any]:
    late = f"{words.day(row['known_on'])} 收到" if row["known_on"] != row["happened_on"] and row["submission_id"] else ""
    told = [*_said(row, trail.labels), *([late] if late else [])]
    if row["household_id"] != trail.numbers.get(row["month"]):
        told.append(f"当时的户编号 {row['household_id']}")
    return {
        "on": row["happened_on"] or row["known_on"],
        "order": DONE,
        "what": row["event"],
        "case": f"{trail.labels[row['case_id']]} {row['family']}",
        "told": told,
        "basis": [row["basis"]],
        "source": [_source(row, sources)],
    }


def _said(row: Row, labels: dict[str, str]) -> list[str]:
    """What happened, in the words of the event."""
    detail = words.lines(row["detail"])
    match row["event"]:
        case "立案" | "复开" | "新增预警":
            before = row["predecessor_case_id"]
            opened = [row["case_id"], *([f"接 {labels.get(before, before)}"] if before else [])] if row["event"] in OPENING else []
            return [*(words.lines(row["reported"]) or words.lines(row["titles"]) or detail), *opened]
        case "核查结果":
            return [row["move"], *detail]
        case "申请销号":
            return ["准予公示", *detail, *([f"公示到 {words.day(row['until_on'])}"] if row["until_on"] else [])]
        case "销号":
            return ["公示期满" if row["move"] == "观察期满" else "乡镇申请,准了", *detail]
        case "不予销号":
            return ["不得销号,继续跟踪帮扶" if row["move"] == "不得销号" else "这次不销", *detail]
        case "暂缓":
            return [*detail, f"到 {words.day(row['until_on'])}" if row["until_on"] else "没有写到哪天"]
        case "户变更":
            return [*detail, f"现在 {row['township_name'] or '不知哪个乡镇'} {row['household_id']}"]
        case _:
            return detail


def _source(row: Row, sources: Sources) -> str:
    if row["submission_id"]:
        return sources.row(row["submission_id"], row["row_number"], "feedback")
    if row["report_id"]:
        return sources.row(row["report_id"], row["report_row"])
    if row["approval_id"]:
        return f"{sources.row(row['approval_id'], row['approval_row'])}(同意下发)"
    return compared(row["month"])


def _unplaced(trail: Trail, sources: Sources) -> list[dict[str, Any]]:
    found = query.rows(
        trail.con,
        """
        SELECT u.*, f.known_on, f.result, f.remark
        FROM mart.feedback_unplaced AS u
        INNER JOIN stg.feedback AS f ON u.month = f.month AND u.submission_id = f.submission_id AND u.row_number = f.row_number
        WHERE u.month <= ? AND u.is_asked AND list_contains(?::VARCHAR[], u.case_id)
        ORDER BY f.known_on, u.submission_id, u.row_number
        """,
        [trail.month, trail.cases],
    )
    return [
        {
            "on": row["known_on"],
            "order": DONE,
            "what": "反馈没有用上",
            "case": trail.labels[row["case_id"]],
            "told": [text for text in (row["reason"], row["result"], row["remark"]) if text],
            "basis": [],
            "source": [sources.row(row["submission_id"], row["row_number"], "feedback")],
        }
        for row in found
    ]


def _lifted(trail: Trail, sources: Sources) -> list[dict[str, Any]]:
    found = query.rows(
        trail.con,
        """
        SELECT DISTINCT case_id, reason, decided_on, known_on, submission_id, row_number
        FROM stg.case_decision
        WHERE month <= ? AND decision = '解除静默' AND list_contains(?::VARCHAR[], case_id)
        ORDER BY known_on, submission_id, row_number
        """,
        [trail.month, trail.cases],
    )
    return [
        {
            "on": row["decided_on"] or row["known_on"],
            "order": DONE,
            "what": "解除静默",
            "case": trail.labels[row["case_id"]],
            "told": [row["reason"] or "没有写原因", "监测中心决定"],
            "basis": ["本县规定"],
            "source": [sources.row(row["submission_id"], row["row_number"])],
        }
        for row in found
    ]
