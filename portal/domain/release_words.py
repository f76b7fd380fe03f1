"""What people said in their own words, as a release may say it: themes and released quotations."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.domain.figures import Thresholds, may_show_group
from portal.domain.moderation import Quotation, ThemeCounts
from portal.domain.statistics import Share


@dataclass(frozen=True, slots=True)
class ShownTheme:
    """How many of the texts are about it."""

    name: str
    texts: int


@dataclass(frozen=True, slots=True)
class ShownQuotation:
    """``statement`` is what was asked."""

    statement: str
    words: str
    themes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReleasedWords:
    """``texts`` that were read and decided on, None for fewer than ``Thresholds.share``. A theme of
    too few is left out, as one of nobody."""

    texts: int | None = None
    themes: tuple[ShownTheme, ...] = ()
    quotations: tuple[ShownQuotation, ...] = ()


def protect_words(
    counted: ThemeCounts,
    quotations: Sequence[tuple[str, Quotation]],
    thresholds: Thresholds,
) -> ReleasedWords:
    """Themes by rule 2, each parting all texts in two; quotations as the desk released them
    (rule 6), each with what was asked, the same words once. Both sorted by their words: no order in
    time is left.

    A quotation's themes are named only where the themes themselves are shown, so that no quotation
    counts what is hidden.
    """
    texts = counted.moderated if counted.moderated >= thresholds.share else None
    themes = tuple(
        ShownTheme(name, number)
        for name, number in sorted(counted.themes.items())
        if texts is not None and number and may_show_group(Share(number, texts), thresholds)
    )
    shown = {theme.name for theme in themes}
    said = {
        ShownQuotation(statement, each.words, tuple(name for name in each.themes if name in shown))
        for statement, each in quotations
    }
    return ReleasedWords(
        texts, themes, tuple(sorted(said, key=lambda each: (each.statement, each.words)))
    )
