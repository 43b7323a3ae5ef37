"""The 撤回说明: what a township is told about a sending of its own that the centre has withdrawn."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

from lowincome.intake import submission
from lowincome.reports import outbox, render, words
from lowincome.reports.receipt_words import SHORT


def write(folder: Path, version: int, decision: dict[str, Any], out: Path) -> list[Path]:
    """Writes the note beside the receipt; nothing where it lies there already. folder: the withdrawn sending. decision: what withdrew it."""
    line = submission.load(folder)
    month = date.fromisoformat(line["month"])
    kind = SHORT.get(line["kind"], "")
    target = out / f"撤回说明_{line['month'][:7]}_{line['township_name']}_{f'{kind}_' if kind else ''}第{version}次.txt"
    if target.exists():
        return []
    context = {
        "township": line["township_name"],
        "month_zh": words.month_zh(month),
        "kind": kind,
        "version": version,
        "received": words.moment_zh(datetime.fromisoformat(line["received_at"])),
        "reason": decision["reason"] or "没有写明",
        "decided_by": decision["decided_by"] or "",
        "decided_on": decision["decided_on"] or "",
    }
    return [outbox.put_page(target, render.text("withdrawal", context))]
