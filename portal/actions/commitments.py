"""You said, we did: tying what families said to what the council undertakes."""

from datetime import datetime
from uuid import UUID

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
    session: Session, said: Said, promise: Promise, now: datetime
) -> UUID | EvidenceMissing | FigureNotShown:
    """A new commitment; it shows on the public page at once."""
    refusal = _check(session, said, promise)
    return refusal or commitments.add_commitment(session, said, promise, now)


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
