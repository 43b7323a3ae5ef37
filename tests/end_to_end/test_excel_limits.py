"""No workbook that leaves the house holds what Excel would call damaged: Excel repairs such a file by throwing the part away, with a warning."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from openpyxl.worksheet.datavalidation import DataValidation

from lowincome import steps

# the longest that Excel takes: of texts in a part, and of attributes of a drop-down or check
TEXTS = {"formula1": 255, "formula2": 255, "formula": 8192, "f": 8192, "t": 32767, "definedName": 8192}
ATTRIBUTES = {
    ("dataValidation", "promptTitle"): 32,
    ("dataValidation", "prompt"): 255,
    ("dataValidation", "errorTitle"): 32,
    ("dataValidation", "error"): 225,
    ("sheet", "name"): 31,
}
# what came after Excel 2010 is unknown to the offices' older programs and shows as an error there
SINCE_2013 = ("_xlfn", "_xlws", "IFS(", "XLOOKUP(", "TEXTJOIN(", "LET(", "FILTER(")


def beyond(path: Path) -> Iterator[str]:
    """What is too long or too new, each with its part and kind; never the text itself."""
    with zipfile.ZipFile(path) as book:
        for part in book.namelist():
            for element in ET.fromstring(book.read(part)).iter() if part.endswith(".xml") else ():
                tag, text = element.tag.rpartition("}")[2], element.text or ""
                if len(text) > TEXTS.get(tag, len(text)):
                    yield f"{part} {tag} {len(text)}"
                if tag in {"f", "formula", "formula1", "formula2"} and any(name in text for name in SINCE_2013):
                    yield f"{part} {tag} of a later Excel"
                for (owner, name), longest in ATTRIBUTES.items():
                    if tag == owner and len(element.get(name, "")) > longest:
                        yield f"{part} {owner} {name} {len(element.get(name, ''))}"


def test_everything_sent_out_stays_within_what_excel_takes(copy: Path) -> None:
    """Given a month's lists, receipts and returned copies, and the next month's workbooks."""
    steps.open_month("2021-07")
    books = list((copy / "outbox").rglob("*.xlsx"))
    kinds = {path.name.partition("_")[0] for path in books}
    assert {"报送表", "急难快报", "回执", "退改表", "预警清单", "四查四补清单", "分类动态监测台账", "销号台账", "超期清单"} <= kinds
    assert {path.name: found for path in books if (found := list(beyond(path)))} == {}


@pytest.mark.parametrize(
    ("check", "found"),
    [
        (DataValidation("custom", "AND(" + "A1=1," * 60 + "TRUE)"), "formula1"),
        (DataValidation("custom", '_xlfn.TEXTJOIN(",",TRUE,A1)'), "of a later Excel"),
        (DataValidation("custom", "TRUE", error="错" * 226), "error 226"),
        (DataValidation("custom", "TRUE", promptTitle="提" * 33), "promptTitle 33"),
    ],
)
def test_what_excel_would_not_take_is_found(check: DataValidation, found: str, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    check.add("A2")
    book.active.add_data_validation(check)
    book.save(tmp_path / "one.xlsx")
    (said,) = beyond(tmp_path / "one.xlsx")
    assert found in said
