"""One line a step: what was done and how long it took. Counts only; never a name or a number of a person."""

import json
import logging
import time
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec

from lowincome import settings

log = logging.getLogger("lowincome")
P = ParamSpec("P")
Result = dict[str, Any]


def reported(title: str) -> Callable[[Callable[P, Result]], Callable[P, Result]]:
    """Wraps a step that returns a dict with a `summary`: its line goes to the log and to the progress file, if one is set."""

    def wrap(function: Callable[P, Result]) -> Callable[P, Result]:
        @wraps(function)
        def step(*args: P.args, **kwargs: P.kwargs) -> Result:
            started = time.perf_counter()
            result = function(*args, **kwargs)
            seconds = round(time.perf_counter() - started, 2)
            log.info("%s: %s (%.1f 秒)", title, result["summary"], seconds)
            _append({"step": title, "summary": result["summary"], "seconds": seconds})
            return result

        return step

    return wrap


def mark(phase: str) -> None:
    """Notes in the progress file that another phase begins."""
    _append({"phase": phase})


def read(path: Path) -> list[tuple[str, dict[str, Any]]]:
    """Every finished step so far with the phase it belongs to. A line still being written is left for the next reading."""
    phase, found = "", []
    for text in path.read_text(encoding="utf-8").split("\n")[:-1]:
        line = json.loads(text)
        if "phase" in line:
            phase = line["phase"]
        else:
            found.append((phase, line))
    return found


def _append(line: dict[str, Any]) -> None:
    path = settings.load().progress
    if path:
        # one write of one short line: lines of parallel tasks do not mix
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
