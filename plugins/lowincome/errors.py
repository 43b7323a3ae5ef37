"""What can go wrong, one class per part of the pipeline, each with its own exit code.

A message says what, where (file, sheet, cell, table or month) and the next step. It never names a person.
"""


class LowIncomeError(Exception):
    """Anything this project raises on purpose."""

    exit_code = 1


class IntakeError(LowIncomeError):
    """A file that arrived cannot be read or recognised."""

    exit_code = 10


class ContractError(LowIncomeError):
    """A suite in `expectations/` is written wrongly or cannot be applied."""

    exit_code = 11


class PolicyError(LowIncomeError):
    """A policy parameter is missing, uncited, overlapping or used before its first date."""

    exit_code = 12


class ModelError(LowIncomeError):
    """A file in `sql/` breaks its own header: columns, grain, parameters, reads."""

    exit_code = 13


class WarehouseError(LowIncomeError):
    """The warehouse is held by another process or was built by an older version."""

    exit_code = 14


class PublishError(LowIncomeError):
    """The snapshot did not pass its checks; the earlier one stays in place."""

    exit_code = 15


class ReportError(LowIncomeError):
    """The data for a page does not have the shape its template declares."""

    exit_code = 16


class ReleaseError(LowIncomeError):
    """The lists that wait for approval are not those that were approved, or there are none."""

    exit_code = 17
