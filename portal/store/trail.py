"""The read trail: who opened which child's record, in what role, for what, and when.

Reads are noted while a page is made and written together, in one statement, before it leaves.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import insert
from sqlalchemy.orm import Session

from portal.domain.people import Viewer
from portal.store.connection import write_door
from portal.store.tables.sessions import ReadTrail

PENDING = "pending_reads"


class ReadPurpose(StrEnum):
    """Why a record was opened; families are shown it in plain words."""

    PLAN_STATUS = "plan_status"
    CASE_WORK = "case_work"
    SETTING_REVIEWS = "setting_reviews"
    GIVE_VIEWS = "give_views"
    READ_VIEWS = "read_views"
    SURVEY_CALL = "survey_call"
    ROW_FILE = "row_file"
    RECORDS_IN = "records_in"
    ACCESS_OPENED = "access_opened"
    ACCESS_CLOSED = "access_closed"


@dataclass(frozen=True, slots=True)
class _Read:
    viewer: Viewer
    child_id: UUID | None
    purpose: ReadPurpose


def record_read(
    session: Session, viewer: Viewer, *, child_id: UUID | None, purpose: ReadPurpose
) -> None:
    """Note that this viewer opened this child's record; ``None`` for an export about no one child."""
    session.info.setdefault(PENDING, []).append(_Read(viewer, child_id, purpose))


def write_pending(session: Session, now: datetime) -> None:
    """Write what was noted since the last call, and commit it where the request only reads."""
    reads: list[_Read] = session.info.pop(PENDING, [])
    if not reads:
        return
    rows = [
        {
            "id": uuid4(),
            "child_id": read.child_id,
            "role": read.viewer.role,
            "person_id": read.viewer.person_id,
            "purpose": read.purpose,
            "read_at": now,
        }
        for read in dict.fromkeys(reads)
    ]
    with write_door(session):
        session.execute(insert(ReadTrail), rows)
