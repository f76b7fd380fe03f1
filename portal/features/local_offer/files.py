"""The sheets of a yearly publication: comments with answers, numbers, and what the columns mean."""

from collections.abc import Iterator, Sequence

from flask_babel import gettext

from portal.domain.exports import (
    Cell,
    Column,
    DictionaryWording,
    Sheet,
    Shorthand,
    make_dictionary,
)
from portal.domain.local_offer import Shown
from portal.domain.local_offer_publications import Publication, Summary
from portal.features.local_offer import wording


def publication_sheets(publication: Publication, shown: Sequence[Shown]) -> Sequence[Sheet]:
    """One row a comment; one row a number; then the dictionary. CSV takes the first."""
    comments = Sheet("comments", _comment_columns(), [_comment_row(each) for each in shown])
    if publication.summary is None:
        return [comments]
    numbers = Sheet("numbers", _number_columns(), list(_number_rows(publication.summary)))
    dictionary = make_dictionary(
        [*comments.columns, *numbers.columns],
        _notes(publication, publication.summary),
        DictionaryWording("dictionary", gettext("Column"), gettext("What it means")),
    )
    return [comments, numbers, dictionary]


def _comment_columns() -> list[Column]:
    return [
        Column("about", gettext("What the comment is about")),
        Column("part", gettext("Which part of the Local Offer")),
        Column("comment", gettext("The comment. “[…]” stands for words that were left out")),
        Column("answer", gettext("What the council answers")),
        Column("action", gettext("What the council will do")),
        Column("owner", gettext("The post that is responsible")),
        Column("due", gettext("By when")),
        Column("published", gettext("The day on which the answer was published")),
    ]


def _comment_row(shown: Shown) -> Sequence[Cell]:
    answer = shown.answer
    return [
        str(wording.ABOUT[shown.about]),
        str(wording.SUBJECTS[shown.subject]),
        shown.words,
        answer.answer,
        answer.action,
        answer.owner,
        answer.due,
        shown.shown_on,
    ]


def _number_columns() -> list[Column]:
    return [
        Column("what", gettext("What is counted")),
        Column("group", gettext("Of which kind; empty for all")),
        Column("count", gettext("How many")),
    ]


def _number_rows(summary: Summary) -> Iterator[Sequence[Cell]]:
    yield [gettext("Received"), "", _or_hidden(summary.received)]
    yield [gettext("Published"), "", summary.published]
    for reason, count in summary.kept_out.items():
        yield [gettext("Kept out"), str(wording.KEPT_OUT[reason]), _or_hidden(count)]
    for kind, row in summary.senders.items():
        for value, count in row.items():
            yield [str(wording.FACTS[kind]), wording.said_words(value), _or_hidden(count)]


def _or_hidden(count: int | None) -> Cell:
    return Shorthand.SUPPRESSED if count is None else count


def _notes(publication: Publication, summary: Summary) -> list[tuple[str, str]]:
    return [
        (
            Shorthand.SUPPRESSED,
            gettext(
                "Hidden so that nobody can be recognised, or because another hidden number could "
                "be worked out from it"
            ),
        ),
        (gettext("publication"), str(publication.number)),
        (gettext("version of the disclosure rules"), summary.rules_version),
        (gettext("checksum"), publication.checksum),
    ]
