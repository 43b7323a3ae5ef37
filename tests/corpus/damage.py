"""What Excel, a copy or an attacker does to a file: parts of it, its container, its formulas. Most are parsed in a process of their own."""

import zipfile
from datetime import date
from io import BytesIO
from typing import Any

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from corpus.container import RELATIONS, SHEET, STRINGS, Change, added, encrypted, flipped, many, no_sheets, packed, parts, zipped
from corpus.mutation import PARTLY, RETURNED, TAKEN, WITH_NOTES, Mutation, at, file, form, good, understood
from exchange.old_lists import as_xls, as_xlsx
from exchange.test_poison import MACRO, with_parts
from factories import TOWNSHIP, household
from lowincome.intake import bounds
from lowincome.intake import form as sheets

OLE2 = bounds.OLE2 + b"\0" * 504


def since_1904(book: Any) -> None:
    book.epoch = CALENDAR_MAC_1904


def as_old_excel() -> bytes:
    cover = [[key, value] for key, value in zip(sheets.COVER_KEYS, ("1", TOWNSHIP, "香水镇", "2021-06", ""), strict=True)]
    rows = good()
    more = {
        title: [sheets.COLUMNS[key], *([["" if one.get(name) is None else one[name] for name in sheets.COLUMNS[key]] for one in rows[key]])]
        for key, title in sheets.SHEETS.items()
    }
    return as_xls(cover, sheets.COVER, more=more)


def put(sheet: str, cell: str, value: Any) -> Any:
    def edit(book: Any) -> None:
        book[sheet][cell] = value

    return edit


def rich(book: Any) -> None:
    name = household(1)["户主姓名"]
    book["家庭"]["B2"] = CellRichText(name[:1], TextBlock(InlineFont(b=True), name[1:]))


def inline(data: bytes) -> bytes:
    """The first village as a string of its own cell instead of a shared one."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        text = archive.read(SHEET).decode()
    start = text.index('<c r="D2"')
    old = text[start : text.index("</c>", start) + 4]
    return parts(old, '<c r="D2" t="inlineStr"><is><t>第2村</t></is></c>')(data)


def error(cell: str, word: str, formula: str = "<f>VLOOKUP(A2,B:B,1,0)</f>") -> Change:
    """What a formula leaves where it fails."""

    def change(data: bytes) -> bytes:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            text = archive.read(SHEET).decode()
        start = text.index(f'<c r="{cell}"')
        old = text[start : text.index("</c>", start) + 4]
        return parts(old, f'<c r="{cell}" t="e">{formula}<v>{word}</v></c>')(data)

    return change


def broken(what: str, *checks: str, data: Change, status: str = RETURNED, rows: int = 0, **more: Any) -> Mutation:
    return form(what, status, *checks, data=data, rows=rows, alone=True, **more)


WAGE = at("household", "工资性收入").partition("!")[2]
LINK = '=HYPERLINK("http://example.invalid","点我")'
DDE = "=cmd|' /C calc'!A0"
FAR = {"XFD1048576": "the last corner", "A200000": "row 200,000", "HA2": "column HA"}
MUTATIONS = [
    # what Excel does to cells
    understood("a head's name in two styles", book=rich),
    understood("a village written inside its cell", data=inline),
    understood("a number kept as text by an apostrophe", book=lambda book: setattr(book["家庭"]["C2"], "quotePrefix", True)),
    form("a formula for an amount", TAKEN, f"formula_number 家庭!{WAGE}", writing={"formulas": {("家庭", WAGE): "=3000+3001"}}),
    form(
        "a formula for an amount, never computed", WITH_NOTES, f"formula_without_result 家庭!{WAGE}", book=put("家庭", WAGE, "=3000+3001")
    ),
    form("a link for a name", WITH_NOTES, "formula_cell 成员!B3", writing={"formulas": {("成员", "B3"): LINK}}),
    form("a command for a village", WITH_NOTES, "formula_cell 家庭!D2", writing={"formulas": {("家庭", "D2"): DDE}}),
    understood("a formula outside the table", writing={"formulas": {("家庭", "AZ9"): "=1+1"}}),
    *(form(f"{word} for an amount", WITH_NOTES, f"formula_without_result 家庭!{WAGE}", data=error(WAGE, word)) for word in ("#N/A",)),
    form(
        "#N/A pasted as a value for a village",
        WITH_NOTES,
        "formula_without_result 家庭!D2",
        "village_missing 家庭!D2",
        data=error("D2", "#N/A", ""),
    ),
    form(
        "#NAME? for a household's number",
        PARTLY,
        "formula_without_result",
        "household_id_missing 家庭!A2",
        "member_without_household",
        data=error("A2", "#NAME?"),
    ),
    understood("days counted from 1904", book=since_1904, house={"走访日期": date(2021, 6, 2)}),
    # the container
    *(
        broken(f"cut off after {share:.0%}", "damaged", data=lambda data, share=share: data[: int(len(data) * share)])
        for share in (0.02, 0.25, 0.5, 0.9, 0.999)
    ),
    broken("a byte wrong in the middle", "damaged", data=flipped),
    broken("junk before it", "not_excel", data=lambda data: b"From: somebody\r\n\r\n" + data),
    broken("junk after it", data=lambda data: data + b"\0" * 100, status=TAKEN, rows=6, reads_same=True),
    broken("marked as protected by a password", "password", data=encrypted),
    broken("not packed at all", data=packed(zipfile.ZIP_STORED), status=TAKEN, rows=6, reads_same=True),
    *(
        broken(f"packed by {name}", "damaged", data=packed(method))
        for name, method in (("bzip2", zipfile.ZIP_BZIP2), ("lzma", zipfile.ZIP_LZMA))
    ),
    broken("a part that would be written outside", data=added("../../etc/passwd", b"x"), status=TAKEN, rows=6, reads_same=True),
    broken("three hundred parts", "zip_bomb", data=many),
    broken("a part of twelve megabytes of zeros", "zip_bomb", data=added("xl/media/image1.xml", b"0" * 12_000_000)),
    broken("without its list of sheets", "not_excel", data=parts("", None, name="xl/workbook.xml")),
    broken("without its list of parts", "damaged", data=parts("", None, name=RELATIONS)),
    broken("without the part of 家庭", "damaged", data=parts("", None)),
    broken("without shared strings", "damaged", data=parts("", None, name=STRINGS)),
    broken("without styles", data=parts("", None, name="xl/styles.xml"), status=TAKEN, rows=6, reads_same=True),
    broken("the list of sheets cut off", "damaged", data=parts("</workbook>", "", name="xl/workbook.xml")),
    broken("the part of 家庭 cut off", "damaged", data=parts("</row></sheetData>", "")),
    broken("shared strings cut off", "damaged", data=parts("</sst>", "", name=STRINGS)),
    broken("a shared string that is not there", "damaged", data=parts('t="s"><v>', 't="s"><v>9999')),
    broken("no sheet in the list of sheets", "workbook_empty", data=no_sheets),
    file("an empty workbook", RETURNED, "workbook_empty", data=as_xlsx([])),
    # what it carries beside its words
    broken(
        "a macro, another workbook's data and a link to it",
        data=lambda data: with_parts(data, **MACRO),
        status=TAKEN,
        rows=6,
        reads_same=True,
    ),
    broken("a picture and an object", data=added("xl/embeddings/oleObject1.bin", OLE2), status=TAKEN, rows=6, reads_same=True),
    *(
        broken(
            f"an entity in {name}", "damaged", data=parts(old, f'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>{old}', name=name)
        )
        for name, old in (("xl/workbook.xml", "<workbook"), (SHEET, "<worksheet"), (STRINGS, "<sst"), (RELATIONS, "<Relationships"))
    ),
    broken("a string of four hundred thousand characters", "zip_bomb", data=parts("户主姓名", "户" * 400_000, name=STRINGS)),
    *(
        broken(f"a cell in {where}", "stray_cell", data=lambda data: data, writing={"formulas": {("家庭", cell): "=1"}})
        for cell, where in FAR.items()
    ),
    broken(
        "a cell in the last corner, written another way",
        "stray_cell",
        writing={"formulas": {("家庭", "XFD1048576"): "=1"}},
        data=parts('<c r="XFD1048576"', "<c  s='0' r = 'XFD1048576'"),
    ),
    # files that are something else
    file("an empty file", RETURNED, "file_empty", data=b""),
    file("one byte", RETURNED, "not_excel", data=b"P"),
    file("a thousand zeros", RETURNED, "not_excel", data=b"\0" * 1000),
    file("fifty megabytes", RETURNED, "file_too_large", data=lambda: b"PK\x03\x04" + b"\0" * 50_000_000),
    *(
        file(f"{what}", RETURNED, "not_excel", data=data)
        for what, data in {
            **{f"a file that begins like a {name} {magic!r}": magic + b"\x00\x01" for magic, name in bounds.MAGIC.items()},
            "a page without a table": "<html><body>户编号".encode("gb18030"),
            "a letter": "各乡镇:请于25日前报送。\n".encode(),
            "a letter in GB18030": "各乡镇:请于25日前报送。\n".encode("gb18030"),
            "a Word document": OLE2 + "WordDocument".encode("utf-16-le"),
            "a Word document of today": zipped(word__document_dot_xml=b"x"),
            "a presentation": zipped(ppt__presentation_dot_xml=b"x"),
            "an OpenDocument table": zipped(content_dot_xml=b"x", mimetype=b"application/vnd.oasis.opendocument.spreadsheet"),
            "photographs in a zip": zipped(**{"照片": b"x"}),
        }.items()
    ),
    file("a password", RETURNED, "password", data=OLE2 + "EncryptedPackage".encode("utf-16-le")),
    file("an old workbook that cannot be read", RETURNED, "damaged", data=OLE2 + "Workbook".encode("utf-16-le"), alone=True),
    file("a binary workbook", RETURNED, "binary_excel", data=zipped(xl__workbook_dot_bin=b"x"), alone=True),
    file("the form saved as .xls", TAKEN, data=as_old_excel, rows=6, reads_same=True, alone=True),
    file("the form saved as .xls, cut off", RETURNED, "damaged", data=lambda: as_old_excel()[:3000], alone=True),
]
