"""Runs a suite of `expectations/` on a table in memory: Great Expectations on pandas, row by row.

A suite says per expectation: how grave (critical/warning/info), which column of the sheet, what is wrong, why it matters, how to mend it,
what happens to the row (`verdict`: quarantined or rejected, always and only with critical) and to its household (`scope`).
The library takes seconds to import, so it is imported on first use; one process checks many files with one context.
"""

import json
import logging
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lowincome.errors import ContractError

if TYPE_CHECKING:
    import pandas as pd

_NEEDED = ("check_id", "column", "message", "why", "mend", "history")
_VERDICTS = ("quarantined", "rejected")
_SCOPES = ("row", "household")


@dataclass(frozen=True)
class Failure:
    """One expectation that some rows do not meet. positions: of those rows in the frame, ascending, from 0."""

    check_id: str
    column: str
    severity: str
    verdict: str | None
    scope: str | None
    positions: list[int]
    message: str
    why: str
    mend: str


@cache
def load_suite(path: Path) -> dict[str, Any]:
    """A suite as JSON. Errors: ContractError naming file and expectation where a required part is missing or contradicts itself."""
    suite: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    for expectation in suite["expectations"]:
        meta = expectation.get("meta", {})
        where = f"{path.name} {expectation.get('type')} {meta.get('check_id')}"
        if missing := [key for key in _NEEDED if key not in meta]:
            raise ContractError(f"{where}: meta 缺少 {'、'.join(missing)}。")
        if (expectation.get("severity") == "critical") != ("verdict" in meta):
            raise ContractError(f"{where}: critical 必须写明 verdict,其他级别不得写。")
        if "verdict" in meta and (meta["verdict"] not in _VERDICTS or meta.get("scope") not in _SCOPES):
            raise ContractError(f"{where}: verdict 只能是 quarantined 或 rejected,scope 只能是 row 或 household。")
    return suite


def run_suite(frame: "pd.DataFrame", suite_path: Path, skip_columns: frozenset[str] = frozenset()) -> list[Failure]:
    """The expectations not met, in the suite's order. Expectations about `skip_columns` (columns the sheet does not have) are left out.

    Messages may name columns of the frame (`{twin_row}`) or bounds (`{max_value}`); the caller fills them in row by row.
    Errors: ContractError when an expectation cannot be computed, e.g. because the frame lacks its column.
    """
    expectations = [e for e in load_suite(suite_path)["expectations"] if e["meta"]["column"] not in skip_columns]
    if frame.empty or not expectations:
        return []
    frame = frame.reset_index(drop=True)
    # most expectations are met: a quick pass finds the others, and only for those the rows are asked for
    failing = [e for e, result in zip(expectations, _validate(frame, expectations, "BOOLEAN_ONLY"), strict=True) if not result.success]
    failures = []
    for expectation, result in zip(failing, _validate(frame, failing, "COMPLETE") if failing else [], strict=True):
        meta, positions = expectation["meta"], result.result.get("unexpected_index_list")
        if positions is None:
            reason = result.exception_info or {}
            raise ContractError(f"{suite_path.name} {meta['check_id']}({meta['column']})无法计算:{_brief(reason)}")
        bounds = {key: value for key, value in expectation["kwargs"].items() if key in ("min_value", "max_value")}
        failures.append(
            Failure(
                meta["check_id"],
                meta["column"],
                expectation["severity"],
                meta.get("verdict"),
                meta.get("scope"),
                sorted(int(position) for position in positions),
                _with_bounds(meta["message"], bounds),
                meta["why"],
                meta["mend"],
            )
        )
    return failures


def _validate(frame: "pd.DataFrame", expectations: list[dict[str, Any]], result_format: str) -> list[Any]:
    import great_expectations as gx

    bare = [{key: e[key] for key in ("type", "kwargs", "severity")} | {"meta": {"position": i}} for i, e in enumerate(expectations)]
    suite = gx.ExpectationSuite(name="suite", expectations=bare)
    if len(suite.expectations) != len(bare):  # the library drops what it does not know, with no more than a line in the log
        raise ContractError(f"检查清单中有 {len(bare) - len(suite.expectations)} 条写法有误,无法识别:请核对 type 和 kwargs。")
    results = _batches().get_batch({"dataframe": frame}).validate(suite, result_format={"result_format": result_format}).results
    # the library groups results by column: the suite's own order is restored
    return sorted(results, key=lambda result: int(result.expectation_config.meta["position"]))


@cache
def _batches() -> Any:
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    logging.getLogger("great_expectations").setLevel(logging.WARNING)
    logging.getLogger("great_expectations.data_context.types.base").setLevel(logging.WARNING)  # it sets itself louder
    context = gx.get_context(mode="ephemeral")
    context.enable_analytics(False)  # nothing about anybody's rows leaves this machine
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    return context.data_sources.add_pandas("intake").add_dataframe_asset("rows").add_batch_definition_whole_dataframe("all")


def _with_bounds(message: str, bounds: dict[str, Any]) -> str:
    for key, value in bounds.items():
        message = message.replace("{" + key + "}", f"{value:,}")
    return message


def _brief(reason: Any) -> str:
    """The library's reason without any row values: the first line of its message."""
    text = str(reason.get("exception_message") or next(iter(reason.values()), "")) if isinstance(reason, dict) else str(reason)
    return text.splitlines()[0][:200] if text else "没有返回行号"
