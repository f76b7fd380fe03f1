"""A child's case, for those who may see the child: who it is about, and its facts.

A fixed number of statements, for one child or for many.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import Session

from portal.domain.case_events import Difference, Merged
from portal.domain.case_facts import CaseFacts
from portal.domain.date_flags import FlagStanding
from portal.domain.people import Viewer
from portal.domain.transfers import SettingPhase
from portal.store.case_events import read_events
from portal.store.case_records import Among, read_assessments, read_plans, read_state
from portal.store.record_age import FlaggedDate
from portal.store.tables.cases import Placement, Plan
from portal.store.tables.children import CaseloadEntry, Child, Setting
from portal.store.tables.people import Staff
from portal.store.tables.reviews import ReviewCycle
from portal.store.visibility import listed_children, visible_children

SETTING_PHASES = {
    "nursery": SettingPhase.EARLY_YEARS,
    "early years": SettingPhase.EARLY_YEARS,
    "infant": SettingPhase.INFANT,
    "first": SettingPhase.FIRST,
    "junior": SettingPhase.PRIMARY,
    "primary": SettingPhase.PRIMARY,
    "middle": SettingPhase.MIDDLE,
    "middle deemed primary": SettingPhase.MIDDLE,
    "middle deemed secondary": SettingPhase.MIDDLE,
    "secondary": SettingPhase.SECONDARY,
    "all-through": SettingPhase.THROUGH,
    "not applicable": SettingPhase.THROUGH,
    "16 plus": SettingPhase.POST16,
}
"""The phases of Get Information about Schools, and the types that are narrower than a phase."""


_CHILDREN = (
    select(
        Child.id,
        Child.forename,
        Child.surname,
        Child.birth_date,
        Child.year_group,
        Staff.name,
        Staff.id,
    )
    .outerjoin(
        CaseloadEntry,
        (CaseloadEntry.child_id == Child.id) & CaseloadEntry.marked_absent_on.is_(None),
    )
    .outerjoin(Staff, Staff.id == CaseloadEntry.caseworker_id)
    .order_by(Child.forename, Child.surname, Child.id)
)
_PLACES = (
    select(Plan.child_id, Setting.name, Setting.setting_type, Setting.phase)
    .join(Placement, Placement.plan_id == Plan.id)
    .join(Setting, Setting.urn == Placement.urn)
    .where(Placement.marked_absent_on.is_(None))
    # The last row of a child is the one that counts.
    .order_by(Placement.kind.desc(), Placement.rank.desc(), Placement.entry_on)
)
_REVIEWS = (
    select(ReviewCycle.child_id, ReviewCycle.id)
    .where(ReviewCycle.closed_on.is_(None))
    .order_by(ReviewCycle.cycle_began)
)
_NOTHING = Merged(())


@dataclass(frozen=True, slots=True)
class Case:
    """A child and the facts of the case. ``review_id`` is the portal's open review, for links;
    ``flagged`` are the dates that somebody has called wrong; ``differences`` are where the case
    system says otherwise than what was recorded here; ``flag_standings`` is how each person's
    word about a date stands."""

    child_id: UUID
    forename: str
    surname: str
    facts: CaseFacts
    flagged: frozenset[FlaggedDate] = frozenset()
    setting: str | None = None
    caseworker: str | None = None
    review_id: UUID | None = None
    differences: tuple[Difference, ...] = ()
    caseworker_id: UUID | None = None
    flag_standings: tuple[FlagStanding, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.forename} {self.surname}"


def find_case(
    session: Session, viewer: Viewer, child_id: UUID, today: date, *, known_on: date | None = None
) -> Case | None:
    """This child's case, where this person may see the child today.

    ``known_on``: with the events as they were known at the end of that day. The files keep no
    history: their dates, and whether somebody calls them wrong, are as they are now.
    """
    visible = (Child.id == child_id) & Child.id.in_(visible_children(viewer, today))
    found = _list(session, visible, lambda column: column == child_id, today, known_on)
    return found[0] if found else None


def list_cases(session: Session, viewer: Viewer, today: date) -> list[Case]:
    """Every case on this person's lists today, by name."""
    children = listed_children(viewer, today)
    return _list(session, Child.id.in_(children), lambda column: column.in_(children), today)


def _list(
    session: Session,
    visible: ColumnElement[bool],
    among: Among,
    today: date,
    known_on: date | None = None,
) -> list[Case]:
    children = session.execute(_CHILDREN.where(visible)).all()
    if not children:
        return []
    state = read_state(session, among)
    assessments = read_assessments(session, among, state)
    plans = read_plans(session, among, state, today)
    events = read_events(session, among, state, known_on)
    places = _places(session, among, today)
    reviews = _open_reviews(session, among)
    cases, as_of = [], state.as_of
    for child_id, forename, surname, born, year_group, caseworker, caseworker_id in children:
        setting, phase = places.get(child_id, (None, None))
        happened = events.get(child_id, _NOTHING)
        facts = CaseFacts(
            born=born,
            as_of=as_of,
            year_group=year_group,
            setting_phase=phase,
            assessment=assessments.get(child_id),
            plan=plans.get(child_id),
            events=happened.events,
            has_caseworker=caseworker is not None,
        )
        cases.append(
            Case(
                child_id,
                forename,
                surname,
                facts,
                flagged=state.flags.get(child_id, frozenset()),
                setting=setting,
                caseworker=caseworker,
                review_id=reviews.get(child_id),
                differences=happened.differences,
                caseworker_id=caseworker_id,
                flag_standings=state.standings.get(child_id, ()),
            )
        )
    return cases


def _places(
    session: Session, among: Among, today: date
) -> dict[UUID, tuple[str, SettingPhase | None]]:
    """The setting each child attends or, where none is recorded, the one that the plan names."""
    still_there = or_(Placement.leaving_on.is_(None), Placement.leaving_on >= today)
    rows = session.execute(_PLACES.where(among(Plan.child_id), still_there))
    return {
        child_id: (name, _phase(setting_type) or _phase(phase))
        for child_id, name, setting_type, phase in rows
    }


def _phase(text: str | None) -> SettingPhase | None:
    return SETTING_PHASES.get((text or "").strip().lower())


def _open_reviews(session: Session, among: Among) -> dict[UUID, UUID]:
    rows = session.execute(_REVIEWS.where(among(ReviewCycle.child_id)))
    return dict(rows.all())


def list_cases_of_everybody(session: Session, today: date) -> list[Case]:
    """Every case on the record, for a job: nobody looks at them. A child that the last full
    extract came without is left out."""
    on_record = Child.marked_absent_on.is_(None)
    return _list(session, on_record, lambda column: true(), today)


def find_case_for_job(session: Session, child_id: UUID, today: date) -> Case | None:
    """The same for one child, whom the caller has already decided to deal with."""
    one = (Child.id == child_id) & Child.marked_absent_on.is_(None)
    found = _list(session, one, lambda column: column == child_id, today)
    return found[0] if found else None
