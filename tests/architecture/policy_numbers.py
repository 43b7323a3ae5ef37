"""Looks for numbers of policy documents in Python: they live in sql/0_reference/policy, with date, unit and clause.

Where a household is judged or followed, every number that some parameter has as its value is looked at, whole or broken, small or large.
Elsewhere small whole numbers count columns and widths; there a share, a multiple or an amount of a document is looked at, and any
parameter's amount from a thousand on. A line that holds such a number and no policy says so: `# no policy: <what it is>`.
A document may be named in a docstring, which explains; not in a value, which decides or is shown.
"""

import ast
from functools import cache

from architecture.sql_guards import policy_values, rows
from lowincome import paths

# where a household is judged or followed
JUDGING = ("rules", "cases", "steps", "matching", "policy")
# counting, indexing, months of a year, per cent
PLAIN = {0, 1, 2, 12, 100}
SMALL, LARGE = 100, 1000


def policy_numbers(module: str, text: str) -> list[str]:
    """Module is the name inside the package; returns line and number."""
    lines = text.splitlines()
    tree = ast.parse(text)
    explaining = set(docstrings(tree))
    is_judging = module.split(".")[0] in JUDGING
    complaints = []
    for node in ast.walk(tree):
        if "# no policy: " in lines[getattr(node, "lineno", 1) - 1]:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
            if is_policy_number(abs(node.value), is_judging):
                complaints.append(f"line {node.lineno}: {node.value}")
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in ("date", "datetime.date", "dt.date"):
            if all(isinstance(argument, ast.Constant) for argument in node.args):
                complaints.append(f"line {node.lineno}: {ast.unparse(node)}")
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and "〔20" in node.value and node not in explaining:
            complaints.append(f"line {node.lineno}: {node.value}")
    return complaints


def is_policy_number(number: float, is_judging: bool) -> bool:
    if number in PLAIN or number not in policy_values():
        return False
    is_counting = number < SMALL and number == int(number)
    return is_judging or number >= LARGE or (number in document_values() and not is_counting)


@cache
def document_values() -> frozenset[float]:
    """The values that a clause of a document states, as against those this county or this project chose."""
    files = sorted((paths.SQL / "0_reference" / "policy").glob("*.csv"))
    return frozenset(float(row["value"]) for path in files for row in rows(path) if row["value"] and row["confidence"] == "document")


def docstrings(tree: ast.Module) -> list[ast.Constant]:
    """The texts that explain a module, a class or a function."""
    owners = [node for node in ast.walk(tree) if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)]
    first = [node.body[0] for node in owners if node.body]
    return [text.value for text in first if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant)]
