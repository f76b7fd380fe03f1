"""Which children a person may see. Every query for a child's record starts here.

The SQL says the same as `portal.domain.rights`; a test holds the two against each other.
"""

from datetime import date
from functools import lru_cache
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, union

from portal.domain.people import Role, Viewer
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
    """Links that are open: no restriction, opened and within their dates, responsibility known.

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
