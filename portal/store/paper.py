"""Files of letters on paper: what they hold, for as long as they can be fetched again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.store.sealing import prepare_keys, seal, unseal
from portal.store.tables.children import Child
from portal.store.tables.deliveries import PaperFile, PaperLetter
from portal.store.tables.people import FamilyMember, Staff


@dataclass(frozen=True, slots=True)
class NewLetter:
    """``code`` is the family's own, where the letter carries one."""

    message_id: UUID
    family_member_id: UUID
    child_id: UUID | None
    subject: str
    text: str
    code: str | None


@dataclass(frozen=True, slots=True)
class FilePlace:
    """A file that was made; ``can_be_fetched`` while its letters are kept."""

    id: UUID
    made_at: datetime
    made_by: str
    letters: int
    can_be_fetched: bool


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A line of the file. Where the family lives is the case system's to know: it merges on the
    contact's and the case's number."""

    message_id: UUID
    child_id: UUID | None
    contact_id: str
    caseref: str | None
    name: str
    subject: str
    text: str
    code: str | None


def add_file(session: Session, staff_id: UUID, letters: Sequence[NewLetter], now: datetime) -> UUID:
    """Keep these letters as one file. Its readers' keys must not have been destroyed."""
    file = PaperFile(id=uuid4(), made_at=now, made_by_id=staff_id, letters=len(letters))
    session.add(file)
    session.flush()
    held = prepare_keys(session, [letter.family_member_id for letter in letters])
    session.add_all(
        PaperLetter(
            message_id=letter.message_id,
            file_id=file.id,
            place=place,
            family_member_id=letter.family_member_id,
            child_id=letter.child_id,
            subject=letter.subject,
            text_sealed=_seal(session, letter, "text_sealed", letter.text),
            code_sealed=_seal(session, letter, "code_sealed", letter.code) if letter.code else None,
        )
        for place, letter in enumerate(letters, start=1)
    )
    session.flush()
    del held  # kept until here, so that sealing asked the database for no key
    return file.id


def list_files(session: Session, limit: int, *, kept_since: datetime) -> Sequence[FilePlace]:
    """The newest first; those made after ``kept_since`` can still be fetched."""
    rows = session.execute(
        select(PaperFile, Staff.name)
        .join(Staff, Staff.id == PaperFile.made_by_id)
        .order_by(PaperFile.made_at.desc(), PaperFile.id)
        .limit(limit)
    )
    return [
        FilePlace(file.id, file.made_at, name, file.letters, file.made_at > kept_since)
        for file, name in rows
    ]


def list_lines(session: Session, file_id: UUID, *, made_after: datetime) -> Sequence[PaperLine]:
    """The lines of a file in their order; none where it was made before, or there is none.

    A letter whose reader has been erased since is left out.
    """
    rows = session.execute(
        select(PaperLetter, FamilyMember, Child.caseref)
        .join(PaperFile, PaperFile.id == PaperLetter.file_id)
        .join(FamilyMember, FamilyMember.id == PaperLetter.family_member_id)
        .outerjoin(Child, Child.id == PaperLetter.child_id)
        .where(PaperLetter.file_id == file_id, PaperFile.made_at > made_after)
        .order_by(PaperLetter.place)
    ).all()
    keys = prepare_keys(session, [person.id for _, person, _ in rows])
    readable = {key.subject_id for key in keys if key.wrapped is not None}
    return [
        PaperLine(
            message_id=letter.message_id,
            child_id=letter.child_id,
            contact_id=person.contact_id,
            caseref=caseref,
            name=" ".join(part for part in (person.title, person.given, person.family) if part),
            subject=letter.subject,
            text=_unseal(session, letter, "text_sealed", letter.text_sealed),
            code=_unseal(session, letter, "code_sealed", letter.code_sealed)
            if letter.code_sealed
            else None,
        )
        for letter, person, caseref in rows
        if person.id in readable
    ]


def forget_letters(session: Session, *, made_before: datetime) -> None:
    """Destroy the letters of older files; that there was such a file stays known."""
    old = select(PaperFile.id).where(PaperFile.made_at <= made_before)
    session.execute(delete(PaperLetter).where(PaperLetter.file_id.in_(old)))


def _seal(session: Session, letter: NewLetter, column: str, text: str) -> bytes:
    return seal(
        session,
        subject_id=letter.family_member_id,
        table=PaperLetter.__tablename__,
        column=column,
        row_id=letter.message_id,
        text=text,
    )


def _unseal(session: Session, letter: PaperLetter, column: str, sealed: bytes) -> str:
    return unseal(
        session,
        subject_id=letter.family_member_id,
        table=PaperLetter.__tablename__,
        column=column,
        row_id=letter.message_id,
        sealed=sealed,
    )
