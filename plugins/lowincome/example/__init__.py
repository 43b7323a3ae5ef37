"""The example county: an invented 泾源县 whose townships and departments send their files a month, to show and to test everything with."""

from lowincome.example.answers import answer_cases
from lowincome.example.departments import Extract
from lowincome.example.write import Arrival, Sending, deliveries, department_files, department_truth, draw, sendings

__all__ = ["Arrival", "Extract", "Sending", "answer_cases", "deliveries", "department_files", "department_truth", "draw", "sendings"]
