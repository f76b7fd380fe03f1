"""Photos of inspections: what is known of them. Their content is in the object store."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from portal.domain.advice import FileKind, Scan
from portal.domain.inspections import Photo
from portal.store.sealing import seal, seal_bytes, unseal, unseal_bytes
from portal.store.tables.inspections import InspectionPhotoRow

_TABLE = InspectionPhotoRow.__tablename__
_CONTENT = "content"
"""The column that stands in what is authenticated with a photo's content, wherever it lies."""


def add_photo(
    session: Session,
    inspection_id: UUID,
    *,
    about: str,
    kind: FileKind,
    content: bytes,
    scan: Scan,
    now: datetime,
) -> tuple[Photo, bytes]:
    """Keep what is known of a photo; with it the sealed content, for the object store."""
    photo = Photo(uuid4(), inspection_id, uuid4().hex, about, kind, scan)
    session.add(
        InspectionPhotoRow(
            id=photo.id,
            inspection_id=inspection_id,
            object_name=photo.object_name,
            about_sealed=seal(
                session,
                subject_id=inspection_id,
                table=_TABLE,
                column="about_sealed",
                row_id=photo.id,
                text=about,
            ),
            kind=kind,
            scan=scan,
            added_at=now,
        )
    )
    session.flush()
    sealed = seal_bytes(
        session,
        subject_id=inspection_id,
        table=_TABLE,
        column=_CONTENT,
        row_id=photo.id,
        content=content,
    )
    return photo, sealed


def open_content(session: Session, photo: Photo, sealed: bytes) -> bytes:
    """What was sealed for this photo. Raises SealBrokenError or SubjectErasedError."""
    return unseal_bytes(
        session,
        subject_id=photo.inspection_id,
        table=_TABLE,
        column=_CONTENT,
        row_id=photo.id,
        sealed=sealed,
    )


def list_photos(session: Session, inspection_id: UUID) -> tuple[Photo, ...]:
    """In the order in which they came."""
    rows = session.scalars(
        select(InspectionPhotoRow)
        .where(InspectionPhotoRow.inspection_id == inspection_id)
        .order_by(InspectionPhotoRow.added_at, InspectionPhotoRow.id)
    )
    return tuple(_read(session, row) for row in rows)


def find_photo(session: Session, photo_id: UUID) -> Photo | None:
    row = session.get(InspectionPhotoRow, photo_id)
    return _read(session, row) if row else None


def note_scan(session: Session, photo_id: UUID, scan: Scan) -> None:
    session.execute(
        update(InspectionPhotoRow).where(InspectionPhotoRow.id == photo_id).values(scan=scan)
    )


def remove_photo(session: Session, photo_id: UUID) -> None:
    """Forget the photo; its content is removed by a job of the worker."""
    session.execute(delete(InspectionPhotoRow).where(InspectionPhotoRow.id == photo_id))


def _read(session: Session, row: InspectionPhotoRow) -> Photo:
    about = unseal(
        session,
        subject_id=row.inspection_id,
        table=_TABLE,
        column="about_sealed",
        row_id=row.id,
        sealed=row.about_sealed,
    )
    return Photo(
        row.id, row.inspection_id, row.object_name, about, FileKind(row.kind), Scan(row.scan)
    )
