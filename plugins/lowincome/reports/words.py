"""How dates, numbers and small texts are said in Chinese, and what is taken out before anything is shown."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal

from lowincome.identity import mask_mobiles, mask_number
from lowincome.month import local

# eighteen digits with a birth date inside: an identity number, wherever it turns up
_IDENTITY = re.compile(r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)")
# what no cell of a workbook and no page may hold: control characters other than the line break
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
# punctuation beside Chinese words, typed the narrow way
_NARROW = re.compile(r"(?<=[\u4e00-\u9fff\u300d\u300b\u3015\uff09]) ?([,:;?!]) ?|([,:;?!])(?=[\u4e00-\u9fff\u300c\u300a])")
_BRACKETS = re.compile(r"(?:(?<=[\u4e00-\u9fff\u300d\u300b\uff09])|(?<=\*\*))\(([^()\n]*)\)")
_WIDE = str.maketrans(",:;?!", "\uff0c\uff1a\uff1b\uff1f\uff01")
# what is printed where there is no number; the reason is never left out
STATES = {"suppressed": "不公开", "not_assessed": "不知", "not_in_force": "未施行"}
NOT_FOR_FILE_NAMES = re.compile(r'[\\/:*?"<>|\s]+')


def shown(text: str) -> str:
    """The text as people get to see it: identity and mobile telephone numbers masked, no control characters, Chinese punctuation set wide."""
    text = _CONTROL.sub(" ", mask_mobiles(_IDENTITY.sub(lambda match: mask_number(match[0]), text)))
    while (wider := _BRACKETS.sub("\uff08\\1\uff09", text)) != text:  # brackets within brackets
        text = wider
    return _NARROW.sub(lambda match: (match[1] or match[2]).translate(_WIDE), text)


def lines(text: str | None) -> list[str]:
    """One entry a line or a `;`, each once; nothing for an empty text."""
    entries = (entry.strip() for entry in re.split(r"[\n;]", text or ""))
    return list(dict.fromkeys(entry for entry in entries if entry))


def month_zh(month: date) -> str:
    """2021-06-01 → `2021年6月`."""
    return f"{month.year}年{month.month}月"


def day(on: date | None) -> str:
    """2021-06-03; empty where there is none."""
    return on.isoformat() if on else ""


def day_zh(on: date | None) -> str:
    """`6月25日`; empty where there is none."""
    return f"{on.month}月{on.day}日" if on else ""


def moment_zh(moment: datetime | None) -> str:
    """`6月24日 16:05`, local time; empty where there is none."""
    if moment is None:
        return ""
    here = local(moment)
    return f"{here.month}月{here.day}日 {here:%H:%M}"


def deadline_zh(moment: datetime) -> str:
    """The last day on which a file is still in time: a deadline at midnight belongs to the day that ends then."""
    return day_zh((local(moment) - timedelta(seconds=1)).date())


def number(value: int | float | Decimal | None) -> str:
    """12345.50 → `12,345.5`: thousands marked, no needless zeros, at most four decimals. Empty for none."""
    if value is None:
        return ""
    text = f"{value:,.4f}"
    return text.rstrip("0").rstrip(".")


def file_name(*parts: str) -> str:
    """The parts joined by `_`, without characters that a Windows folder refuses."""
    return "_".join(NOT_FOR_FILE_NAMES.sub("", part) for part in parts)
