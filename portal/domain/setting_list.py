"""The reviews that a setting's coordinator has to arrange, this term and the next."""

from dataclasses import dataclass
from datetime import date

from portal.domain.case_facts import CaseFacts
from portal.domain.dates import SchoolTerm
from portal.domain.plan_stages import PlanStatus
from portal.domain.review_cycle import latest_meeting, move_owed
from portal.domain.reviews import Review
from portal.domain.rights import covers_preparing_for_adulthood, school_year_group
from portal.domain.transfers import Phase


@dataclass(frozen=True, slots=True)
class ListedReview:
    """One review on the list. ``meet_by`` is the last good day for the meeting; ``move`` is the
    move between phases that the review is for (SEND Regulations 2014, reg 18)."""

    review: Review
    meet_by: date
    year_group: int | None
    move: Phase | None
    covers_adulthood: bool

    @property
    def day(self) -> date:
        """Of the meeting where it is set, else of the last good one."""
        return self.review.meeting or self.meet_by


def list_review(facts: CaseFacts, status: PlanStatus, review: Review, today: date) -> ListedReview:
    """What a coordinator is told of this child's review."""
    move_by = move_owed(status, review.cycle_began, today)
    group = facts.year_group
    if group is None and facts.born is not None:
        group = school_year_group(facts.born, today)
    return ListedReview(
        review=review,
        meet_by=latest_meeting(review.cycle_began, move_by),
        year_group=group,
        move=status.transfer if move_by is not None else None,
        covers_adulthood=group is not None and covers_preparing_for_adulthood(group),
    )


def is_for_terms_list(listed: ListedReview, today: date) -> bool:
    """Whether the meeting is, or should be, before the end of the next school term. One whose day
    has passed stays until the review has ended."""
    return min(listed.day, listed.meet_by) <= SchoolTerm.of(today).next.last_day
