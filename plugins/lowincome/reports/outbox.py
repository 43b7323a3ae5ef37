"""Puts finished files where their readers look for them."""

import os
from pathlib import Path


def put(path: Path, data: bytes) -> Path:
    """Writes beside and renames in: whoever opens the file sees the old one or the new one, never half of it. The same bytes again are left alone."""
    if path.exists() and path.read_bytes() == data:
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.partial")
    beside.write_bytes(data)
    os.replace(beside, path)
    return path


def put_page(path: Path, text: str) -> Path:
    """The same for a page or any other text."""
    return put(path, text.encode("utf-8"))
