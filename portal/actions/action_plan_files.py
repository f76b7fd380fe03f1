"""Files that show why a rating was given: cleaned, sealed before they are kept, scanned, read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.actions.uploads import (
    BYTES_AT_MOST,
    HoldsVirus,
    NotTaken,
    TooLarge,
    TooMany,
    WrongKind,
    clean_content,
    safe_stem,
    scan_content,
)
from portal.domain.action_plan import FileEvidence
from portal.domain.advice import FileKind, Scan, file_kind_of
from portal.outside.object_store import ObjectStore
from portal.store import action_plan_ratings
from portal.store.jobs import add_job

FILES_AT_MOST = 3
SCAN_FILE = "scan_action_plan_file"

FileRefusal = WrongKind | TooLarge | TooMany | NotTaken


@dataclass(frozen=True, slots=True)
class CleanFile:
    """A file written anew, without whatever hid in it."""

    name: str
    kind: FileKind
    content: bytes


def clean_file(name: str, content: bytes) -> CleanFile | FileRefusal:
    """Nothing is kept yet, so that a rating is taken with its files or not at all."""
    kind = file_kind_of(name)
    if kind is None:
        return WrongKind()
    if len(content) > BYTES_AT_MOST:
        return TooLarge()
    clean = clean_content(kind, content)
    return (
        CleanFile(f"{safe_stem(name)}.{kind}", kind, clean) if isinstance(clean, bytes) else clean
    )


def keep_files(
    session: Session,
    store: ObjectStore,
    rating_id: UUID,
    action_id: UUID,
    files: Sequence[CleanFile],
    *,
    scanned: bool,
    now: datetime,
) -> None:
    """Seal the files with the action's key and keep them. ``scanned``: a virus scanner is
    configured, so nobody opens a file before it was asked."""
    for file in files:
        kept, sealed = action_plan_ratings.add_file(
            session,
            rating_id,
            action_id,
            name=file.name,
            kind=file.kind,
            content=file.content,
            scan=Scan.WAITING if scanned else Scan.NOT_SCANNED,
            now=now,
        )
        store.put(kept.object_name, sealed)
        if scanned:
            add_job(session, SCAN_FILE, {"file_id": str(kept.id)}, now)


def read_file(session: Session, store: ObjectStore, file: FileEvidence) -> bytes:
    """The content. Raises ObjectMissingError or SealBrokenError."""
    return action_plan_ratings.open_content(session, file, store.get(file.object_name))


def scan_file(
    session: Session, store: ObjectStore, file_id: UUID, holds_virus: HoldsVirus
) -> Scan | None:
    """Ask the scanner about a file that waits; one with a virus is destroyed. What came of it;
    None where no such file waits."""
    file = action_plan_ratings.find_file(session, file_id)
    if file is None or file.scan is not Scan.WAITING:
        return None
    scan = scan_content(lambda: read_file(session, store, file), holds_virus)
    action_plan_ratings.note_scan(session, file.id, scan)
    if scan is Scan.INFECTED:
        store.remove(file.object_name)
    return scan
