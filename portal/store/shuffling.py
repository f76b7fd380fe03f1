"""Rows of people written anew in shuffled order, so that what the database keeps beside a row (its
transaction, its place) tells nothing of who answered, or after whom."""

import secrets
from uuid import UUID

from sqlalchemy import delete, insert, select, text
from sqlalchemy.orm import Session

from portal.store.changes import table_of
from portal.store.tables.surveys import SurveyInvitation, SurveyText, SurveyWaiting

_invitations = table_of(SurveyInvitation)
_shuffle = secrets.SystemRandom().shuffle


def lock_answers(session: Session) -> None:
    """Let nobody write an invitation, a waiting set or a text until the transaction ends.

    Whoever wants to waits, and then finds the rows in their new places. SQLite has one writer at
    a time anyway. Always in this order, which is that of somebody who sends answers.
    """
    if session.get_bind().dialect.name == "postgresql":
        tables = (SurveyInvitation, SurveyWaiting, SurveyText)
        names = ", ".join(table.__tablename__ for table in tables)
        session.execute(text(f"LOCK TABLE {names} IN EXCLUSIVE MODE"))


def shuffle_invitations(session: Session, wave_id: UUID) -> None:
    """Write an open wave's invitations anew in shuffled order, as they are: no place and no
    transaction tells any more who answered when. The caller lets nobody write meanwhile."""
    rows = [
        dict(row._mapping)
        for row in session.execute(select(_invitations).where(_invitations.c.wave_id == wave_id))
    ]
    session.execute(delete(_invitations).where(_invitations.c.wave_id == wave_id))
    _shuffle(rows)
    if rows:
        session.execute(insert(_invitations), rows)


def rewrite_invitations(session: Session, wave_id: UUID) -> None:
    """Write a closed wave's invitations anew in shuffled order, with nothing left of their use.

    Who was asked stays (to say how many were asked twice), and the link's digest (to tell whoever
    follows it that the survey is over). New rows in new places: what the database keeps beside a
    row (xmin, ctid, place on a page) no longer tells who answered, or after whom.
    """
    kept = SurveyInvitation
    rows = [
        dict(row._mapping)
        for row in session.execute(
            select(
                kept.id,
                kept.wave_id,
                kept.child_id,
                kept.family_member_id,
                kept.staff_id,
                kept.setting_id,
                kept.token_digest,
            ).where(kept.wave_id == wave_id)
        )
    ]
    session.execute(delete(kept).where(kept.wave_id == wave_id))
    _shuffle(rows)
    if rows:
        session.execute(insert(kept), [{**row, "used": False} for row in rows])
