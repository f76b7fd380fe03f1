"""A concern is raised; the rota is told, one after another, until somebody has taken it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from portal.actions.messages import queue_message
from portal.domain.addresses import Channel
from portal.domain.dates import london_day
from portal.domain.messages import MessageKind, Recipient, RecipientKind
from portal.domain.people import Viewer
from portal.domain.safeguarding import (
    Source,
    Step,
    TextSource,
    first_telling_at,
    looks_first,
    tell_next,
)
from portal.domain.safeguarding_hours import Lack, Rota, find_gaps
from portal.domain.trail import ReadPurpose
from portal.store import safeguarding
from portal.store.jobs import add_job
from portal.store.milestones import Milestone, note_new
from portal.store.outbox_claims import hold_back
from portal.store.safeguarding import NewEntry, Standing
from portal.store.safeguarding_rota import Lead, list_leads
from portal.store.trail import record_read

TELL_NEXT = "safeguarding.tell_next"
FIND_OVERDUE = "safeguarding.find_overdue"
GAPS_TOLD = "safeguarding_gaps_told"
WARNED_DAYS_BEFORE = 7
"""For so many days on, a day on which nobody is on is warned of. *Policy*."""


@dataclass(frozen=True, slots=True)
class Watch:
    """How a council keeps watch: its rota, how long one person has to take a concern, the page of a
    concern, and words of its own for which a text is read first."""

    rota: Rota
    within: timedelta
    path_of: Callable[[UUID], str]
    words: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Worry:
    """``by``: the member of staff who is worried; None where the writer turned to us. ``why`` are
    that person's words, ``contact`` how the writer can be reached."""

    source: Source
    by: Viewer | None = None
    why: str = ""
    contact: str = ""


def raise_concern(
    session: Session, worry: Worry, watch: Watch, now: datetime, *, new_id: UUID
) -> UUID:
    """Keep the text as it is, hold what was made from it, and tell whoever is on.

    Nobody is told outside the declared hours: then it happens as soon as they begin. The same
    press twice is one concern; a second reader of the same words joins the one that is open.
    """
    source = worry.source
    by = worry.by.person_id if worry.by else None
    if worry.by is not None:
        record_read(session, worry.by, child_id=source.child_id, purpose=ReadPurpose.SAFEGUARDING)
        open_already = safeguarding.find_open_about(session, source)
        if open_already is not None and safeguarding.hold_concern(session, open_already):
            again = NewEntry(Step.RAISED_AGAIN, by=by, words=worry.why)
            if by not in safeguarding.list_raisers(session, open_already):
                safeguarding.add_entry(session, open_already, again, now)
            return open_already
    next_at = first_telling_at(watch.rota, now)
    is_new = safeguarding.add_concern(
        session,
        new_id,
        source,
        contact=worry.contact,
        looks_first=looks_first(source.said, watch.words),
        raised_at=now,
        next_at=next_at,
    )
    if not is_new:
        return new_id
    safeguarding.add_entry(session, new_id, NewEntry(Step.RAISED, by=by, words=worry.why), now)
    hold_back(session, source.id)
    begin_telling(session, new_id, watch, next_at, now)
    return new_id


def begin_telling(
    session: Session, concern_id: UUID, watch: Watch, next_at: datetime, now: datetime
) -> None:
    """Tell the first person now, or let the worker do it when the hours begin."""
    if next_at > now:
        _tell_at(session, concern_id, next_at, now)
        return
    standing = safeguarding.hold_concern(session, concern_id)
    if standing is not None:
        _tell(session, standing, watch, list_leads(session), now)


def _tell_at(session: Session, concern_id: UUID, at: datetime, now: datetime) -> None:
    """Let the worker tell the next people of this concern, as a job of its own: what goes wrong
    with one concern must not keep others from being told."""
    add_job(session, TELL_NEXT, {"concern_id": str(concern_id)}, now, at=at)


def tell_next_of(session: Session, concern_id: UUID, watch: Watch, now: datetime) -> bool:
    """Go on to the next person if nobody has taken it in time; whether anybody was told. Done twice
    at one moment it tells once: the second waits for the first and finds nothing due."""
    standing = safeguarding.hold_concern(session, concern_id)
    if standing is None or standing.next_at is None or standing.next_at > now:
        return False
    _tell(session, standing, watch, list_leads(session), now)
    return True


def start_overdue(session: Session, now: datetime) -> int:
    """Start the telling of every concern that is due, should its job have been lost; how many."""
    due = safeguarding.list_due(session, now)
    for concern_id in due:
        _tell_at(session, concern_id, now, now)
    return len(due)


def _tell(
    session: Session,
    standing: Standing,
    watch: Watch,
    leads: Collection[Lead],
    now: datetime,
) -> None:
    by_id = {lead.id: lead for lead in leads}
    telling = tell_next(watch.rota, standing.told_rounds, by_id, watch.within, now)
    for person in telling.to:
        # The text message first: it is what wakes somebody up.
        ways = [Channel.SMS, Channel.EMAIL] if by_id[person].has_mobile else [Channel.EMAIL]
        for way in ways:
            _tell_one(session, standing, watch, person, way, now)
    safeguarding.note_round(session, standing.id, telling.next_at)
    _tell_at(session, standing.id, telling.next_at, now)


def _tell_one(
    session: Session,
    standing: Standing,
    watch: Watch,
    person: UUID,
    way: Channel,
    now: datetime,
) -> None:
    message_id = queue_message(
        session,
        to=Recipient(RecipientKind.STAFF, person),
        kind=_kind_of(standing),
        link_path=watch.path_of(standing.id),
        code=None,
        now=now,
        channel=way,
    )
    entry = NewEntry(Step.TOLD, told=person, channel=way, message_id=message_id)
    safeguarding.add_entry(session, standing.id, entry, now)


def _kind_of(standing: Standing) -> MessageKind:
    if standing.is_drill:
        first, again = MessageKind.CONCERN_DRILL, MessageKind.CONCERN_DRILL_WAITS
    else:
        first, again = MessageKind.CONCERN, MessageKind.CONCERN_WAITS
    return first if standing.told_rounds == 0 else again


def warn_leads(session: Session, rota: Rota, rota_path: str, now: datetime) -> int:
    """Write to every lead where the coming days lack somebody; how many were written to. Once a
    day at most, however often it is asked."""
    leads, today = list_leads(session), london_day(now)
    gaps = find_gaps(
        rota,
        today,
        WARNED_DAYS_BEFORE,
        leads={lead.id for lead in leads},
        with_mobile={lead.id for lead in leads if lead.has_mobile},
    )
    if not any(gap.lack is Lack.NOBODY for gap in gaps):
        return 0
    told_today = [Milestone(lead.id, GAPS_TOLD, today) for lead in leads]
    new = note_new(session, told_today, now)
    for milestone in new:
        queue_message(
            session,
            to=Recipient(RecipientKind.STAFF, milestone.subject_id),
            kind=MessageKind.CONCERN_ROTA_GAPS,
            link_path=rota_path,
            code=None,
            now=now,
        )
    return len(new)


def begin_drill(session: Session, watch: Watch, now: datetime, *, new_id: UUID) -> UUID:
    """A concern that says that it is a drill, told to the same people by the same ways."""
    source = Source(TextSource.DRILL, new_id, ())
    return raise_concern(session, Worry(source), replace(watch, words=()), now, new_id=new_id)
