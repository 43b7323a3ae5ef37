"""What lies in the inbox and in raw, and a list of two townships and one that is not the county's."""

from datetime import UTC, datetime
from pathlib import Path

from exchange.old_lists import CIVIL_AFFAIRS, as_csv, row

MOMENT = datetime(2021, 6, 24, 2, tzinfo=UTC)
LATER = datetime(2021, 6, 24, 3, tzinfo=UTC)
TWO_TOWNSHIPS = as_csv(
    [["2021年6月"], CIVIL_AFFAIRS, row(CIVIL_AFFAIRS, 1), row(CIVIL_AFFAIRS, 2, 乡镇="新民乡"), row(CIVIL_AFFAIRS, 3, 乡镇="外乡")]
)


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def waiting(home: Path) -> list[bytes]:
    return sorted(data for name, data in tree(home / "raw/_incoming").items() if "/original" in name)
