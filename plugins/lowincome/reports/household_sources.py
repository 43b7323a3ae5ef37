"""File, sheet and row of what a household's file tells."""

from datetime import date

import duckdb

from lowincome.intake.form import SHEETS
from lowincome.reports import query

RETURNED = "返回的预警清单"


class Sources:
    """Names of the files that were received, read once."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con
        self._files: dict[str, query.Row] = {}

    def row(self, submission_id: str | None, row_number: int | str | None, sheet: str = "") -> str:
        """`香水镇5月.xlsx「核查反馈」第 7 行`; sheet: the form's, by its name in `form.SHEETS`, where the file is a form."""
        if submission_id is None:
            return ""
        file = self._file(submission_id)
        if file is None:
            return f"来源文件已不在登记,第 {row_number} 行"
        titled = f"「{SHEETS[sheet]}」" if sheet and file["kind"] == "form" else f"({RETURNED})" if file["kind"] == "returned_list" else " "
        return f"{file['file_name']}{titled}第 {row_number} 行"

    def _file(self, submission_id: str) -> query.Row | None:
        if submission_id not in self._files:
            for row in query.rows(self._con, "SELECT kind, file_name FROM raw.submission WHERE submission_id = ?", [submission_id]):
                self._files[submission_id] = row
        return self._files.get(submission_id)


def compared(month: date) -> str:
    """What the monthly run found by itself."""
    return f"{month.year}年{month.month}月比对"
