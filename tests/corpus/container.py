"""Workbooks as archives: a part replaced, added or left out, all of it packed otherwise, a byte wrong."""

import re
import struct
import zipfile
from collections.abc import Callable
from io import BytesIO

SHEET, STRINGS = "xl/worksheets/sheet2.xml", "xl/sharedStrings.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
Change = Callable[[bytes], bytes]


def parts(old: str | None, new: str | bytes | None = None, *, name: str = SHEET) -> Change:
    """One part of the workbook with a text replaced; without `new` the part is left out, without `old` it is these bytes."""

    def change(data: bytes) -> bytes:
        out = BytesIO()
        with zipfile.ZipFile(BytesIO(data)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
            for one in before.namelist():
                content = before.read(one)
                if one == name and new is None:
                    continue
                if one == name and old is None:
                    content = new if isinstance(new, bytes) else str(new).encode()
                elif one == name:
                    assert str(old).encode() in content, (name, old)
                    content = content.replace(str(old).encode(), str(new).encode(), 1)
                after.writestr(one, content)
        return out.getvalue()

    return change


def added(name: str, content: bytes, method: int = zipfile.ZIP_DEFLATED) -> Change:
    def change(data: bytes) -> bytes:
        out = BytesIO(data)
        with zipfile.ZipFile(out, "a", method) as archive:
            archive.writestr(name, content)
        return out.getvalue()

    return change


def packed(method: int) -> Change:
    """The same parts, packed otherwise."""

    def change(data: bytes) -> bytes:
        out = BytesIO()
        with zipfile.ZipFile(BytesIO(data)) as before, zipfile.ZipFile(out, "w", method) as after:
            for name in before.namelist():
                after.writestr(name, before.read(name))
        return out.getvalue()

    return change


def no_sheets(data: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        text = archive.read("xl/workbook.xml").decode()
    return parts(None, re.sub("<sheets>.*</sheets>", "<sheets/>", text), name="xl/workbook.xml")(data)


def many(data: bytes) -> bytes:
    out = BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        for number in range(300):
            archive.writestr(f"x/{number}", b"")
    return out.getvalue()


def zipped(**content: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in content.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return out.getvalue()


def encrypted(data: bytes) -> bytes:
    """The mark of a password on every entry of the directory."""
    at_directory = data.rfind(b"PK\x05\x06")
    start = struct.unpack("<I", data[at_directory + 16 : at_directory + 20])[0]
    broken = bytearray(data)
    while broken[start : start + 4] == b"PK\x01\x02":
        broken[start + 8] |= 1
        name, extra, comment = struct.unpack("<HHH", broken[start + 28 : start + 34])
        start += 46 + name + extra + comment
    return bytes(broken)


def flipped(data: bytes) -> bytes:
    """One byte wrong in the middle of what is packed."""
    broken = bytearray(data)
    broken[len(data) // 3] ^= 0xFF
    return bytes(broken)
