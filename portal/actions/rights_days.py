"""What happens by itself when a young person's rights come near, begin, and at 18."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.actions.messages import queue_messages
from portal.domain.dates import birthday, london_day
from portal.domain.messages import MessageKind, Recipient, RecipientKind
from portal.domain.rights import MAJORITY, latest_birth_with_rights, rights_from
from portal.domain.rights_days import Notice, RightsDay, reached_days, settle_by
from portal.domain.tasks import NewTask, TaskKind
from portal.store.addressees import list_addressees, list_own_contacts
from portal.store.milestones import Milestone, note_new
from portal.store.outbox import NewMessage
from portal.store.rights_days import list_births, list_waiting
from portal.store.tasks import add_tasks

RIGHTS_DAYS = "rights.days"
PathOf = Callable[[UUID], str]
BankHolidays = Callable[[Collection[int]], Collection[date]]
"""The bank holidays of these years."""


@dataclass(frozen=True, slots=True)
class _Telling:
    """To the young person, and to the adults around them: differently worded."""

    own: MessageKind
    family: MessageKind


_TELLING = {
    RightsDay.RIGHTS_SOON: _Telling(MessageKind.RIGHTS_SOON_OWN, MessageKind.RIGHTS_SOON_FAMILY),
    RightsDay.RIGHTS_BEGIN: _Telling(MessageKind.RIGHTS_BEGIN_OWN, MessageKind.RIGHTS_BEGIN_FAMILY),
    RightsDay.EIGHTEEN_SOON: _Telling(
        MessageKind.EIGHTEEN_SOON_OWN, MessageKind.EIGHTEEN_SOON_FAMILY
    ),
}


@dataclass(slots=True)
class _ToDo:
    messages: list[NewMessage] = field(default_factory=list)
    tasks: list[NewTask] = field(default_factory=list)


def keep_rights_days(
    session: Session,
    *,
    notice: Notice,
    path_of: PathOf,
    bank_holidays: BankHolidays,
    now: datetime,
) -> None:
    """Do, once each, what the days that have come ask for.

    The young person is told where there is a way to reach them, the adults around them apart from
    that; where there is none, their caseworker finds one by the day on which the rights begin. At
    18, where nothing says what the parents may see, the caseworker settles it.
    """
    today = london_day(now)
    born = dict(list_births(session, latest_birth_with_rights(today + notice.before_rights), today))
    reached: defaultdict[RightsDay, dict[UUID, date]] = defaultdict(dict)
    for child_id, day in born.items():
        for each in reached_days(day, today, notice):
            reached[each.kind][child_id] = each.day
    # At 18 there is something to say, and to do, only where nobody has settled it.
    waiting = list_waiting(
        session,
        reached[RightsDay.EIGHTEEN],
        today,
    )
    will_wait = list_waiting(session, reached[RightsDay.EIGHTEEN_SOON], today + notice.before_18)
    asked: dict[RightsDay, Collection[UUID]] = {
        RightsDay.EIGHTEEN: waiting,
        RightsDay.EIGHTEEN_SOON: will_wait,
    }
    new: defaultdict[RightsDay, list[UUID]] = defaultdict(list)
    for milestone in note_new(
        session,
        (
            Milestone(child_id, kind, day)
            for kind, children in reached.items()
            for child_id, day in children.items()
            if child_id in asked.get(kind, children)
        ),
        now,
    ):
        new[RightsDay(milestone.kind)].append(milestone.subject_id)

    todo = _ToDo()
    for kind, telling in _TELLING.items():
        _tell(session, todo, new[kind], telling, path_of, today)
    begin = [*new[RightsDay.RIGHTS_SOON], *new[RightsDay.RIGHTS_BEGIN]]
    reachable = list_own_contacts(session, begin, today)
    todo.tasks += [
        NewTask(child_id, TaskKind.FIND_WAY_TO_REACH, child_id, rights_from(born[child_id]))
        for child_id in begin
        if child_id not in reachable
    ]
    years = bank_holidays({today.year, today.year + 1}) if new[RightsDay.EIGHTEEN] else ()
    todo.tasks += [
        NewTask(
            child_id,
            TaskKind.SETTLE_PARENTS_ACCESS,
            child_id,
            settle_by(birthday(born[child_id], MAJORITY), today, years),
        )
        for child_id in new[RightsDay.EIGHTEEN]
    ]
    queue_messages(session, todo.messages, now)
    add_tasks(session, todo.tasks, now)


def _tell(
    session: Session,
    todo: _ToDo,
    children: Iterable[UUID],
    telling: _Telling,
    path_of: PathOf,
    today: date,
) -> None:
    ids = list(children)
    own = list_own_contacts(session, ids, today)
    around = list_addressees(session, ids, today, with_own=False)
    for child_id in ids:
        young_person = own.get(child_id)
        if young_person is not None:
            todo.messages.append(_message(young_person, telling.own, path_of, child_id))
        todo.messages += [
            _message(person_id, telling.family, path_of, child_id)
            for person_id in around.get(child_id, ())
        ]


def _message(person_id: UUID, kind: MessageKind, path_of: PathOf, child_id: UUID) -> NewMessage:
    return NewMessage(
        to=Recipient(RecipientKind.FAMILY_MEMBER, person_id),
        kind=kind,
        link_path=path_of(child_id),
        about=child_id,
    )
