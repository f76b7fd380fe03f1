"""What a caseworker has to do for one child, beside what the clocks show by themselves."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


class TaskKind(StrEnum):
    """What is to be done. Who: the caseworker of the child, whoever that is on the day."""

    RING_FAMILY = "ring_family"
    RING_WITH_NEWS = "ring_with_news"  # whoever asked to be told by telephone
    # The calls agreed with families, at each step
    RING_ABOUT_REVIEW = "ring_about_review"
    RING_AFTER_MEETING = "ring_after_meeting"
    RING_ABOUT_DECISION = "ring_about_decision"
    RING_ABOUT_CHANGES = "ring_about_changes"
    RING_ABOUT_DRAFT = "ring_about_draft"
    RING_ABOUT_FINAL_PLAN = "ring_about_final_plan"
    # What the clocks ask for
    CHASE_MEETING_DATE = "chase_meeting_date"
    MEET_LEGAL_DATE = "meet_legal_date"
    ANSWER_COMMENTS = "answer_comments"
    ARRANGE_DRAFT_MEETING = "arrange_draft_meeting"
    CHECK_DATE = "check_date"
    ADVICE_LATE = "advice_late"
    READ_ADVICE = "read_advice"
    ADVICE_DECLINED = "advice_declined"
    ADVICE_PASSED_ON = "advice_passed_on"
    APPOINTMENT_MISSED = "appointment_missed"
    ADVISER_NOT_REACHED = "adviser_not_reached"
    # The end of compulsory school age, and 18
    FIND_WAY_TO_REACH = "find_way_to_reach"
    SETTLE_PARENTS_ACCESS = "settle_parents_access"
    DECIDE_ACCESS_AGAIN = "decide_access_again"


CALLS = frozenset(
    {
        TaskKind.RING_FAMILY,
        TaskKind.RING_WITH_NEWS,
        TaskKind.RING_ABOUT_REVIEW,
        TaskKind.RING_AFTER_MEETING,
        TaskKind.RING_ABOUT_DECISION,
        TaskKind.RING_ABOUT_CHANGES,
        TaskKind.RING_ABOUT_DRAFT,
        TaskKind.RING_ABOUT_FINAL_PLAN,
    }
)
"""A call to the family, which the council begins: the family of a child who died gets none."""


@dataclass(frozen=True, slots=True)
class NewTask:
    """``about_id`` names what the task is about (a review, a document, an adult, a day of the
    case: `portal.domain.case_news.about_day`), or the child.

    There is one task of a kind about one thing, however often it is asked for.
    """

    child_id: UUID
    kind: TaskKind
    about_id: UUID
    due_on: date
