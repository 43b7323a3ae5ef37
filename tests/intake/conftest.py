"""One township whose workbook has every kind of mistake, sent once; and good workbooks to be made wrong."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from factories import TOWNSHIP, change, feedback, household, household_id, member, write_form
from intake.sending import ENDS_IN_X, HOUSEHOLD_MISTAKES, MEMBER_MISTAKES, RECEIVED, Answer, as_typed, send


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home" / "inbox").mkdir(parents=True)
    return tmp_path / "home"


@pytest.fixture
def answer(home: Path) -> Callable[..., Answer]:
    return lambda path, received_at=RECEIVED: send(home, path, received_at)


@pytest.fixture
def form_file(tmp_path: Path) -> Callable[..., Path]:
    """A good workbook of three households, made wrong by the keywords of `write_form`."""

    def write(township: str = TOWNSHIP, month: str = "2021-06", name: str = "报送表.xlsx", **wrong: Any) -> Path:
        households = [household(n, township) for n in (1, 2, 3)]
        members = [member(one, k) for one in households for k in (1, 2)]
        return write_form(tmp_path / name, township, month, households, members, **wrong)

    return write


@pytest.fixture(scope="session")
def bad_township(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Answer]:
    """The home and the answer to one workbook in which many households each have one mistake, and ten have none."""
    folder = tmp_path_factory.mktemp("bad")
    numbers = [*range(1, 11), *HOUSEHOLD_MISTAKES, *MEMBER_MISTAKES, 51, 52, 53, 54, 55, 56, ENDS_IN_X]
    households = {n: household(n, **HOUSEHOLD_MISTAKES.get(n, {})) for n in numbers}
    members = [member({**one, "户主姓名": household(n)["户主姓名"]}, **MEMBER_MISTAKES.get(n, {})) for n, one in households.items()]
    of = {str(row["户编号"]): row for row in members}
    members += [member(households[46], 2), member(households[51], 2, 与户主关系="户主")]  # a head who died; two heads
    members.remove(of[household_id(52)])  # a household without members
    members.append(member(household(99)))  # a member without a household
    members.append(member(households[54], 2, 证件号码=of[household_id(53)]["证件号码"]))  # one person living in two households
    members.append(dict(of[household_id(7)]))  # the same row twice
    members += [
        member(households[55], 3, 证件号码=None, 姓名="未取名"),
        member(households[55], 3, 证件号码=None, 姓名="未取名", 民族="汉族"),
    ]
    members.append({**member(households[2], 2), "户编号": None})  # nobody's member
    rows = [*households.values(), dict(households[8]), {**households[56], "行政村": "另一村"}]  # repeated, and contradicted
    households[ENDS_IN_X]["户主证件号码"] = of[household_id(ENDS_IN_X)]["证件号码"] = as_typed(ENDS_IN_X)
    changes = [change(households[1]), change(households[3], 变动="变了"), change(households[4], 户编号=None)]
    notes = [feedback("Y-1"), feedback("Y-2", 核查日期=None), feedback("Y-3", 金额=-1), feedback(None), {"预警编号": "Y-5"}]
    path = write_form(
        folder / "错误百出.xlsx",
        TOWNSHIP,
        "2021-06",
        rows,
        members,
        changes,
        notes,
        formulas={("成员", "B2"): '=HYPERLINK("http://example.invalid","点我")', ("家庭", "N3"): "=3000+3001"},
    )
    return folder / "home", send(folder / "home", path)
