"""A report in easy read: short sentences, one thing at a time, ten people instead of per cent."""

from collections.abc import Iterator

from flask_babel import gettext

from portal.domain.documents import Block, Document, Heading, OutOfTen, Paragraph
from portal.domain.figures import Figure
from portal.domain.releases import Snapshot
from portal.domain.statistics import Direction, Share, round_half_up
from portal.domain.waves import CohortKind


def easy_read(snapshot: Snapshot, language: str) -> Document:
    """Nothing here is in more detail than on the report's own page."""
    return Document(
        gettext("Easy read: %(title)s", title=snapshot.wave.title),
        language,
        tuple(_blocks(snapshot)),
        is_easy_read=True,
    )


def _blocks(snapshot: Snapshot) -> Iterator[Block]:
    yield Paragraph(gettext("We asked people what they think. This page says what they told us."))
    yield Heading(gettext("Who told us"))
    if snapshot.wave.cohort.kind is CohortKind.ANYBODY:
        yield Paragraph(gettext("Anybody could answer."))
    else:
        yield Paragraph(gettext("We asked %(asked)d people.", asked=snapshot.protected.asked))
    answered = snapshot.protected.answered
    if answered is None:
        yield Paragraph(gettext("Only a few people answered. So we cannot show what they said."))
    else:
        yield Paragraph(gettext("%(answered)d people answered.", answered=answered))
    yield Heading(gettext("What people told us"))
    for figure in snapshot.protected.figures:
        yield from _what_was_said(snapshot, figure)
    changes = list(_changes(snapshot))
    if changes:
        yield Heading(gettext("What has changed"))
        yield from changes
    yield Heading(gettext("Your answers are private"))
    yield Paragraph(gettext("We do not say who told us what."))
    yield Paragraph(gettext("When only a few people say something, we do not show it."))


def _what_was_said(snapshot: Snapshot, figure: Figure) -> Iterator[Block]:
    said = snapshot.asked(figure.measure).statement
    if figure.share is None:
        yield Paragraph(
            gettext(
                "Too few people told us about this, so we do not show it: “%(said)s”", said=said
            )
        )
        return
    count = out_of_ten(figure.share)
    match figure.share.percent:
        case 0:
            words = gettext("Nobody agrees with this: “%(said)s”", said=said)
        case 100:
            words = gettext("Everybody agrees with this: “%(said)s”", said=said)
        case _:
            words = gettext(
                "About %(count)d in 10 people agree with this: “%(said)s”", count=count, said=said
            )
    yield OutOfTen(count, words)


def out_of_ten(share: Share) -> int:
    """The share as people out of ten: none and all only where it is none or all to a per cent."""
    if share.percent in (0, 100):
        return share.percent // 10
    return min(9, max(1, round_half_up(share.percent / 10)))


def _changes(snapshot: Snapshot) -> Iterator[Block]:
    for figure in snapshot.protected.figures:
        said = snapshot.asked(figure.measure).statement
        match snapshot.comparisons[figure.measure].outcome:
            case Direction.BETTER:
                yield Paragraph(gettext("More people agree with this now: “%(said)s”", said=said))
            case Direction.WORSE:
                yield Paragraph(gettext("Fewer people agree with this now: “%(said)s”", said=said))
