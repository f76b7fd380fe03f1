"""When somebody says that a date of a case is wrong: a person looks at it and answers."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from portal.actions.messages import queue_message
from portal.domain.date_flags import DateFlag, DateOutcome
from portal.domain.dates import london_day
from portal.domain.messages import MessageKind, Recipient, RecipientKind
from portal.domain.people import Viewer
from portal.domain.plans import plan_status, recorded_dates
from portal.domain.tasks import NewTask, TaskKind
from portal.store import date_flags
from portal.store.cases import find_case
from portal.store.date_flags import FlagOfChild
from portal.store.families import find_child_name
from portal.store.record_age import FlaggedDate
from portal.store.recorded_events import hold_case
from portal.store.tasks import add_tasks, end_tasks
from portal.store.trail import ReadPurpose, record_read


@dataclass(frozen=True, slots=True)
class NotShown:
    """This person was never shown this date: the child is not theirs to see, or it has changed."""


@dataclass(frozen=True, slots=True)
class SaidBefore:
    """This person has said the same about this date before."""

    flag: DateFlag


@dataclass(frozen=True, slots=True)
class NoSuchFlag:
    """Nobody called such a date of a child of this caseworker wrong."""


def find_own_flag(
    session: Session, viewer: Viewer, child_id: UUID, flagged: FlaggedDate, today: date
) -> DateFlag | NotShown | None:
    """What this person has said about this date so far; None for nothing."""
    if find_child_name(session, viewer, child_id, today) is None:
        return NotShown()
    record_read(session, viewer, child_id=child_id, purpose=ReadPurpose.PLAN_STATUS)
    return next(
        (
            flag
            for flag in date_flags.list_own_flags(session, viewer, child_id)
            if FlaggedDate(flag.source, flag.day) == flagged
        ),
        None,
    )


def flag_date(
    session: Session,
    viewer: Viewer,
    child_id: UUID,
    flagged: FlaggedDate,
    words: str,
    *,
    check_within: timedelta,
    now: datetime,
) -> NotShown | SaidBefore | None:
    """Note that a family member calls this date wrong; until it is checked nothing that counts
    from it is said to be late. ``check_within``: the council's own aim for an answer."""
    if not hold_case(session, viewer, child_id, london_day(now)):  # a second press waits here
        return NotShown()
    before = find_own_flag(session, viewer, child_id, flagged, london_day(now))
    if isinstance(before, NotShown):
        return before
    if before is not None and before.was_said_before(words):
        return SaidBefore(before)
    if not _is_shown(session, viewer, child_id, flagged, london_day(now)):
        return NotShown()
    report_id = date_flags.add_report(
        session, child_id, flagged, words, by=viewer.person_id, now=now
    )
    due = london_day(now) + check_within
    add_tasks(session, [NewTask(child_id, TaskKind.CHECK_DATE, report_id, due)], now)
    return None


def answer_flag(
    session: Session,
    viewer: Viewer,
    flag_id: UUID,
    *,
    outcome: DateOutcome,
    words: str,
    link_path: str,
    now: datetime,
) -> FlagOfChild | NoSuchFlag:
    """Answer whoever set the flag. Where the answer settles it, the task is done and the date is
    believed again. The same answer twice in a row, as from a second press, is one."""
    found = open_flag(session, viewer, flag_id, london_day(now))
    if isinstance(found, NoSuchFlag):
        return found
    latest = found.flag.latest_answer
    if (
        latest is not None
        and not found.flag.waits
        and (latest.outcome, latest.words) == (outcome, words)
    ):
        return found
    record_read(session, viewer, child_id=found.child_id, purpose=ReadPurpose.FLAG_SETTLED)
    date_flags.add_answer(session, found, outcome, words, by=viewer.person_id, now=now)
    if outcome.settles:
        for report in found.flag.reports:
            end_tasks(session, report.id, [TaskKind.CHECK_DATE], viewer.person_id, now)
    queue_message(
        session,
        to=Recipient(RecipientKind.FAMILY_MEMBER, found.flag.author_id),
        kind=MessageKind.DATE_ANSWERED,
        link_path=link_path,
        code=None,
        about=found.child_id,
        made_from=found.flag.id,
        now=now,
    )
    return found


def open_flag(
    session: Session, viewer: Viewer, flag_id: UUID, today: date
) -> FlagOfChild | NoSuchFlag:
    """A flag to be answered, noted in the trail."""
    found = date_flags.find_flag(session, viewer, flag_id, today)
    if found is None:
        return NoSuchFlag()
    record_read(session, viewer, child_id=found.child_id, purpose=ReadPurpose.CASE_WORK)
    return found


def _is_shown(
    session: Session, viewer: Viewer, child_id: UUID, flagged: FlaggedDate, today: date
) -> bool:
    case = find_case(session, viewer, child_id, today)
    if case is None:
        return False
    shown = recorded_dates(plan_status(case.facts, today))
    return flagged in {FlaggedDate(recorded.source, recorded.on) for recorded in shown}
