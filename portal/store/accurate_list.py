"""The accurate list of the children whom a person may see, in a fixed number of statements."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from portal.domain.accurate_list import CareEvent, ListLine, Place, RecordSigns, make_line
from portal.domain.case_facts import CaseFacts
from portal.domain.people import Viewer
from portal.store.case_events import read_events
from portal.store.case_records import Among, read_plans, read_state, says_yes
from portal.store.tables.cases import Assessment, AssessmentRequest, CaseEvent, Placement, Plan
from portal.store.tables.children import CaseloadEntry, Child, Setting
from portal.store.tables.people import Staff
from portal.store.visibility import listed_children

_CHILDREN = (
    select(
        Child.id,
        Child.caseref,
        Child.forename,
        Child.surname,
        Child.birth_date,
        Child.year_group,
        Child.upn,
        Child.upn_unknown_reason,
        Child.marked_absent_on,
        Staff.name,
    )
    .outerjoin(
        CaseloadEntry,
        (CaseloadEntry.child_id == Child.id) & CaseloadEntry.marked_absent_on.is_(None),
    )
    .outerjoin(Staff, Staff.id == CaseloadEntry.caseworker_id)
    .order_by(Child.surname, Child.forename, Child.id)
    .execution_options(yield_per=500)
)
_PLACES = (
    select(
        Plan.child_id,
        Setting.name,
        Placement.sen_setting,
        Placement.residential,
        Plan.residential,
    )
    .join(Placement, Placement.plan_id == Plan.id)
    .outerjoin(Setting, Setting.urn == Placement.urn)
    .where(
        Placement.marked_absent_on.is_(None),
        Plan.marked_absent_on.is_(None),
        Plan.ceased_on.is_(None),
    )
    # The last row of a child is the one that counts: attended before named, the first rank.
    .order_by(Placement.kind.desc(), Placement.rank.desc(), Placement.entry_on)
)
_CARE = select(CaseEvent.child_id, CaseEvent.kind, CaseEvent.happened_on).where(
    CaseEvent.kind.in_(CareEvent), CaseEvent.marked_absent_on.is_(None)
)
_CLAIMED = (
    select(AssessmentRequest.child_id, Assessment.week20)
    .join(Assessment, Assessment.request_id == AssessmentRequest.id)
    .where(Assessment.week20.is_not(None), Assessment.marked_absent_on.is_(None))
)


@dataclass(frozen=True, slots=True)
class ListedChild:
    """A child and the line of the list."""

    child_id: UUID
    caseref: str | None
    forename: str
    surname: str
    born: date | None
    year_group: int | None
    caseworker: str | None
    line: ListLine

    @property
    def name(self) -> str:
        return f"{self.forename} {self.surname}"


def stream_listed_children(session: Session, viewer: Viewer, today: date) -> Iterator[ListedChild]:
    """Every child on this person's lists, by surname."""
    visible = listed_children(viewer, today)
    among = _among(visible)
    state = read_state(session, among)
    plans = read_plans(session, among, state, today)
    events = read_events(session, among, state)
    places = _places(session, among, today)
    care = _care(session, among)
    claimed = {
        child_id
        for child_id, week20 in session.execute(_CLAIMED.where(among(AssessmentRequest.child_id)))
        if says_yes(week20)
    }
    for row in session.execute(_CHILDREN.where(Child.id.in_(visible))):
        child_id, caseref, forename, surname, born, year_group, *rest = row
        upn, no_upn_because, absent, caseworker = rest
        facts = CaseFacts(
            born=born,
            as_of=state.as_of,
            year_group=year_group,
            plan=plans.get(child_id),
            events=events[child_id].events if child_id in events else (),
        )
        signs = RecordSigns(
            has_upn=bool(upn or no_upn_because),
            is_absent=absent is not None,
            called_wrong=child_id in state.flags,
            claims_exception=child_id in claimed,
        )
        line = make_line(facts, places.get(child_id), care.get(child_id, ()), signs, today)
        yield ListedChild(child_id, caseref, forename, surname, born, year_group, caseworker, line)


def _among(visible: Select[UUID]) -> Among:
    return lambda column: column.in_(visible)


def _places(session: Session, among: Among, today: date) -> dict[UUID, Place]:
    """Where each child goes or, where none is recorded, the place that the plan names."""
    still_there = or_(Placement.leaving_on.is_(None), Placement.leaving_on >= today)
    rows = session.execute(_PLACES.where(among(Plan.child_id), still_there))
    return {
        child_id: Place(name, code, residential=says_yes(residence) or says_yes(plan_residence))
        for child_id, name, code, residence, plan_residence in rows
    }


def _care(session: Session, among: Among) -> dict[UUID, list[tuple[CareEvent, date]]]:
    found: defaultdict[UUID, list[tuple[CareEvent, date]]] = defaultdict(list)
    for child_id, kind, day in session.execute(_CARE.where(among(CaseEvent.child_id))):
        found[child_id].append((CareEvent(kind), day))
    return found
