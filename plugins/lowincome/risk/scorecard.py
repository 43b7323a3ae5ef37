"""The expert scorecard: points for what is seen, from `sql/0_reference/codes/risk_scorecard.csv`, which the county may edit.

Used while there is too little history for a model, and beside every model as a baseline. What is unknown adds nothing.
It never reads a case or an exit.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from lowincome.errors import PolicyError
from lowincome.paths import SQL
from lowincome.risk import wording
from lowincome.risk.features import FEATURES, NAMES, Matrix

FILE = SQL / "0_reference" / "codes" / "risk_scorecard.csv"
METHOD = "专家评分卡"
Counts = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Line:
    """points for a household whose feature lies in [from_value, below_value); an empty edge is open."""

    feature: str
    from_value: float
    below_value: float
    points: int
    reason_zh: str


def read(path: Path = FILE) -> list[Line]:
    """The lines of the card. Errors: PolicyError for an unknown feature or points that would take away."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = [
            Line(
                row["feature"],
                float(row["from_value"] or "-inf"),
                float(row["below_value"] or "inf"),
                int(row["points"]),
                row["reason_zh"],
            )
            for row in csv.DictReader(file)
        ]
    for line in lines:
        if line.feature not in NAMES:
            raise PolicyError(f"{path.name}: 没有「{line.feature}」这个特征,可用的见 sql/5_marts/risk_feature.sql。")
        if line.points < 0:
            raise PolicyError(f"{path.name}: {line.feature} 的分数为负。评分只加不减,请改为 0 或以上。")
    return lines


def _met(matrix: Matrix, lines: list[Line]) -> Counts:
    """One row a household, one column a line of the card: its points where the line is met. NaN meets nothing."""
    met = [
        (matrix[:, NAMES.index(line.feature)] >= line.from_value) & (matrix[:, NAMES.index(line.feature)] < line.below_value)
        for line in lines
    ]
    given: Counts = np.column_stack(met) * np.array([line.points for line in lines])
    return given


def points(matrix: Matrix, lines: list[Line] | None = None) -> Counts:
    """The sum of points, at most 100, one whole number a household."""
    lines = read() if lines is None else lines
    total: Counts = np.minimum(_met(matrix, lines).sum(axis=1), 100)
    return total


def reasons(matrix: Matrix, count: int, lines: list[Line] | None = None) -> list[list[str]]:
    """For each household the lines that gave most points, at most `count`, in words."""
    lines = read() if lines is None else lines
    shows = {feature.name: feature.show for feature in FEATURES}
    given = _met(matrix, lines)
    found = []
    for row, values in zip(given, matrix, strict=True):
        best = [at for at in np.argsort(-row, kind="stable")[:count] if row[at] > 0]
        found.append([wording.reason(lines[at].reason_zh, shows[lines[at].feature], values[NAMES.index(lines[at].feature)]) for at in best])
    return found
