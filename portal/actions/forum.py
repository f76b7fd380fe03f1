"""The forum's members: counted, and put right without losing what was said before."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from portal.domain.forum import AlreadyCorrected, ForumCount
from portal.domain.people import Viewer
from portal.store import forum


def add_count(
    session: Session,
    viewer: Viewer,
    count: ForumCount,
    now: datetime,
    *,
    new_id: UUID,
    corrects: UUID | None = None,
) -> UUID | AlreadyCorrected:
    """Keep a count, or the correction of one; its id. The same again under ``new_id``, as from a
    second press, is the same entry; something else under it is one of its own."""
    for entry_id in (new_id, uuid4()):
        by = viewer.person_id
        if forum.add_count(session, entry_id, count, corrects=corrects, by=by, now=now):
            return entry_id
        there = forum.find_entry(session, entry_id)
        if there is not None and (there.count, there.corrects) == (count, corrects):
            return entry_id
    return AlreadyCorrected()
