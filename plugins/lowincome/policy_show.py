"""What the policy store says, in Chinese, for an official: one parameter, two days compared, every clause of the five documents.

Nothing here decides anything; the numbers and their clauses are read from `sql/0_reference` by `policy.py`.
"""

import difflib
from datetime import date
from pathlib import Path

from lowincome import rules
from lowincome.errors import PolicyError
from lowincome.policy import COMPARATORS, CONFIDENCE, REFERENCE, PolicyValue, chain, load, rows, table

CONFLICT_COLUMNS = "conflict title text treatment parameters rules".split()
CLAUSE_COLUMNS = "document clause part gist treatment target reason".split()
# how a clause is carried out; the word is what conflicts.csv and clauses.csv hold
TREATMENTS = {"rule": "规则", "parameter": "参数", "list": "清单或流程", "outside": "不做"}
CLAUSES_HEAD = """# 五份文件的逐条对照

本页由 `sql/0_reference/clauses.csv` 生成,不要手改。每份文件的每一条都列在这里:由哪条规则、哪个参数、哪份清单落实;
不做的写明理由。条款号是各文件自己的编号;一条里说了几件事的,分几行。
"""


def show(parameter: str, on: date, region: str, folder: Path = REFERENCE) -> str:
    """What holds on a day in a place, from which clause, how sure; the conflicts that touch it; what other places or documents say.

    Errors: PolicyError for a parameter or a division nobody has entered.
    """
    parameters = table(folder, "parameters")
    if parameter not in parameters:
        near = difflib.get_close_matches(parameter, parameters, n=3)  # no policy: how many names are offered
        hint = f"是不是 {'、'.join(near)}?" if near else ""
        raise PolicyError(f"没有名为 {parameter} 的政策参数:{hint}可用的名称见 sql/0_reference/parameters.csv。")
    codes = chain(region, folder)
    same = [value for value in load(folder) if parameters[value.parameter]["topic"] == parameters[parameter]["topic"]]
    chosen = standing(on, region, folder).get(parameter)
    lines = [f"{parameters[parameter]['title']}  {parameter}  {on}  {_place(region, folder)}"]
    if chosen:
        lines += [f"  {line}" for line in _told(chosen, folder)]
    else:
        mine = [value for value in same if value.parameter == parameter and value.jurisdiction in codes]
        later = min((value.valid_from for value in mine if value.valid_from > on), default=None)
        before = max((value.valid_to for value in mine if value.valid_to and value.valid_to < on), default=None)
        why = [f"此前的规定到 {before} 为止"] if before else []
        why += [f"自 {later} 起有值"] if later else []
        lines.append(f"  没有取值({';'.join(why) or '本地未明确'})")
    if touching := [row for row in conflicts(folder) if parameter in row["parameters"].split(";")]:
        lines.append("矛盾")
    for row in touching:
        lines += [f"  {row['conflict']} {row['title']}", f"    {row['text']}", f"    做法: {row['treatment']}"]
    if others := [value for value in same if value.in_force(on) and value is not chosen]:
        lines.append("另有规定")
    for value in others:
        title = "" if value.parameter == parameter else f" {parameters[value.parameter]['title']}"
        first, *rest = _told(value, folder)
        lines += [f"  {_place(value.jurisdiction, folder)}{title}: {first}", *(f"    {line}" for line in rest)]
    return "\n".join(lines)


def standing(on: date, region: str, folder: Path = REFERENCE) -> dict[str, PolicyValue]:
    """The row that holds on a day in a place, by parameter: the nearest division's, also one that says "not here"."""
    codes = chain(region, folder)
    held = [value for value in load(folder) if value.jurisdiction in codes and value.in_force(on)]
    # the nearest comes last and stays
    return {value.parameter: value for value in sorted(held, key=lambda value: -codes.index(value.jurisdiction))}


def diff(first: date, second: date, region: str, folder: Path = REFERENCE) -> str:
    """What began, ended or changed in a place between two days, by topic and with its clauses; whichever day is named first."""
    first, second = sorted((first, second))
    old, new = standing(first, region, folder), standing(second, region, folder)
    parameters = table(folder, "parameters")
    by_topic: dict[str, list[str]] = {}
    for parameter in sorted({*old, *new}, key=list(parameters).index):
        if told := _changed(old.get(parameter), new.get(parameter), folder):
            head, *rest = told
            entry = [f"  {head} {parameters[parameter]['title']}  {parameter}", *(f"    {line}" for line in rest)]
            by_topic.setdefault(parameters[parameter]["topic"], []).extend(entry)
    title = f"{_place(region, folder)}  {first} 与 {second} 相比"
    if not by_topic:
        return f"{title}\n  政策参数没有变化"
    titles = table(folder, "topics")
    return "\n".join([title, *(line for topic, entry in by_topic.items() for line in (titles.get(topic, {}).get("title", topic), *entry))])


def _changed(old: PolicyValue | None, new: PolicyValue | None, folder: Path) -> list[str]:
    """What became of one parameter, head first; empty when nothing did."""
    if old == new:
        return []
    before, after = _in_short(old, folder), _in_short(new, folder)
    if not old or old.value is None:
        return ["新增", after] if new else []
    if not new or new.value is None:
        return ["停止", before, *([after] if new else [f"到 {old.valid_to} 为止"] if old.valid_to else [])]
    same_number = (old.value, old.unit, old.comparator) == (new.value, new.unit, new.comparator)
    if same_number and _source(old) == _source(new):
        return []
    return ["改出处" if same_number else "改动", f"原来 {before}", f"后来 {after}"]


def _source(value: PolicyValue) -> tuple[str | None, str | None, str, str]:
    return value.document, value.clause, value.jurisdiction, value.confidence


def _in_short(value: PolicyValue | None, folder: Path) -> str:
    if not value:
        return "没有取值"
    first, *_ = _told(value, folder)
    return f"{first}  {_cited(value, folder)}  {value.valid_from} 起  适用 {_place(value.jurisdiction, folder)}"


def _place(code: str, folder: Path) -> str:
    return f"{code} {table(folder, 'divisions')[code]['name']}"


def _cited(value: PolicyValue, folder: Path) -> str:
    number = table(folder, "documents")[value.document]["number"] if value.document else "没有文件出处"
    return f"{number} {value.clause or ''}".strip()


def _told(value: PolicyValue, folder: Path) -> list[str]:
    lines = [f"{_amount(value, folder)}  [{CONFIDENCE[value.confidence]}]"]
    if value.document:
        lines.append(f"{_cited(value, folder)}({table(folder, 'documents')[value.document]['issued_on']} 发文)")
    lines.append(
        f"{value.valid_from} 起,{f'{value.valid_to} 止' if value.valid_to else '未写截止'}  适用 {_place(value.jurisdiction, folder)}"
    )
    return [*lines, spelled(value.note, folder)] if value.note else lines


def spelled(text: str, folder: Path = REFERENCE) -> str:
    """The text with every document named by its number, not by the short code that the tables use."""
    for code, document in table(folder, "documents").items():
        text = text.replace(code, document["number"])
    return text


def _amount(value: PolicyValue, folder: Path) -> str:
    """The number as it is said: 不低于 80%, 不晚于 2020-08-08, 是."""
    if value.value is None:
        return "明确不实行"
    digits = f"{value.value.normalize():f}"
    if value.unit == "yes_no":
        return "是" if value.value else "否"
    if value.unit in ("date", "year_month"):
        words = {"at most": "不晚于", "at least": "不早于"}
        return (
            f"{words.get(value.comparator, COMPARATORS[value.comparator])} {'-'.join(filter(None, (digits[:4], digits[4:6], digits[6:])))}"
        )
    if value.unit == "share":
        return f"{COMPARATORS[value.comparator]} {(100 * value.value).normalize():f}%"
    return f"{COMPARATORS[value.comparator]} {digits} {table(folder, 'units')[value.unit]['label_zh']}"


def conflicts(folder: Path = REFERENCE) -> list[dict[str, str]]:
    """The contradictions between the documents, as `conflicts.csv` has them. Errors: PolicyError for a parameter nobody registered."""
    found = rows(folder / "conflicts.csv", CONFLICT_COLUMNS)
    parameters = table(folder, "parameters")
    for line, row in found:
        for parameter in _words(row["parameters"]):
            if parameter not in parameters:
                raise PolicyError(f"conflicts.csv 第{line}行「{row['conflict']}」: 参数 {parameter} 未登记在 parameters.csv。请改正拼写。")
    return [row for _, row in found]


def clauses(folder: Path = REFERENCE) -> list[dict[str, str]]:
    """Every clause and what carries it out, as `clauses.csv` has it. Errors: PolicyError for a treatment there is no word for."""
    found = rows(folder / "clauses.csv", CLAUSE_COLUMNS)
    for line, row in found:
        if row["treatment"] not in TREATMENTS:
            words = "、".join(TREATMENTS)
            raise PolicyError(f"clauses.csv 第{line}行「{row['document']} {row['clause']}」: treatment 应为 {words} 之一。")
    return [row for _, row in found]


def clauses_page(folder: Path = REFERENCE) -> str:
    """The page `docs/clauses.md`, by document, in the order of the clauses. Errors: PolicyError as `clauses`."""
    named = {name: row["title"] for name, row in table(folder, "parameters").items()}
    named |= {rule.rule_id: rule.model.header["title"] for rule in rules.load()}
    found = clauses(folder)
    lines = [CLAUSES_HEAD]
    for code, document in table(folder, "documents").items():
        mine = [row for row in found if row["document"] == code]
        counts = [f"{word}{sum(row['treatment'] == key for row in mine)}行" for key, word in TREATMENTS.items()]
        lines += [f"## {document['number']} {document['title']}", ""]
        lines += [f"{document['issuer']},{document['issued_on']}。{document['valid_note']}。{','.join(counts)}。", ""]
        lines += ["| 条款 | 说什么 | 怎么落实 | 落实在哪里,或不做的理由 |", "|---|---|---|---|"]
        lines += [f"| {row['clause']} | {row['gist']} | {TREATMENTS[row['treatment']]} | {_carried(row, named)} |" for row in mine]
        lines.append("")
    return "\n".join(lines)


def _carried(row: dict[str, str], named: dict[str, str]) -> str:
    targets = [f"{named[target]} `{target}`" if target in named else target for target in _words(row["target"])]
    return "<br>".join([*targets, *filter(None, [row["reason"]])])


def _words(cell: str) -> list[str]:
    return [word for word in cell.split(";") if word]
