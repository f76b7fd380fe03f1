"""Photos of an inspection: cleaned and sealed before they are kept, scanned, read, removed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.actions.uploads import (
    BYTES_AT_MOST,
    REMOVE_OBJECT,
    HoldsVirus,
    NotTaken,
    TooLarge,
    TooMany,
    WrongKind,
    clean_content,
    scan_content,
)
from portal.domain.advice import FileKind, Scan, file_kind_of
from portal.domain.inspections import PHOTO_KINDS, PHOTOS_AT_MOST, Photo
from portal.outside.object_store import ObjectStore
from portal.store import inspection_photos
from portal.store.jobs import add_job

SCAN_PHOTO = "scan_inspection_photo"

PhotoRefusal = WrongKind | TooLarge | TooMany | NotTaken


@dataclass(frozen=True, slots=True)
class CleanPhoto:
    """A photo drawn anew, without whatever hid in it: where it was taken, with what, when."""

    about: str
    kind: FileKind
    content: bytes


def clean_photo(name: str, content: bytes, about: str) -> CleanPhoto | PhotoRefusal:
    """Nothing is kept yet, so that several photos are taken together or not at all."""
    kind = file_kind_of(name)
    if kind not in PHOTO_KINDS or kind is None:
        return WrongKind()
    if len(content) > BYTES_AT_MOST:
        return TooLarge()
    clean = clean_content(kind, content)
    return CleanPhoto(about, kind, clean) if isinstance(clean, bytes) else clean


def keep_photos(
    session: Session,
    store: ObjectStore,
    inspection_id: UUID,
    photos: Sequence[CleanPhoto],
    *,
    scanned: bool,
    now: datetime,
) -> TooMany | None:
    """Seal the photos with the inspection's key and keep them. ``scanned``: a virus scanner is
    configured, so nobody opens a photo before it was asked."""
    there = len(inspection_photos.list_photos(session, inspection_id)) if photos else 0
    if there + len(photos) > PHOTOS_AT_MOST:
        return TooMany()
    for photo in photos:
        kept, sealed = inspection_photos.add_photo(
            session,
            inspection_id,
            about=photo.about,
            kind=photo.kind,
            content=photo.content,
            scan=Scan.WAITING if scanned else Scan.NOT_SCANNED,
            now=now,
        )
        store.put(kept.object_name, sealed)
        if scanned:
            add_job(session, SCAN_PHOTO, {"photo_id": str(kept.id)}, now)
    return None


def read_photo(session: Session, store: ObjectStore, photo: Photo) -> bytes:
    """The content. Raises ObjectMissingError, SealBrokenError or SubjectErasedError."""
    return inspection_photos.open_content(session, photo, store.get(photo.object_name))


def scan_photo(
    session: Session, store: ObjectStore, photo_id: UUID, holds_virus: HoldsVirus
) -> Scan | None:
    """Ask the scanner about a photo that waits; one with a virus is destroyed. What came of it;
    None where no such photo waits."""
    photo = inspection_photos.find_photo(session, photo_id)
    if photo is None or photo.scan is not Scan.WAITING:
        return None
    scan = scan_content(lambda: read_photo(session, store, photo), holds_virus)
    inspection_photos.note_scan(session, photo.id, scan)
    if scan is Scan.INFECTED:
        store.remove(photo.object_name)
    return scan


def remove_photo(session: Session, photo: Photo, now: datetime) -> None:
    """Its content goes once this is committed."""
    inspection_photos.remove_photo(session, photo.id)
    add_job(session, REMOVE_OBJECT, {"name": photo.object_name}, now)
