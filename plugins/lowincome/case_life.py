"""The life of a case as a page, `docs/case-life.md`: what may be done in which state, and what closing one demands.

Drawn from the two tables that the warehouse itself follows, `case_moves.csv` and `closing_demands.csv`; a test holds it fresh.
"""

from pathlib import Path

from lowincome import policy

NEW = "无"
HEAD = """# 个案的一生

本页由 `make docs` 生成,不要手改。照着走的是 `sql/0_reference/case_moves.csv`(能怎样办)和 `closing_demands.csv`(销号要什么),改了它们,系统和本页一起变。

每办一件事就在个案流水(`mart.case_event`)里记一行: 哪天发生、哪天知道、来自哪份文件第几行、依据哪一条。状态由流水得出,重放一遍还是同样的状态。
表上没有的办法不采纳,流水里写明「未采纳」和为什么。超期是时钟,不是状态。评分、超期、名册缺行都不能销号。

图上只画改变状态、不用另写说明的办法;一组状态都能这样办的,从那一组画起。其余的见下表。
"""
# states that mostly go the same ways, for the drawing alone
GROUPS = {
    "还没有结论": ("待核查", "核查中", "外出未见", "需部门复核", "暂缓"),
    "有了结论": ("属实", "不属实", "已有政策覆盖"),
    "在帮扶": ("帮扶落实", "观察", "不得销号"),
}


def page(folder: Path = policy.REFERENCE) -> str:
    """The whole page as Markdown: the drawing, the table of moves, the table of demands."""
    moves = [row for _, row in policy.rows(folder / "case_moves.csv")]
    demands = [row for _, row in policy.rows(folder / "closing_demands.csv")]
    return "\n".join([HEAD, *_drawing(moves), "", *_moves(moves), "", *_demands(demands)]) + "\n"


def _drawing(moves: list[dict[str, str]]) -> list[str]:
    """One arrow for each pair of states, or from a whole group, with everything that leads from the one to the other."""
    ways: dict[tuple[str, str], set[str]] = {}
    for row in moves:
        if not row["needs"] and row["from_state"] != row["to_state"]:
            ways.setdefault((row["move"], row["to_state"]), set()).add(row["from_state"] or "[*]")
    arrows: dict[tuple[str, str], list[str]] = {}
    for (move, after), before in ways.items():
        for start in _grouped(before, after):
            arrows.setdefault((start, after), []).append(move)
    groups = [
        line for name, states in GROUPS.items() for line in (f"    state {name} {{", *(f"        {state}" for state in states), "    }")
    ]
    lines = [f"    {before} --> {after}: {'、'.join(labels)}" for (before, after), labels in arrows.items()]
    return ["```mermaid", "stateDiagram-v2", *groups, *lines, "```"]


def _grouped(before: set[str], after: str) -> list[str]:
    """The starting points of a move: a group's name for all of its states, the state it leads to aside; the others by their own names."""
    whole = {name: set(states) - {after} for name, states in GROUPS.items() if set(states) - {after} <= before}
    return [*whole, *sorted(before - set().union(*whole.values()))]


def _moves(moves: list[dict[str, str]]) -> list[str]:
    lines = ["## 能怎样办", "", "| 办什么 | 在什么状态下 → 办成 | 依据 | 说明 |", "|---|---|---|---|"]
    for move in dict.fromkeys(row["move"] for row in moves):
        mine = [row for row in moves if row["move"] == move]
        ways: dict[str, list[str]] = {}
        for row in mine:
            after = "不变" if row["from_state"] == row["to_state"] else row["to_state"]
            ways.setdefault(after + ("(要写说明)" if row["needs"] else ""), []).append(row["from_state"] or NEW)
        said = "<br>".join(f"{'、'.join(before)} → {after}" for after, before in ways.items())
        sources = dict.fromkeys(f"{row['document']}·{row['clause']}" for row in mine if row["document"])
        notes = dict.fromkeys(row["note"] for row in mine if row["note"])
        lines.append(f"| {move} | {said} | {'、'.join(sources) or '本县规定'} | {';'.join(notes)} |")
    return lines


def _demands(demands: list[dict[str, str]]) -> list[str]:
    lines = ["## 销号要什么凭据", "", "不属实、已有政策覆盖的,有核查结论就可以申请销号。属实的按问题类别:", ""]
    lines += ["| 问题类别 | 没有做到时怎样答复 | 没有做到 | 出处 |", "|---|---|---|---|"]
    bars = {"不予": "这次不销", "不得": "不得销号,继续跟踪", "公示": "公示满了再销"}
    for row in demands:
        source = f"{row['document']}·{row['clause']}" if row["document"] else row["note"]
        lines.append(f"| {row['family']} | {row['words']} | {bars[row['bars']]} | {source}{policy.MARKS[row['confidence']]} |")
    return lines
