"""Which settings are asked: coordinators, about plans of their pupils, never a family."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, and_, exists, or_, select
from sqlalchemy.orm import Session

from portal.domain.cohorts import CohortFacts, is_covered
from portal.domain.people import Role
from portal.domain.waves import BLANK, UNKNOWN, CohortKind, CohortRule, Combination, GroupKind
from portal.store.cohorts import Asked, Cohort
from portal.store.tables.cases import Placement, Plan
from portal.store.tables.children import Child, Need, Setting
from portal.store.tables.people import Staff


def find_setting_cohort(
    session: Session, rule: CohortRule, groups: Sequence[GroupKind], today: date
) -> Cohort:
    """One coordinator a setting: about each plan in force that was issued in the rule's days for a
    pupil there, or once about all its pupils with a plan.

    Of several coordinators the first by name is asked. About a single plan no group is kept: one
    coordinator may answer often, and a group of ten answers would not be ten people. Of what a
    term's survey may be narrowed by, and of its groups, a setting has its type alone.
    """
    if rule.kind is CohortKind.PLANS_AT_SETTINGS:
        asked, facts = _ask_about_plans(session, rule, len(groups), today)
    else:
        asked, facts = _ask_about_terms(session, rule, groups, today), {}
    return Cohort(asked, facts, on_stop_list=0, asked_often=0)


def _ask_about_plans(
    session: Session, rule: CohortRule, width: int, today: date
) -> tuple[list[Asked], dict[UUID, CohortFacts]]:
    need = (
        select(Need.need_type)
        .where(Need.child_id == Child.id)
        .order_by(Need.rank.is_(None), Need.rank, Need.need_type)
        .limit(1)
        .correlate(Child)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            Setting.id.label("setting_id"),
            Setting.setting_type,
            Staff.id.label("staff_id"),
            Child.id.label("child_id"),
            Child.birth_date,
            Child.year_group,
            Child.language,
            need.label("need"),
        )
        .join(Staff, Staff.id == _coordinator())
        .join(Placement, Placement.urn == Setting.urn)
        .join(Plan, Plan.id == Placement.plan_id)
        .join(Child, Child.id == Plan.child_id)
        .where(
            Setting.marked_absent_on.is_(None),
            _is_pupil(today),
            Child.marked_absent_on.is_(None),
            Plan.start_on.between(rule.first, rule.last),
        )
        .order_by(Setting.id, Child.id)
    )
    asked: dict[tuple[UUID, UUID], Asked] = {}
    facts: dict[UUID, CohortFacts] = {}
    for row in rows:
        known = CohortFacts(
            row.birth_date, row.year_group, row.setting_type, row.need, row.language
        )
        if not is_covered(rule, known, today):
            continue
        facts[row.child_id] = known
        asked[row.setting_id, row.child_id] = Asked(
            row.child_id, None, (BLANK,) * width, row.staff_id, row.setting_id
        )
    return list(asked.values()), facts


def _ask_about_terms(
    session: Session, rule: CohortRule, groups: Iterable[GroupKind], today: date
) -> list[Asked]:
    has_pupil = (
        exists()
        .where(Placement.urn == Setting.urn, Plan.id == Placement.plan_id)
        .where(_is_pupil(today))
    )
    rows = session.execute(
        select(Setting.id.label("setting_id"), Setting.setting_type, Staff.id.label("staff_id"))
        .join(Staff, Staff.id == _coordinator())
        .where(Setting.marked_absent_on.is_(None), has_pupil)
        .order_by(Setting.id)
    )
    return [
        Asked(None, None, _values(row.setting_type, groups), row.staff_id, row.setting_id)
        for row in rows
        if is_covered(rule, CohortFacts(None, None, row.setting_type, None, None), today)
    ]


def _values(setting_type: str | None, groups: Iterable[GroupKind]) -> Combination:
    return tuple(
        (setting_type or UNKNOWN) if kind is GroupKind.SETTING_TYPE else BLANK for kind in groups
    )


def _coordinator() -> ScalarSelect[UUID]:
    """The setting's first coordinator by name; none where nobody there has an account."""
    return (
        select(Staff.id)
        .where(
            Staff.setting_id == Setting.id,
            Staff.role == Role.COORDINATOR,
            Staff.closed_at.is_(None),
        )
        .order_by(Staff.name, Staff.id)
        .limit(1)
        .correlate(Setting)
        .scalar_subquery()
    )


def _is_pupil(today: date) -> ColumnElement[bool]:
    """A plan in force that names the setting or is for somebody who attends it."""
    return and_(
        or_(Plan.ceased_on.is_(None), Plan.ceased_on > today),
        Plan.marked_absent_on.is_(None),
        Placement.marked_absent_on.is_(None),
        or_(Placement.leaving_on.is_(None), Placement.leaving_on >= today),
    )
