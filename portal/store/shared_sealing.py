"""Sealing what belongs to two people: erasing either one erases it.

The text is sealed with the first person's data key and the result with the second's.
"""

from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from portal.store.sealing import prepare_keys, seal, unseal
from portal.store.tables.keys import DataKey


@dataclass(frozen=True, slots=True)
class Pair:
    """The two people: who wrote it, and the child whom it is about."""

    author_id: UUID
    child_id: UUID


def hold_keys(session: Session, people: Iterable[UUID]) -> None:
    """Fetch these people's data keys, making those that are not there, and keep them in memory as
    long as the session lives, so that sealing and unsealing ask the database nothing more."""
    held: dict[UUID, DataKey] = session.info.setdefault("held_keys", {})
    missing = [person for person in people if person not in held]
    held.update({row.subject_id: row for row in prepare_keys(session, missing)})


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
