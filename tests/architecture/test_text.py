"""Every tracked file: no real person's number, no word on how it was made, no package host, nothing new at the top."""

from pathlib import Path

import pytest

from architecture import text_guards as guards
from architecture.repository import ROOT, files, name

TEXT = {*(".py", ".sql", ".md", ".csv", ".json", ".yaml", ".yml", ".toml", ".jinja", ".html", ".txt", ".in", ".css", ".svg", ".ini", "")}


@pytest.mark.parametrize(
    "guard", [guards.no_real_identity, guards.no_word_on_its_making, guards.no_registry], ids=lambda guard: guard.__name__
)
def test_every_text_keeps_to(guard):
    texts = [path for path in files() if path.suffix in TEXT]
    assert len(texts) > 50
    assert {name(path): wrong for path in texts if (wrong := guard(path.read_text(encoding="utf-8")))} == {}


def test_the_top_holds_only_what_was_agreed():
    assert guards.only_known_at_the_top([path.relative_to(ROOT) for path in files()]) == []


@pytest.mark.parametrize(
    ("guard", "text"),
    [
        (guards.no_real_identity, "证件号码 " + "11010119900307" + "7758"),
        (guards.no_real_identity, "11010119900307" + "775x,张三"),
        (guards.no_word_on_its_making, "Written by Cl" + "aude"),
        (guards.no_word_on_its_making, "Co-Authored" + "-By: somebody"),
        (guards.no_word_on_its_making, "see /work/" + "shared"),
        (guards.no_registry, "pip install --index" + "-url https://somewhere/simple"),
        (guards.no_registry, "https://py" + "pi.org/project/duckdb"),
        (guards.no_registry, "image: ghcr" + ".io/office/airflow"),
    ],
)
def test_the_guard_sees_a_wrong(guard, text):
    assert guard(text) != []


def test_the_numbers_of_invented_persons_pass():
    assert guards.no_real_identity("640499199003077758, 0.1101011990030777581, a11010119900307775") == []


def test_a_complaint_does_not_repeat_the_number():
    number = "11010119900307" + "7758"
    assert number not in str(guards.no_real_identity(number))


def test_the_guard_sees_a_new_entry_at_the_top():
    assert guards.only_known_at_the_top([Path("Dockerfile"), Path("sql/macros.sql")]) == ["Dockerfile"]
