"""A feature's value as a reader says it: with its unit, and never more exact than it is."""

from collections.abc import Callable


def percent(value: float) -> str:
    if value < 0:
        return "0%以下"
    return f"{value:.0%}" if value < 10 else "10倍以上"


SHOW: dict[str, Callable[[float], str]] = {
    "percent": percent,
    "fall": lambda value: percent(-value),
    "yuan": lambda value: f"{value:,.0f}元",
    "persons": lambda value: f"{value:.0f}人",
    "months": lambda value: f"{value:.0f}个月",
    "times": lambda value: f"{value:.0f}次",
    "findings": lambda value: f"{value:.0f}项",
    "grade": lambda value: f"{'ABCD'[int(value) - 1]}级",
    "flag": lambda value: "",
}


def reason(phrase: str, show: str, value: float) -> str:
    """`近12个月医疗自付占收入{}` and 0.62 → `近12个月医疗自付占收入62%`."""
    return phrase.format(SHOW[show](value))
