"""What happens to a wave on its way: stopped, resumed, reminded of, closed on its day, and counted
where closing did not count it yet."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.actions.messages import queue_messages
from portal.actions.surveys import INVITE, close_wave
from portal.domain.dates import london_day
from portal.domain.messages import MessageKind
from portal.domain.waves import (
    ClosesTooSoon,
    WaveNotOpen,
    WaveNotStopped,
    WaveState,
    is_reminder_due,
)
from portal.store import invitations, survey_counts, waves
from portal.store.connection import session_beside
from portal.store.jobs import add_job
from portal.store.outbox import NewMessage

CLOSE_OVERDUE = "surveys.close_overdue"
REMIND_DUE = "surveys.remind_due"
REMIND = "surveys.remind"
COUNT_DUE = "surveys.count_due"
COUNT = "surveys.count"
_REMINDED_AT_ONCE = 100


def stop_wave(session: Session, wave_id: UUID) -> WaveNotOpen | None:
    """Take no answers and send nothing until it is resumed; drafts and queued messages stay."""
    moved = waves.move_wave(session, wave_id, before=WaveState.OPEN, after=WaveState.STOPPED)
    return None if moved else WaveNotOpen()


def resume_wave(
    session: Session, wave_id: UUID, *, today: date, now: datetime
) -> WaveNotStopped | ClosesTooSoon | None:
    """Go on with a stopped wave; the messages that waited go, and those never queued are."""
    if waves.get_wave(session, wave_id).closes_on < today:
        return ClosesTooSoon()
    if not waves.move_wave(session, wave_id, before=WaveState.STOPPED, after=WaveState.OPEN):
        return WaveNotStopped()
    add_job(session, INVITE, {"wave_id": str(wave_id)}, now)
    return None


def close_overdue(session: Session, *, today: date, now: datetime) -> None:
    """Close every wave whose last day has passed, stopped or not; a daily job."""
    for wave_id in waves.list_overdue(session, today):
        close_wave(session, wave_id, now=now)


def count_due(session: Session, *, now: datetime) -> None:
    """Leave to the worker to count each wave that closed before closing did it; a daily job."""
    for wave_id in survey_counts.list_not_rolled_up(session):
        add_job(session, COUNT, {"wave_id": str(wave_id)}, now)


def count_wave(session: Session, wave_id: UUID) -> None:
    """Count a closed wave's answers, so that it can be reported on; a job of the worker.

    They are read beside the transaction that writes: a million take so long that nobody else could
    write meanwhile. Done twice it changes nothing. Who was heard by group is not counted: the wave
    has not kept it.
    """
    with session_beside(session, "read") as reading:
        counts = survey_counts.count_answers(reading, waves.get_wave(reading, wave_id))
    if not survey_counts.is_rolled_up(session, wave_id):
        survey_counts.keep_counts(session, wave_id, counts)


def remind_due(session: Session, *, today: date, now: datetime) -> None:
    """Leave to the worker the reminders of each wave whose day for them it is; a daily job.

    A wave is marked before, so that two workers remind nobody twice. The work is split by the
    invitations' random ids: no job says whom it is about or how far another has come.
    """
    for due in waves.list_never_reminded(session):
        opened_on = london_day(due.opened_at)
        if not is_reminder_due(opened_on, due.closes_on, today):
            continue
        if waves.note_reminded(session, due.id, now):
            parts = -(-due.asked // _REMINDED_AT_ONCE)
            for part in range(parts):
                payload = {"wave_id": str(due.id), "part": str(part), "of": str(parts)}
                add_job(session, REMIND, payload, now)


def send_reminders(
    session: Session,
    wave_id: UUID,
    *,
    part: int,
    of: int,
    path_of: Callable[[str], str],
    now: datetime,
) -> None:
    """Queue the reminders of one part of a wave, in shuffled order; a job of the worker.

    They carry the link of the invitation. The invitation is not written to: nothing about it says
    that its holder was reminded.
    """
    queue_messages(
        session,
        [
            NewMessage(
                to=invitation.to,
                kind=MessageKind.SURVEY_REMINDER,
                link_path=path_of(invitations.link_token(session, invitation.id)),
                code=None,
                about=invitation.child_id,
                wave_id=wave_id,
            )
            for invitation in invitations.list_unanswered(session, wave_id, part=part, of=of)
        ],
        now,
    )
