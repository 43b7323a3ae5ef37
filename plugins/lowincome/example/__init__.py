"""The example county: an invented 泾源县 whose townships send a workbook a month, to show and to test everything with."""

from lowincome.example.answers import answer_cases
from lowincome.example.write import Arrival, Sending, draw, sendings

__all__ = ["Arrival", "Sending", "answer_cases", "draw", "sendings"]
