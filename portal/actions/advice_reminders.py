"""What the council does by itself while an answer is awaited: remind, tell the manager, put it on
the caseworker's desk. Each once, on the day the rule names or as soon after as a worker runs."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from portal.actions.advice import LinkPath, send_link
from portal.actions.messages import queue_message
from portal.domain.advice import Nudge, NudgePolicy, nudges_reached
from portal.domain.dates import london_day
from portal.domain.messages import MessageKind, Recipient, RecipientKind
from portal.domain.sign_in import LIFE, TicketPurpose
from portal.domain.tasks import NewTask, TaskKind
from portal.store import advice
from portal.store.advice_links import LinkPurpose, add_link, delete_codes_before
from portal.store.advisers import list_not_reached
from portal.store.milestones import Milestone, note_new
from portal.store.tasks import add_tasks, reopen_task

_KEPT = max(timedelta(days=1), LIFE[TicketPurpose.SIGN_IN])
"""Codes and the browsers that gave them are long over after a day."""


def nudge_advisers(
    session: Session,
    policy: NudgePolicy,
    *,
    answer_path: LinkPath,
    late_path: LinkPath,
    now: datetime,
) -> None:
    """Everything that is new since the last time. After an outage an adviser gets one reminder,
    however many days of reminding have passed."""
    today = london_day(now)
    soonest = today + timedelta(max(policy.remind_before, default=0))
    waiting = advice.list_waiting(session, due_by=soonest)
    children = {request_id: child_id for request_id, child_id, _ in waiting}
    new = note_new(
        session,
        (
            Milestone(request_id, nudge, day)
            for request_id, _, due_on in waiting
            for nudge, day in nudges_reached(due_on, today, policy)
        ),
        now,
    )
    reminded: set[UUID] = set()
    for milestone in new:
        match Nudge(milestone.kind):
            case Nudge.REMINDER:
                reminded.add(milestone.subject_id)
            case Nudge.LATE:
                late = NewTask(
                    children[milestone.subject_id],
                    TaskKind.ADVICE_LATE,
                    milestone.subject_id,
                    milestone.day,
                )
                add_tasks(session, [late], now)
            case Nudge.ESCALATION:
                _tell_manager(session, milestone.subject_id, children, late_path, now)
    for request_id in reminded:
        request = advice.find_request(session, request_id)
        if request is not None:
            send_link(session, request, MessageKind.ADVICE_REMINDER, path_of=answer_path, now=now)
    for request_id, (child_id, known_at) in list_not_reached(session).items():
        task = NewTask(child_id, TaskKind.ADVISER_NOT_REACHED, request_id, today)
        reopen_task(session, task, now, done_before=known_at)  # the next adviser's address fails
        add_tasks(session, [task], now)
    delete_codes_before(session, now - _KEPT)


def _tell_manager(
    session: Session,
    request_id: UUID,
    children: dict[UUID, UUID],
    late_path: LinkPath,
    now: datetime,
) -> None:
    token = add_link(session, request_id, LinkPurpose.LATE, now)
    queue_message(
        session,
        to=Recipient(RecipientKind.ADVICE_MANAGER, request_id),
        kind=MessageKind.ADVICE_LATE,
        link_path=late_path(token),
        code=None,
        about=children[request_id],
        now=now,
    )
