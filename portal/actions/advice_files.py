"""Files of an answer: cleaned and sealed before they are kept, scanned, handed out, removed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.domain.advice import AdviceFile, AdviceRequest, Scan, file_kind_of
from portal.outside.cleaning_apart import clean_apart
from portal.outside.file_cleaning import Problem, RefusedFileError
from portal.outside.object_store import ObjectMissingError, ObjectStore
from portal.store import advice_files
from portal.store.jobs import add_job

BYTES_AT_MOST = 10 * 1024 * 1024
FILES_AT_MOST = 10
NAME_AT_MOST = 120

SCAN_FILE = "scan_advice_file"
REMOVE_OBJECT = "remove_object"

HoldsVirus = Callable[[bytes], bool]


@dataclass(frozen=True, slots=True)
class WrongKind:
    """The name's ending is on no list of ours."""


@dataclass(frozen=True, slots=True)
class TooLarge:
    """More than `BYTES_AT_MOST`, as it came or once it was written anew."""


@dataclass(frozen=True, slots=True)
class TooMany:
    """There are `FILES_AT_MOST` files already."""


@dataclass(frozen=True, slots=True)
class NotTaken:
    """Its reader refused it."""

    problem: Problem


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
    try:
        clean = clean_apart(kind, content)
    except RefusedFileError as error:
        return NotTaken(error.problem)
    if len(clean) > BYTES_AT_MOST:
        return TooLarge()
    file, sealed = advice_files.add_file(
        session,
        request,
        name=f"{_stem(name)}.{kind}",
        kind=kind,
        content=clean,
        scan=Scan.WAITING if scanned else Scan.NOT_SCANNED,
        now=now,
    )
    store.put(file.object_name, sealed)
    if scanned:
        add_job(session, SCAN_FILE, {"file_id": str(file.id)}, now)
    return file


def _stem(name: str) -> str:
    """What people called it, without a folder, an ending, or signs that mean something to a
    browser or a shell."""
    last = name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0]
    kept = "".join(letter if letter.isalnum() or letter in " -_()" else "_" for letter in last)
    return " ".join(kept.split())[:NAME_AT_MOST] or "file"


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
    scan = _scan(session, store, file, holds_virus)
    advice_files.note_scan(session, file.id, scan)
    if scan is Scan.INFECTED:
        store.remove(file.object_name)
    return scan


def _scan(session: Session, store: ObjectStore, file: AdviceFile, holds_virus: HoldsVirus) -> Scan:
    try:
        content = read_file(session, store, file)
    except ObjectMissingError:
        return Scan.MISSING
    return Scan.INFECTED if holds_virus(content) else Scan.CLEAN


def remove_file(session: Session, request: AdviceRequest, file_id: UUID, now: datetime) -> None:
    """The adviser takes a file back before sending. Its content goes once this is committed."""
    for file in advice_files.list_files(session, request):
        if file.id == file_id:
            advice_files.remove_file(session, file)
            add_job(session, REMOVE_OBJECT, {"name": file.object_name}, now)
