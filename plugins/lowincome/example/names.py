"""Invented names, identity numbers that can belong to nobody, villages and townships."""

import csv
import random
from datetime import date
from functools import cache
from pathlib import Path

from lowincome.example.chance import happens

HERE = Path(__file__).parent
PREFIX = "640499"  # a county code that is not assigned: no number built on it can be a real person's
MAN = "军平国建文学海明志强勇刚福德成龙辉林宁斌永生义贵荣祥俊峰东伟俊杰涛旺"
WOMAN = "秀兰梅花英玲凤云莲芳燕霞桂珍琴淑红萍艳娟翠香菊慧巧芬丽月彩惠"
YOUNG_MAN = "浩宇晨轩博涵泽睿航子昊天嘉皓铭鑫凯阳旭"
YOUNG_WOMAN = "欣怡雨涵梓萱佳琪思诗语嘉雪婷可馨瑶梦洁静"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
MA_AMONG_HUI = 12  # how much more common 马 is here than its national frequency says
YOUNG_SINCE = 1995  # born since: given names of the younger fashion


@cache
def table(name: str) -> list[dict[str, str]]:
    """A small table that lies beside this file, as rows."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def figures() -> dict[str, float]:
    """The example's own numbers (lines, amounts) by name. They describe this invented county and bind nothing else."""
    return {row["figure"]: float(row["value"]) for row in table("figures.csv")}


@cache
def townships() -> dict[str, str]:
    """Township code → name, in the order of the codes."""
    return {row["township_code"]: row["township"] for row in table("townships.csv")}


@cache
def township_shares() -> dict[str, float]:
    """Township code → its share of the county's households."""
    return {row["township_code"]: float(row["share"]) for row in table("townships.csv")}


@cache
def villages(township: str) -> list[str]:
    """The villages of a township; names that end in 社区 are urban."""
    return [row["village"] for row in table("villages.csv") if row["township_code"] == township]


@cache
def _surnames(ethnicity: str) -> tuple[list[str], list[float]]:
    rows = [row for row in table("surnames.csv") if ethnicity != "回族" or row["common_among_hui"] == "是"]
    weights = [float(row["frequency"]) * (MA_AMONG_HUI if ethnicity == "回族" and row["surname"] == "马" else 1) for row in rows]
    return [row["surname"] for row in rows], weights


def surname(chance: random.Random, ethnicity: str) -> str:
    """A family name by its frequency among the people of this ethnicity."""
    names, weights = _surnames(ethnicity)
    return chance.choices(names, weights)[0]


def given_name(chance: random.Random, is_male: bool, born: int) -> str:
    """One or two characters of the fashion of the year of birth."""
    young = born >= YOUNG_SINCE
    characters = (YOUNG_MAN if young else MAN) if is_male else (YOUNG_WOMAN if young else WOMAN)
    return "".join(chance.sample(characters, 2 if happens(chance, 0.85) else 1))


def check_digit(body: str) -> str:
    """The eighteenth character of an identity number, ISO 7064 mod 11-2."""
    return "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11]


def id_number(chance: random.Random, born: date, is_male: bool, taken: set[str]) -> str:
    """A well-formed number that nobody in the county has yet; it is entered in `taken`."""
    while True:
        order = chance.randrange(0, 499) * 2 + (1 if is_male else 2)
        body = f"{PREFIX}{born:%Y%m%d}{order:03d}"
        number = body + check_digit(body)
        if number not in taken:
            taken.add(number)
            return number
