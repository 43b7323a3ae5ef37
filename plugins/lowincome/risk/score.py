"""Scores a month: every household with features gets a number from 0 to 100 and at most three reasons.

One-way: the score orders visits and can add one. This module reads features and nothing of cases or exits, and nobody may stop, refuse or
close anything by what it writes.
"""

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from lowincome import month as months
from lowincome import sql_model, warehouse
from lowincome.errors import LowIncomeError
from lowincome.risk import features, reasons, scorecard, store

# the tables to make before training and scoring
INPUTS = ("mart.risk_feature", "mart.risk_label")
METHOD = "模型"
REASONS = 3


def score(con: Any, month: date, model_path: Path | None) -> int:
    """Replaces the month of `mart.risk_score` and returns the rows written. Without a model the expert scorecard is used, and `method` says so.

    Errors: LowIncomeError when the model was made of other features, or later than the month (it would know the future).
    """
    households, matrix = features.read(con, month)
    if model_path is None:
        scores, probabilities = scorecard.points(matrix), [None] * len(matrix)
        spoken, method, model_id = scorecard.reasons(matrix, REASONS), scorecard.METHOD, None
    else:
        from threadpoolctl import threadpool_limits

        saved = _load(model_path, month)
        # many short predictions: two threads would spend their time waiting for each other
        with threadpool_limits(limits=1):
            known = saved["model"].predict_proba(matrix)[:, 1].round(6) if len(matrix) else np.array([])
            spoken = reasons.explain(saved["model"].decision_function, matrix, REASONS)
        scores, probabilities = rank(known), known.tolist()
        method, model_id = METHOD, saved["model_id"]
    model = next(m for m in sql_model.layer("mart") if m.table == "mart.risk_score")
    return warehouse.replace(
        con,
        model,
        {
            "month": month,
            "household_ids": list(households),
            "scores": scores.tolist(),
            "probabilities": probabilities,
            "reason_texts": ["\n".join(lines) for lines in spoken],
            "method": method,
            "model_id": model_id,
        },
    )


def rank(probabilities: np.ndarray) -> np.ndarray:
    """The share of the month's households with a lower probability, 0–100, rounded down; equal ones get the same."""
    if len(probabilities) < 2:
        return np.zeros(len(probabilities), dtype=int)
    lower = np.searchsorted(np.sort(probabilities), probabilities, side="left")
    return lower * 100 // (len(probabilities) - 1)


def _load(path: Path, month: date) -> dict[str, Any]:
    saved = store.load(path)
    if saved["features"] != list(features.NAMES):
        raise LowIncomeError(f"模型 {saved['model_id']} 的特征与现在的程序不同:请重新训练,或改用专家评分卡。")
    if saved["month"] > months.label(month):
        raise LowIncomeError(f"模型 {saved['model_id']} 训练于 {saved['month']},不能用来评 {months.label(month)}:它知道以后的事。")
    return saved
