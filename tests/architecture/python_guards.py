"""What Python code must keep to. Each guard takes a parsed module and returns its complaints."""

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

# imports go down, never up; a name with a dot is one module of a package
LEVELS = {
    **dict.fromkeys(("errors", "month", "settings", "paths", "identity", "progress", "workdays"), 0),
    **dict.fromkeys(("sql_model", "warehouse", "policy", "policy_show", "case_life", "rules", "publish", "airflow_cli", "release"), 1),
    **dict.fromkeys(("catalogue", "intake", "contract", "matching", "cases", "risk", "reports", "centre", "example"), 2),
    **dict.fromkeys(("lineage", "rule_list", "time_machine"), 1),
    **dict.fromkeys(("explain", "received", "reminder", "rule_account", "rule_sources", "rule_tables", "tracking"), 2),
    **dict.fromkeys(("steps", "case_steps"), 3),
    **dict.fromkeys(("cli", "cli_decisions", "cli_shared", "__main__", "bench", "example.main_job", "example.simulation"), 4),
}
# seconds to import: only inside the function that needs them
SLOW = {"great_expectations", "sklearn", "skops", "scipy", "pandas", "airflow"}
CLOCK = {
    *("datetime.now", "datetime.utcnow", "datetime.today", "date.today", "dt.datetime.now", "dt.date.today"),
    *("datetime.datetime.now", "datetime.date.today", "time.time", "time.time_ns", "time.localtime", "time.gmtime", "time.strftime"),
}


def imports(tree: ast.Module, at_start_only: bool = False) -> Iterator[str]:
    """Dotted names a module imports: `from a import b` gives `a.b`. At start only: not those inside functions."""
    waiting: list[ast.AST] = list(tree.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        elif not (at_start_only and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)):
            waiting += ast.iter_child_nodes(node)


def no_airflow(tree: ast.Module) -> list[str]:
    """The domain package runs without Airflow."""
    return [f"imports {name}" for name in imports(tree) if name.split(".")[0] == "airflow"]


def level(module: str) -> int | None:
    """The level of `risk.score` (or of its package `risk`); None for a module nobody has placed."""
    return LEVELS.get(module, LEVELS.get(module.split(".")[0]))


def only_downwards(module: str, tree: ast.Module) -> list[str]:
    """Module is the name inside the package, e.g. `risk.score`."""
    own = level(module)
    if own is None:
        return [f"{module} has no level: say in LEVELS what it may use"]
    complaints = []
    for name in imports(tree):
        target = name.removeprefix("lowincome.")
        other = level(target) if name.startswith("lowincome.") else None
        if other is not None and other > own:
            complaints.append(f"{module} imports {target}, which stands above it")
    return complaints


def no_cycle(modules: dict[str, ast.Module]) -> list[str]:
    """No module needs itself by way of others. Keys are names inside the package."""
    graph = {}
    for module, tree in modules.items():
        wanted = {name.removeprefix("lowincome.") for name in imports(tree) if name.startswith("lowincome.")}
        # `from a.b import function` names a.b, unless a.b.function is a module itself
        graph[module] = {target if target in modules else target.rpartition(".")[0] for target in wanted} & modules.keys()
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return [" → ".join(reversed(error.args[1]))]
    return []


def quick_to_import(start: str, modules: dict[str, ast.Module]) -> list[str]:
    """Nothing slow is imported when `start` is, by itself or by what it imports."""
    complaints, seen, waiting = [], set(), [start]
    while waiting:
        module = waiting.pop()
        if module in seen or module not in modules:
            continue
        seen.add(module)
        for name in imports(modules[module], at_start_only=True):
            if name.split(".")[0] in SLOW:
                complaints.append(f"{module} imports {name} at start")
            if name.startswith("lowincome."):
                target = name.removeprefix("lowincome.")
                waiting += [target, target.rpartition(".")[0]]
    return complaints


def dag_is_plain(tree: ast.Module) -> list[str]:
    """A DAG file says when and in what order: it chooses nothing, loops over nothing, and knows no data library."""
    complaints = [
        f"line {node.lineno}: {type(node).__name__.lower()} belongs in a step"
        for node in ast.walk(tree)
        if isinstance(node, ast.If | ast.IfExp | ast.For | ast.While | ast.Try | ast.With | ast.ListComp | ast.DictComp)
    ]
    allowed = {"airflow", "lowincome", "lowincome_approval", "lowincome_channels", "lowincome_dag", "datetime"}
    complaints += [f"imports {name}" for name in imports(tree) if name.split(".")[0] not in allowed]
    verbs = ("lowincome.steps", "lowincome.case_steps")
    complaints += [f"imports {name}" for name in imports(tree) if name.startswith("lowincome.") and name not in verbs]
    return complaints


def no_environment(tree: ast.Module) -> list[str]:
    """The environment is read in settings.py alone."""
    return [
        f"line {node.lineno}: {ast.unparse(node)}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute | ast.Name) and ast.unparse(node) in ("os.environ", "os.getenv", "environ", "getenv", "os.putenv")
    ]


def no_clock(tree: ast.Module) -> list[str]:
    """What happens does not depend on when it happens. Measuring how long something took is free."""
    return [
        f"line {node.lineno}: {ast.unparse(node)}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node) in CLOCK
    ]


def no_unseeded_chance(tree: ast.Module) -> list[str]:
    """Chance comes from a generator with a seed, never from the module's own state."""
    complaints = []
    for node in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        called = ast.unparse(node.func)
        is_generator = called in ("random.Random", "np.random.default_rng")
        if (is_generator and not node.args) or (not is_generator and called.startswith(("random.", "np.random.", "uuid.uuid"))):
            complaints.append(f"line {node.lineno}: {called}")
    return complaints


def no_assert(tree: ast.Module) -> list[str]:
    """`assert` vanishes under -O: production code raises."""
    return [f"line {node.lineno}: {ast.unparse(node)}" for node in ast.walk(tree) if isinstance(node, ast.Assert)]


def module_name(path: Path, package: Path) -> str:
    """…/lowincome/risk/score.py → risk.score; a package's own file → the package; the root's → the empty text."""
    parts = path.relative_to(package).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
