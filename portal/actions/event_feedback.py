"""Feedback at an event: taken from the public form or from paper, counted, shown to the group."""

import json
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.actions.surveys import SWEEP
from portal.domain.event_feedback import (
    FROM_ONE_PLACE,
    EventResults,
    Feedback,
    FormClosed,
    FormStillOpen,
    FormUnknown,
    NothingSaid,
    NumberUsed,
    TooMuchFromOnePlace,
    Way,
    make_results,
)
from portal.domain.events import Event
from portal.domain.figures import Thresholds
from portal.domain.people import Viewer
from portal.store import event_feedback, events
from portal.store.events import Change
from portal.store.jobs import add_job
from portal.store.rate import count_try


def open_form(
    session: Session, viewer: Viewer, event_id: UUID, last_day: date, now: datetime
) -> FormClosed | None:
    """Let the public form take answers up to this day, that day included; a day that has passed
    closes it. Refused once the results are shown."""
    if events.lock_event(session, event_id).results_shown_on is not None:
        return FormClosed()
    events.set_last_day(session, event_id, last_day, Change(viewer.person_id, now))
    event_feedback.prepare_event_key(session, event_id)
    return None


def find_form(session: Session, code: str, today: date) -> Event | FormUnknown | FormClosed:
    """The event whose public form has this code, where it takes answers today."""
    event = events.find_event_by_code(session, code)
    if event is None:
        return FormUnknown()
    return event if event.takes_answers(today) else FormClosed()


def take_online(
    session: Session,
    code: str,
    feedback: Feedback,
    *,
    press: UUID,
    place: str,
    today: date,
    now: datetime,
) -> FormClosed | NothingSaid | TooMuchFromOnePlace | None:
    """Take the public form of this code. ``press`` is the id that its page brought: the same
    answers under the same id, as from a second press, count once. ``place`` is the network address
    it came from."""
    if feedback.is_empty:
        return NothingSaid()
    if not count_try(session, "event feedback", place, FROM_ONE_PLACE, now):
        return TooMuchFromOnePlace()
    event_id = events.count_if_open(session, code, today)
    if event_id is None:
        return FormClosed()
    said = json.dumps(
        [dict(feedback.answers), feedback.next_step, feedback.may_quote], sort_keys=True
    )
    if event_feedback.note_taken(session, event_id, f"press {press} {said}"):
        event_feedback.add_feedback(session, event_id, feedback)
    else:
        events.count_back(session, event_id)
    return None


def take_sheet(
    session: Session, event_id: UUID, number: int, feedback: Feedback
) -> FormClosed | NothingSaid | NumberUsed | None:
    """Type in a paper sheet, once, until the results are shown."""
    if feedback.is_empty:
        return NothingSaid()
    if not events.lock_event(session, event_id).takes_sheets:
        return FormClosed()
    if not event_feedback.note_taken(session, event_id, f"sheet {number}"):
        return NumberUsed(number)
    event_feedback.add_feedback(session, event_id, feedback)
    events.count_sheet(session, event_id)
    return None


def preview_results(session: Session, event: Event, thresholds: Thresholds) -> EventResults:
    """What the results would show today."""
    ways = {Way.ONLINE: event.online, Way.PAPER: event.on_paper}
    return make_results(event_feedback.list_answers(session, event.id), ways, thresholds)


def show_results(
    session: Session, event_id: UUID, thresholds: Thresholds, *, today: date, now: datetime
) -> FormStillOpen | None:
    """Freeze the results for the group, once, after the last day: two states of them could be
    compared. What told one form from another is destroyed."""
    event = events.lock_event(session, event_id)
    if event.results_shown_on is not None:
        return None
    if event.form is None or event.takes_answers(today):
        return FormStillOpen()
    events.keep_results(session, event_id, preview_results(session, event, thresholds), today)
    event_feedback.forget_taken(session, event_id)
    add_job(session, SWEEP, {}, now)
    return None
