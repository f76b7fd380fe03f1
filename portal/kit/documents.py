"""Documents as a page shows them, and as HTML for paper."""

from dataclasses import dataclass

from babel import Locale
from flask import current_app

from portal.domain.documents import Block, Document, ShareChart
from portal.kit.charts import Bar, BarChart, place_bars


@dataclass(frozen=True, slots=True)
class PlacedChart:
    title: str
    description: str
    chart: BarChart


@dataclass(frozen=True, slots=True)
class Printed:
    """A document for ``components/documents.html``: each block with the name of its kind."""

    title: str
    language: str
    direction: str
    is_easy_read: bool
    blocks: tuple[tuple[str, Block | PlacedChart], ...]


def lay_out(document: Document) -> Printed:
    return Printed(
        document.title,
        document.language,
        Locale.parse(document.language, sep="-").text_direction,
        document.is_easy_read,
        tuple(_place(block) for block in document.blocks),
    )


def paper_html(document: Document) -> str:
    """All of it in one text, styles too: nothing is fetched when it is printed. The worker makes
    it, where there is no visitor, so nothing of a page's surroundings is in it."""
    return current_app.jinja_env.get_template("documents/paper.html").render(
        printed=lay_out(document)
    )


def _place(block: Block) -> tuple[str, Block | PlacedChart]:
    if isinstance(block, ShareChart):
        bars = [Bar(each.label, each.percent, each.low, each.high) for each in block.bars]
        return "Chart", PlacedChart(block.title, block.description, place_bars(bars))
    return type(block).__name__, block
