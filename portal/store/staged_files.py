"""Files handed over and waiting to be taken in: sealed, in parts, and destroyed at the end."""

import io
from typing import Any, BinaryIO
from uuid import UUID, uuid4

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from portal.domain.records.reading import Opener
from portal.store import sealing
from portal.store.tables.imports import RecordImportChunk

CHUNK_BYTES = 256 * 1024


def add_staged_file(session: Session, import_id: UUID, name: str, content: BinaryIO) -> None:
    """Keep a file until the import has ended, sealed with a key of the import's own."""
    number = 0
    while part := content.read(CHUNK_BYTES):
        row_id = uuid4()
        sealed = sealing.seal(
            session,
            subject_id=import_id,
            table=RecordImportChunk.__tablename__,
            column="content_sealed",
            row_id=row_id,
            text=part.decode("latin-1"),
        )
        session.execute(
            insert(RecordImportChunk),
            [
                {
                    "import_id": import_id,
                    "file": name,
                    "number": number,
                    "row_id": row_id,
                    "content_sealed": sealed,
                }
            ],
        )
        number += 1


def list_staged_files(session: Session, import_id: UUID) -> dict[str, Opener]:
    """The staged files by name, each opened afresh and read a part at a time."""
    names = session.scalars(
        select(RecordImportChunk.file)
        .where(RecordImportChunk.import_id == import_id)
        .distinct()
        .order_by(RecordImportChunk.file)
    )
    return {name: _staged_opener(session, import_id, name) for name in names}


def remove_staged_files(session: Session, import_id: UUID) -> None:
    """Destroy the staged files, and the key that they were sealed with."""
    session.execute(delete(RecordImportChunk).where(RecordImportChunk.import_id == import_id))
    sealing.erase(session, import_id)


def _staged_opener(session: Session, import_id: UUID, name: str) -> Opener:
    return lambda: io.BufferedReader(_StagedFile(session, import_id, name))


class _StagedFile(io.RawIOBase):
    """A staged file, one part of it at a time in memory."""

    def __init__(self, session: Session, import_id: UUID, name: str) -> None:
        self._session, self._import_id, self._name = session, import_id, name
        self._number, self._part = 0, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._part:
            self._part = self._next_part()
        size = min(len(buffer), len(self._part))
        buffer[:size], self._part = self._part[:size], self._part[size:]
        return size

    def _next_part(self) -> bytes:
        found = self._session.execute(
            select(RecordImportChunk.row_id, RecordImportChunk.content_sealed).where(
                RecordImportChunk.import_id == self._import_id,
                RecordImportChunk.file == self._name,
                RecordImportChunk.number == self._number,
            )
        ).first()
        if found is None:
            return b""
        self._number += 1
        text = sealing.unseal(
            self._session,
            subject_id=self._import_id,
            table=RecordImportChunk.__tablename__,
            column="content_sealed",
            row_id=found.row_id,
            sealed=found.content_sealed,
        )
        return text.encode("latin-1")
