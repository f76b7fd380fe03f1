"""Files that came with advice: what is known of them. Their content is in the object store."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import Row, Select, delete, select, update
from sqlalchemy.orm import Session

from portal.domain.advice import AdviceFile, AdviceRequest, FileKind, Scan
from portal.domain.people import FAMILY_ROLES, Viewer
from portal.store.sealing import SubjectErasedError, seal, seal_bytes, unseal, unseal_bytes
from portal.store.tables.advice import AdviceFileRow, AdviceRequestRow
from portal.store.visibility import visible_children

_TABLE = AdviceFileRow.__tablename__
_CONTENT = "content"
"""The column that stands in what is authenticated with a file's content, wherever it lies."""

_FILES: Select[AdviceFileRow, UUID] = (
    select(AdviceFileRow, AdviceRequestRow.child_id)
    .join(AdviceRequestRow, AdviceRequestRow.id == AdviceFileRow.request_id)
    .order_by(AdviceFileRow.added_at, AdviceFileRow.id)
)


def add_file(
    session: Session,
    request: AdviceRequest,
    *,
    name: str,
    kind: FileKind,
    content: bytes,
    scan: Scan,
    now: datetime,
) -> tuple[AdviceFile, bytes]:
    """Keep what is known of a file; with it the sealed content, for the object store.

    The object's name is random: neither the store nor a listing of it says whose file it is.
    """
    file_id, object_name = uuid4(), uuid4().hex
    session.add(
        AdviceFileRow(
            id=file_id,
            request_id=request.id,
            object_name=object_name,
            name_sealed=seal(
                session,
                subject_id=request.child_id,
                table=_TABLE,
                column="name_sealed",
                row_id=file_id,
                text=name,
            ),
            kind=kind,
            size=len(content),
            scan=scan,
            added_at=now,
        )
    )
    session.flush()
    sealed = seal_bytes(
        session,
        subject_id=request.child_id,
        table=_TABLE,
        column=_CONTENT,
        row_id=file_id,
        content=content,
    )
    file = AdviceFile(
        file_id, request.id, request.child_id, object_name, name, kind, len(content), scan
    )
    return file, sealed


def open_content(session: Session, file: AdviceFile, sealed: bytes) -> bytes:
    """What was sealed for this file. Raises SealBrokenError or SubjectErasedError."""
    return unseal_bytes(
        session,
        subject_id=file.child_id,
        table=_TABLE,
        column=_CONTENT,
        row_id=file.id,
        sealed=sealed,
    )


def list_files(session: Session, request: AdviceRequest) -> Sequence[AdviceFile]:
    """The files of a request that the caller may see, in the order in which they came."""
    return _read(session, _FILES.where(AdviceFileRow.request_id == request.id))


def find_file(session: Session, file_id: UUID) -> AdviceFile | None:
    """For the worker."""
    found = _read(session, _FILES.where(AdviceFileRow.id == file_id))
    return found[0] if found else None


def find_file_for_viewer(
    session: Session, viewer: Viewer, child_id: UUID, file_id: UUID, today: date
) -> AdviceFile | None:
    """A file about a child whom this person may see: for a family only once it was shared, for
    staff once it was sent."""
    query = _FILES.where(
        AdviceFileRow.id == file_id,
        AdviceRequestRow.child_id == child_id,
        AdviceRequestRow.child_id.in_(visible_children(viewer, today)),
        AdviceRequestRow.replied_at.is_not(None),
    )
    if viewer.role in FAMILY_ROLES:
        query = query.where(AdviceRequestRow.shared_on.is_not(None))
    found = _read(session, query)
    return found[0] if found else None


def note_scan(session: Session, file_id: UUID, scan: Scan) -> None:
    session.execute(update(AdviceFileRow).where(AdviceFileRow.id == file_id).values(scan=scan))


def remove_file(session: Session, file: AdviceFile) -> None:
    """Forget the file; its content is removed by a job of the worker."""
    session.execute(delete(AdviceFileRow).where(AdviceFileRow.id == file.id))


def _read(session: Session, query: Select[AdviceFileRow, UUID]) -> list[AdviceFile]:
    rows: Sequence[Row[AdviceFileRow, UUID]] = session.execute(query).all()
    return [
        AdviceFile(
            id=row.id,
            request_id=row.request_id,
            child_id=child_id,
            object_name=row.object_name,
            name=_open_name(session, row, child_id),
            kind=FileKind(row.kind),
            size=row.size,
            scan=Scan(row.scan),
        )
        for row, child_id in rows
    ]


def _open_name(session: Session, row: AdviceFileRow, child_id: UUID) -> str:
    try:
        return unseal(
            session,
            subject_id=child_id,
            table=_TABLE,
            column="name_sealed",
            row_id=row.id,
            sealed=row.name_sealed,
        )
    except SubjectErasedError:
        return ""
