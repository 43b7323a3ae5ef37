"""Trains the month's model on answers that are already known, and measures it on months it has not seen.

The cut is in time only: a row may teach when its answer was known before the first month of the test began. The model that is measured is
the model that is kept; it is not fitted again on the test months, so that the card describes exactly what scores.
"""

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from lowincome import month as months
from lowincome import paths
from lowincome.risk import audit, card, features, measure, parameters, scorecard, store
from lowincome.risk.features import FEATURES, NAMES, Matrix

# how the model is grown: shallow and slow, so that it says little where little is known
RECIPE: dict[str, Any] = {
    "max_iter": 120,
    "learning_rate": 0.06,
    "max_leaf_nodes": 12,
    "min_samples_leaf": 50,
    "l2_regularization": 1.0,
    "early_stopping": False,
    "random_state": 20210601,
}


def train(con: Any, month: date, closes_on: date, home: Path, capacity: int | None = None) -> dict[str, Any] | None:
    """The card of a new model, saved with it under `home`/models as <model_id>.skops and .json; None where history is too short.

    capacity: households that can be visited a month in the whole county; without it, what the declared visiting hours allow.
    Too short: fewer months with answers than `risk_min_history_months`, or fewer households that fell into hardship than
    `risk_min_events` in the months that teach or in those that test. Then the expert scorecard scores, and says so.
    """
    rows = answered(con, month)
    if len(np.unique(rows["as_of_month"])) < parameters.value(con, month, "risk_min_history_months"):
        return None
    teaches, tests = split(rows["as_of_month"], rows["known_in"], int(parameters.value(con, month, "risk_test_months")))
    answers, matrix = rows["becomes_hardship"], rows["matrix"]
    least = parameters.value(con, month, "risk_min_events")
    if any(answers[part].sum() < least or (1 - answers[part]).sum() < least for part in (teaches, tests)):
        return None
    model = fit(matrix[teaches], answers[teaches])
    model_id = identify(month, matrix[teaches], answers[teaches])

    shown = matrix[tests]
    as_of, households = rows["as_of_month"][tests], rows["household_id"][tests]
    probabilities = model.predict_proba(shown)[:, 1]
    capacity = parameters.visit_capacity(con, month) if capacity is None else capacity
    rankings = {card.MODEL: probabilities, **baselines(shown)}
    flagged = measure.chosen(probabilities, as_of, households, capacity)
    context = card.context(
        model_id=model_id,
        month=month,
        taught=_labels(rows["as_of_month"][teaches]),
        tested=_labels(as_of),
        label_months=int(parameters.value(con, month, "risk_label_months")),
        capacity=capacity,
        counts={"taught": int(teaches.sum()), "tested": int(tests.sum()), "fell": int(answers[tests].sum())},
        figures=measure.figures(answers[tests], as_of, households, rankings, capacity),
        calibration=measure.calibration(answers[tests], probabilities),
        audit=audit.groups(con, month, closes_on, as_of, households, flagged),
        suspicious_auc=parameters.value(con, month, "risk_suspicious_auc"),
    )
    _save_card(context, paths.models(home) / f"{model_id}.json")
    content = {"model": model, "model_id": model_id, "month": months.label(month), "features": list(NAMES)}
    store.save(content, paths.models(home) / f"{model_id}.skops")
    return context


def answered(con: Any, month: date) -> dict[str, Any]:
    """Every household-month whose answer was known when `month` closed: its features as they were known then, and the answer (0 or 1).

    as_of_month: what month was asked about; known_in: the last month of its window. Ordered, so that the same data make the same model.
    """
    rows = con.execute(
        f"""
        SELECT l.as_of_month, l.month AS known_in, l.household_id, CAST(l.becomes_hardship AS DOUBLE) AS becomes_hardship, {features.columns()}
        FROM mart.risk_label AS l
        INNER JOIN mart.risk_feature AS f ON l.as_of_month = f.month AND l.household_id = f.household_id
        WHERE l.month <= ? AND l.becomes_hardship IS NOT NULL
        ORDER BY l.as_of_month, l.month, l.household_id
        """,
        [month],
    ).fetchnumpy()
    answers = np.asarray(rows["becomes_hardship"], dtype=np.float64)
    return {**rows, "becomes_hardship": answers, "matrix": features.matrix(rows)}


def split(as_of: np.ndarray, known_in: np.ndarray, test_months: int) -> tuple[np.ndarray, np.ndarray]:
    """Which rows teach and which test. The last `test_months` months asked about test; a row teaches when its window ended before the first of them."""
    first_test = np.unique(as_of)[-test_months:][0]
    return known_in < first_test, as_of >= first_test


def fit(matrix: Matrix, answers: np.ndarray) -> Any:
    """Boosted trees that keep the known signs. One thread: sums in another order would differ in the last digit.

    A feature that nobody's row knows is taken as the same for all, so that no tree can ask for it (scikit-learn fails on it otherwise).
    """
    from sklearn.ensemble import HistGradientBoostingClassifier
    from threadpoolctl import threadpool_limits

    known = np.where(np.isnan(matrix).all(axis=0), 0.0, matrix)
    model = HistGradientBoostingClassifier(monotonic_cst=[feature.monotone for feature in FEATURES], **RECIPE)
    with threadpool_limits(limits=1):
        return model.fit(known, answers)


def baselines(matrix: Matrix) -> dict[str, np.ndarray]:
    """What a county does without a model, as rankings: the poorest first, the most findings first, the expert scorecard."""
    return {
        "只看人均收入": -matrix[:, NAMES.index("income_per_head_yuan")],
        "只数规则发现的问题": matrix[:, NAMES.index("needs_found")],
        scorecard.METHOD: scorecard.points(matrix).astype(np.float64),
    }


def identify(month: date, matrix: Matrix, answers: np.ndarray) -> str:
    """risk-YYYY-MM- and eight hex digits of everything the model follows from: its rows, its features, its recipe, the library."""
    import sklearn

    recipe = json.dumps([RECIPE, [(f.name, f.monotone) for f in FEATURES], sklearn.__version__])
    digest = hashlib.sha256(recipe.encode())
    digest.update(np.ascontiguousarray(matrix).tobytes())
    digest.update(np.ascontiguousarray(answers).tobytes())
    return f"risk-{months.label(month)}-{digest.hexdigest()[:8]}"


def _labels(as_of: np.ndarray) -> list[str]:
    return sorted({str(day)[:7] for day in as_of.astype("datetime64[D]")})


def _save_card(context: dict[str, Any], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".json.part")
    part.write_text(json.dumps(context, ensure_ascii=False, indent=1, allow_nan=False), encoding="utf-8")
    part.replace(path)
