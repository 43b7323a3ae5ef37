"""Fills a template of `reports_templates/` with a context whose shape was checked first.

A page is one file: style inside, no script, nothing fetched. Figures come as `{value, unit, state}`; a figure that is not
`known` carries no value at all, so no template can print a hidden number by mistake.
"""

import json
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined, UndefinedError, select_autoescape
from jsonschema_rs import Draft202012Validator, Registry, ValidationError, ValidationErrorKind

from lowincome.errors import ReportError
from lowincome.paths import TEMPLATES
from lowincome.reports import words

State = Literal["known", "suppressed", "not_assessed", "not_in_force"]
Figure = dict[str, Any]
Context = dict[str, Any]


def figure(value: int | float | Decimal | None, unit: str = "", state: State | None = None) -> Figure:
    """A number for a page. Without a state: known, or not_assessed where there is no value. Only a known one keeps its value."""
    state = state or ("not_assessed" if value is None else "known")
    return {"value": value if state == "known" else None, "unit": unit, "state": state}


def page(report: str, context: Context) -> str:
    """The report's page as one HTML text.

    Errors: ReportError names the report and the place in the context (never a value) when the context does not have the
    shape of `<report>/context.schema.json`, or when the template asks for what the context does not hold.
    """
    return _render(report, "html", context)


def text(report: str, context: Context) -> str:
    """The same for a message without any markup."""
    return _render(report, "txt", context) + "\n"


def _render(report: str, kind: str, context: Context) -> str:
    try:
        faults = [_place(_deepest(fault)) for fault in _validator(report).iter_errors(context)]
    except ValueError as error:  # it names the type, not the value
        raise ReportError(f"{report}: 页面数据里有一项的类型写不进 JSON({error})。请先写成文字或数。") from error
    if faults:
        raise ReportError(f"{report}: 页面数据与 context.schema.json 不符,共 {len(faults)} 处。{min(faults)}")
    try:
        return _environment().get_template(f"{report}/report.{kind}.jinja").render(context)
    except UndefinedError as error:
        raise ReportError(f"{report}: 模板用到了页面数据里没有的一项({error})。请同时修改模板与 context.schema.json。") from error


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=select_autoescape(disabled_extensions=("txt.jinja",), default=True),
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: words.shown(value) if type(value) is str else value,
    )
    environment.filters["number"] = words.number
    environment.globals["STATES"] = words.STATES
    return environment


@cache
def _validator(report: str) -> Draft202012Validator:
    shared = [(path.name, _load(path)) for path in sorted((TEMPLATES / "_macros").glob("*.schema.json"))]
    return Draft202012Validator(_load(TEMPLATES / report / "context.schema.json"), registry=Registry(shared))


def _load(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _deepest(fault: ValidationError) -> ValidationError:
    """The fault nearest to the datum: schemas may offer alternatives."""
    while alternatives := [fault for one in getattr(fault.kind, "context", None) or () for fault in one]:
        fault = alternatives[0]
    return fault


def _place(fault: ValidationError) -> str:
    """Where and which demand failed, without the library's own message: that one quotes the values."""
    where = "$" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in fault.instance_path)
    if isinstance(fault.kind, ValidationErrorKind.Required):
        return f"{where}: 缺少 {fault.kind.property}。"
    return f"{where}: 不符合 {fault.schema_path[-1]}。"
