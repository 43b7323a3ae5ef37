"""Why the model put a household where it is: what its log-odds would lose if one thing about it were as in the middle household.

The things are the themes of `features.FEATURES`, each replaced whole by the month's medians: two columns that say the same (income, and
income against the line) would otherwise hide each other. Exact for one theme at a time; what themes do together is not shown.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from lowincome.risk import wording
from lowincome.risk.features import FEATURES, Matrix
from lowincome.risk.measure import Vector

# a change of the odds by less than this many percent is not worth a line
LEAST_CHANGE = 2
# a share below half a percent is written as 0%
LEAST_SHARE = 0.005
THEMES = tuple(dict.fromkeys(feature.theme for feature in FEATURES if feature.adverse))


def medians(matrix: Matrix) -> Vector:
    """The middle of the known values, a column each; NaN where nobody's is known."""
    return np.array([np.median(known) if (known := column[~np.isnan(column)]).size else np.nan for column in matrix.T])


def worth_saying(matrix: Matrix) -> npt.NDArray[np.bool_]:
    """Where the words would not read as nothing: no 下降0%, no 0人 of what there should be none of. What is unknown is never said."""
    signs = np.array([-1 if feature.show == "fall" else 1 for feature in FEATURES])
    least = np.array([LEAST_SHARE if feature.show in ("percent", "fall") else 1 for feature in FEATURES])
    is_lack = np.array([feature.adverse < 0 and feature.show != "fall" for feature in FEATURES])
    said: npt.NDArray[np.bool_] = (is_lack & ~np.isnan(matrix)) | (matrix * signs >= least)
    return said


def replaced(matrix: Matrix, members: list[int], middle: Vector) -> Matrix:
    """The households with the columns `members` as in the middle household. What is unknown stays unknown."""
    moved = matrix.copy()
    for at in members:
        moved[:, at] = np.where(np.isnan(matrix[:, at]), np.nan, middle[at])
    return moved


def explain(log_odds: Callable[[Matrix], Vector], matrix: Matrix, count: int) -> list[list[str]]:
    """For each household at most `count` reasons, the weightiest first; only what is known and what raises its risk."""
    if not len(matrix):
        return []
    now, middle = log_odds(matrix), medians(matrix)
    sides = np.array([feature.adverse for feature in FEATURES])
    is_adverse = ((matrix - middle) * sides > 0) & worth_saying(matrix)
    weight = np.zeros((len(matrix), len(THEMES)))
    spokesman = np.full((len(matrix), len(THEMES)), -1)
    for position, theme in enumerate(THEMES):
        members = [at for at, feature in enumerate(FEATURES) if feature.theme == theme and feature.adverse]
        alone = np.column_stack([now - log_odds(replaced(matrix, [at], middle)) for at in members])
        alone[~is_adverse[:, members]] = -np.inf
        weight[:, position] = now - log_odds(replaced(matrix, members, middle)) if len(members) > 1 else alone[:, 0]
        spokesman[:, position] = np.array(members)[alone.argmax(axis=1)]
        weight[~is_adverse[:, members].any(axis=1), position] = -np.inf
    least = np.log1p(LEAST_CHANGE / 100)
    found = []
    for weights, speakers, values in zip(weight, spokesman, matrix, strict=True):
        best = [at for at in np.argsort(-weights, kind="stable")[:count] if weights[at] > least]
        chosen = [speakers[at] for at in best]
        found.append([wording.reason(FEATURES[at].phrase, FEATURES[at].show, values[at]) for at in chosen])
    return found
