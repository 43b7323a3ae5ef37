"""What holds for the answer to any file, good or bad."""

import re
from collections import Counter
from typing import Any

from corpus.mutation import good
from lowincome.intake import form as sheets

COUNTS = ("rows_in", "rows_accepted", "rows_quarantined", "rows_rejected")
NAMES = [one["姓名"] for one in good()["member"]]
_LONG_NUMBER = re.compile(r"(?<![\dA-F-])\d{15}")


def every_row_is_counted_once(line: dict[str, Any], tables: dict[str, Any]) -> None:
    """Per sheet and in all, by the verdicts that the rows themselves carry."""
    stated = {row["sheet"]: row for row in tables["sheet"].to_pylist()}
    verdicts: Counter[tuple[str, str]] = Counter()
    for key in (*sheets.SHEETS, "feed", "urgent"):
        title = sheets.SHEETS.get(key) or next(iter(stated), key)
        if key == "feedback" and tables[key].num_rows:  # 核查反馈 of a form, or a 预警清单
            title = tables[key].column("sheet")[0].as_py()
        verdicts.update((title, one) for one in tables[key].column("verdict").to_pylist())
    for title, row in stated.items():
        assert row["rows_in"] == row["rows_accepted"] + row["rows_quarantined"] + row["rows_rejected"]
        assert [verdicts[title, name] for name in ("accepted", "quarantined", "rejected")] == [row[name] for name in COUNTS[1:]]
    assert sum(verdicts.values()) == sum(row["rows_in"] for row in stated.values())
    assert {name: line[name] for name in COUNTS} == {name: sum(row[name] for row in stated.values()) for name in COUNTS}


def says_where_what_and_how(one: dict[str, Any]) -> None:
    """In whole sentences, with every place filled in, and without anybody's number or name."""
    said = [one["message_zh"], one["why_zh"], one["mend_zh"]]
    assert one["message_zh"]
    assert one["mend_zh"]
    assert not [text for text in said if re.search(r"[{}]|None|\bnan\b", text)]
    shown = " ".join(filter(None, [*said, one["value_masked"]]))
    assert not _LONG_NUMBER.search(shown)
    assert not [name for name in NAMES if name in shown]
