"""Hides who a value is about: what is shown of a name, an identity number or free text outside the restricted sheets.

Only masking lives here. Whether a number is well formed is decided by the SQL macro `is_id_number`.
"""

import re

NAME_COLUMNS = ("户主姓名", "姓名", "户主", "走访人", "核查人")
NUMBER_COLUMNS = ("户主证件号码", "证件号码")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ufeff]")
_LONG_NUMBER = re.compile(r"\d(?:[ \u3000]*\d){9,}[ \u3000]*[\dXxＸｘ]")
# a mobile telephone as it is written, 13900001111 or 139-0000-1111; a run of digits in the number of a sending (hexadecimal) is none
_MOBILE = re.compile(r"(?<![0-9a-f])1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?![0-9a-f])")
_EXPONENT = re.compile(r"\d(\.\d+)?[Ee]\+?\d+")
_SHOWN = 30


def clean_output(text: str) -> str:
    """Without control and invisible characters, which break pages, logs and spreadsheets."""
    return _CONTROL.sub(" ", text).strip()


def mask_name(text: str) -> str:
    """马小花 → 马**; the number of stars never tells the length."""
    return text[:1] + "**" if text else ""


def mask_number(text: str) -> str:
    """The division prefix and the last two characters; a short or garbled number shows less; 6.40E+17 is shown whole."""
    if _EXPONENT.fullmatch(text):
        return text
    if len(text) >= 15:
        return text[:6] + "********" + text[-2:]
    return text[:2] + "****" if len(text) > 2 else "**"


def mask_mobiles(text: str) -> str:
    """电话13900001111 → 电话13****; everything else as it stands."""
    return _MOBILE.sub(lambda match: mask_number(match[0]), text)


def mask_text(text: str) -> str:
    """Free text with every long number (identity, bank, telephone) masked, cut to a glance."""
    text = _LONG_NUMBER.sub(lambda match: mask_number(match[0]), mask_mobiles(text))
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def mask(column: str | None, text: str | None) -> str | None:
    """A cell's text as a finding may show it: by what the column holds. None stays None."""
    if text is None:
        return None
    text = clean_output(text)
    if column in NAME_COLUMNS:
        return mask_name(text)
    if column in NUMBER_COLUMNS:
        return mask_number(text)
    return mask_text(text)
