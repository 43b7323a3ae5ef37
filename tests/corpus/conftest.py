"""The counties of the corpus, and the door without what it does anew for every file."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corpus import door, homes
from corpus.mutation import Mutation
from lowincome.intake import read

Ask = Callable[[Mutation], list[door.Answer]]


@pytest.fixture(scope="module")
def counties(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return homes.made(tmp_path_factory.mktemp("counties"))


@pytest.fixture(scope="module")
def hurried() -> Iterator[None]:
    """For the whole module: an expectation that was computed for the same cells is not computed again, and parsing needs no process."""
    with pytest.MonkeyPatch.context() as patch:
        door.hurry(patch)
        door.watch(patch)
        yield


@pytest.fixture
def ask(hurried: None, counties: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Makes the file of a mutation and asks the door about it."""

    def asked(one: Mutation) -> list[door.Answer]:
        if one.alone:
            monkeypatch.setattr(read, "in_a_process", door.in_a_process)
        return door.ask(one.make(tmp_path / "报送表.xlsx"), counties[one.home], one.received_at)

    return asked
