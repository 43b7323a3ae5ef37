"""Reads the table of a department's file as rows of text: .xlsx and .xls by calamine in a process of its own, .csv here."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from lowincome.intake.answers import finding
from lowincome.intake.bounds import LIMITS, Limits
from lowincome.settings import PROJECT, child_environment

Rows = list[list[str | None]]
Finding = dict[str, Any]
_DELIMITERS = ",\t;，"
_BOM = b"\xef\xbb\xbf"


def read_text(data: bytes) -> tuple[Rows, list[Finding]]:
    """A .csv: UTF-8 with or without mark, or GB18030. A file in which some lines are the one and some the other is returned."""
    if b"\x00" in data:
        return [], []
    try:
        return _rows(data.removeprefix(_BOM).decode("utf-8")), []
    except UnicodeDecodeError as error:
        broken = data[: error.start].count(b"\n") + 1
    lines = data.removeprefix(_BOM).split(b"\n")
    plainly_utf8 = [number for number, line in enumerate(lines, start=1) if not line.isascii() and _decodes(line, "utf-8")]
    if plainly_utf8 and _is_sure(lines, plainly_utf8):
        return [], [finding("feed_mixed_encodings", row=broken)]
    try:
        return _rows(data.decode("gb18030")), []
    except UnicodeDecodeError:
        return [], [finding("feed_mixed_encodings", row=broken)]


def _decodes(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _is_sure(lines: list[bytes], numbers: list[int]) -> bool:
    """Two Chinese characters in GB18030 may look like UTF-8 by chance; a line of three or more bytes a character hardly ever."""
    return any(
        len(lines[number - 1].decode("utf-8").encode("gb18030", "ignore")) * 4 <= len(lines[number - 1]) * 3 for number in numbers
    ) or (len(numbers) * 2 > len(lines))


def _rows(text: str) -> Rows:
    """The delimiter is the one that cuts the first lines into the most cells."""
    head = "\n".join(text.splitlines()[:10])
    delimiter = max(_DELIMITERS, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return [[_cell(cell) for cell in row] for row in reader]


def _cell(text: str) -> str | None:
    # ="0123" and a leading ' are how spreadsheets keep a long number from being rounded
    text = text.strip().removeprefix("'")
    if text.startswith('="') and text.endswith('"'):
        text = text[2:-1]
    return text or None


def read_workbook(path: Path, limits: Limits = LIMITS) -> tuple[str, Rows] | None:
    """Title and rows of the first sheet that holds anything; None where the parser gives up."""
    command = [sys.executable, "-m", "lowincome.intake.read", str(path), str(limits.parse_bytes), str(limits.parse_seconds)]
    environment = child_environment(PYTHONPATH=str(PROJECT / "plugins"))
    try:
        done = subprocess.run(command, capture_output=True, env=environment, timeout=limits.parse_seconds + 30, check=False)
    except subprocess.TimeoutExpired:
        return None
    if done.returncode != 0:
        return None
    sheet = json.loads(done.stdout)
    return sheet["title"], sheet["rows"]
