"""One line a child of the accurate list: what is known, and what of it somebody has to mend."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.domain.case_facts import CaseFacts, Event, EventKind, PlanFacts
from portal.domain.clocks import ClockKey
from portal.domain.exceptions import LawfulException, read_exception
from portal.domain.review_clock import review_deadlines
from portal.domain.timeliness_reviews import completed_reviews


class CareEvent(StrEnum):
    """Events beside the course of a case (events.csv)."""

    WELFARE_VISIT = "welfare_visit"
    HOME_EDUCATION_CHECK = "home_education_check"
    MISSING_EDUCATION_START = "missing_education_start"
    MISSING_EDUCATION_END = "missing_education_end"
    AWAITING_SPECIALIST_START = "awaiting_specialist_start"
    AWAITING_SPECIALIST_END = "awaiting_specialist_end"


VISITS = frozenset({CareEvent.WELFARE_VISIT, CareEvent.HOME_EDUCATION_CHECK})
HOME_EDUCATED = "EHE"


class QualityFlag(StrEnum):
    """What is missing or cannot be right in the record of a child."""

    BIRTH_DATE_MISSING = "birth_date_missing"
    UPN_MISSING = "upn_missing"
    NOT_IN_LATEST_FILE = "not_in_latest_file"
    PLAN_DATE_MISSING = "plan_date_missing"
    REVIEW_BEFORE_PLAN = "review_before_plan"
    PLACEMENT_MISSING = "placement_missing"
    VISIT_MISSING = "visit_missing"
    DATE_CALLED_WRONG = "date_called_wrong"
    EXCEPTION_WITHOUT_REASON = "exception_without_reason"


class Mender(StrEnum):
    """Who mends it, in the case system: the portal is told by the next files."""

    CASEWORKER = "caseworker"
    RECORDS_TEAM = "records_team"


MENDERS: dict[QualityFlag, Mender] = {
    QualityFlag.BIRTH_DATE_MISSING: Mender.RECORDS_TEAM,
    QualityFlag.UPN_MISSING: Mender.RECORDS_TEAM,
    QualityFlag.NOT_IN_LATEST_FILE: Mender.RECORDS_TEAM,
    QualityFlag.PLAN_DATE_MISSING: Mender.RECORDS_TEAM,
    QualityFlag.REVIEW_BEFORE_PLAN: Mender.RECORDS_TEAM,
    QualityFlag.PLACEMENT_MISSING: Mender.CASEWORKER,
    QualityFlag.VISIT_MISSING: Mender.CASEWORKER,
    QualityFlag.DATE_CALLED_WRONG: Mender.CASEWORKER,
    QualityFlag.EXCEPTION_WITHOUT_REASON: Mender.CASEWORKER,
}


class Only(StrEnum):
    """Which lines of the list to show."""

    ALL = "all"
    REVIEW_PAST = "review-past"
    AWAITING_SPECIALIST = "awaiting-specialist"
    MISSING_EDUCATION = "missing-education"
    VISIT_OWED = "visit-owed"
    TO_MEND = "to-mend"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a child is placed: a setting's name, or the record's code where it is no setting."""

    name: str | None
    code: str | None
    residential: bool


@dataclass(frozen=True, slots=True)
class RecordSigns:
    """What the record of a child shows of its own quality."""

    has_upn: bool
    is_absent: bool
    called_wrong: bool
    claims_exception: bool


@dataclass(frozen=True, slots=True)
class ListLine:
    """What the list says of one child.

    ``next_review`` is the last lawful day of the next review; None without a plan in force or
    where it counts from a day that the files do not hold. ``visit_owed`` says that the child
    lives at a placement or is taught at home, so that somebody has to visit.
    """

    has_plan: bool
    place: Place | None
    last_review: date | None
    next_review: date | None
    last_visit: date | None
    visit_owed: bool
    awaiting_since: date | None
    missing_since: date | None
    flags: tuple[QualityFlag, ...]

    def is_shown(self, only: Only, today: date) -> bool:
        match only:
            case Only.ALL:
                return True
            case Only.REVIEW_PAST:
                return self.next_review is not None and self.next_review < today
            case Only.AWAITING_SPECIALIST:
                return self.awaiting_since is not None
            case Only.MISSING_EDUCATION:
                return self.missing_since is not None
            case Only.VISIT_OWED:
                return self.visit_owed
            case Only.TO_MEND:
                return bool(self.flags)


def make_line(
    facts: CaseFacts,
    place: Place | None,
    care: Iterable[tuple[CareEvent, date]],
    signs: RecordSigns,
    today: date,
) -> ListLine:
    """The line of one child. ``care`` may come in any order."""
    happened = [(kind, day) for kind, day in care if day <= today]
    plan = facts.plan if facts.plan and facts.plan.is_in_force(today) else None
    reviews = [day for day, _ in completed_reviews(plan, facts.events)] if plan else []
    owed = place is not None and (place.residential or place.code == HOME_EDUCATED)
    visits = [day for kind, day in happened if kind in VISITS]
    last_review = reviews[-1] if reviews else None
    return ListLine(
        has_plan=plan is not None,
        place=place,
        last_review=last_review,
        next_review=_next_review(plan, last_review) if plan else None,
        last_visit=max(visits, default=None),
        visit_owed=owed,
        awaiting_since=_open_since(
            happened, CareEvent.AWAITING_SPECIALIST_START, CareEvent.AWAITING_SPECIALIST_END
        ),
        missing_since=_open_since(
            happened, CareEvent.MISSING_EDUCATION_START, CareEvent.MISSING_EDUCATION_END
        ),
        flags=tuple(_flags(facts, plan, place, signs, visit_missing=owed and not visits)),
    )


def _next_review(plan: PlanFacts, last_review: date | None) -> date | None:
    made = plan.made.on if plan.made else None
    began = last_review or (None if plan.moved_in else made)
    return review_deadlines(began)[ClockKey.REVIEW_DUE].day if began else None


def _open_since(
    happened: list[tuple[CareEvent, date]], start: CareEvent, end: CareEvent
) -> date | None:
    """The day of the last start that no end follows; an end on the same day follows it."""
    began = max((day for kind, day in happened if kind is start), default=None)
    ended = max((day for kind, day in happened if kind is end), default=None)
    return began if began and (ended is None or ended < began) else None


def _flags(
    facts: CaseFacts,
    plan: PlanFacts | None,
    place: Place | None,
    signs: RecordSigns,
    *,
    visit_missing: bool,
) -> Iterator[QualityFlag]:
    found = {
        QualityFlag.BIRTH_DATE_MISSING: facts.born is None,
        QualityFlag.UPN_MISSING: not signs.has_upn,
        QualityFlag.NOT_IN_LATEST_FILE: signs.is_absent,
        QualityFlag.PLAN_DATE_MISSING: plan is not None and plan.made is None,
        QualityFlag.REVIEW_BEFORE_PLAN: plan is not None and _reviewed_before(plan),
        QualityFlag.PLACEMENT_MISSING: plan is not None and place is None,
        QualityFlag.VISIT_MISSING: visit_missing,
        QualityFlag.DATE_CALLED_WRONG: signs.called_wrong,
        QualityFlag.EXCEPTION_WITHOUT_REASON: (
            signs.claims_exception and not any(map(_is_lawful, facts.events))
        ),
    }
    yield from (flag for flag, holds in found.items() if holds)


def _reviewed_before(plan: PlanFacts) -> bool:
    reviewed = (plan.last_review, plan.meeting)
    return any(day and plan.made and day.on < plan.made.on for day in reviewed)


def _is_lawful(event: Event) -> bool:
    return event.kind is EventKind.EXCEPTION and isinstance(
        read_exception(event.when.on, event.detail), LawfulException
    )
