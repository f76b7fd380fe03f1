"""The little rich text that staff write, made safe to show. The only place that knows bleach."""

import re

import bleach
from markupsafe import Markup

TAGS = frozenset({"p", "br", "strong", "em", "ul", "ol", "li", "a"})
ATTRIBUTES = {"a": ["href"]}
PROTOCOLS = frozenset({"https", "mailto", "tel"})
_BETWEEN_PARAGRAPHS = re.compile(r"\n\s*\n")
_BLOCK = re.compile(r"<(p|ul|ol)>")


def safe_html(text: str) -> Markup:
    """What was typed, as HTML that can do no harm.

    A blank line begins a paragraph. A tag that is not allowed is shown as the text it is.
    """
    parts = (
        bleach.clean(part, tags=TAGS, attributes=ATTRIBUTES, protocols=PROTOCOLS)
        for part in _BETWEEN_PARAGRAPHS.split(text.replace("\r\n", "\n").strip())
    )
    shown = (part if _BLOCK.search(part) else f"<p>{part}</p>" for part in parts if part)
    return Markup("".join(shown))  # noqa: S704 - bleach has just cleaned each part
