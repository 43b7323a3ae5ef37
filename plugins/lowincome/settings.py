"""What the environment decides, read in one place."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Settings:
    """home: the only folder written to. region: the division code whose rules apply. progress: where steps report."""

    home: Path
    region: str
    progress: Path | None = None


def load() -> Settings:
    """LOWINCOME_HOME (default `./var` beside the source), LOWINCOME_REGION (default 640424 泾源县), LOWINCOME_PROGRESS (none)."""
    progress = os.environ.get("LOWINCOME_PROGRESS")
    return Settings(
        home=Path(os.environ.get("LOWINCOME_HOME") or PROJECT / "var").resolve(),
        region=os.environ.get("LOWINCOME_REGION") or "640424",
        progress=Path(progress) if progress else None,
    )


def child_environment(**more: str) -> dict[str, str]:
    """The environment for a program we start: our own, with additions; it finds the programs of our virtual environment first."""
    beside = Path(sys.executable).parent
    return {**os.environ, "PATH": f"{beside}{os.pathsep}{os.environ.get('PATH', '')}", **more}


def report_to(path: Path) -> None:
    """From now on this process, and those it starts, report their steps to the file."""
    os.environ["LOWINCOME_PROGRESS"] = str(path)
