"""Whatever an input of any format carries beside its words, nothing of it runs, points outside or marks up in any file that leaves."""

import html
import re
import zipfile
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter

from exchange.old_lists import CIVIL_AFFAIRS, as_csv, as_page, as_xls, as_xlsx, row
from factories import household, member, write_form
from lowincome import steps
from pipeline import run_month

BAD = "poison.invalid"
LINK = f'=HYPERLINK("http://{BAD}","点我")'
DDE = f"=cmd|' /C start {BAD}'!A0"
TAG = f'<img src=x onerror=alert("{BAD}")><script>alert("{BAD}")</script>'
CONTROL = "\x00\x07\u202e{{ 7 * 7 }}{% raw %}"


def with_parts(data: bytes, **parts: tuple[str, str]) -> bytes:
    """A workbook with parts added or texts of parts replaced: name → (old text or "" for a new part, new text)."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            text = before.read(name)
            if name in parts:
                old, new = parts[name]
                assert old.encode() in text
                text = text.replace(old.encode(), new.encode(), 1)
            after.writestr(name, text)
        for name in parts.keys() - set(before.namelist()):
            after.writestr(name, parts[name][1])
    return out.getvalue()


MACRO = {
    "xl/vbaProject.bin": ("", "Sub AutoOpen()"),
    "xl/externalLinks/externalLink1.xml": ("", f"<externalLink>{BAD}</externalLink>"),
    "xl/_rels/workbook.xml.rels": (
        "</Relationships>",
        f'<Relationship Id="rX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath"'
        f' Target="http://{BAD}/a.xlsx" TargetMode="External"/></Relationships>',
    ),
}


def form_with_everything(folder: Path, township: str) -> bytes:
    households = [
        household(1, township, 户主姓名=LINK, 备注=TAG, 行政村=DDE),
        household(2, township, 备注=CONTROL, 走访人=f"@SUM({BAD})", 救助类别=LINK),
        household(3, township, 户主姓名=TAG, 行政村=f"-{BAD}+1", 住房等级="C", 饮水安全="否"),
    ]
    members = [member(one) for one in households] + [member(households[0], 2, 姓名=TAG, 与户主关系=DDE)]
    path = write_form(
        folder / "form.xlsx",
        township,
        "2021-06",
        households,
        members,
        cover={"乡镇名称": TAG, "模板版本": LINK},
        headers={"household": [*households[0], TAG, LINK]},
        formulas={("家庭", "C2"): LINK, ("成员", "B2"): DDE},
    )
    return with_parts(path.read_bytes(), **MACRO)


def poisoned(folder: Path) -> dict[str, bytes]:
    """A file of each format the inbox takes."""
    heads = [*CIVIL_AFFAIRS, TAG, LINK]

    def rows(township: str) -> list[list[str]]:
        first = row(CIVIL_AFFAIRS, 1, 乡镇=township, 姓名=LINK, 村=TAG, 救助类别=DDE)
        return [[f"{township}2021年6月{TAG}"], heads, [*first, TAG, LINK], [*row(CIVIL_AFFAIRS, 2, 乡镇=TAG, 村=LINK), "", ""]]

    feed = [
        ["姓名", "身份证号码", "残疾类别", "残疾等级", TAG],
        [LINK, "640499199001011234", TAG, DDE, ""],
        [TAG, LINK, "肢体", "一", LINK],
    ]
    memory = BytesIO()
    book = xlsxwriter.Workbook(memory)
    sheet = book.add_worksheet("名单")
    for number, cells in enumerate(rows("大湾乡")):
        sheet.write_row(number, 0, [cell.replace("=", "＝") for cell in cells])
    sheet.write_formula(2, 1, LINK, None, f"http://{BAD}")
    sheet.write_url(2, 4, f"http://{BAD}", string="第一村")
    book.close()
    return {
        f"{TAG.replace('/', '')}.xlsm": form_with_everything(folder, "640424100"),
        f"=cmd {BAD}.csv": as_csv(rows("泾河源镇"), "gb18030"),
        "page.xls": as_page(rows("六盘山镇")).replace(b"<body>", f"<body>{TAG}".encode()),
        "old.xls": as_xls(rows("新民乡")),
        "new.xlsx": with_parts(as_xlsx(rows("兴盛乡")), **MACRO),
        "formula.xlsx": memory.getvalue(),
        "feed.csv": as_csv(feed),
        "no table.html": f"<html>{TAG}{LINK}".encode(),
        f"{LINK.replace('/', '')}.pdf": b"%PDF-1.7 \x00" + TAG.encode(),
    }


@pytest.fixture(scope="module")
def outbox(tmp_path_factory):
    """Everything that leaves after an intake of the poisoned files and a whole month's run."""
    home = tmp_path_factory.mktemp("poison")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOWINCOME_HOME", str(home))
        (home / "inbox").mkdir()
        for name, data in poisoned(tmp_path_factory.mktemp("forms")).items():
            (home / "inbox" / name).write_bytes(data)
        for submission_id in steps.collect("2021-06-24T10:00"):
            steps.read_file(submission_id)
        steps.register()
        steps.send_receipts()
        run_month("2021-06")
    return home / "outbox"


def test_every_poisoned_file_is_answered(outbox):
    assert len(list(outbox.rglob("回执*.html"))) >= len(poisoned(outbox.parent))


def test_no_workbook_that_leaves_holds_macro_link_or_formula_of_theirs(outbox):
    books = list(outbox.rglob("*.xls*"))
    assert len(books) > 10
    for path in books:
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                text = archive.read(name).decode("utf-8", "replace")
                assert not re.search(r"vba|externalLink|activeX|embeddings|connections", name, re.IGNORECASE), (path.name, name)
                # the receipt points to the copy to mend that lies beside it, and nothing points anywhere else
                for target in re.findall(r'Target="([^"]*)" TargetMode="External"', text):
                    assert (path.parent / html.unescape(target).partition("#")[0]).is_file(), (path.name, target)
                # formulas of our own (a count of what is done, a drop-down) hold nothing that was typed
                ours = re.findall(r"<(?:\w+:)?(?:f|formula|formula1|formula2|definedName)\b[^>]*>([^<]*)<", text)
                assert not [one for one in ours if BAD in one or "HYPERLINK" in one or "|" in one], (path.name, name)
                for location in re.findall(r"<hyperlink [^>]*>", text):
                    assert BAD not in location, (path.name, name)


class Tags(HTMLParser):
    """The elements of a page and their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_no_page_that_leaves_holds_a_tag_or_an_address_of_theirs(outbox):
    pages = list(outbox.rglob("*.html"))
    assert len(pages) > 10
    for path in pages:
        tags = Tags()
        tags.feed(path.read_text(encoding="utf-8"))
        assert not {tag for tag, _ in tags.found} & {"script", "img", "iframe", "object", "embed", "form", "link", "base"}, path.name
        for tag, attributes in tags.found:
            assert not [name for name in attributes if name.startswith("on")], (path.name, tag)
            for name in ("href", "src", "action", "style"):
                assert BAD not in (attributes.get(name) or ""), (path.name, tag)
                assert not re.match(r"\s*(javascript|data|https?):", attributes.get(name) or ""), (path.name, tag)


def test_a_template_is_not_run_and_no_control_character_leaves(outbox):
    for path in outbox.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\u202e]", text), path.name


def test_no_file_of_theirs_lies_in_the_outbox_and_no_name_of_theirs_is_one_of_ours(outbox):
    for path in outbox.rglob("*"):
        assert path.suffix in ("", ".xlsx", ".html", ".json", ".csv", ".txt"), path.name
        assert not re.search(r"poison|[<>=]", path.name), path.name
