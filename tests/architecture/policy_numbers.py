"""Looks for numbers of policy documents in Python: they live in sql/0_reference/policy, with date, unit and clause.

Small whole numbers count columns and widths everywhere. So a whole number below a hundred is looked at only where a household is judged;
a share, a multiple or an amount everywhere. A line that holds such a number and no policy says so: `# no policy: <what it is>`.
"""

import ast

from architecture.sql_guards import policy_values

# where a household is judged or followed
JUDGING = ("rules", "cases", "steps", "matching")
# counting, indexing, months of a year, per cent
PLAIN = {0, 1, 2, 12, 100}


def policy_numbers(module: str, text: str) -> list[str]:
    """Module is the name inside the package; returns line and number."""
    lines = text.splitlines()
    complaints = []
    for node in ast.walk(ast.parse(text)):
        if "# no policy: " in lines[getattr(node, "lineno", 1) - 1]:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
            number = abs(node.value)
            is_small = number < 100 and number == int(number)
            if number not in PLAIN and number in policy_values() and (not is_small or module.split(".")[0] in JUDGING):
                complaints.append(f"line {node.lineno}: {node.value}")
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in ("date", "datetime.date", "dt.date"):
            if all(isinstance(argument, ast.Constant) for argument in node.args):
                complaints.append(f"line {node.lineno}: {ast.unparse(node)}")
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and "〔20" in node.value:
            complaints.append(f"line {node.lineno}: {node.value}")
    return complaints
