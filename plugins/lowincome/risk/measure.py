"""How good a ranking of households was, once the answers are known. Every figure comes with an interval.

The intervals are a bootstrap over households (one household's months stay together), with a fixed seed: the same data, the same figures.
"""

import hashlib
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

SEED = 20210601
RESAMPLES = 200
BINS = 10

Vector = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
# a figure with the ends of its 95 % interval
Figure = tuple[float, float, float]


def chosen(ranking: Vector, months: np.ndarray, households: np.ndarray, capacity: int) -> Mask:
    """Whom each month would visit: the `capacity` highest. Equal ones are drawn by a hash of their number, not by its order."""
    draw = np.array([hashlib.sha256(str(household).encode()).hexdigest()[:12] for household in households])
    picked = np.zeros(len(ranking), dtype=bool)
    for month in np.unique(months):
        rows = np.flatnonzero(months == month)
        order = np.lexsort((draw[rows], -np.nan_to_num(ranking[rows], nan=-np.inf)))
        picked[rows[order[:capacity]]] = True
    return picked


def auc(answers: Vector, ranking: Vector, weights: Vector | None = None) -> float:
    """The chance that a household that fell into hardship was ranked above one that did not; equal ranks count half.

    Unknown ranks are lowest. NaN where only one of the two kinds is there.
    """
    weights = np.ones(len(answers)) if weights is None else weights
    _, place = np.unique(np.nan_to_num(ranking, nan=-np.inf), return_inverse=True)
    fell, stood = np.bincount(place, weights * answers), np.bincount(place, weights * (1 - answers))
    if not fell.sum() or not stood.sum():
        return float("nan")
    return float(fell @ (np.cumsum(stood) - stood / 2) / (fell.sum() * stood.sum()))


def precision(answers: Vector, picked: Mask, weights: Vector) -> float:
    """Of the households visited, the share that fell into hardship."""
    return float((weights * picked * answers).sum() / max((weights * picked).sum(), 1))


def recall(answers: Vector, picked: Mask, weights: Vector) -> float:
    """Of the households that fell into hardship, the share visited."""
    return float((weights * picked * answers).sum() / max((weights * answers).sum(), 1))


def figures(
    answers: Vector, months: np.ndarray, households: np.ndarray, rankings: dict[str, Vector], capacity: int
) -> dict[str, dict[str, Figure]]:
    """For each ranking its AUC, and precision and recall at the capacity: value, low, high.

    Whom a ranking visits is settled once, on all rows: the interval is that of the households met, not of the list's length.
    """
    picked = {name: chosen(ranking, months, households, capacity) for name, ranking in rankings.items()}

    def measured(weights: Vector) -> dict[str, dict[str, float]]:
        return {
            name: {
                "auc": auc(answers, ranking, weights),
                "precision": precision(answers, picked[name], weights),
                "recall": recall(answers, picked[name], weights),
            }
            for name, ranking in rankings.items()
        }

    point = measured(np.ones(len(answers)))
    drawn = [measured(weights) for weights in resamples(households)]
    result: dict[str, dict[str, Figure]] = {}
    for name, values in point.items():
        result[name] = {}
        for measure, value in values.items():
            low, high = np.nanpercentile([each[name][measure] for each in drawn], [2.5, 97.5])
            result[name][measure] = (value, float(low), float(high))
    return result


def resamples(households: np.ndarray) -> Iterator[Vector]:
    """How often each row counts, in each of the resamples."""
    unique, at = np.unique(households, return_inverse=True)
    generator = np.random.default_rng(SEED)
    for _ in range(RESAMPLES):
        drawn = generator.integers(0, len(unique), len(unique))
        yield np.bincount(drawn, minlength=len(unique)).astype(float)[at]


def calibration(answers: Vector, probabilities: Vector) -> list[dict[str, float]]:
    """Ten equal groups from the lowest to the highest estimate: how many households, what was said, what came."""
    groups = np.array_split(np.argsort(probabilities, kind="stable"), BINS)
    return [
        {"size": len(group), "expected": float(probabilities[group].mean()), "observed": float(answers[group].mean())}
        for group in groups
        if len(group)
    ]


def calibration_error(groups: list[dict[str, float]]) -> float:
    """The mean distance between what was said and what came, over the households."""
    total = sum(group["size"] for group in groups)
    return sum(group["size"] * abs(group["expected"] - group["observed"]) for group in groups) / total
