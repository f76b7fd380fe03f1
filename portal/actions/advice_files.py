"""Files of an answer: cleaned and sealed before they are kept, scanned, handed out, removed."""

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
    safe_stem,
    scan_content,
)
from portal.domain.advice import AdviceFile, AdviceRequest, Scan, file_kind_of
from portal.outside.object_store import ObjectStore
from portal.store import advice_files
from portal.store.jobs import add_job

FILES_AT_MOST = 10

SCAN_FILE = "scan_advice_file"

FileRefusal = WrongKind | TooLarge | TooMany | NotTaken


def add_file(
    session: Session,
    store: ObjectStore,
    request: AdviceRequest,
    *,
    name: str,
    content: bytes,
    scanned: bool,
    now: datetime,
) -> AdviceFile | FileRefusal:
    """Clean a file, seal it with the child's key and keep it.

    ``scanned``: a virus scanner is configured, so nobody opens the file before it was asked. A
    page that fails after this leaves behind sealed bytes that nothing leads to.
    """
    kind = file_kind_of(name)
    if kind is None:
        return WrongKind()
    if len(content) > BYTES_AT_MOST:
        return TooLarge()
    if len(advice_files.list_files(session, request)) >= FILES_AT_MOST:
        return TooMany()
    clean = clean_content(kind, content)
    if not isinstance(clean, bytes):
        return clean
    file, sealed = advice_files.add_file(
        session,
        request,
        name=f"{safe_stem(name)}.{kind}",
        kind=kind,
        content=clean,
        scan=Scan.WAITING if scanned else Scan.NOT_SCANNED,
        now=now,
    )
    store.put(file.object_name, sealed)
    if scanned:
        add_job(session, SCAN_FILE, {"file_id": str(file.id)}, now)
    return file


def read_file(session: Session, store: ObjectStore, file: AdviceFile) -> bytes:
    """The content, for somebody who may have it. Raises ObjectMissingError, SealBrokenError or
    SubjectErasedError."""
    return advice_files.open_content(session, file, store.get(file.object_name))


def scan_file(
    session: Session, store: ObjectStore, file_id: UUID, holds_virus: HoldsVirus
) -> Scan | None:
    """Ask the scanner about a file that waits; one with a virus is destroyed. What came of it;
    None where no such file waits."""
    file = advice_files.find_file(session, file_id)
    if file is None or file.scan is not Scan.WAITING:
        return None
    scan = scan_content(lambda: read_file(session, store, file), holds_virus)
    advice_files.note_scan(session, file.id, scan)
    if scan is Scan.INFECTED:
        store.remove(file.object_name)
    return scan


def remove_file(session: Session, request: AdviceRequest, file_id: UUID, now: datetime) -> None:
    """The adviser takes a file back before sending. Its content goes once this is committed."""
    for file in advice_files.list_files(session, request):
        if file.id == file_id:
            advice_files.remove_file(session, file)
            add_job(session, REMOVE_OBJECT, {"name": file.object_name}, now)
