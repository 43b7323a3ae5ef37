"""`make bench` is not a test, but what it starts must start."""

import os
import subprocess
import sys

from lowincome.settings import PROJECT


def test_what_make_bench_runs_can_be_imported_the_way_it_runs_it() -> None:
    """A script finds the files of its own folder first: one named like a package of the tests would hide it."""
    paths = os.pathsep.join(str(PROJECT / name) for name in ("tests/bench", "plugins", "tests"))
    done = subprocess.run(
        [sys.executable, "-c", "import run"], env={**os.environ, "PYTHONPATH": paths}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
