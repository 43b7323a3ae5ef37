"""The explanation of one answer of one rule, on paper for a caseworker and as lines for a screen."""

from pathlib import Path

from lowincome.reports import outbox, render, words
from lowincome.reports.render import Context


def write(context: Context, path: Path) -> Path:
    """The page. Errors: ReportError for a context of another shape."""
    return outbox.put_page(path, render.page("rule_explanation", context))


def default_name(context: Context) -> str:
    return words.file_name("规则说明", context["rule"]["id"], context["household"]["id"]) + ".html"


def text(context: Context) -> str:
    """The same in lines, for a terminal."""
    rule, household = context["rule"], context["household"]
    lines = [
        f"{rule['title']}({rule['id']})",
        f"  {rule['family']} · {rule['urgency']} · 责任科室 {rule['office']} · {rule['version']} · {rule['file']}",
        f"  自 {rule['since']} 起施行,现依 {rule['clause'] or '本地参数'}",
        f"  依据: {'、'.join(rule['basis'])}",
        f"  到户问什么: {rule['ask']}",
        f"  可能适用: {'、'.join(rule['may_apply'])}",
        *(f"  所依据的 {number} 是一年的计划,计划年度已过,没有废止" for number in rule["ran_out"]),
        "",
        f"{context['month_zh']}  户编号 {household['id']}  {household['head']}  {household['place']}  {household['roster']}".rstrip(),
    ]
    for answer in context["answers"]:
        lines += ["", *_answer(answer)]
    if context["feeds"]:
        lines += ["", "部门数据"]
        lines += [f"  {feed['state']}  {feed['title']}: {feed['detail']}" for feed in context["feeds"]]
    if context["account"] is not None:
        lines += ["", "收入核算", *(_account_line(line) for line in context["account"])]
    lines += ["", "参数"]
    for parameter in context["parameters"]:
        lines.append(f"  {parameter['title']}({parameter['name']}): {parameter['value']}  [{parameter['mark']}]")
        lines.append(f"    {parameter['cited']}  {parameter['dates']}  适用 {parameter['place']}  {parameter['note']}".rstrip())
    return words.shown("\n".join(lines))


def _answer(answer: Context) -> list[str]:
    lines = [f"判断: {' '.join(filter(None, (answer['who'], answer['answer'])))}"]
    if answer["note"]:
        lines.append(f"  {answer['note']}")
    if answer["measured_label"]:
        met = f",比较: {answer['is_fulfilled']}" if answer["is_fulfilled"] else ""
        lines.append(f"  {answer['measured_label']}: 实测 {answer['measured']},标准 {answer['threshold']}{met}")
    if answer["cited"]:
        lines.append(f"  依据 {answer['cited']}")
    if answer["missing"]:
        lines += ["  判断用到而没有的项目,可能与此有关:", *(f"    {one}" for one in answer["missing"])]
    for fact in answer["facts"]:
        lines.append(f"  {fact['label']}: {fact['value']}")
        lines += [f"    {source}" for source in fact["sources"]]
    return lines


def _account_line(line: Context) -> str:
    amount = line["amount"]
    said = f"{words.number(amount['value'])} {amount['unit']}" if amount["state"] == "known" else words.STATES[amount["state"]]
    return f"  {line['label']}: {said}" + (f"({line['note']})" if line["note"] else "")
