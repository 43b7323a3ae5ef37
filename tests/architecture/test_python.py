"""The Python code keeps its direction, its clock and its hands off what is not its business."""

import ast
from pathlib import Path

import pytest

from architecture import python_guards as guards
from architecture.repository import DAGS, PACKAGE, ROOT, below, name

# who may look at the clock, and why
CLOCK_READERS = {
    "plugins/lowincome/cli_shared.py": "a person at the keyboard hands a file in, or decides, now",
}
LONGEST = 300


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def package() -> dict[str, ast.Module]:
    """Module name inside the package → its tree, without the package's root."""
    modules = {guards.module_name(path, PACKAGE): parsed(path) for path in below(PACKAGE, ".py")}
    modules.pop("")
    assert "steps" in modules
    return modules


def complaints(paths: list[Path], guard) -> dict[str, list[str]]:
    """Guard's complaints by file. An empty list of files is a broken guard, not a clean project."""
    assert paths
    return {name(path): found for path in paths if (found := guard(parsed(path)))}


def test_the_domain_package_never_imports_airflow():
    assert complaints(below(PACKAGE, ".py"), guards.no_airflow) == {}


def test_imports_go_downwards():
    found = {module: wrong for module, tree in package().items() if (wrong := guards.only_downwards(module, tree))}
    assert found == {}


def test_no_module_needs_itself():
    assert guards.no_cycle(package()) == []


def test_the_steps_import_nothing_slow():
    assert guards.quick_to_import("steps", package()) == []


def test_dag_files_only_say_when_and_in_what_order():
    assert complaints(below(DAGS, ".py"), guards.dag_is_plain) == {}


def test_the_environment_is_read_in_one_place():
    paths = [path for path in below(PACKAGE, ".py") + below(DAGS, ".py") if path != PACKAGE / "settings.py"]
    assert complaints(paths, guards.no_environment) == {}


def test_nothing_reads_the_clock_but_who_must():
    paths = below(PACKAGE, ".py") + below(DAGS, ".py")
    assert complaints(paths, guards.no_clock).keys() <= CLOCK_READERS.keys()


def test_chance_is_always_seeded():
    assert complaints(below(PACKAGE, ".py"), guards.no_unseeded_chance) == {}


def test_production_code_raises_instead_of_asserting():
    assert complaints(below(PACKAGE, ".py") + below(DAGS, ".py"), guards.no_assert) == {}


@pytest.mark.parametrize(
    ("guard", "code"),
    [
        (guards.no_airflow, "import airflow.sdk"),
        (guards.no_airflow, "def f():\n    from airflow.sdk import task"),
        (guards.dag_is_plain, "def task(x):\n    if x:\n        return 1"),
        (guards.dag_is_plain, "def task(x):\n    return 1 if x else 2"),
        (guards.dag_is_plain, "import pandas"),
        (guards.dag_is_plain, "from lowincome.warehouse import writer"),
        (guards.no_environment, "import os\nhome = os.environ['LOWINCOME_HOME']"),
        (guards.no_environment, "from os import environ\nhome = environ.get('LOWINCOME_HOME')"),
        (guards.no_clock, "from datetime import date\nmonth = date.today()"),
        (guards.no_clock, "import datetime\nnow = datetime.datetime.now(tz)"),
        (guards.no_clock, "stamp = datetime.now"),
        (guards.no_unseeded_chance, "import random\nx = random.choice(names)"),
        (guards.no_unseeded_chance, "import random\nr = random.Random()"),
        (guards.no_assert, "assert x, 'wrong'"),
    ],
)
def test_the_guard_sees_a_wrong(guard, code):
    assert guard(ast.parse(code)) != []


@pytest.mark.parametrize(
    ("guard", "code"),
    [
        (guards.no_clock, "import time\nstarted = time.perf_counter()"),
        (guards.no_unseeded_chance, "import random\nr = random.Random(7)\nx = r.choice(names)"),
        (guards.dag_is_plain, "from airflow.sdk import dag\nfrom lowincome import steps"),
    ],
)
def test_the_guard_lets_what_is_right_pass(guard, code):
    assert guard(ast.parse(code)) == []


@pytest.mark.parametrize(
    ("module", "code"),
    [
        ("policy", "from lowincome import steps"),
        ("month", "from lowincome.policy import lookup"),
        ("steps", "def f():\n    from lowincome import cli"),
        ("intake.read", "import lowincome.steps"),
        ("somewhere", ""),
    ],
)
def test_the_guard_sees_an_import_upwards(module, code):
    assert guards.only_downwards(module, ast.parse(code)) != []


def test_the_guard_sees_a_ring_of_imports():
    modules = {"cases": ast.parse("from lowincome.risk.score import score"), "risk.score": ast.parse("from lowincome import cases")}
    assert guards.no_cycle(modules) != []


def test_the_guard_sees_a_slow_import_behind_a_quick_one():
    modules = {"steps": ast.parse("from lowincome.risk.score import score"), "risk.score": ast.parse("import sklearn.ensemble")}
    assert guards.quick_to_import("steps", modules) == ["risk.score imports sklearn.ensemble at start"]
    modules["steps"] = ast.parse("def assess():\n    from lowincome.risk.score import score")
    assert guards.quick_to_import("steps", modules) == []


def test_airflow_leaves_the_package_alone():
    # without this line Airflow imports every file of the package under its bare name
    assert "lowincome/" in (ROOT / "plugins" / ".airflowignore").read_text(encoding="utf-8").split()


def too_long(paths: list[Path]) -> list[str]:
    lengths = {name(path) if path.is_relative_to(ROOT) else path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    return [f"{path}: {lines} lines" for path, lines in lengths.items() if lines > LONGEST]


def test_every_file_is_read_at_one_sitting():
    assert too_long(below(ROOT, ".py") + below(ROOT, ".sql")) == []


def test_the_guard_sees_a_file_that_is_too_long(tmp_path):
    (tmp_path / "long.py").write_text("pass\n" * (LONGEST + 1), encoding="utf-8")
    assert too_long([tmp_path / "long.py"]) != []
