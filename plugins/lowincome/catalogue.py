"""The catalogue of rules, `docs/rules.md`: every rule, its clauses, dates, parameters and the situations that prove it, in Chinese.

Made from what the rules say of themselves (`sql/4_rules`), the policy files and the situations in `tests/rules`; a test holds it fresh.
"""

from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from lowincome import case_life, policy, policy_show, rules
from lowincome.policy import PolicyValue
from lowincome.rules import Rule
from lowincome.settings import PROJECT

SITUATIONS = PROJECT / "tests" / "rules"
SUBJECTS = {"household": "按户", "person": "按人", "office": "按单位"}
ANSWERS = {True: "触发", False: "不触发", None: "不能判断"}
OFTEN = 4  # rules; from so many on a parameter is explained once
HEAD = """# 规则目录

本页由 `make docs` 生成,不要手改。共 {count} 条规则。规则只发现线索,派人核实;不停发、不拒绝、不销号。
「何时何地有值」写的是参数的适用地区、起止日期和出处;必需的参数在某地某月没有值,该规则在那里就「未施行」。
标「本地暂定」「示例」的数,五份文件都没有给,须由本县确认或换掉。
"""


def pages() -> dict[Path, str]:
    """The generated pages of `docs/` and what must stand in them."""
    docs = PROJECT / "docs"
    return {docs / "rules.md": page(), docs / "clauses.md": policy_show.clauses_page(), docs / "case-life.md": case_life.page()}


def page() -> str:
    """The whole catalogue as Markdown, families and rules in a fixed order."""
    versions: dict[str, list[Rule]] = {}
    for rule in rules.load():
        versions.setdefault(rule.rule_id, []).append(rule)
    shared = _shared(versions.values())
    parts = [HEAD.format(count=len(versions))]
    for family, said in rules.FAMILIES.items():
        mine = [found for found in versions.values() if found[0].model.header["family"] == family]
        parts.append(f"## {family}\n\n{said}。\n")
        parts += [_entry(found, shared) for found in mine]
    parts.append("## 多条规则共用的参数\n")
    parts += ["\n".join([f"* {_named(parameter)}", *_values(parameter)]) for parameter in sorted(shared)]
    return "\n".join(parts) + "\n"


def _shared(found: Iterable[list[Rule]]) -> set[str]:
    """The parameters that stand in so many rules that their values are told once, at the end."""
    uses = Counter(parameter for versions in found for parameter in {name for rule in versions for name in rule.parameters})
    return {parameter for parameter, count in uses.items() if count >= OFTEN}


def _named(parameter: str) -> str:
    return f"{_said('parameters', parameter, 'title')} `{parameter}`"


def _values(parameter: str) -> list[str]:
    values = [value for value in policy.load() if value.parameter == parameter]
    return [f"  * {_value(value)}" for value in values] or ["  * 还没有取值:本地未明确"]


def _entry(versions: list[Rule], shared: set[str]) -> str:
    first = versions[0]
    header = first.model.header
    lines = [
        f"### {header['title']}",
        "",
        f"`{first.rule_id}` · {SUBJECTS[header['subject']]} · {header['urgency']} · {header['office']}",
        "",
    ]
    for rule in versions:
        name = "" if rule.since is None else f"(自 {rule.since:%Y-%m} 起的写法)"
        told = rule.model.header
        lines += [f"* 依据{name}: {told['basis']}", f"* 实测{name}: {told['measured']}"]
        if note := told.get("note"):
            lines.append(f"* 说明{name}: {note.replace(chr(10), '')}")
    feeds = sorted({feed for rule in versions for feed in rule.feeds})
    if feeds:
        lines.append(f"* 用到的部门数据: {'、'.join(_feed(feed) for feed in feeds)};没有收到的,不能判断,显示「未比对」")
    lines += [f"* 到户问什么: {header['ask']}", f"* 可能适用的政策: {header['may_apply']}", "", "何时何地有值:", ""]
    for parameter in dict.fromkeys(name for rule in versions for name in rule.parameters):
        needed = any(parameter in rule.required for rule in versions)
        later = parameter in shared
        lines.append(f"* {_named(parameter)}{'' if needed else '(有则用)'}{',取值见文末' if later else ''}")
        lines += [] if later else _values(parameter)
    return "\n".join([*lines, "", "情形:", "", *_situations(first.rule_id), ""])


def _value(value: PolicyValue) -> str:
    until = f"至 {value.valid_to}" if value.valid_to else "起,未写截止"
    if value.unit == "yes_no" or value.value is None:
        amount = "实行" if value.value else "明确不实行"
    else:
        amount = f"{policy.COMPARATORS[value.comparator]} {value.value.normalize():f} {_said('units', value.unit, 'label_zh')}"
    cited = f",{_said('documents', value.document, 'number')}·{value.clause}" if value.document else ""
    return f"{_said('divisions', value.jurisdiction, 'name')} {value.valid_from} {until}: {amount}{cited}{policy.MARKS[value.confidence]}"


def _feed(feed: str) -> str:
    return f"{_said('feeds', feed, 'department')}「{_said('feeds', feed, 'title')}」"


@cache
def _said(table: str, key: str, column: str) -> str:
    """A cell of a reference table, found by the first column."""
    found = (row for _, row in policy.rows(policy.REFERENCE / f"{table}.csv"))
    return next(row[column] for row in found if next(iter(row.values())) == key)


def _situations(rule_id: str, folder: Path = SITUATIONS) -> list[str]:
    """One line a situation: its month, its name, the answer."""
    found: list[dict[str, Any]] = yaml.safe_load((folder / f"{rule_id}.yaml").read_text(encoding="utf-8"))
    return [f"* {one['month']}{_region(one)} {one['name']} → {'、'.join(_answers(one['then']))}" for one in found]


def _region(situation: dict[str, Any]) -> str:
    return f" {_said('divisions', situation['region'], 'name')}" if "region" in situation else ""


def _answers(then: Any) -> list[str]:
    return list(dict.fromkeys(_answer(row) for row in (then if isinstance(then, list) else [then])))


def _answer(row: dict[str, Any]) -> str:
    if "state" in row:
        return str(row["state"])
    return "不在判断之列" if row.get("row") == "none" else ANSWERS[row["is_triggered"]]
