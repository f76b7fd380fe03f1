"""A commitment as a page shows it: what was said in words, what changed, who it is about."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import LazyString, format_date, gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from portal.domain.commitments import (
    Change,
    Commitment,
    Field,
    MeasureSaid,
    QuotationSaid,
    Rating,
    Said,
    Subject,
    ThemeSaid,
    ViewsSaid,
    is_overdue,
)
from portal.domain.moderation import Quotation
from portal.domain.releases import Release
from portal.kit.rating_wording import NAMES, RATINGS, TAG_COLOURS
from portal.kit.safe_html import safe_html
from portal.kit.shares import figure_sentence
from portal.store import action_plan, commitment_sources, releases, subjects

FIELDS: Mapping[Field, LazyString] = {
    Field.THEME: _l("What families said"),
    Field.ACTION: _l("What we will do"),
    Field.OWNER: _l("Who is responsible"),
    Field.DUE: _l("By when"),
    Field.REPLY: _l("What we say to families"),
    Field.RATING: _l("How it is going"),
    Field.EVIDENCE: _l("What shows this"),
    Field.SUBJECT: _l("What it is about"),
    Field.STEP: _l("The step of the action plan"),
}
SHOWN_CHANGES = frozenset({Field.OWNER, Field.DUE, Field.RATING})
"""What everybody reads before and after. Of the rest they read that it changed: an earlier wording
may have been changed because it said too much."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A commitment as a page shows it."""

    id: UUID
    said: str
    source: str
    action: str
    owner: str
    due: date
    rating: LazyString | None
    tag: str
    evidence: str
    reply: str
    overdue: bool
    subject: str
    step: str
    made_on: date


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the commitments of a page point to."""

    releases: Mapping[UUID, Release]
    quotations: Mapping[UUID, Quotation]
    subjects: Mapping[UUID, str]
    steps: Mapping[UUID, str]


def find_surroundings(
    session: Session, said: Iterable[Said], listed: Sequence[Subject] | None = None
) -> Surroundings:
    """In a fixed number of statements, however many commitments there are. ``listed`` are all
    subjects, where they have been read."""
    return Surroundings(
        **_find_said(session, list(said)),
        subjects={each.id: each.name for each in listed or subjects.list_subjects(session)},
        steps=action_plan.list_step_codes(session),
    )


def _find_said(session: Session, said: Sequence[Said]) -> dict[str, Any]:
    """The reports and the words that were said, where there are any."""
    quoted = {each.quotation_id for each in said if isinstance(each, QuotationSaid)}
    counted = any(isinstance(each, MeasureSaid) for each in said)
    found = releases.list_releases(session) if counted else ()
    return {
        "releases": {release.id: release for release in found},
        "quotations": commitment_sources.list_released(session, quoted),
    }


def show_all(
    session: Session,
    commitments: Sequence[Commitment],
    today: date,
    listed: Sequence[Subject] | None = None,
) -> list[Shown]:
    said = (commitment.said for commitment in commitments)
    around = find_surroundings(session, said, listed)
    return [show(commitment, around, today) for commitment in commitments]


def show(commitment: Commitment, around: Surroundings, today: date) -> Shown:
    promise = commitment.promise
    said, source = said_words(commitment.said, around)
    return Shown(
        id=commitment.id,
        said=said,
        source=source,
        action=promise.action,
        owner=promise.owner,
        due=promise.due,
        rating=RATINGS[promise.rating] if promise.rating else None,
        tag=TAG_COLOURS[promise.rating] if promise.rating else "",
        evidence=promise.evidence,
        reply=safe_html(promise.reply),
        overdue=is_overdue(promise.due, promise.rating, today),
        subject=around.subjects[promise.subject_id] if promise.subject_id else "",
        step=around.steps[promise.step_id] if promise.step_id else "",
        made_on=commitment.made_on,
    )


def describe(session: Session, said: Said) -> str:
    """What was said, in words."""
    around = Surroundings(**_find_said(session, [said]), subjects={}, steps={})
    return said_words(said, around)[0]


def said_words(said: Said, around: Surroundings) -> tuple[str, str]:
    """What was said, and where. Words that the moderation desk has taken back are not shown."""
    match said:
        case ThemeSaid(theme, None):
            return theme, ""
        case ThemeSaid(theme):
            return theme, str(gettext("From what people wrote in a survey"))
        case ViewsSaid(theme):
            return theme, str(gettext("From the views that families gave for reviews"))
        case QuotationSaid(_, quotation_id):
            quotation = around.quotations.get(quotation_id)
            if quotation is None:
                return str(gettext("What was said is not shown any more")), ""
            return f"“{quotation.words}”", str(gettext("Somebody wrote this in a survey"))
        case MeasureSaid(release_id, measure):
            release = around.releases.get(release_id)
            figure = release.snapshot.figure(measure) if release else None
            if release is None or figure is None or figure.share is None:
                return str(gettext("What was said is not shown any more")), ""
            return figure_sentence(release, measure), str(
                gettext(
                    "Report %(number)d: %(title)s",
                    number=release.number,
                    title=release.snapshot.wave.title,
                )
            )


def change_words(change: Change, around: Surroundings, *, everything: bool) -> str:
    """One change in a line. ``everything``: with what stood there before, for staff."""
    if change.field not in SHOWN_CHANGES and not everything:
        return str(gettext("%(what)s: the words changed", what=FIELDS[change.field]))
    return str(
        gettext(
            "%(what)s: was “%(before)s”, is now “%(after)s”",
            what=FIELDS[change.field],
            before=_value(change.field, change.before, around),
            after=_value(change.field, change.after, around),
        )
    )


def _value(field: Field, text: str, around: Surroundings) -> str:
    if not text:
        return str(gettext("nothing"))
    match field:
        case Field.DUE:
            return str(format_date(date.fromisoformat(text), "d MMMM y"))
        case Field.RATING:
            return str(NAMES[Rating(text)])
        case Field.SUBJECT:
            return around.subjects.get(UUID(text), str(gettext("a subject that is gone")))
        case Field.STEP:
            return around.steps.get(UUID(text), "")
        case _:
            return text
