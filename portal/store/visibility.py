"""Which children a person may see. Every query for a child's record starts here.

The SQL says the same as `portal.domain.rights`; a test holds the two against each other.
"""

from datetime import date
from functools import lru_cache, partial
from uuid import UUID

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Date,
    Select,
    and_,
    bindparam,
    false,
    func,
    literal_column,
    or_,
    select,
    true,
    union,
)
from sqlalchemy.orm import Session

from portal.domain.people import Role, Viewer
from portal.domain.rights import (
    MAJORITY,
    ParentsAccess,
    latest_birth_needing_agreement,
    latest_birth_of_age,
    latest_birth_with_rights,
)
from portal.store.db import db
from portal.store.tables.cases import Placement, Plan
from portal.store.tables.children import CaseloadEntry, Child, Setting
from portal.store.tables.glass_breaks import GlassBreak
from portal.store.tables.people import FamilyLink, Staff

SELF = "self"


def visible_children(viewer: Viewer, today: date) -> Select[UUID]:
    """The ids of the children this person may see on this day; for use as a subquery."""
    match viewer.role:
        case Role.FAMILY_MEMBER:
            return _linked(viewer.person_id, today).where(FamilyLink.relationship != SELF)
        case Role.YOUNG_PERSON | Role.CHILD:
            return _linked(viewer.person_id, today).where(FamilyLink.relationship == SELF)
        case Role.CASEWORKER:
            seen = union(on_caseload(viewer), opened_by_breaking_glass(viewer, today)).subquery()
            return select(seen.c.child_id)
        case Role.COORDINATOR:
            return (
                select(Plan.child_id)
                .join(Placement, Placement.plan_id == Plan.id)
                .join(Setting, Setting.urn == Placement.urn)
                .join(Staff, Staff.setting_id == Setting.id)
                .where(
                    Staff.id == viewer.person_id,
                    Plan.ceased_on.is_(None),
                    Plan.marked_absent_on.is_(None),
                    Placement.marked_absent_on.is_(None),
                    or_(Placement.leaving_on.is_(None), Placement.leaving_on >= today),
                )
            )
        case _:
            return select(Child.id).where(false())


def listed_children(viewer: Viewer, today: date) -> Select[UUID]:
    """Whom lists, counts and files are about: not a child whose record was opened by breaking the
    glass, which is for that one record and its own reason."""
    if viewer.role is Role.CASEWORKER:
        return on_caseload(viewer)
    return visible_children(viewer, today)


def on_caseload(viewer: Viewer) -> Select[UUID]:
    """The children for whom this member of staff answers, or somebody whom they manage."""
    return select(CaseloadEntry.child_id).where(
        CaseloadEntry.marked_absent_on.is_(None),
        or_(
            CaseloadEntry.caseworker_id == viewer.person_id,
            CaseloadEntry.manager_id == viewer.person_id,
        ),
    )


def opened_by_breaking_glass(viewer: Viewer, today: date) -> Select[UUID]:
    """The children whose records this member of staff has open for a written reason."""
    return select(GlassBreak.child_id).where(
        GlassBreak.staff_id == viewer.person_id,
        GlassBreak.last_day >= today,
        GlassBreak.ended_at.is_(None),
    )


@lru_cache(maxsize=8)  # building it costs more than most pages have to spare
def link_is_open(today: date) -> ColumnElement[bool]:
    """Links that are open: the record lets this person in, and so does the young person whose
    rights have begun. For a query that joins FamilyLink and Child."""
    return and_(
        record_opens(today),
        or_(
            FamilyLink.relationship == SELF,
            Child.birth_date.is_(None),
            Child.birth_date > latest_birth_with_rights(today),
            # The latest word decides; where there is none, the council's rule.
            func.coalesce(
                _LETS_IN,
                or_(Child.birth_date > _latest_birth_needing_yes(today), _CANNOT_DECIDE),
            ),
        ),
    )


def new_documents_wait(today: date) -> ColumnElement[bool]:
    """Of links that are open, those for whose adult new documents wait: from 18, with neither a
    word of the young person nor a capacity decision. For the same kind of query."""
    return and_(
        FamilyLink.relationship != SELF,
        Child.birth_date <= latest_birth_of_age(MAJORITY, today),
        _LETS_IN.is_(None),
        ~_CANNOT_DECIDE,
    )


def gets_letters(today: date) -> ColumnElement[bool]:
    """Unless the young person whose rights have begun has said that this adult gets none; for the
    same kind of query."""
    return or_(
        FamilyLink.relationship == SELF,
        Child.birth_date.is_(None),
        Child.birth_date > latest_birth_with_rights(today),
        func.coalesce(_GETS_LETTERS, true()),
    )


# The latest word about an adult, and the latest decision about capacity, as SQL text: every query
# for a child carries them, and of many small parts each costs each time the statement's key is
# made, more than running them does.
_LATEST_WISH = """(
    SELECT w.may_see {} FROM wishes AS w
    WHERE w.child_id = family_links.child_id
    AND w.family_member_id = family_links.family_member_id
    ORDER BY w.number DESC LIMIT 1
)"""
_LETS_IN = literal_column(_LATEST_WISH.format("<> 'nothing'"), Boolean)
_GETS_LETTERS = literal_column(_LATEST_WISH.format("<> 'no_letters'"), Boolean)
_CANNOT_DECIDE = literal_column(
    """COALESCE((
        SELECT c.outcome = 'cannot_decide' FROM capacity_decisions AS c
        WHERE c.child_id = family_links.child_id AND c.matter = 'who_sees'
        ORDER BY c.number DESC LIMIT 1
    ), FALSE)""",
    Boolean,
)


def parents_access(session: Session) -> ParentsAccess:
    """The council's rule, which came with the session when it was opened."""
    rule: ParentsAccess = session.info["parents_access"]
    return rule


def _latest_birth_needing_yes(today: date) -> ColumnElement[date]:
    """Asked for as the statement runs, of the session that is open then: one statement, built
    without a session and kept by its text, serves every rule."""
    return bindparam(
        "latest_birth_needing_yes",
        callable_=partial(_read_latest_birth_needing_yes, today),
        type_=Date,
        unique=True,
    )


def _read_latest_birth_needing_yes(today: date) -> date:
    return latest_birth_needing_agreement(today, parents_access(db.session())) or date.min


@lru_cache(maxsize=8)
def record_opens(today: date) -> ColumnElement[bool]:
    """Links that the record opens: no restriction, opened and within their dates, responsibility
    known. What the young person has said is not asked.

    ``access_from`` is empty until a contacts file or a caseworker has opened the link. A contacts
    file alone opens nothing where responsibility is unknown or the child is looked after: a
    caseworker decides (`opened_by_id`). For a query that joins FamilyLink and Child.
    """
    return and_(
        FamilyLink.restriction.is_(None),
        FamilyLink.restriction_unreadable.is_(False),
        FamilyLink.marked_absent_on.is_(None),
        FamilyLink.access_from <= today,
        or_(FamilyLink.access_until.is_(None), FamilyLink.access_until >= today),
        or_(
            FamilyLink.relationship == SELF,
            FamilyLink.opened_by_id.is_not(None),
            and_(
                FamilyLink.responsibility == "yes",
                or_(Child.looked_after.is_(None), Child.looked_after.is_(False)),
            ),
        ),
    )


def _linked(family_member_id: UUID, today: date) -> Select[UUID]:
    return (
        select(FamilyLink.child_id)
        .join(Child, Child.id == FamilyLink.child_id)
        .where(FamilyLink.family_member_id == family_member_id, link_is_open(today))
    )
