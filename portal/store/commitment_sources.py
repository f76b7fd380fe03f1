"""What commitments come from, and the people who took part in it.

Of an unlinked survey those are all who were asked: who answered is not known, and is not asked
here. Invitations outlive the close of a wave, without a mark of who answered.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, false, func, select
from sqlalchemy.orm import Session

from portal.domain.dates import LONDON
from portal.domain.messages import Recipient, RecipientKind
from portal.domain.moderation import Quotation, Source, counted
from portal.store.moderation import list_steps_of, quotations_of, steps_of
from portal.store.tables.moderation import ModerationStep
from portal.store.tables.reviews import Contribution, ContributionSending, ReviewCycle
from portal.store.tables.surveys import SurveyInvitation, SurveyText
from portal.store.themes import list_themes


@dataclass(frozen=True, slots=True)
class TookPart:
    """One person, and the children about whom they were asked or wrote."""

    to: Recipient
    child_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class SaidInWave:
    """What the moderation desk let out of a survey: themes, without how many, and words."""

    themes: tuple[str, ...]
    quotations: tuple[Quotation, ...]


def list_said(session: Session, wave_id: UUID) -> SaidInWave:
    """What a commitment can answer in this survey; themes by name."""
    of_wave = select(SurveyText.id).where(SurveyText.wave_id == wave_id)
    quotable = select(SurveyText.id, SurveyText.question).where(
        SurveyText.wave_id == wave_id, SurveyText.may_quote
    )
    asked = {row.id: row.question for row in session.execute(quotable)}
    steps = steps_of(session, Source.SURVEY, of_wave)
    found = {theme for each in steps.values() for theme in counted(each) or ()}
    names = (t.words.name for t in list_themes(session, retired=True) if t.id in found)
    quotations = quotations_of(session, asked, steps) if asked else []
    return SaidInWave(tuple(sorted(names)), tuple(quotations))


def list_released(session: Session, ids: Collection[UUID]) -> Mapping[UUID, Quotation]:
    """Of these quotations those that the moderation desk still lets out, by id."""
    if not ids:
        return {}
    decided = select(ModerationStep.text_id).where(
        ModerationStep.id.in_(ids), ModerationStep.source == Source.SURVEY
    )
    rows = session.execute(
        select(SurveyText.id, SurveyText.question).where(
            SurveyText.id.in_(decided), SurveyText.may_quote
        )
    )
    asked = {row.id: row.question for row in rows}
    if not asked:
        return {}
    found = quotations_of(session, asked, list_steps_of(session, Source.SURVEY, asked))
    return {quotation.id: quotation for quotation in found if quotation.id in ids}


def list_asked(
    session: Session, wave_id: UUID, *, after: UUID | None, limit: int
) -> Sequence[TookPart]:
    """The next of all who were asked by a survey, in the order of their ids, each once."""
    person = func.coalesce(SurveyInvitation.family_member_id, SurveyInvitation.staff_id)
    everybody = select(
        person.label("person"),
        SurveyInvitation.staff_id.is_not(None).label("is_staff"),
        SurveyInvitation.child_id.label("child_id"),
    ).where(SurveyInvitation.wave_id == wave_id)
    return _next(session, everybody, after, limit)


def list_givers(
    session: Session, first: date, last: date, *, after: UUID | None, limit: int
) -> Sequence[TookPart]:
    """The same of those who sent views for a review from one day to another, both included."""
    begin, end = _london_days(first, last)
    everybody = (
        select(
            Contribution.author_id.label("person"),
            false().label("is_staff"),
            ReviewCycle.child_id.label("child_id"),
        )
        .join(ReviewCycle, ReviewCycle.id == Contribution.review_id)
        .where(
            exists().where(
                ContributionSending.contribution_id == Contribution.id,
                ContributionSending.sent_at >= begin,
                ContributionSending.sent_at < end,
            )
        )
    )
    return _next(session, everybody, after, limit)


def _london_days(first: date, last: date) -> tuple[datetime, datetime]:
    return (
        datetime.combine(first, time(), LONDON),
        datetime.combine(last + timedelta(days=1), time(), LONDON),
    )


def _next(
    session: Session, everybody: Select[*tuple[Any, ...]], after: UUID | None, limit: int
) -> Sequence[TookPart]:
    people = everybody.subquery()
    some = select(people.c.person).distinct().order_by(people.c.person).limit(limit)
    if after is not None:
        some = some.where(people.c.person > after)
    rows = session.execute(
        select(people).where(people.c.person.in_(some)).order_by(people.c.person)
    ).all()
    children: dict[Recipient, list[UUID]] = {}
    for row in rows:
        kind = RecipientKind.STAFF if row.is_staff else RecipientKind.FAMILY_MEMBER
        about = children.setdefault(Recipient(kind, row.person), [])
        if row.child_id is not None:
            about.append(row.child_id)
    return [TookPart(to, tuple(dict.fromkeys(about))) for to, about in children.items()]
