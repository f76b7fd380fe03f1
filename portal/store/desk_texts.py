"""Texts as the moderation desk sees them: over all places where people write, in random order.

Their order is that of their ids, which are random and say nothing of time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Subquery,
    and_,
    case,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from portal.domain.moderation import Clock, Outcome, Source, State, StepKind, TextRef
from portal.store import event_feedback, inspections, responses, waves
from portal.store.tables.event_feedback import EventWords
from portal.store.tables.events import EventRow
from portal.store.tables.inspections import InspectionRow
from portal.store.tables.moderation import ModerationClock, ModerationStep
from portal.store.tables.surveys import SurveyText, SurveyWave


@dataclass(frozen=True, slots=True)
class DeskText:
    """One text to read. ``group_id`` is the survey, event or inspection that it is of, ``about``
    its title; ``question`` what was asked, empty where a source always asks the same."""

    ref: TextRef
    group_id: UUID
    about: str
    question: str
    words: str
    may_quote: bool


@dataclass(frozen=True, slots=True)
class ListedText:
    """A line of a list: everything but the words."""

    ref: TextRef
    about: str
    may_quote: bool
    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class WaitingGroup:
    """How many texts of one survey, event or inspection wait. ``clock`` is None before the daily
    job has found them."""

    source: Source
    about: str
    waiting: int
    clock: Clock | None


def find_text(session: Session, ref: TextRef) -> DeskText | None:
    """The text with its words; None where it is not there."""
    match ref.source:
        case Source.SURVEY:
            return _find_survey_text(session, ref)
        case Source.EVENT:
            found = event_feedback.find_words(session, ref.id)
            if found is None:
                return None
            event_id, words, may_quote = found
            title = session.get_one(EventRow, event_id).title
            return DeskText(ref, event_id, title, "", words, may_quote)
        case Source.INSPECTION:
            inspection = inspections.find_inspection(session, ref.id)
            if inspection is None:
                return None
            details = inspection.details
            return DeskText(ref, ref.id, details.place, "", details.saw, details.may_quote)


def _find_survey_text(session: Session, ref: TextRef) -> DeskText | None:
    found = responses.find_text(session, ref.id)
    if found is None:
        return None
    wave_id, text = found
    wave = waves.get_wave(session, wave_id)
    asked = next((q.statement for q in wave.questions if q.key == text.question), "")
    return DeskText(ref, wave_id, wave.title, asked, text.words, text.may_quote)


def count_texts(session: Session) -> Mapping[State, int]:
    texts = _with_state()
    counts = session.execute(select(texts.c.state, func.count()).group_by(texts.c.state))
    return {State(state): count for state, count in counts}


def list_texts(session: Session, state: State, *, offset: int, limit: int) -> list[ListedText]:
    """Texts in this state, over all sources."""
    texts = _with_state()
    rows = session.execute(
        select(texts).where(texts.c.state == state).order_by(texts.c.id).offset(offset).limit(limit)
    )
    return [
        ListedText(
            TextRef(Source(row.source), row.id),
            row.about,
            row.may_quote,
            Outcome(row.outcome) if row.outcome else None,
        )
        for row in rows
    ]


def list_waiting_groups(session: Session) -> Sequence[WaitingGroup]:
    """Where texts wait, those that wait longest first."""
    texts = _with_state()
    rows = session.execute(
        select(
            texts.c.source,
            texts.c.about,
            func.count().label("waiting"),
            ModerationClock.since,
            ModerationClock.due_on,
        )
        .outerjoin(ModerationClock, ModerationClock.group_id == texts.c.group_id)
        .where(texts.c.state == State.WAITING)
        .group_by(
            texts.c.source,
            texts.c.group_id,
            texts.c.about,
            ModerationClock.since,
            ModerationClock.due_on,
        )
    )
    groups = [
        WaitingGroup(
            Source(row.source),
            row.about,
            row.waiting,
            Clock(row.since, row.due_on) if row.since else None,
        )
        for row in rows
    ]
    return sorted(groups, key=lambda g: (g.clock is None, g.clock and g.clock.since, g.about))


def keep_clocks(session: Session, new: Clock) -> None:
    """Start ``new`` where texts wait and no clock runs, and stop those of places where none waits.
    Done again on one day it changes nothing."""
    texts = _with_state()
    waiting = select(texts.c.group_id).where(texts.c.state == State.WAITING).distinct()
    session.execute(
        delete(ModerationClock).where(ModerationClock.group_id.not_in(waiting)),
        execution_options={"synchronize_session": False},
    )
    running = set(session.scalars(select(ModerationClock.group_id)))
    found = [group_id for group_id in session.scalars(waiting) if group_id not in running]
    if found:
        session.execute(
            insert(ModerationClock),
            [{"group_id": each, "since": new.since, "due_on": new.due} for each in sorted(found)],
        )


def _all_texts() -> CompoundSelect[Any]:
    """Every text with what a list shows of it."""
    return union_all(
        select(
            literal(Source.SURVEY.value).label("source"),
            SurveyText.id.label("id"),
            SurveyText.wave_id.label("group_id"),
            SurveyWave.title.label("about"),
            SurveyText.may_quote.label("may_quote"),
        ).join(SurveyWave, SurveyWave.id == SurveyText.wave_id),
        select(
            literal(Source.EVENT.value),
            EventWords.id,
            EventWords.event_id,
            EventRow.title,
            EventWords.may_quote,
        ).join(EventRow, EventRow.id == EventWords.event_id),
        select(
            literal(Source.INSPECTION.value),
            InspectionRow.id,
            InspectionRow.id,
            InspectionRow.place,
            InspectionRow.may_quote,
        ),
    )


def _with_state() -> Subquery:
    """Every text with the state that its last step left it in, as `moderation.state_of` says."""
    texts = _all_texts().subquery()
    last, later = aliased(ModerationStep), aliased(ModerationStep)
    is_last = ~(
        select(later.id)
        .where(
            later.text_id == last.text_id,
            later.source == last.source,
            later.number > last.number,
        )
        .exists()
    )
    of_text = and_(last.text_id == texts.c.id, last.source == texts.c.source, is_last)
    return (
        select(texts, last.outcome.label("outcome"), _state(last).label("state"))
        .outerjoin(last, of_text)
        .subquery()
    )


def _state(last: type[ModerationStep]) -> ColumnElement[str]:
    stands = (StepKind.DECIDED, StepKind.CONFIRMED)
    for_second = and_(
        last.kind == StepKind.DECIDED, last.outcome == Outcome.QUOTE, last.needs_second.is_(True)
    )
    return case(
        (or_(last.kind.is_(None), last.kind.not_in(stands)), State.WAITING.value),
        (for_second, State.FOR_SECOND.value),
        else_=State.SETTLED.value,
    )
