"""The workbooks of a province's month through intake: 243 files of 5,000 persons each, two at a time.

A county has seven townships; the same seven rosters sent for 35 months are as many files, each compared with the roster before it.
"""

import multiprocessing
import os
import re
import resource
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from python_calamine import CalamineWorkbook

from factories import household, member, write_form
from lowincome import month as months
from lowincome import paths, settings, steps
from lowincome.intake import receive, recognise

FILES = (24, 81, 243)
PERSONS, A_HOUSEHOLD = 5_000, 2.5
WORKERS = 2
FIRST = date(2018, 9, 1)
RECEIVED = datetime(2021, 7, 20, 10, tzinfo=months.LOCAL)


class Timing(NamedTuple):
    """Wall and processor seconds of intake; processor seconds of calamine reading the same files; cells with content; the largest process, in bytes.

    Processor seconds stay what they are on a machine that others use as well.
    """

    files: int
    cells: int
    seconds: float
    cpu: float
    bare: float
    peak_bytes: int


def measure(folder: Path) -> Iterator[Timing]:
    """One line a size: the files are written, then taken in from an empty home."""
    bases = [_base(folder / f"{code}.xlsx", code) for code in recognise.townships(settings.load().region)]
    cells, bare = zip(*(_bare(base) for base in bases), strict=True)
    for count in FILES:
        home = folder / f"home-{count}"
        os.environ["LOWINCOME_HOME"] = str(home)
        _send(bases, count, paths.inbox(home))
        started, used = time.perf_counter(), _children_cpu()
        waiting = receive.collect(home, RECEIVED)
        # new processes, not copies of this one: what the measurements before have left in memory is not intake's
        with ProcessPoolExecutor(WORKERS, multiprocessing.get_context("spawn")) as pool:
            peaks = list(pool.map(_read, waiting))
        seconds = time.perf_counter() - started
        shares = [count // len(bases) + (place < count % len(bases)) for place in range(len(bases))]
        yield Timing(
            files=count,
            cells=sum(share * one for share, one in zip(shares, cells, strict=True)),
            seconds=seconds,
            cpu=_children_cpu() - used,
            bare=sum(share * one for share, one in zip(shares, bare, strict=True)),
            peak_bytes=max(peaks),
        )


def _read(submission_id: str) -> int:
    """Reads a file and returns the most memory this process has held so far, in bytes. Not ru_maxrss: a process starts with its parent's."""
    steps.read_file(submission_id)
    [peak] = re.findall(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    return int(peak) * 1024


def _children_cpu() -> float:
    """Processor seconds of the worker processes that are over, and of theirs."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime


def _base(path: Path, code: str) -> Path:
    """One township's workbook without a mistake; the month on it stands in for any."""
    since = {"首次纳入年月": months.label(months.add(FIRST, -12))}
    homes = [household(number, code, months.label(FIRST), **since) for number in range(1, int(PERSONS / A_HOUSEHOLD) + 1)]
    people = [member(home, number) for index, home in enumerate(homes) for number in range(1, 3 + index % 2)]
    write_form(path, code, months.label(FIRST), homes, people)
    return path


def _bare(path: Path) -> tuple[int, float]:
    started = time.process_time()
    book = CalamineWorkbook.from_path(path)
    cells = sum(cell != "" for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row)
    return cells, time.process_time() - started


def _send(bases: list[Path], count: int, inbox: Path) -> None:
    inbox.mkdir(parents=True)
    for number in range(count):
        base = bases[number % len(bases)]
        _for_month(base, months.add(FIRST, number // len(bases)), inbox / f"{number:03d}.xlsx")


def _for_month(base: Path, month: date, path: Path) -> None:
    """The same workbook for another month: on its cover, and when the households were visited."""
    before, after = f"<t>{months.label(FIRST)}".encode(), f"<t>{months.label(month)}".encode()
    with zipfile.ZipFile(base) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for entry in old.infolist():
            data = old.read(entry)
            new.writestr(entry, data.replace(before, after) if entry.filename == "xl/sharedStrings.xml" else data)
