"""A young person says who may see, who gets letters and who helps decide; a caseworker writes down
what they say, and whether they can decide.

What is said counts at once, and sessions stay: every query for a child asks the latest word.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.actions.messages import queue_message
from portal.domain.dates import london_day
from portal.domain.messages import MessageKind, Recipient, RecipientKind
from portal.domain.people import Viewer
from portal.domain.tasks import TaskKind
from portal.domain.wishes import CapacityDecision, Wish
from portal.store import addressees, capacity, wishes
from portal.store.access_decisions import Around
from portal.store.families import find_family_member, find_name_on_caseload
from portal.store.recorded_events import hold_case
from portal.store.rights_days import list_waiting
from portal.store.tasks import end_tasks
from portal.store.trail import ReadPurpose, record_read


@dataclass(frozen=True, slots=True)
class NotAround:
    """No such child for this viewer, or nobody there about whom there is something to say."""


@dataclass(frozen=True, slots=True)
class NotTheirsToSay:
    """The young person's rights have not begun, or the record itself keeps this adult away."""


@dataclass(frozen=True, slots=True)
class NotYetAssessed:
    """The day of the assessment lies ahead."""


def choose(
    session: Session, viewer: Viewer, around: Around, wish: Wish, *, link_path: str, now: datetime
) -> NotAround | None:
    """The young person's own choice about one adult. The same once more changes nothing."""
    today = london_day(now)
    if not hold_case(session, viewer, around.child_id, today):  # a second press waits here
        return NotAround()
    adults = {
        adult.family_member_id: adult
        for adult in wishes.list_adults(session, viewer, around.child_id, today)
    }
    adult = adults.get(around.family_member_id)
    if adult is None:
        return NotAround()
    if adult.said is None or adult.said.wish != wish:
        wishes.add_wish(session, around, wish, recorded_by_id=None, note="", now=now)
        _follow(session, around.child_id, None, link_path, now)
    return None


def record_wish(
    session: Session,
    viewer: Viewer,
    around: Around,
    wish: Wish,
    *,
    note: str,
    link_path: str,
    now: datetime,
) -> NotAround | NotTheirsToSay | None:
    """A caseworker writes down what the young person said, and how: the note is kept."""
    today = london_day(now)
    if not hold_case(session, viewer, around.child_id, today):
        return NotAround()
    member = find_family_member(session, viewer, around.child_id, around.family_member_id, today)
    if member is None:
        return NotAround()
    if not member.wish_decides:
        return NotTheirsToSay()
    wishes.add_wish(
        session, around, wish, recorded_by_id=viewer.person_id, note=note.strip(), now=now
    )
    record_read(session, viewer, child_id=around.child_id, purpose=ReadPurpose.WISH_RECORDED)
    _follow(session, around.child_id, viewer.person_id, link_path, now)
    return None


def record_capacity(
    session: Session,
    viewer: Viewer,
    child_id: UUID,
    decision: CapacityDecision,
    *,
    now: datetime,
) -> NotAround | NotTheirsToSay | NotYetAssessed | None:
    """Record whether the young person can make one decision. It is never inferred: each is about
    its own matter, and a later one about the same matter takes its place."""
    today = london_day(now)
    if not hold_case(session, viewer, child_id, today):
        return NotAround()
    if find_name_on_caseload(session, viewer, child_id, today) is None:
        return NotAround()
    if not wishes.holds_rights(session, child_id, today):
        return NotTheirsToSay()
    if decision.assessed_on > today:
        return NotYetAssessed()
    capacity.add_capacity(session, child_id, decision, recorded_by_id=viewer.person_id, now=now)
    record_read(session, viewer, child_id=child_id, purpose=ReadPurpose.CAPACITY_RECORDED)
    _end_task_where_settled(session, child_id, viewer.person_id, now)
    return None


def _follow(
    session: Session, child_id: UUID, by_id: UUID | None, link_path: str, now: datetime
) -> None:
    """Tell the young person that something was changed, in case it was not they; and end the
    caseworker's task where nothing is left to settle."""
    own = addressees.list_own_contacts(session, [child_id], london_day(now)).get(child_id)
    if own is not None:
        queue_message(
            session,
            to=Recipient(RecipientKind.FAMILY_MEMBER, own),
            kind=MessageKind.CHOICES_CHANGED,
            link_path=link_path,
            code=None,
            about=child_id,
            now=now,
        )
    _end_task_where_settled(session, child_id, by_id, now)


def _end_task_where_settled(
    session: Session, child_id: UUID, by_id: UUID | None, now: datetime
) -> None:
    if not list_waiting(session, [child_id], london_day(now)):
        end_tasks(session, child_id, {TaskKind.SETTLE_PARENTS_ACCESS}, by_id, now)
