"""The model card: what the score is, what it was tried on, how far to trust it, and what it must not be used for."""

from pathlib import Path

from lowincome.reports import outbox, render, words
from lowincome.reports.render import Context


def write(context: Context, out: Path) -> list[Path]:
    """The card as 模型卡_<model_id>.html. context: as `reports_templates/model_card/context.schema.json` says; figures by `render.figure`.

    Errors: ReportError when the context has another shape.
    """
    html = render.page("model_card", context)
    return [outbox.put_page(out / f"{words.file_name('模型卡', context['model_id'])}.html", html)]
