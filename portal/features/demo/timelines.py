"""What has happened to each invented child so far, worked back from today.

Every stage a case can be in has a story here, so that a council of any size holds all of them.
"""

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from random import Random

from portal.domain.exceptions import LawfulReason
from portal.features.demo.cases import Case, Review
from portal.features.demo.school_calendar import before_the_break, days, working_day


class Stage(StrEnum):
    REQUESTED = "requested"
    REQUEST_DUE_SOON = "request_due_soon"
    REQUEST_LATE = "request_late"
    REQUEST_WITHDRAWN = "request_withdrawn"
    REFUSED_TO_ASSESS = "refused_to_assess"
    ASSESSING = "assessing"
    DRAFT_SERVED = "draft_served"
    ASSESSING_LATE = "assessing_late"
    ASSESSING_EXCEPTION = "assessing_exception"
    ASSESSING_AGREED_DELAY = "assessing_agreed_delay"
    REFUSED_TO_ISSUE = "refused_to_issue"
    NEW_PLAN = "new_plan"
    REVIEWED = "reviewed"
    REVIEW_DUE_SOON = "review_due_soon"
    REVIEW_LATE = "review_late"
    MEETING_ARRANGED = "meeting_arranged"
    MEETING_HELD = "meeting_held"
    DECISION_LATE = "decision_late"
    AMENDING = "amending"
    AMENDING_LATE = "amending_late"
    MOVED_IN = "moved_in"
    CEASED = "ceased"


WEIGHTS: Mapping[Stage, int] = {
    Stage.REQUESTED: 20,
    Stage.REQUEST_DUE_SOON: 10,
    Stage.REQUEST_LATE: 8,
    Stage.REQUEST_WITHDRAWN: 4,
    Stage.REFUSED_TO_ASSESS: 25,
    Stage.ASSESSING: 35,
    Stage.DRAFT_SERVED: 20,
    Stage.ASSESSING_LATE: 25,
    Stage.ASSESSING_EXCEPTION: 8,
    Stage.ASSESSING_AGREED_DELAY: 5,
    Stage.REFUSED_TO_ISSUE: 12,
    Stage.NEW_PLAN: 260,
    Stage.REVIEWED: 260,
    Stage.REVIEW_DUE_SOON: 70,
    Stage.REVIEW_LATE: 55,
    Stage.MEETING_ARRANGED: 60,
    Stage.MEETING_HELD: 30,
    Stage.DECISION_LATE: 15,
    Stage.AMENDING: 25,
    Stage.AMENDING_LATE: 12,
    Stage.MOVED_IN: 6,
    Stage.CEASED: 35,
}

_LAWFUL_REASONS = (
    LawfulReason.SCHOOL_CLOSED,
    LawfulReason.PERSONAL_CIRCUMSTANCES,
    LawfulReason.AWAY_FROM_AREA,
)


def _requested(rng: Random, today: date, least: int, most: int) -> Case:
    received = working_day(today - days(rng.randint(least, most)))
    return Case(received=received, source=rng.choices("12345", (45, 45, 3, 3, 4))[0])


def _decided(rng: Random, today: date, outcome: str, least: int, most: int) -> Case:
    case = _requested(rng, today, least, most)
    case.request_outcome = outcome
    case.request_decided = working_day(case.received + days(rng.randint(21, 42)))
    return case


def assessing(rng: Random, today: date, least: int, most: int, *, draft: bool = False) -> Case:
    """An assessment agreed to, its request received ``least`` to ``most`` days ago."""
    case = _decided(rng, today, "Y", least, most)
    asked = working_day((case.request_decided or today) + days(rng.randint(1, 6)))
    case.advice_asked = min(asked, working_day(today))
    answered = working_day(asked + days(rng.randint(30, 55)))
    case.advice_received = answered if answered <= today else None
    if draft:
        served = working_day(max(answered + days(3), case.received + days(rng.randint(90, 112))))
        case.draft_served = min(served, working_day(today - days(1)))
    return case


def with_plan(rng: Random, made: date) -> Case:
    """A whole assessment that ended in a plan; three in ten took longer than twenty weeks."""
    took = rng.randint(105, 138) if rng.random() < 0.7 else rng.randint(141, 230)
    case = assessing(rng, made, took, took)
    decided = working_day(made - days(rng.randint(20, 30)))
    case.advice_received = min(case.advice_received or decided, decided)
    case.assessment_outcome, case.assessment_decided = "Y", decided
    case.draft_served = working_day(decided + days(rng.randint(0, 3)))
    case.plan_made = made
    if took > 140 and rng.random() < 0.25:
        case.exception = rng.choice(_LAWFUL_REASONS)
    return case


def _finished_review(rng: Random, decided: date) -> Review:
    """A review whose decision is ``decided``; one in seven decisions came after four weeks."""
    took = rng.randint(12, 28) if rng.random() < 0.86 else rng.randint(29, 55)
    meeting = working_day(decided - days(took))
    review = Review(meeting, report=min(working_day(meeting + days(11)), decided))
    review.decided = decided
    review.decision = "amend" if rng.random() < 0.4 else "keep"
    if review.decision == "amend":
        review.notice = decided
        review.final = working_day(decided + days(rng.randint(30, 56)))
    return review


def reviewed(rng: Random, today: date, ago: int, years: int) -> Case:
    """A plan last reviewed ``ago`` days before today, and in each of ``years`` years before."""
    last = working_day(today - days(ago))
    decisions = [working_day(last - days(357 * turn)) for turn in range(years + 1)][::-1]
    case = with_plan(rng, working_day(decisions[0] - days(rng.randint(340, 364))))
    case.reviews = [_finished_review(rng, decided) for decided in decisions]
    latest = case.reviews[-1]
    if latest.final is not None and latest.final > today:
        latest.final = None
    return case


def _years(rng: Random) -> int:
    return rng.choices((0, 1, 2, 3, 5), (30, 30, 20, 12, 8))[0]


def in_review(rng: Random, today: date, meeting: date, years: int) -> Case:
    """A plan whose next meeting, past or to come, is on ``meeting``, or before Christmas."""
    meeting = before_the_break(meeting)
    due_after = rng.randint(30, 60)
    case = reviewed(rng, today, (today - meeting).days + 365 - due_after, years)
    review = Review(meeting)
    if meeting + days(14) < today:
        review.report = working_day(meeting + days(rng.randint(6, 13)))
    case.reviews.append(review)
    return case


def _amending(rng: Random, today: date, least: int, most: int) -> Case:
    notice = working_day(today - days(rng.randint(least, most)))
    case = in_review(rng, today, working_day(notice - days(rng.randint(14, 27))), _years(rng))
    latest = case.reviews[-1]
    latest.report = latest.report or working_day(latest.meeting + days(9))
    latest.decision, latest.decided, latest.notice = "amend", notice, notice
    return case


def _exception(rng: Random, today: date) -> Case:
    case = assessing(rng, today, 145, 190, draft=True)
    case.exception = rng.choice(_LAWFUL_REASONS)
    return case


def _agreed_delay(rng: Random, today: date) -> Case:
    case = assessing(rng, today, 143, 175, draft=True)
    case.agreed_delay = "asked_by_family"
    return case


def _refused_to_issue(rng: Random, today: date) -> Case:
    case = assessing(rng, today, 120, 330)
    case.assessment_outcome = "N"
    case.assessment_decided = working_day(case.received + days(rng.randint(95, 112)))
    return case


def _new_plan(rng: Random, today: date) -> Case:
    return with_plan(rng, working_day(today - days(rng.randint(1, 345))))


def _meeting_arranged(rng: Random, today: date) -> Case:
    return in_review(rng, today, working_day(today + days(rng.randint(5, 45))), _years(rng))


def _meeting_held(rng: Random, today: date, least: int, most: int) -> Case:
    meeting = working_day(today - days(rng.randint(least, most)))
    return in_review(rng, today, meeting, _years(rng))


def _moved_in(rng: Random, today: date) -> Case:
    case = reviewed(rng, today, rng.randint(60, 250), _years(rng))
    case.moved_in_from = "999"
    return case


def _ceased(rng: Random, today: date) -> Case:
    case = reviewed(rng, today, rng.randint(120, 400), _years(rng))
    latest = case.reviews[-1]
    latest.decision, latest.notice, latest.final = "cease", None, None
    case.ceased = working_day(latest.meeting + days(rng.randint(75, 115)))
    case.cease_reason = rng.choice(("2", "3", "4", "5", "6", "7", "8"))
    return case


_STORIES: Mapping[Stage, Callable[[Random, date], Case]] = {
    Stage.REQUESTED: lambda rng, today: _requested(rng, today, 1, 27),
    Stage.REQUEST_DUE_SOON: lambda rng, today: _requested(rng, today, 29, 41),
    Stage.REQUEST_LATE: lambda rng, today: _requested(rng, today, 46, 75),
    Stage.REQUEST_WITHDRAWN: lambda rng, today: _decided(rng, today, "W", 50, 200),
    Stage.REFUSED_TO_ASSESS: lambda rng, today: _decided(rng, today, "N", 46, 300),
    Stage.ASSESSING: lambda rng, today: assessing(rng, today, 46, 105),
    Stage.DRAFT_SERVED: lambda rng, today: assessing(rng, today, 110, 137, draft=True),
    Stage.ASSESSING_LATE: lambda rng, today: assessing(
        rng, today, 144, 220, draft=rng.random() < 0.6
    ),
    Stage.ASSESSING_EXCEPTION: _exception,
    Stage.ASSESSING_AGREED_DELAY: _agreed_delay,
    Stage.REFUSED_TO_ISSUE: _refused_to_issue,
    Stage.NEW_PLAN: _new_plan,
    Stage.REVIEWED: lambda rng, today: reviewed(rng, today, rng.randint(1, 280), _years(rng)),
    Stage.REVIEW_DUE_SOON: lambda rng, today: reviewed(
        rng, today, rng.randint(290, 362), _years(rng)
    ),
    Stage.REVIEW_LATE: lambda rng, today: reviewed(rng, today, rng.randint(370, 470), _years(rng)),
    Stage.MEETING_ARRANGED: _meeting_arranged,
    Stage.MEETING_HELD: lambda rng, today: _meeting_held(rng, today, 1, 26),
    Stage.DECISION_LATE: lambda rng, today: _meeting_held(rng, today, 31, 60),
    Stage.AMENDING: lambda rng, today: _amending(rng, today, 1, 54),
    Stage.AMENDING_LATE: lambda rng, today: _amending(rng, today, 60, 100),
    Stage.MOVED_IN: _moved_in,
    Stage.CEASED: _ceased,
}


def tell(stage: Stage, rng: Random, today: date) -> Case:
    """A case that is in ``stage`` on ``today``."""
    return _STORIES[stage](rng, today)
