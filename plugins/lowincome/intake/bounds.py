"""Looks at a file from outside before anything parses it: is it an Excel workbook, and of a size that can be opened safely?

The limits are about operation, not policy: they keep one bad file from taking a worker down. An answer, never an exception.
"""

import re
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.parsers import expat

from lowincome.intake.answers import finding


@dataclass(frozen=True)
class Limits:
    """A workbook of 20,000 rows is 4 MB packed and 60 MB unpacked: every limit leaves it room, and none leaves room to a bomb."""

    file_bytes: int = 20_000_000
    members: int = 300  # a workbook of five sheets has about fifteen
    unpacked_bytes: int = 300_000_000
    ratio: int = 150  # XML of a filled sheet packs 10–30 times; a bomb 1,000 times
    ratio_from_bytes: int = 10_000_000  # small members may pack as well as they like
    shared_strings_bytes: int = 80_000_000
    string_bytes: int = 300_000  # a cell holds at most 32,767 characters
    rows: int = 99_999
    columns: int = 207  # up to GZ; the widest sheet of the form has 32
    cells: int = 5_000_000  # of one table that is no 报送表: fifty columns for every row there may be
    nesting: int = 8  # tables within tables of a page
    parse_bytes: int = 3_000_000_000  # the parser's own process may take no more
    parse_seconds: int = 120


LIMITS = Limits()
# the same rows and columns as a pattern: three letters, HA and beyond, or six digits
_FAR = re.compile(rb'<c r="((?:[A-Z]{3,}|[H-Z][A-Z])\d+|[A-Z]+\d{6,})"')
_FORMULA = re.compile(rb'<c r="([A-Z]+\d+)"[^>]*>\s*<f[\s>/]')
_ERROR = re.compile(rb'<c r="([A-Z]+\d+)"[^>]*\st="e"')  # #N/A pasted as a value: the parser makes nothing of it
_STRING_END = re.compile(rb"</(?:\w+:)?si>")
_PLAIN_XML_BREAKERS = (b"<c\t", b"<c\n", b"<c\r", b"<c>", b"<c/", b"<row>", b"r='", b"<!--", b"<![CDATA")
MAGIC = {
    b"%PDF": "PDF 文件",
    b"\x89PNG": "图片",
    b"\xff\xd8\xff": "照片",
    b"GIF8": "图片",
    b"BM": "图片",
    b"Rar!": "压缩包",
    b"7z\xbc\xaf": "压缩包",
    b"\x1f\x8b": "压缩包",
    b"{\\rtf": "Word 文档",
}
ZIP, OLE2 = b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass
class Inspection:
    """answer: why the file is returned, or None. formulas: cells holding a formula or an error, by sheet title."""

    answer: dict[str, Any] | None = None
    formulas: dict[str, list[str]] = field(default_factory=dict)


class RefusedError(Exception):
    """Carries the answer out of the nested readers of this module and of `feed_table`."""

    def __init__(self, check_id: str, **words: Any) -> None:
        super().__init__(check_id)
        self.answer = finding(check_id, **words)


def inspect(path: Path, limits: Limits = LIMITS) -> Inspection:
    """What stands in the way of opening the file, and where its formulas are."""
    try:
        if _check_outside(path, limits) == OLE2:  # an .xls: the format itself allows no more than 65,536 rows and 256 columns a sheet
            return Inspection()
        with zipfile.ZipFile(path) as archive:
            return Inspection(formulas=_check_inside(archive, limits))
    except RefusedError as refused:
        return Inspection(answer=refused.answer)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, expat.ExpatError, ElementTree.ParseError, ValueError):
        return Inspection(answer=finding("damaged"))


def _check_outside(path: Path, limits: Limits) -> bytes:
    """What kind of file it is, ZIP or OLE2, when it may be opened."""
    size = path.stat().st_size
    if size == 0:
        raise RefusedError("file_empty")
    if size > limits.file_bytes:
        raise RefusedError("file_too_large", megabytes=round(size / 1e6), limit=round(limits.file_bytes / 1e6))
    data = path.read_bytes()
    if data.startswith(OLE2):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise RefusedError("password")
        if "WordDocument".encode("utf-16-le") in data:
            raise RefusedError("not_excel", looks="Word 文档")
        return OLE2
    if not data.startswith(ZIP):
        raise RefusedError("not_excel", looks=_looks(data))
    return ZIP


def _looks(data: bytes) -> str:
    for magic, name in MAGIC.items():
        if data.startswith(magic):
            return name
    head = data[:4096]
    if is_page(head.decode("latin-1")):
        return "网页"
    if b"\x00" not in head:
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                head.decode(encoding)
            except UnicodeDecodeError as error:
                if error.start < len(head) - 4:  # a character cut by the end of the head is no sign of another encoding
                    continue
            return "文本文件,如 .csv"
    return "无法辨认的文件"


def is_page(head: str) -> bool:
    """Whether a text begins like a page or a table of one."""
    return re.search(r"<(!doctype html|html|table)", head, re.IGNORECASE) is not None


def _check_inside(archive: zipfile.ZipFile, limits: Limits) -> dict[str, list[str]]:
    members = archive.infolist()
    names = {member.filename for member in members}
    if len(members) > limits.members:
        raise RefusedError("zip_bomb")
    if any(member.flag_bits & 1 for member in members):
        raise RefusedError("password")
    if "xl/workbook.bin" in names:
        raise RefusedError("binary_excel")
    if "xl/workbook.xml" not in names:
        kinds = {"word/document.xml": "Word 文档", "ppt/presentation.xml": "演示文稿", "content.xml": "OpenDocument 文件 .ods/.odt"}
        raise RefusedError("not_excel", looks=next((kind for name, kind in kinds.items() if name in names), "压缩包"))
    if sum(member.file_size for member in members) > limits.unpacked_bytes or any(_is_bomb(member, limits) for member in members):
        raise RefusedError("zip_bomb")
    titles = _titles(archive)
    formulas = {}
    for member in members:
        data = _bytes(archive, member)
        if member.filename.endswith((".xml", ".rels")):
            _refuse_entities(data)
        if member.filename.lower() == "xl/sharedstrings.xml":
            _check_strings(data, limits)
        if title := titles.get(member.filename):
            formulas[title] = _scan_sheet(data, title, limits)
    return formulas


def _is_bomb(member: zipfile.ZipInfo, limits: Limits) -> bool:
    is_large = member.file_size > limits.ratio_from_bytes
    return is_large and member.file_size > limits.ratio * max(member.compress_size, 1)


def _check_strings(data: bytes, limits: Limits) -> None:
    if len(data) > limits.shared_strings_bytes or max(map(len, _STRING_END.split(data))) > limits.string_bytes:
        raise RefusedError("zip_bomb")


def _titles(archive: zipfile.ZipFile) -> dict[str, str]:
    """Part name → sheet title, as the workbook and its relations declare them."""
    targets = {}
    for relation in _small_xml(archive, "xl/_rels/workbook.xml.rels"):
        target = relation.get("Target", "")
        targets[relation.get("Id")] = target.lstrip("/") if target.startswith("/") else "xl/" + target
    sheets = [node for node in _small_xml(archive, "xl/workbook.xml").iter() if node.tag.endswith("}sheet")]
    if not sheets:
        raise RefusedError("workbook_empty")
    return {targets.get(node.get(_RELATION), ""): node.get("name", "") for node in sheets}


def _small_xml(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    """A part that lists other parts. Entities, the one danger of this parser, are refused before it sees them."""
    if name not in archive.NameToInfo:
        raise RefusedError("damaged")
    data = _bytes(archive, archive.getinfo(name))
    _refuse_entities(data)
    return ElementTree.fromstring(data)  # noqa: S314


def _bytes(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """A member unpacked: never more than its declared size; one that lies about it fails its checksum there."""
    with archive.open(member) as stream:
        return stream.read(member.file_size)


def _refuse_entities(data: bytes) -> None:
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise RefusedError("damaged")


def _scan_sheet(data: bytes, title: str, limits: Limits) -> list[str]:
    """The cells that hold formulas or error values. Errors: a cell so far out that the parser would need gigabytes for the rectangle."""
    is_plain = (
        b"<sheetData" in data
        and data.count(b"<c ") == data.count(b'<c r="')
        and data.count(b"<row ") == data.count(b'<row r="')
        and not any(mark in data for mark in _PLAIN_XML_BREAKERS)
    )
    if not is_plain:  # another writer's way to put it: slower, but right for any XML
        return _scan_any_sheet(data, title, limits)
    if far := _FAR.search(data):
        raise RefusedError("stray_cell", sheet=title, cell=far[1].decode())
    found = _FORMULA.findall(data) if b"<f" in data else []
    return [cell.decode() for cell in (found + _ERROR.findall(data) if b't="e"' in data else found)]


def _scan_any_sheet(data: bytes, title: str, limits: Limits) -> list[str]:
    formulas: list[str] = []
    row, column = 0, 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal row, column
        name = tag.rsplit(":")[-1]
        if name == "row":
            row, column = int(attributes.get("r", row + 1)), 0
        elif name == "c":
            letters, digits = _split(attributes["r"]) if "r" in attributes else (column + 1, row)
            row, column = digits, letters
            if row > limits.rows or column > limits.columns:
                raise RefusedError("stray_cell", sheet=title, cell=address(column, row))
            if attributes.get("t") == "e":
                formulas.append(address(column, row))
        elif name == "f":
            formulas.append(address(column, row))

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.Parse(data, True)
    return formulas


def _split(cell: str) -> tuple[int, int]:
    match = re.fullmatch(r"([A-Z]{1,3})(\d{1,7})", cell)
    if not match:
        raise ValueError("cell address")
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return column, int(match[2])


def address(column: int, row: int) -> str:
    """(14, 37) → N37."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"
