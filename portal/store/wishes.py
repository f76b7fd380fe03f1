"""What young people say about the adults around them: only added to."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain.dates import london_day
from portal.domain.people import Viewer
from portal.domain.rights import holds_own_rights, latest_birth_with_rights
from portal.domain.wishes import MaySee, SaidWish, Wish
from portal.store.access_decisions import Around
from portal.store.sealing import SubjectErasedError, seal, unseal
from portal.store.tables.children import Child
from portal.store.tables.people import FamilyLink, FamilyMember, Staff
from portal.store.tables.wishes import WishRow
from portal.store.visibility import (
    SELF,
    new_documents_wait,
    record_opens,
    visible_children,
)

_NOTE = {"table": "wishes", "column": "note_sealed"}


@dataclass(frozen=True, slots=True)
class Chosen:
    """An adult whom the record lets in, and the latest that the young person said about them;
    ``said`` is None where they have said nothing yet."""

    family_member_id: UUID
    name: str
    relationship: str
    said: SaidWish | None


@dataclass(frozen=True, slots=True)
class YoungPerson:
    name: str
    born: date | None


def find_young_person(
    session: Session, viewer: Viewer, child_id: UUID, today: date
) -> YoungPerson | None:
    """Whom it is about; None where this person may not see them."""
    row = session.execute(
        select(Child.forename, Child.surname, Child.birth_date).where(
            Child.id == child_id, Child.id.in_(visible_children(viewer, today))
        )
    ).one_or_none()
    return YoungPerson(f"{row.forename} {row.surname}", row.birth_date) if row else None


def list_adults(session: Session, viewer: Viewer, child_id: UUID, today: date) -> Sequence[Chosen]:
    """The adults about whom there is something to choose: those whom the record lets in, whatever
    the young person has said. Nobody whom a restriction keeps away or a caseworker has yet to let
    in. Empty where this person may not see the child, or the rights have not begun."""
    rows = session.execute(
        select(FamilyMember.id, FamilyMember.given, FamilyMember.family, FamilyLink.relationship)
        .join(FamilyLink, FamilyLink.family_member_id == FamilyMember.id)
        .join(Child, Child.id == FamilyLink.child_id)
        .where(
            Child.id == child_id,
            Child.id.in_(visible_children(viewer, today)),
            Child.birth_date <= latest_birth_with_rights(today),
            FamilyLink.relationship != SELF,
            record_opens(today),
        )
        .order_by(FamilyMember.family, FamilyMember.given, FamilyMember.id)
    ).all()
    said = list_latest(session, child_id) if rows else {}
    return [
        Chosen(row.id, f"{row.given} {row.family}", row.relationship, said.get(row.id))
        for row in rows
    ]


def holds_rights(session: Session, child_id: UUID, today: date) -> bool:
    """Whether this person's rights are their own by now."""
    born = session.scalar(select(Child.birth_date).where(Child.id == child_id))
    return born is not None and holds_own_rights(born, today)


def add_wish(
    session: Session,
    around: Around,
    wish: Wish,
    *,
    recorded_by_id: UUID | None,
    note: str,
    now: datetime,
) -> None:
    row_id = uuid4()
    sealed = (
        seal(session, subject_id=around.child_id, **_NOTE, row_id=row_id, text=note)
        if note
        else None
    )
    latest = session.scalar(
        select(func.max(WishRow.number)).where(
            WishRow.child_id == around.child_id,
            WishRow.family_member_id == around.family_member_id,
        )
    )
    session.add(
        WishRow(
            id=row_id,
            child_id=around.child_id,
            family_member_id=around.family_member_id,
            number=(latest or 0) + 1,
            may_see=wish.may_see,
            helps_decide=wish.helps_decide,
            said_at=now,
            recorded_by_id=recorded_by_id,
            note_sealed=sealed,
        )
    )
    session.flush()


def list_said(session: Session, child_id: UUID) -> Mapping[UUID, Sequence[SaidWish]]:
    """Everything that was said, by family member, the latest first.

    For a caller who has made sure that the viewer may see the child.
    """
    rows = session.execute(
        select(WishRow, Staff.name)
        .outerjoin(Staff, Staff.id == WishRow.recorded_by_id)
        .where(WishRow.child_id == child_id)
        .order_by(WishRow.number.desc())
    )
    said: defaultdict[UUID, list[SaidWish]] = defaultdict(list)
    for row, name in rows:
        said[row.family_member_id].append(_said(session, row, name or ""))
    return said


def list_latest(session: Session, child_id: UUID) -> Mapping[UUID, SaidWish]:
    """The latest word about each adult, by family member; for the same kind of caller."""
    return {person: said[0] for person, said in list_said(session, child_id).items()}


def _said(session: Session, row: WishRow, name: str) -> SaidWish:
    return SaidWish(
        Wish(MaySee(row.may_see), row.helps_decide),
        row.said_at,
        london_day(row.said_at),
        name,
        _note(session, row),
    )


def _note(session: Session, row: WishRow) -> str:
    if row.note_sealed is None:
        return ""
    try:
        return unseal(
            session, subject_id=row.child_id, **_NOTE, row_id=row.id, sealed=row.note_sealed
        )
    except SubjectErasedError:
        return ""


def documents_wait(session: Session, viewer: Viewer, child_id: UUID, today: date) -> bool:
    """Whether documents about this child that are new since the 18th birthday wait for this person,
    who may see the rest: `portal.domain.rights.Access.NEW_DOCUMENTS_WAIT`."""
    if not viewer.is_family:
        return False
    return bool(
        session.scalar(
            select(func.count())
            .select_from(FamilyLink)
            .join(Child, Child.id == FamilyLink.child_id)
            .where(
                FamilyLink.family_member_id == viewer.person_id,
                FamilyLink.child_id == child_id,
                Child.id.in_(visible_children(viewer, today)),
                new_documents_wait(today),
            )
        )
    )
