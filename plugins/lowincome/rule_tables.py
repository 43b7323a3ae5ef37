"""The list of rules and the comparison of two sets of rules, as tables on the screen. Counts and clauses; no household."""

from datetime import date

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from lowincome import policy, rules
from lowincome.reports import words
from lowincome.rule_list import Listed
from lowincome.time_machine import Comparison, RuleDifference, Side

SHADES = {rules.IN_FORCE: "green", rules.NOT_YET: "dim", rules.ENDED: "yellow"}
UNITS = {"household": "户", "person": "户", "office": "件"}


WIDTH = 150  # columns, where the output goes to a file


def show(tables: list[Table]) -> None:
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=WIDTH)
    for table in tables:
        console.print(table)


def listed(found: list[Listed], on: date, region: str) -> Table:
    """One line a rule: its state with days or reasons, its clause, what about it is not confirmed."""
    counts = "、".join(f"{state} {sum(one.state == state for one in found)} 条" for state in SHADES)
    table = _table(
        f"规则 {len(found)} 条,按 {words.month_zh(on)}末{_place(region)}的规定: {counts}",
        ["类别", "规则", "状态", "起止或原因", "依据", "版本", "待确认"],
    )
    for one in found:
        table.add_row(
            one.family,
            f"{escape(words.shown(one.title))}\n[dim]{one.rule_id}[/]",
            f"[{SHADES[one.state]}]{one.state}[/]",
            escape(words.shown(_when(one))),
            escape(words.shown("\n".join([one.clause, *(f"{number} 计划年度已过" for number in one.ran_out)]).strip())),
            one.version,
            escape("、".join(one.unconfirmed)),
        )
    return table


def _when(one: Listed) -> str:
    days = [f"自 {one.since} 起"] if one.since else []
    if one.until:
        days.append(f"到 {one.until} 止")
    return "\n".join(filter(None, ["".join(days), *_reasons(one.reason)]))


def _reasons(reason: str | None) -> list[str]:
    """Why a rule is not in force, parameters with the same reason together."""
    together: dict[str, list[str]] = {}
    for entry in (reason or "").split(";"):
        title, _, why = entry.rpartition(":")
        together.setdefault(why, []).append(title)
    return [f"{why}: {'、'.join(titles)}" if any(titles) else why for why, titles in together.items()]


def _place(region: str) -> str:
    return f"{policy.table(policy.REFERENCE, 'divisions')[region]['name']}({region})"


def compared(found: Comparison) -> list[Table]:
    """Which rules answer differently, then what it means for visits and money. Rules alike on both sides are only counted."""
    return [_rules(found), _caseload(found)]


def _rules(found: Comparison) -> Table:
    families = list(rules.FAMILIES)
    told = sorted(
        (one for one in found.rules if one.state_now != one.state_then or one.now != one.then),
        key=lambda one: (families.index(one.family), one.rule_id),
    )
    alike = len(found.rules) - len(told)
    table = _table(
        f"{words.month_zh(found.month)}的数据: 原来按 {_side(found.own)},换成 {_side(found.other)}。其余 {alike} 条规则结果相同",
        ["类别", "规则", "原来", "换成", "原来触发", "换后触发", "多出", "减少", "原因"],
    )
    for one in told:
        numbers = [
            _count(one, one.state_now, len(one.now)),
            _count(one, one.state_then, len(one.then)),
            str(len(one.gained)),
            str(len(one.lost)),
        ]
        states = [f"[{SHADES[state]}]{state}[/]" for state in (one.state_now, one.state_then)]
        reasons = escape(words.shown("\n".join(_reasons(one.reason_then))))
        table.add_row(one.family, f"{escape(words.shown(one.title))}\n[dim]{one.rule_id}[/]", *states, *numbers, reasons)
    return table


def _side(side: Side) -> str:
    changed = f",参数按 {side.overlay.name} 改动" if side.overlay else ""
    return f"{words.month_zh(side.as_of)}{_place(side.region)}的规定{changed}"


def _count(one: RuleDifference, state: str, count: int) -> str:
    return f"{count} {UNITS[one.subject]}" if state == rules.IN_FORCE else "—"


def _caseload(found: Comparison) -> Table:
    work = found.caseload
    table = _table("工作量和资金", ["项目", "原来", "换后", "说明"])
    table.add_row("有发现的户", str(work.found_now), str(work.found_then), "至少一条规则触发")
    table.add_row("其中漏保漏救的户", str(work.uncovered_now), str(work.uncovered_then), f"新增 {work.newly_uncovered} 户")
    hours = [words.number(value) if value is not None else "不知" for value in (work.hours_now, work.hours_then)]
    table.add_row(words.shown("走访工时(小时)"), *hours, words.shown("有发现的户 × 到户一户的工时(本地参数),不含路途"))
    unknown = f";另有 {work.gap_unknown} 户收入不知,没有算入" if work.gap_unknown else ""
    gap = f"只是估算: 按填报的毛收入,低保标准×人数减毛收入,按月;收入高于标准的不算{unknown}"
    table.add_row(words.shown("新增漏保漏救户按户补差(元/月)"), "", words.number(work.gap_yuan_month), words.shown(gap))
    single = f"{work.new_singles} 人,每人按低保标准全额算,是上限;实际按本地所定的某一档次"
    table.add_row(words.shown("新增单人纳入的人(元/月)"), "", f"最多 {words.number(work.single_yuan_month)}", words.shown(single))
    return table


def _table(title: str, columns: list[str]) -> Table:
    table = Table(title=escape(words.shown(title)), title_justify="left", header_style="bold", show_lines=True)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table
