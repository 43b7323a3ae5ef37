"""Says which township and month a workbook belongs to, and which column is which: by its cells, never by its name or folder."""

import csv
import difflib
import re
from collections import Counter
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from lowincome import identity
from lowincome import month as months
from lowincome.errors import IntakeError, LowIncomeError
from lowincome.intake import form
from lowincome.intake.answers import finding
from lowincome.intake.read import plain
from lowincome.paths import SQL

Finding = dict[str, Any]
_CLOSE = 0.5  # how alike two names must be to be offered as a hint (difflib's ratio)


@cache
def townships(region: str, path: Path = SQL / "0_reference" / "divisions.csv") -> dict[str, str]:
    """Code → name of every division directly below the region. Errors: IntakeError when the list has none."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        below = {row["code"]: row["name"] for row in csv.DictReader(stream) if row["parent_code"] == region}
    if not below:
        raise IntakeError(f"{path.name} 里没有区划 {region} 的乡镇:请核对 LOWINCOME_REGION 或补充区划表。")
    return below


def read_cover(rows: list[list[str | None]] | None, received_at: datetime, known: dict[str, str]) -> tuple[dict[str, Any], list[Finding]]:
    """What the first rows of 说明 say: {township_code, township_name, month, form_version, fingerprint}, and what is wrong with it.

    A key that cannot be trusted is None. A month later than the one of receipt is not taken as the file's month.
    """
    facts: dict[str, Any] = dict.fromkeys(("township_code", "township_name", "month", "form_version", "fingerprint"))
    if rows is None:
        return facts, [finding("no_cover")]
    cover = {plain(row[0]): (row[1] if len(row) > 1 else None) for row in rows if row}
    findings = [finding("cover_key_missing", form.COVER, key=key) for key in form.COVER_KEYS if key not in cover]
    facts["form_version"], facts["fingerprint"] = cover.get("模板版本"), cover.get("名册指纹")
    if plain(facts["form_version"]) not in ("", form.VERSION):
        findings.append(finding("version_differs", form.COVER, "模板版本", stated=plain(facts["form_version"])[:10], current=form.VERSION))
    if "乡镇代码" in cover:
        findings += _township(cover, known, facts)
    if "月份" in cover:
        findings += _month(cover, received_at, facts)
    return facts, findings


def _township(cover: dict[str, str | None], known: dict[str, str], facts: dict[str, Any]) -> list[Finding]:
    code = plain(cover["乡镇代码"])
    if code not in known:
        return [finding("township_unknown", form.COVER, "乡镇代码", code=code[:12])]
    facts.update(township_code=code, township_name=known[code])
    stated = plain(cover.get("乡镇名称"))
    if stated in ("", known[code]):
        return []
    return [finding("township_name_differs", form.COVER, "乡镇名称", name=known[code], stated=stated[:20])]


def _month(cover: dict[str, str | None], received_at: datetime, facts: dict[str, Any]) -> list[Finding]:
    stated = plain(cover["月份"])
    try:
        # Excel turns a typed 2021-06 into the first of that month
        month = months.parse(stated.removesuffix("-01") if len(stated) == len("2021-06-01") else stated)
    except LowIncomeError:
        return [finding("month_unreadable", form.COVER, "月份", stated=stated[:12])]
    received = months.of_moment(received_at)
    if month > received:
        return [finding("month_in_future", form.COVER, "月份", stated=months.label(month), received=months.label(received))]
    facts["month"] = month
    return []


def match_columns(sheet: str, landed: dict[str, Any]) -> tuple[dict[str, int], list[Finding]]:
    """Column name → position in the sheet, by the headers of row 1 in any order, and what is wrong with them.

    Another office's words for a column are known (`form.SYNONYMS`); a header nobody knows is named with the nearest known one.
    """
    title, names = form.SHEETS[sheet], form.COLUMNS[sheet]
    found: dict[str, int] = {}
    unknown: list[str] = []
    findings = []
    for position, header in enumerate(map(plain, landed["head"])):
        name = header if header in names else form.SYNONYMS.get(header, header)
        if name in found:
            findings.append(finding("column_twice", title, name))
        elif name in names:
            found[name] = position
        elif name:
            unknown.append(name)
    missing = [name for name in names if name not in found]
    if row := _header_below(sheet, landed, found):
        return found, [finding("header_not_first", title, row=row)]
    if unknown and not found:  # the header was cut off: what stands in its place is somebody's name and number, and is not repeated
        return found, [finding("header_absent", title)]
    for name in unknown:
        near = difflib.get_close_matches(name, missing, 1, _CLOSE)
        hint = f"(是不是“{near[0]}”?)" if near else ""
        findings.append(finding("column_unknown", title, identity.mask_text(name[:20]), hint=hint))
    for name in missing:
        check_id = "column_required" if name in form.REQUIRED[sheet] else "column_missing"
        near = difflib.get_close_matches(name, unknown, 1, _CLOSE)
        hint = f"(有一栏叫“{near[0][:20]}”)" if near else ""
        findings.append(finding(check_id, title, name, hint=hint))
    return found, findings


def _header_below(sheet: str, landed: dict[str, Any], found: dict[str, int]) -> int | None:
    """The row where the header stands instead of the first, if the first holds none of the required columns."""
    if any(name in found for name in form.REQUIRED[sheet]):
        return None
    for index, row in enumerate(landed["top"]):
        if {form.SYNONYMS.get(plain(text), plain(text)) for text in row} >= set(form.REQUIRED[sheet]):
            return index + 2
    return None


def match_sheets(titles: list[str]) -> list[Finding]:
    """What is wrong with the set of sheets: 家庭 and 成员 must be there; without 增减 or 核查反馈 nothing was reported in them.

    Of a sheet and its copies (家 庭, 家庭 (2), 家庭2) the first that is called just so is read.
    """
    standing = [plain(title) for title in titles]
    strange = [title for title in standing if title not in (form.COVER, *form.SHEETS.values())]
    findings = []
    for sheet, title in form.SHEETS.items():
        if title not in standing:
            # 家庭表, 家庭信息, 成员1 …
            near = [name for name in strange if title in name] or difflib.get_close_matches(title, strange, 1, _CLOSE)
            hint = f"(有一张叫「{near[0][:20]}」)" if near else ""
            findings.append(finding("sheet_missing" if sheet in ("household", "member") else "sheet_absent", title, hint=hint))
            continue
        taken = titles[standing.index(title)]
        left = [one for one, bare in zip(titles, standing, strict=True) if one is not taken and _is_copy(bare, title)]
        if left:
            findings.append(finding("sheet_twice", title, taken=taken, left="」「".join(one[:31] for one in left)))
    return findings


def _is_copy(bare: str, title: str) -> bool:
    """Whether a title, compared plainly, is the sheet's own or what programs and people call its copy."""
    return re.fullmatch(rf"{title}[\W_]*(\d{{0,3}}|副本|备份|旧|新|改)[\W_]*", bare) is not None


def other_township(ids: list[str | None], code: str, known: dict[str, str]) -> list[Finding]:
    """Returned when most 户编号 begin with the code of another township of the county: the wrong township's workbook."""
    prefixes = Counter(plain(text).partition("-")[0] for text in ids if text)
    others = {prefix: count for prefix, count in prefixes.items() if prefix in known and prefix != code}
    if not others:
        return []
    most = max(others, key=lambda prefix: (others[prefix], prefix))
    if others[most] * 2 <= sum(prefixes.values()):
        return []
    share = f"{others[most]}/{sum(prefixes.values())}"
    return [finding("another_township", "家庭", "户编号", name=known[code], other=known[most], share=share)]
