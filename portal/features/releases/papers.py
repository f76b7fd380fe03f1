"""A release as a document, for a PDF and for Word: all that its page says, in the same order."""

from collections.abc import Iterator, Sequence

from flask_babel import format_date, gettext

from portal.domain.dates import london_day
from portal.domain.documents import (
    Block,
    Bullets,
    Document,
    Heading,
    Paragraph,
    ShareBar,
    ShareChart,
    Table,
)
from portal.domain.releases import Release
from portal.features.releases.presenting import Line, Presented, present


def report_paper(release: Release, language: str) -> Document:
    presented = present(release.snapshot)
    title = gettext(
        "Report %(number)d: %(title)s", number=release.number, title=release.snapshot.wave.title
    )
    return Document(title, language, tuple(_blocks(release, presented)))


def _blocks(release: Release, presented: Presented) -> Iterator[Block]:
    day = format_date(london_day(release.released_at), "d MMMM y")
    yield Paragraph(gettext("Released on %(day)s.", day=day))
    if release.correction:
        yield Paragraph(gettext("A correction. What changed: %(words)s", words=release.correction))
    if presented.changes:
        yield Heading(gettext("What has changed"))
        yield Bullets(presented.changes)
    yield from _who_answered(presented)
    yield from _what_was_said(presented)
    yield from _chosen(presented)
    yield from _groups(presented)
    yield from _reach(presented)
    yield from _words(presented)
    yield Paragraph(
        gettext(
            "Numbers that could tell who somebody is are hidden. Disclosure rules version "
            "%(version)s. Checksum %(checksum)s.",
            version=release.snapshot.protected.rules_version,
            checksum=release.checksum,
        )
    )


def _who_answered(presented: Presented) -> Iterator[Block]:
    yield Heading(gettext("Who answered"))
    yield Paragraph(f"{presented.cohort}.")
    if presented.joined:
        yield Paragraph(f"{presented.joined}.")
    yield Table(
        gettext("Asked and answered"),
        (gettext("What is counted"), gettext("People")),
        (
            (gettext("Asked"), presented.asked),
            (gettext("Answered"), presented.answered),
            *presented.modes,
        ),
    )


def _what_was_said(presented: Presented) -> Iterator[Block]:
    yield Heading(presented.who_said)
    yield Paragraph(
        gettext(
            "The share is how many agree or strongly agree, of those who gave a view. The range "
            "after it shows where the share would very likely be if everybody had answered."
        )
    )
    if presented.bars:
        yield ShareChart(
            gettext("Share of people who agree"),
            gettext("One bar for each statement. The table below says the same."),
            tuple(ShareBar(bar.label, bar.percent, bar.low, bar.high) for bar in presented.bars),
        )
    yield Table(
        gettext("Each statement"),
        (
            gettext("Statement"),
            gettext("Agree (range)"),
            gettext("Compared with the baseline"),
            gettext("Compared with the last survey"),
            gettext("Gave a view"),
            gettext("Can’t say"),
            gettext("Left out"),
        ),
        tuple(_row(line) for line in presented.lines),
    )
    if presented.corrections:
        yield Paragraph(gettext("Words that were put right while the survey ran:"))
        yield Bullets(presented.corrections)
    if presented.not_asked:
        yield Paragraph(gettext("Not asked in this survey:"))
        yield Bullets(presented.not_asked)


def _row(line: Line) -> tuple[str, ...]:
    statement = line.statement
    if line.pooled:
        statement = f"{statement} {gettext('(with earlier surveys)')}"
    if not line.share:
        return (statement, line.reason, "–", "–", "–", "–", "–")
    valid = str(line.valid)
    since = line.since_last or "–"
    return (statement, line.share, line.change, since, valid, line.cant_say, line.blank)


def _chosen(presented: Presented) -> Iterator[Block]:
    if presented.chosen:
        yield Heading(gettext("Other questions"))
    for table in presented.chosen:
        columns = (gettext("Answer"), gettext("How many"), gettext("Of those who answered"))
        yield Table(table.caption, columns, table.lines)


def _groups(presented: Presented) -> Iterator[Block]:
    if presented.tables:
        yield Heading(gettext("Groups"))
        yield Paragraph(
            gettext(
                "A group that is not listed has nobody in it, or so few that somebody could be "
                "recognised."
            )
        )
    for table in presented.tables:
        columns = (
            gettext("Group"),
            gettext("Agree (range)"),
            gettext("Gave a view"),
            gettext("Since the last survey"),
        )
        yield Table(table.caption, columns, table.lines)


def _reach(presented: Presented) -> Iterator[Block]:
    if presented.reach:
        yield Heading(gettext("Who we did not hear from"))
    for table in presented.reach:
        columns = (
            gettext("Group"),
            gettext("With a plan"),
            gettext("Asked"),
            gettext("Answered"),
            gettext("Answered of asked"),
        )
        yield Table(table.caption, columns, table.lines)


def _words(presented: Presented) -> Iterator[Block]:
    if not presented.themes and not presented.words.quotations:
        return
    yield Heading(gettext("In their own words"))
    if presented.themes:
        columns = (
            gettext("Theme"),
            gettext("How many wrote about it"),
            gettext("Of all who wrote"),
        )
        yield Table(gettext("What they wrote about"), columns, presented.themes)
    yield from _quotations(presented)


def _quotations(presented: Presented) -> Sequence[Block]:
    said = tuple(f"“{each.words}”" for each in presented.words.quotations)
    return (Bullets(said),) if said else ()
