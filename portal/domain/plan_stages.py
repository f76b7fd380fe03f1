"""The answer a family gets about a case: where it is, what is next, what they can do."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.domain.appeals import AppealLimits
from portal.domain.case_facts import Recorded
from portal.domain.clocks import ClockKey, Deadline, Start
from portal.domain.exceptions import LawfulException
from portal.domain.transfers import Phase


class Stage(StrEnum):
    """Where a case is, in the order of its course."""

    NOTHING_RECORDED = "nothing_recorded"
    REQUEST_RECEIVED = "request_received"
    REQUEST_WITHDRAWN = "request_withdrawn"
    ASSESSMENT_REFUSED = "assessment_refused"
    ADVICE_GATHERED = "advice_gathered"
    ASSESSMENT_WITHDRAWN = "assessment_withdrawn"
    PLAN_REFUSED = "plan_refused"
    PLAN_BEING_WRITTEN = "plan_being_written"
    DRAFT_WITH_FAMILY = "draft_with_family"
    FINAL_PLAN_AWAITED = "final_plan_awaited"
    PLAN_IN_FORCE = "plan_in_force"
    REVIEW_COMING = "review_coming"
    REVIEW_MEETING_BOOKED = "review_meeting_booked"
    REVIEW_REPORT_AWAITED = "review_report_awaited"
    REVIEW_DECISION_AWAITED = "review_decision_awaited"
    AMENDMENT_NOTICE_AWAITED = "amendment_notice_awaited"
    AMENDMENT_COMMENTS_OPEN = "amendment_comments_open"
    AMENDED_PLAN_AWAITED = "amended_plan_awaited"
    CEASE_DECIDED = "cease_decided"
    PLAN_CEASED = "plan_ceased"


class StepKind(StrEnum):
    """Something that happened."""

    REQUEST_RECEIVED = "request_received"
    ASSESSMENT_AGREED = "assessment_agreed"
    ASSESSMENT_REFUSED = "assessment_refused"
    ADVICE_ASKED = "advice_asked"
    ADVICE_RECEIVED = "advice_received"
    PLAN_AGREED = "plan_agreed"
    PLAN_REFUSED = "plan_refused"
    DRAFT_SERVED = "draft_served"
    PLAN_MADE = "plan_made"
    MEETING = "meeting"
    MEETING_REPORT = "meeting_report"
    REVIEW_COMPLETED = "review_completed"
    DECISION_KEEP = "decision_keep"
    DECISION_AMEND = "decision_amend"
    DECISION_CEASE = "decision_cease"
    AMENDMENT_NOTICE = "amendment_notice"
    FINAL_ISSUED = "final_issued"
    AGREED_DELAY = "agreed_delay"
    PLAN_CEASED = "plan_ceased"


class Standing(StrEnum):
    """How a date stands today."""

    IN_TIME = "in_time"
    LATE = "late"
    EXCUSED = "excused"
    CHECKING = "checking"
    TARGET_MISSED = "target_missed"


class Action(StrEnum):
    """What a family can do now."""

    ASK_FOR_ASSESSMENT = "ask_for_assessment"
    SEND_INFORMATION = "send_information"
    COMMENT_ON_DRAFT = "comment_on_draft"
    GIVE_VIEWS = "give_views"
    COMMENT_ON_CHANGES = "comment_on_changes"
    ASK_FOR_EARLY_REVIEW = "ask_for_early_review"
    ASK_WHY_LATE = "ask_why_late"
    COMPLAIN = "complain"
    ASK_FOR_MEDIATION = "ask_for_mediation"
    APPEAL = "appeal"


class Ask(StrEnum):
    """Who to ask."""

    CASEWORKER = "caseworker"
    SEND_TEAM = "send_team"
    SETTING = "setting"
    ADVICE_SERVICE = "advice_service"


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened, and the record that says so."""

    kind: StepKind
    when: Recorded


@dataclass(frozen=True, slots=True)
class Due:
    """Something due. ``counted`` is the recorded date behind it; None for a date in the calendar.

    ``days_late`` is over 0 only where the standing is late: days after the legal date or, where an
    exception was recorded, after the excused one.
    """

    deadline: Deadline
    standing: Standing
    counted: Recorded | None
    days_late: int = 0
    exception: LawfulException | None = None
    excused_until: date | None = None

    @property
    def key(self) -> ClockKey:
        return self.deadline.key

    @property
    def day(self) -> date:
        return self.deadline.day


@dataclass(frozen=True, slots=True)
class Course:
    """One course of a case: an assessment, or a plan with its reviews.

    ``notice`` is the day of the latest decision that may be appealed.
    """

    stage: Stage
    happened: tuple[Step, ...]
    due: tuple[Due, ...] = ()
    missing: tuple[Start, ...] = ()
    notice: Recorded | None = None
    meeting: Recorded | None = None


@dataclass(frozen=True, slots=True)
class PlanStatus:
    """``due`` is in order of date. ``missing`` names starts that the record should hold and does
    not: nothing is said to be late that would count from them."""

    stage: Stage
    happened: tuple[Step, ...]
    due: tuple[Due, ...]
    actions: tuple[Action, ...]
    ask: tuple[Ask, ...]
    missing: tuple[Start, ...] = ()
    meeting: Recorded | None = None
    transfer: Phase | None = None
    appeal: AppealLimits | None = None

    @property
    def next_due(self) -> Due | None:
        """What the law says is next; a target or guidance only where the law says nothing."""
        by_law = (due for due in self.due if due.deadline.force.is_law)
        return next(by_law, next(iter(self.due), None))

    def find_due(self, key: ClockKey) -> Due | None:
        return next((due for due in self.due if due.key is key), None)

    @property
    def is_late(self) -> bool:
        return any(due.standing is Standing.LATE for due in self.due)
