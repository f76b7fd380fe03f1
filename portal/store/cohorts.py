"""Who is asked: a cohort rule answered from the records."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Row,
    ScalarSelect,
    Select,
    and_,
    exists,
    false,
    func,
    or_,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal.domain.cohorts import CohortFacts, is_covered
from portal.domain.dates import LONDON
from portal.domain.reach import ReachKind
from portal.domain.waves import (
    CohortKind,
    CohortRule,
    Combination,
    FactKind,
    FilterKind,
    GroupKind,
)
from portal.store.tables.cases import ActivePlan, Placement, Plan
from portal.store.tables.children import Child, Need, Setting
from portal.store.tables.contact_reports import ContactReport
from portal.store.tables.people import FamilyLink, FamilyMember
from portal.store.tables.surveys import SurveyInvitation, SurveyWave
from portal.store.visibility import SELF, link_is_open


@dataclass(frozen=True, slots=True)
class Asked:
    """One person who would be asked, with the values of the declared groups: an adult about one
    child, or a setting's coordinator about a pupil's plan or, without a child, about a term.

    ``reach`` holds the child's value of each ``ReachKind``; None where whom it reached is not
    counted, as of settings."""

    child_id: UUID | None
    family_member_id: UUID | None
    groups: Combination
    staff_id: UUID | None = None
    setting_id: UUID | None = None
    reach: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Cohort:
    """Whom a wave would ask today, and how many adults of these children it would not.

    ``facts`` holds what the rule used of each child who is asked about.
    """

    asked: Sequence[Asked]
    facts: Mapping[UUID, CohortFacts]
    on_stop_list: int
    asked_often: int


def list_cohort(
    session: Session, rule: CohortRule, groups: Sequence[GroupKind], today: date
) -> Sequence[Asked]:
    """Each adult with an open link to a child whom the rule covers, once, less the stop list.

    A parent of two such children is asked about one of them: one response a person.

    Left out: those whose plan has ceased (died and moved away among them), who are kept away, who
    said "wrong child" or stopped surveys. Children and young people are asked in an instrument of
    their own, so nobody is asked as ``self``.
    """
    return find_cohort(session, rule, groups, today, asked_often=frozenset()).asked


def find_cohort(
    session: Session,
    rule: CohortRule,
    groups: Sequence[GroupKind],
    today: date,
    *,
    asked_often: AbstractSet[UUID],
) -> Cohort:
    """The same, with what was left out; ``asked_often`` are adults who are not asked again now."""
    rows = session.execute(
        select(
            FamilyLink.child_id,
            FamilyLink.family_member_id,
            *_facts(today),
            may_be_asked(today).label("may_be_asked"),
        )
        .join(Child, Child.id == FamilyLink.child_id)
        .join(FamilyMember, FamilyMember.id == FamilyLink.family_member_id)
        .where(FamilyLink.child_id.in_(_children(rule)), FamilyLink.relationship != SELF)
        .order_by(Child.id.desc())
    )
    all_facts: dict[UUID, CohortFacts] = {}
    adults: set[UUID] = set()
    once: dict[UUID, Asked] = {}
    for row in rows:
        facts = _read_facts(row)
        if not is_covered(rule, facts, today):
            continue
        adults.add(row.family_member_id)
        if row.may_be_asked:
            values = tuple(facts.value(FactKind(kind), today) for kind in groups)
            once[row.family_member_id] = Asked(
                row.child_id, row.family_member_id, values, reach=reach_values(facts, today)
            )
            all_facts[row.child_id] = facts
    asked = [one for one in once.values() if one.family_member_id not in asked_often]
    return Cohort(
        asked,
        {one.child_id: all_facts[one.child_id] for one in asked if one.child_id},
        on_stop_list=len(adults) - len(once),
        asked_often=len(once) - len(asked),
    )


def reach_values(facts: CohortFacts, today: date) -> tuple[str, ...]:
    """The value of each ``ReachKind``, in its order."""
    return tuple(facts.value(FactKind(kind), today) for kind in ReachKind)


def stream_caseload(session: Session, today: date) -> Iterator[CohortFacts]:
    """Every child and young person with a plan in force, as it goes."""
    found = select(*_facts(today)).where(
        Child.marked_absent_on.is_(None), Child.id.in_(_with_plan(today))
    )
    for row in session.execute(found, execution_options={"yield_per": 2000}):
        yield _read_facts(row)


def _facts(today: date) -> list[Any]:
    """Columns of what is asked of a child's record, for a query of ``Child``."""
    return [
        Child.birth_date,
        Child.year_group,
        Child.language,
        Child.ethnicity,
        _primary_need().label("need"),
        _setting_type(today).label("setting_type"),
        _plan_began(today).label("plan_began"),
        _review_meeting().label("review_meeting"),
    ]


def _read_facts(row: Row[Any]) -> CohortFacts:
    return CohortFacts(
        row.birth_date,
        row.year_group,
        row.setting_type,
        row.need,
        row.language,
        row.ethnicity,
        row.plan_began,
        row.review_meeting,
    )


def list_asked_often(session: Session, since: date, at_most: int) -> AbstractSet[UUID]:
    """The adults who have been asked ``at_most`` times or more in waves opened from this day on."""
    begin = datetime.combine(since, time(), LONDON)
    return frozenset(
        session.scalars(
            select(SurveyInvitation.family_member_id)
            .join(SurveyWave, SurveyWave.id == SurveyInvitation.wave_id)
            .where(SurveyWave.opened_at >= begin, SurveyInvitation.family_member_id.is_not(None))
            .group_by(SurveyInvitation.family_member_id)
            .having(func.count() >= at_most)
        )
    )


def list_unknown(session: Session, caserefs: Sequence[str]) -> Sequence[str]:
    """Those case references that no record has, in the order given."""
    known = set(session.scalars(select(Child.caseref).where(Child.caseref.in_(set(caserefs)))))
    return [caseref for caseref in dict.fromkeys(caserefs) if caseref not in known]


def list_values(session: Session) -> Mapping[FilterKind, Sequence[str]]:
    """What the records hold to filter by, of the kinds that have no values of their own."""

    def distinct(column: InstrumentedAttribute[Any]) -> list[str]:
        found = session.scalars(
            select(column).where(column.is_not(None)).distinct().order_by(column)
        )
        return [str(value) for value in found]

    return {
        FilterKind.YEAR_GROUP: distinct(Child.year_group),
        FilterKind.SETTING_TYPE: distinct(Setting.setting_type),
        FilterKind.NEED: distinct(Need.need_type),
        FilterKind.LANGUAGE: distinct(Child.language),
    }


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


def _children(rule: CohortRule) -> Select[UUID]:
    """Whom the rule is about, whether or not their plan is still in force: the stop list asks."""
    children = select(Plan.child_id).where(Plan.marked_absent_on.is_(None))
    match rule.kind:
        case CohortKind.FINAL_PLAN_ISSUED:
            return children.where(Plan.start_on.between(rule.first, rule.last))
        case CohortKind.REVIEW_MEETING_HELD:
            return children.join(ActivePlan, ActivePlan.plan_id == Plan.id).where(
                ActivePlan.review_meeting_on.between(rule.first, rule.last)
            )
        case CohortKind.LISTED:
            return select(Child.id).where(Child.caseref.in_(set(rule.caserefs)))
        case CohortKind.ANYBODY:
            return select(Child.id).where(false())  # nobody is invited
        case CohortKind.PLANS_AT_SETTINGS | CohortKind.SETTINGS_IN_TERM:
            return select(Child.id).where(false())  # no family is: `store.setting_cohorts`


def _primary_need() -> ScalarSelect[str]:
    return (
        select(Need.need_type)
        .where(Need.child_id == Child.id)
        .order_by(Need.rank.is_(None), Need.rank, Need.need_type)
        .limit(1)
        .correlate(Child)
        .scalar_subquery()
    )


def _setting_type(today: date) -> ScalarSelect[str | None]:
    """The type of the setting that the child attends or, where none is recorded, that is named."""
    return (
        select(Setting.setting_type)
        .join(Placement, Placement.urn == Setting.urn)
        .join(Plan, Plan.id == Placement.plan_id)
        .where(
            Plan.child_id == Child.id,
            Placement.marked_absent_on.is_(None),
            or_(
                Placement.kind == "named",
                Placement.leaving_on.is_(None),
                Placement.leaving_on >= today,
            ),
        )
        .order_by(Placement.kind, Placement.rank, Setting.urn)  # "attended" before "named"
        .limit(1)
        .correlate(Child)
        .scalar_subquery()
    )


def _plan_began(today: date) -> ScalarSelect[date | None]:
    return (
        select(func.max(Plan.start_on))
        .where(
            Plan.child_id == Child.id,
            or_(Plan.ceased_on.is_(None), Plan.ceased_on > today),
            Plan.marked_absent_on.is_(None),
        )
        .correlate(Child)
        .scalar_subquery()
    )


def _review_meeting() -> ScalarSelect[date | None]:
    return (
        select(func.max(ActivePlan.review_meeting_on))
        .join(Plan, Plan.id == ActivePlan.plan_id)
        .where(Plan.child_id == Child.id, ActivePlan.marked_absent_on.is_(None))
        .correlate(Child)
        .scalar_subquery()
    )
