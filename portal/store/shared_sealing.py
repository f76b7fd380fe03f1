"""Sealing what belongs to two people: erasing either one erases it.

The text is sealed with the first person's data key and the result with the second's.
"""

from base64 import b64decode, b64encode
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from portal.store.sealing import seal, unseal


@dataclass(frozen=True, slots=True)
class Pair:
    """The two people: who wrote it, and the child whom it is about."""

    author_id: UUID
    child_id: UUID


def seal_for_both(
    session: Session, pair: Pair, *, table: str, column: str, row_id: UUID, text: str
) -> bytes:
    """Seal a text for one place. Raises SubjectErasedError where either person has been erased."""
    inner = seal(
        session, subject_id=pair.author_id, table=table, column=column, row_id=row_id, text=text
    )
    return seal(
        session,
        subject_id=pair.child_id,
        table=table,
        column=column,
        row_id=row_id,
        text=b64encode(inner).decode(),
    )


def unseal_for_both(
    session: Session, pair: Pair, *, table: str, column: str, row_id: UUID, sealed: bytes
) -> str:
    """The text sealed for this place. Raises SealBroken or SubjectErasedError."""
    inner = unseal(
        session, subject_id=pair.child_id, table=table, column=column, row_id=row_id, sealed=sealed
    )
    return unseal(
        session,
        subject_id=pair.author_id,
        table=table,
        column=column,
        row_id=row_id,
        sealed=b64decode(inner),
    )
