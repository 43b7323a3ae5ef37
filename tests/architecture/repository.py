"""What belongs to the project: the files git has, or would take."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "plugins" / "lowincome"
DAGS = ROOT / "dags"
SQL = ROOT / "sql"


@cache
def files() -> tuple[Path, ...]:
    """Every file that is tracked or new and not ignored, absolute, sorted."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    return tuple(sorted(path for name in listed.split("\0") if name and (path := ROOT / name).is_file()))


def below(folder: Path, suffix: str) -> list[Path]:
    """The project's files in a folder that end so."""
    return [path for path in files() if path.suffix == suffix and path.is_relative_to(folder)]


def name(path: Path) -> str:
    """A path as a message shows it, from the top of the project."""
    return path.relative_to(ROOT).as_posix()
