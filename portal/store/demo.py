"""The demo's mark on its database, and the people its page signs in as."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from portal.domain.people import Role
from portal.domain.reviews import Review
from portal.store.tables.cases import CaseEvent
from portal.store.tables.children import CaseloadEntry, Child, Setting
from portal.store.tables.demo import DemoMarker, DemoPerson
from portal.store.tables.people import FamilyLink, FamilyMember, Staff
from portal.store.tables.reviews import ReviewCycle
from portal.store.tables.surveys import SurveyInvitation
from portal.store.visibility import SELF


@dataclass(frozen=True, slots=True)
class DemoMark:
    """From which seed and on which day a demo database was made."""

    seed: int
    made_on: date
    children: int


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person of the demo page, by the key that it describes them under."""

    key: str
    role: Role
    person_id: UUID


def find_mark(session: Session) -> DemoMark | None:
    row = session.scalars(select(DemoMarker)).one_or_none()
    return None if row is None else DemoMark(row.seed, row.made_on, row.children)


def add_mark(session: Session, mark: DemoMark, people: Iterable[KnownPerson]) -> None:
    session.add(DemoMarker(seed=mark.seed, made_on=mark.made_on, children=mark.children))
    session.add_all(
        DemoPerson(key=person.key, role=person.role, person_id=person.person_id)
        for person in people
    )
    session.flush()


def list_people(session: Session) -> Sequence[KnownPerson]:
    rows = session.scalars(select(DemoPerson))
    return [KnownPerson(row.key, Role(row.role), row.person_id) for row in rows]


def holds_anybody(session: Session) -> bool:
    """Whether anybody is on record: then a database without the mark is not the demo's."""
    return any(
        session.scalar(select(exists().select_from(table)))
        for table in (Child, FamilyMember, Staff)
    )


@dataclass(frozen=True, slots=True)
class Contributor:
    """Somebody linked to a child with an open review whose meeting has a date."""

    review_id: UUID
    meeting: date
    family_member_id: UUID
    contact_id: str
    relationship: str
    year_group: int | None


def list_contributors(session: Session, first: date, last: date) -> Sequence[Contributor]:
    """Those of meetings from ``first`` to ``last``, in the order of the council's own records."""
    rows = session.execute(
        select(
            ReviewCycle.id,
            ReviewCycle.meeting_on,
            FamilyMember.id,
            FamilyMember.contact_id,
            FamilyLink.relationship,
            Child.year_group,
        )
        .join(FamilyLink, FamilyLink.child_id == ReviewCycle.child_id)
        .join(FamilyMember, FamilyMember.id == FamilyLink.family_member_id)
        .join(Child, Child.id == ReviewCycle.child_id)
        .where(ReviewCycle.closed_on.is_(None), ReviewCycle.meeting_on.between(first, last))
        .order_by(Child.person_id, FamilyMember.contact_id)
    )
    return [
        Contributor(review_id, meeting, member_id, contact_id, relationship, year_group)
        for review_id, meeting, member_id, contact_id, relationship, year_group in rows
        if meeting is not None
    ]


def person_ids(session: Session, contact_ids: Iterable[str]) -> dict[str, UUID]:
    """Family members by the council's own id for them."""
    known = FamilyMember.contact_id.in_(list(contact_ids))
    rows = session.execute(select(FamilyMember.contact_id, FamilyMember.id).where(known))
    return dict(rows.all())


def name_staff(session: Session, staff_id: UUID, name: str) -> None:
    """Call somebody by name whom the records know by e-mail alone."""
    session.get_one(Staff, staff_id).name = name
    session.flush()


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody asked in a wave, by the council's own id, so that each makes up their own mind."""

    invitation_id: UUID
    contact_id: str
    child: str


def list_invited(session: Session, wave_id: UUID) -> Sequence[Invited]:
    """Everybody asked in an open wave, in the order of the council's own records."""
    rows = session.execute(
        select(SurveyInvitation.id, FamilyMember.contact_id, Child.person_id)
        .join(FamilyMember, FamilyMember.id == SurveyInvitation.family_member_id)
        .join(Child, Child.id == SurveyInvitation.child_id)
        .where(SurveyInvitation.wave_id == wave_id)
        .order_by(FamilyMember.contact_id, Child.person_id)
    )
    return [Invited(invitation_id, contact_id, child) for invitation_id, contact_id, child in rows]


@dataclass(frozen=True, slots=True)
class SettingAsked:
    """A setting asked in a wave, by the council's own id and, about a plan, the child's."""

    invitation_id: UUID
    urn: str
    child: str


def list_settings_asked(session: Session, wave_id: UUID) -> Sequence[SettingAsked]:
    """Every setting asked in an open wave, in the order of the council's own records."""
    rows = session.execute(
        select(SurveyInvitation.id, Setting.urn, Child.person_id)
        .join(Setting, Setting.id == SurveyInvitation.setting_id)
        .outerjoin(Child, Child.id == SurveyInvitation.child_id)
        .where(SurveyInvitation.wave_id == wave_id)
        .order_by(Setting.urn, Child.person_id)
    )
    return [
        SettingAsked(invitation_id, urn or "", child or "") for invitation_id, urn, child in rows
    ]


def list_being_assessed(session: Session, caseworker_id: UUID, limit: int) -> Sequence[UUID]:
    """Children of this caseload about whom advice was asked and nothing has come of it yet, in the
    order of the council's own records."""
    events = {
        kind: exists().where(CaseEvent.child_id == Child.id, CaseEvent.kind == kind)
        for kind in ("advice_asked", "advice_received", "draft_served", "final_issued")
    }
    asked = events.pop("advice_asked")
    return session.scalars(
        select(Child.id)
        .join(CaseloadEntry, CaseloadEntry.child_id == Child.id)
        .where(
            CaseloadEntry.caseworker_id == caseworker_id,
            asked,
            *(~later for later in events.values()),
        )
        .order_by(Child.person_id)
        .limit(limit)
    ).all()


def find_child(session: Session, caseworker_id: UUID, name: str) -> UUID | None:
    """A child of this caseload by forename and surname."""
    forename, surname = name.split()
    return session.scalars(
        select(Child.id)
        .join(CaseloadEntry, CaseloadEntry.child_id == Child.id)
        .where(
            CaseloadEntry.caseworker_id == caseworker_id,
            Child.forename == forename,
            Child.surname == surname,
        )
    ).first()


def list_children_of(session: Session, people: Collection[UUID]) -> Mapping[UUID, UUID]:
    """One child of each of these family members, by the family member."""
    rows = session.execute(
        select(FamilyLink.family_member_id, FamilyLink.child_id)
        .join(Child, Child.id == FamilyLink.child_id)
        .where(FamilyLink.family_member_id.in_(people))
        .order_by(Child.person_id.desc())
    )
    return {row.family_member_id: row.child_id for row in rows}


def list_adults(
    session: Session,
    *,
    channel: str | None = None,
    caseworker_id: UUID | None = None,
    limit: int,
) -> Mapping[UUID, UUID]:
    """Adults who are nobody of the demo page, by channel or caseload, each with a child of theirs;
    the last ones in the order of the council's own records."""
    asked = (
        select(FamilyMember.id, FamilyLink.child_id)
        .join(FamilyLink, FamilyLink.family_member_id == FamilyMember.id)
        .join(CaseloadEntry, CaseloadEntry.child_id == FamilyLink.child_id)
        .where(FamilyLink.relationship != SELF, FamilyLink.restriction.is_(None))
        .order_by(FamilyMember.contact_id.desc())
        .limit(limit)
    )
    if channel is not None:
        asked = asked.where(FamilyMember.channel == channel)
    if caseworker_id is not None:
        asked = asked.where(CaseloadEntry.caseworker_id == caseworker_id)
    return {row.id: row.child_id for row in session.execute(asked)}


def list_open_reviews(session: Session, limit: int) -> Sequence[Review]:
    """Open reviews, in the order of the children's case references."""
    rows = session.execute(
        select(ReviewCycle.id, ReviewCycle.child_id, ReviewCycle.plan_id, ReviewCycle.cycle_began)
        .join(Child, Child.id == ReviewCycle.child_id)
        .where(ReviewCycle.closed_on.is_(None))
        .order_by(Child.caseref)
        .limit(limit)
    )
    return [Review(*row) for row in rows]
