"""The course of a wave: made, opened, closed, and its answers written so that nobody is traced."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from portal.actions.co_production import freeze_sign_off
from portal.actions.messages import queue_messages
from portal.actions.survey_cohorts import (
    SURVEYS_A_TERM,
    AsksOthers,
    asks_others,
    choose_cohort,
    may_ask,
)
from portal.domain.instruments import Fault, freeze, list_faults
from portal.domain.messages import MessageKind, RecipientKind
from portal.domain.reach import count_reach
from portal.domain.waves import (
    UNDER_WAY,
    ClosesTooSoon,
    CohortKind,
    CohortRule,
    DatesReversed,
    GroupKind,
    TooFewInvited,
    Wave,
    WaveNotDraft,
    WaveNotOpen,
    WaveState,
    may_create,
    merge_small_groups,
)
from portal.store import (
    call_attempts,
    forms_taken,
    invitations,
    responses,
    shuffling,
    survey_counts,
    waves,
)
from portal.store.bookkeeping import sweep
from portal.store.cohorts import Asked, reach_values, stream_caseload
from portal.store.jobs import add_job
from portal.store.outbox import NewMessage
from portal.store.outbox_claims import end_waiting_of_wave

INVITE = "surveys.invite"
WRITE_RESPONSES = "surveys.write_responses"
SWEEP = "surveys.sweep"
_INVITED_AT_ONCE = 100


class AnswersMissingError(Exception):
    """Fewer or more answers wait than the wave has counted; nothing is written."""


@dataclass(frozen=True, slots=True)
class NewWave:
    """What the officer decides about a wave before anybody is asked."""

    title: str
    instrument_id: UUID
    cohort: CohortRule
    groups: Sequence[GroupKind]
    closes_on: date
    baseline_id: UUID | None
    series_id: UUID | None = None


def create_wave(
    session: Session, wave: NewWave, *, today: date, now: datetime, new_id: UUID | None = None
) -> UUID | DatesReversed | ClosesTooSoon:
    """Make a draft; its id, or why not.

    ``new_id`` is the id it will have. The same again under that id, as from a second press, is
    the same draft; something else under it is one of its own.
    """
    if wave.cohort.kind is CohortKind.ANYBODY:
        wave = replace(wave, groups=())  # of whoever answers the records know nothing
    refusal = may_create(wave.cohort, wave.closes_on, today)
    if refusal is not None:
        return refusal
    new_id = new_id or uuid4()
    if not _add(session, new_id, wave, now) and not _is_the_same(session, new_id, wave):
        new_id = uuid4()
        _add(session, new_id, wave, now)
    return new_id


def _add(session: Session, new_id: UUID, wave: NewWave, now: datetime) -> bool:
    return waves.add_wave(
        session,
        new_id,
        title=wave.title,
        instrument_id=wave.instrument_id,
        cohort=wave.cohort,
        groups=wave.groups,
        closes_on=wave.closes_on,
        baseline_id=wave.baseline_id,
        series_id=wave.series_id,
        now=now,
    )


def _is_the_same(session: Session, wave_id: UUID, wave: NewWave) -> bool:
    there = waves.get_wave(session, wave_id)
    kept = (there.title, there.instrument_id, there.cohort, there.groups)
    asked = (wave.title, wave.instrument_id, wave.cohort, tuple(wave.groups))
    dates = (there.closes_on, there.baseline_id) == (wave.closes_on, wave.baseline_id)
    return kept == asked and dates


@dataclass(frozen=True, slots=True)
class NotReadyToAsk:
    """The instrument has faults; nobody can be asked before they are put right."""

    faults: tuple[Fault, ...]


def open_wave(
    session: Session,
    wave_id: UUID,
    *,
    today: date,
    now: datetime,
    surveys_a_term: int = SURVEYS_A_TERM,
) -> Wave | WaveNotDraft | ClosesTooSoon | NotReadyToAsk | AsksOthers | TooFewInvited:
    """Freeze the questions, invite the cohort, and leave the messages to the worker.

    Nobody is asked who was asked ``surveys_a_term`` times in this school term.

    Raises NoResultFound where there is no such wave.
    """
    wave = waves.get_wave(session, wave_id)
    if wave.closes_on < today:
        return ClosesTooSoon()
    faults = list_faults(wave.instrument)
    if faults:
        return NotReadyToAsk(faults)
    others = asks_others(wave)
    if others is not None:
        return others
    asked: Sequence[Asked] = ()
    if wave.public_code is None:
        asked = choose_cohort(session, wave, today, surveys_a_term=surveys_a_term).asked
        refusal = may_ask(asked)
        if refusal is not None:
            return refusal
    frozen = freeze(wave.instrument)
    if not waves.freeze_wave(session, wave_id, frozen, asked=len(asked), now=now):
        return WaveNotDraft()
    freeze_sign_off(session, wave_id, wave.instrument_id, frozen)
    responses.prepare_wave_key(session, wave_id)
    if asked:
        invitations.add_invitations(session, wave_id, asked)
        _count_asked(session, wave_id, asked, today)
        add_job(session, INVITE, {"wave_id": str(wave_id)}, now)
    return waves.get_wave(session, wave_id)


def _count_asked(session: Session, wave_id: UUID, asked: Sequence[Asked], today: date) -> None:
    """Freeze who is asked against all with a plan, by group; of settings nothing is counted."""
    reached = [one.reach for one in asked if one.reach is not None]
    if reached:
        caseload = (reach_values(facts, today) for facts in stream_caseload(session, today))
        survey_counts.add_reach(session, wave_id, count_reach(caseload, reached))


def send_invitations(
    session: Session, wave_id: UUID, *, path_of: Callable[[str], str], now: datetime
) -> None:
    """Queue the next messages, each with a link of its own; a job of the worker.

    ``path_of`` gives the path of a link's page. What is left goes into a job of its own, so that
    no transaction holds the database for long.
    """
    unsent = invitations.list_unsent(session, wave_id, _INVITED_AT_ONCE)
    if not unsent:
        return
    tokens = invitations.make_links(session, [invitation.id for invitation in unsent])
    messages = [
        NewMessage(
            to=invitation.to,
            kind=(
                MessageKind.SURVEY_INVITATION
                if invitation.to.kind is RecipientKind.FAMILY_MEMBER
                else MessageKind.SETTING_SURVEY
            ),
            link_path=path_of(tokens[invitation.id]),
            code=invitation.short_code,
            about=invitation.child_id,
            wave_id=wave_id,
        )
        for invitation in unsent
    ]
    queue_messages(session, messages, now)
    add_job(session, INVITE, {"wave_id": str(wave_id)}, now)


def close_wave(session: Session, wave_id: UUID, *, now: datetime) -> WaveNotOpen | None:
    """Take no more answers and send no more messages; the worker then writes what came."""
    if not any(
        waves.move_wave(session, wave_id, before=before, after=WaveState.CLOSING)
        for before in UNDER_WAY
    ):
        return WaveNotOpen()
    end_waiting_of_wave(session, wave_id, now)
    add_job(session, WRITE_RESPONSES, {"wave_id": str(wave_id)}, now)
    return None


def write_responses(session: Session, wave_id: UUID, *, now: datetime) -> None:
    """Write a closing wave's answers in one shuffled go and destroy all that led to them.

    A job of the worker; done twice it changes nothing. Raises AnswersMissingError.
    """
    if not waves.move_wave(session, wave_id, before=WaveState.CLOSING, after=WaveState.CLOSED):
        return
    shuffling.lock_answers(session)
    wave = waves.get_wave(session, wave_id)
    waiting = responses.list_waiting(session, wave_id)
    if len(waiting) != wave.answered:
        raise AnswersMissingError(f"{len(waiting)} wait, {wave.answered} were counted")
    stored_as = merge_small_groups(Counter(response.groups for response in waiting))
    responses.add_texts(session, wave_id, waiting, wave.text_keys)
    responses.add_responses(
        session,
        wave_id,
        [
            replace(response.without(wave.text_keys), groups=stored_as[response.groups])
            for response in waiting
        ],
    )
    survey_counts.roll_up(session, wave)
    survey_counts.count_reached(session, wave_id)
    responses.destroy_waiting(session, wave_id)
    forms_taken.forget_taken(session, wave_id)
    call_attempts.destroy_calls(session, wave_id)
    shuffling.rewrite_invitations(session, wave_id)
    waves.note_closed(session, wave_id, now)
    add_job(session, SWEEP, {}, now)


def sweep_bookkeeping(session: Session) -> None:
    """Remove what the database itself still keeps of rows that were destroyed; a job."""
    sweep(session)
