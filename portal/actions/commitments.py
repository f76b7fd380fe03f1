"""You said, we did: tying what families said to what the council undertakes."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from portal.domain.commitments import (
    EvidenceMissing,
    FigureNotShown,
    MeasureSaid,
    Promise,
    Said,
    check_rating,
)
from portal.store import commitments, releases


def add_commitment(
    session: Session,
    said: Said,
    promise: Promise,
    now: datetime,
    *,
    new_id: UUID | None = None,
) -> UUID | EvidenceMissing | FigureNotShown:
    """A new commitment; it shows on the public page at once.

    ``new_id`` is the id it will have. The same again under that id, as from a second press, is
    the same commitment; something else under it is one of its own.
    """
    refusal = _check(session, said, promise)
    if refusal is not None:
        return refusal
    new_id = new_id or uuid4()
    if not commitments.add_commitment(session, new_id, said, promise, now):
        there = commitments.find_commitment(session, new_id)
        if there is None or (there.said, there.promise) != (said, promise):
            new_id = uuid4()
            commitments.add_commitment(session, new_id, said, promise, now)
    return new_id


def change_commitment(
    session: Session, commitment_id: UUID, said: Said, promise: Promise, now: datetime
) -> EvidenceMissing | FigureNotShown | None:
    """Take over what was typed; None where it is done. Raises NoResultFound."""
    refusal = _check(session, said, promise)
    if refusal is None:
        commitments.change_commitment(session, commitment_id, said, promise, now)
    return refusal


def _check(
    session: Session, said: Said, promise: Promise
) -> EvidenceMissing | FigureNotShown | None:
    if isinstance(said, MeasureSaid):
        release = releases.find_release(session, said.release_id)
        figure = release.snapshot.figure(said.measure) if release else None
        if figure is None or figure.share is None:
            return FigureNotShown(said.measure)
    return check_rating(promise.rating, promise.evidence)
