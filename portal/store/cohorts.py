"""Who is asked: a cohort rule answered from the records."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, exists, or_, select
from sqlalchemy.orm import Session

from portal.domain.waves import (
    UNKNOWN,
    CohortKind,
    CohortRule,
    Combination,
    GroupKind,
    find_age_band,
)
from portal.store.tables.cases import ActivePlan, Placement, Plan
from portal.store.tables.children import Child, Need, Setting
from portal.store.tables.contact_reports import ContactReport
from portal.store.tables.people import FamilyLink, FamilyMember
from portal.store.visibility import SELF, link_is_open


@dataclass(frozen=True, slots=True)
class Asked:
    """One adult who would be asked about one child, with the values of the declared groups."""

    child_id: UUID
    family_member_id: UUID
    groups: Combination


def list_cohort(
    session: Session, rule: CohortRule, groups: Sequence[GroupKind], today: date
) -> Sequence[Asked]:
    """Each adult with an open link to a child whom the rule covers, once, less the stop list.

    A parent of two such children is asked about one of them: one response a person.

    Left out: those whose plan has ceased (died and moved away among them), who are kept away, who
    said "wrong child" or stopped surveys. Children and young people are asked in an instrument of
    their own, so nobody is asked as ``self``.
    """
    rows = session.execute(
        select(
            FamilyLink.child_id,
            FamilyLink.family_member_id,
            Child.birth_date,
            _primary_need().label(GroupKind.NEED),
            _setting_type(today).label(GroupKind.SETTING_TYPE),
        )
        .join(Child, Child.id == FamilyLink.child_id)
        .join(FamilyMember, FamilyMember.id == FamilyLink.family_member_id)
        .where(FamilyLink.child_id.in_(_children(rule, today)), may_be_asked(today))
        .order_by(Child.id.desc())
    )
    once = {row.family_member_id: row for row in rows}
    return [
        Asked(row.child_id, row.family_member_id, tuple(_values(row, groups, today)))
        for row in once.values()
    ]


@lru_cache(maxsize=8)  # asked for by every plan page
def may_be_asked(today: date) -> ColumnElement[bool]:
    """The stop list, for a query that joins FamilyLink, Child and FamilyMember."""
    unsettled = exists().where(
        ContactReport.family_member_id == FamilyMember.id, ContactReport.settled_at.is_(None)
    )
    return and_(
        FamilyLink.relationship != SELF,
        link_is_open(today),
        Child.marked_absent_on.is_(None),
        Child.id.in_(_with_plan(today)),
        FamilyMember.surveys_stopped_at.is_(None),
        ~unsettled,
    )


def _with_plan(today: date) -> Select[UUID]:
    return select(Plan.child_id).where(
        or_(Plan.ceased_on.is_(None), Plan.ceased_on > today), Plan.marked_absent_on.is_(None)
    )


def _children(rule: CohortRule, today: date) -> Select[UUID]:
    children = _with_plan(today)
    match rule.kind:
        case CohortKind.FINAL_PLAN_ISSUED:
            return children.where(Plan.start_on.between(rule.first, rule.last))
        case CohortKind.REVIEW_MEETING_HELD:
            return children.join(ActivePlan, ActivePlan.plan_id == Plan.id).where(
                ActivePlan.review_meeting_on.between(rule.first, rule.last)
            )


def _values(row: Any, groups: Iterable[GroupKind], today: date) -> Iterable[str]:
    for kind in groups:
        if kind is GroupKind.AGE_BAND:
            yield find_age_band(row.birth_date, today)
        else:
            yield getattr(row, kind) or UNKNOWN


def _primary_need() -> ScalarSelect[str]:
    return (
        select(Need.need_type)
        .where(Need.child_id == FamilyLink.child_id)
        .order_by(Need.rank.is_(None), Need.rank, Need.need_type)
        .limit(1)
        .correlate(FamilyLink)
        .scalar_subquery()
    )


def _setting_type(today: date) -> ScalarSelect[str | None]:
    """The type of the setting that the child attends or, where none is recorded, that is named."""
    return (
        select(Setting.setting_type)
        .join(Placement, Placement.urn == Setting.urn)
        .join(Plan, Plan.id == Placement.plan_id)
        .where(
            Plan.child_id == FamilyLink.child_id,
            Placement.marked_absent_on.is_(None),
            or_(
                Placement.kind == "named",
                Placement.leaving_on.is_(None),
                Placement.leaving_on >= today,
            ),
        )
        .order_by(Placement.kind, Placement.rank, Setting.urn)  # "attended" before "named"
        .limit(1)
        .correlate(FamilyLink)
        .scalar_subquery()
    )
