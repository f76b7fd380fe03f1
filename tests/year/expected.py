"""What must happen in a life, and on which day, by the calendar of `by_hand` alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tests.year.by_hand import (
    ASKED_AGAIN_AFTER,
    EIGHTEEN_TOLD_BEFORE,
    OPENS_BEFORE,
    RIGHTS_TOLD_BEFORE,
    RING_WITHIN,
    VIEWS_ASKED_BEFORE,
    WARNED_BEFORE,
    days,
    eighteen,
    last_good_meeting,
    move_before,
    next_run,
    review_due,
    rights_begin,
    ten_working_days_after,
)
from tests.year.lives import FIRST, LAST, OUTAGE, SUMMER, Life

PARENT, OWN, COORDINATOR = "parent", "own", "coordinator"
RING_FOR = {
    "decision_keep": "ring_about_decision",
    "decision_amend": "ring_about_decision",
    "amendment_notice": "ring_about_changes",
    "final_issued": "ring_about_final_plan",
    "draft_served": "ring_about_draft",
    "plan_made": "ring_about_final_plan",
}


@dataclass(frozen=True, order=True)
class Message:
    """``to``: the parent, the child's or young person's own address, or the coordinator."""

    on: date
    to: str
    kind: str


@dataclass(frozen=True, order=True)
class Task:
    on: date
    kind: str
    due: date


@dataclass(frozen=True, order=True)
class Review:
    """``over`` is the day on which the portal closed it, None where it is open at the end."""

    began: date
    over: date | None


@dataclass(frozen=True)
class Year:
    """Everything that the year brings one life."""

    messages: frozenset[Message]
    tasks: tuple[Task, ...]
    reviews: tuple[Review, ...]


def expect(life: Life) -> Year:
    return Year(
        messages=frozenset(m for m in _messages(life) if FIRST <= m.on <= LAST),
        tasks=tuple(sorted(t for t in _tasks(life) if FIRST <= t.on <= LAST)),
        reviews=tuple(_reviews(life)),
    )


def run(day: date) -> date:
    return next_run(max(day, FIRST), OUTAGE)


@dataclass(frozen=True)
class Course:
    """The days on which a review's steps are taken; None where one is not."""

    opens: date
    date_asked: date | None
    date_missing: date | None
    asked: date | None
    again: date | None
    invited: date | None
    round: date | None
    over: date | None


def course(life: Life) -> Course | None:
    """A review that nobody has finished or let lie, in a plan that goes on."""
    if life.began is None or life.ceased or life.began < date(2026, 12, 1):
        return None
    if life.meeting is None or life.booked is None:
        return _without_meeting(life.began, life.move)
    circulates = life.meeting - days(14)
    asked = run(max(life.booked, life.meeting - days(VIEWS_ASKED_BEFORE)))
    again = run(asked + days(ASKED_AGAIN_AFTER))
    opens = run(_opens(life.began, life.move))
    return Course(
        opens,
        date_asked=opens,
        date_missing=None,
        asked=asked,
        again=again if again < circulates else None,
        invited=run(life.booked),
        round=run(circulates),
        over=run(life.meeting + days(1)),
    )


def next_course(life: Life) -> Course | None:
    """The review after this one, or the first of a new plan: an autumn's decision or plan opens it
    before the summer is over, when nobody knows of next year's moves and no meeting has a date."""
    began = _next_began(life)
    return _without_meeting(began, None) if began else None


def _next_began(life: Life) -> date | None:
    return life.decided if life.began else life.final


def _without_meeting(began: date, move: date | None) -> Course:
    asked = run(last_good_meeting(began, move) - days(VIEWS_ASKED_BEFORE))
    opens = run(_opens(began, move))
    return Course(
        opens,
        date_asked=opens,
        date_missing=asked,
        asked=asked,
        again=run(asked + days(ASKED_AGAIN_AFTER)),
        invited=None,
        round=None,
        over=None,
    )


def _opens(began: date, move: date | None) -> date:
    """Before the school year of a move nobody knows of it."""
    day = last_good_meeting(began, move) - days(OPENS_BEFORE)
    return max(day, FIRST) if move else day


def _messages(life: Life) -> Iterator[Message]:
    steps = course(life)
    if steps is not None:
        yield from _review_messages(life, steps, sent=life.sent)
    later = next_course(life)
    if later is not None:
        yield from _review_messages(life, later, sent=None)
    for day, kind in _news(life):
        yield from _around(life, day, kind)
    for message in _rights_messages(life):
        if life.ceased is None or message.on < life.ceased:
            yield message


def _review_messages(life: Life, steps: Course, *, sent: date | None) -> Iterator[Message]:
    if steps.opens != steps.asked:
        yield from _around(life, steps.opens, "review_coming")
    if steps.date_asked:
        yield Message(steps.date_asked, COORDINATOR, "meeting_dates_wanted")
    if steps.asked:
        yield from _around(life, steps.asked, "views_asked")
    if steps.again:
        for message in _around(life, steps.again, "views_asked_again"):
            has_answered = sent is not None and sent <= steps.again
            if message.to == OWN or not has_answered:
                yield message
    if steps.invited:
        yield from _around(life, steps.invited, "meeting_set")
    if steps.round:
        yield from _around(life, steps.round, "views_circulated")
        yield Message(steps.round, COORDINATOR, "views_ready")


def _news(life: Life) -> Iterator[tuple[date, str]]:
    """What a family is told because it happened: one message a day of each kind."""
    wants_answer = {"amendment_notice", "draft_served"}
    told_as_facts = {
        "meeting_report",
        "decision_keep",
        "decision_amend",
        "final_issued",
        "requested",
        "agreed",
        "plan_made",
    }
    for fact in life.facts:
        if fact.what in wants_answer:
            yield run(fact.known), "document_served"
        elif fact.what in told_as_facts:
            yield run(fact.known), "plan_news"
    if life.meeting:
        yield run(life.meeting + days(1)), "plan_news"


def _around(life: Life, day: date, kind: str) -> Iterator[Message]:
    """The parent, and the young person once the rights are their own. From 18 a new document
    waits where nobody has settled what the parent may see."""
    waits = kind == "document_served" and day >= eighteen(life.born)
    if not waits:
        yield Message(day, PARENT, kind)
    if life.own_contact and day >= rights_begin(life.born):
        yield Message(day, OWN, kind)


def _rights_messages(life: Life) -> Iterator[Message]:
    for day, ends, kind in (
        (
            rights_begin(life.born) - days(RIGHTS_TOLD_BEFORE),
            rights_begin(life.born),
            "rights_soon",
        ),
        (rights_begin(life.born), rights_begin(life.born) + days(30), "rights_begin"),
        (eighteen(life.born) - days(EIGHTEEN_TOLD_BEFORE), eighteen(life.born), "eighteen_soon"),
    ):
        if ends > FIRST and run(day) < ends:
            yield Message(run(day), PARENT, f"{kind}_family")
            if life.own_contact:
                yield Message(run(day), OWN, f"{kind}_own")


def _tasks(life: Life) -> Iterator[Task]:
    for steps, began, move in (
        (course(life), life.began, life.move),
        (next_course(life), _next_began(life), None),
    ):
        if steps is not None and began is not None:
            ring_by = _opens(began, move) + days(RING_WITHIN)
            yield Task(steps.opens, "ring_about_review", ring_by)
            if steps.date_missing:
                by = last_good_meeting(began, move) - days(15)
                yield Task(steps.date_missing, "chase_meeting_date", by)
            if steps.over and life.meeting:
                yield Task(steps.over, "ring_after_meeting", life.meeting + days(RING_WITHIN))
    for fact in life.facts:
        if fact.what in RING_FOR:
            yield Task(run(fact.known), RING_FOR[fact.what], fact.on + days(RING_WITHIN))
    for limit, met, begins in _limits(life):
        near = run(max(limit - days(WARNED_BEFORE), begins))
        if near <= limit and (met is None or near < met):
            yield Task(near, "meet_legal_date", limit)
    for task in _rights_tasks(life):
        if life.ceased is None or task.on < life.ceased:
            yield task


def _limits(life: Life) -> Iterator[tuple[date, date | None, date]]:
    """Each last lawful day, the day on which it was met, and the day from which it runs."""
    if life.began and not life.ceased:
        yield review_due(life.began), life.decided, FIRST
        if life.move:
            yield life.move, life.final, FIRST
    if life.meeting and life.decided:
        held = life.meeting + days(1)
        reported = min(filter(None, (life.reported, life.decided)))
        yield life.meeting + days(14), reported, held
        yield life.meeting + days(28), life.decided, held
        if life.amends:
            yield life.decided + days(56), life.final, life.decided
    if life.requested and life.agreed and life.final:
        yield life.requested + days(42), life.agreed, life.requested
        yield life.requested + days(140), life.final, life.requested
        # A plan made in the school year of a move must name the next school by the same day.
        move = move_before(life.year_group, life.phase, SUMMER)
        if move:
            yield move, None, life.final


def _rights_tasks(life: Life) -> Iterator[Task]:
    begins, adult = rights_begin(life.born), eighteen(life.born)
    told = run(begins - days(RIGHTS_TOLD_BEFORE))
    if not life.own_contact and begins > FIRST and told < begins:
        yield Task(told, "find_way_to_reach", begins)
    if adult <= LAST:
        settled_from = adult if adult + days(30) > FIRST else FIRST
        yield Task(run(adult), "settle_parents_access", ten_working_days_after(settled_from))


def _reviews(life: Life) -> Iterator[Review]:
    """One after the other; a plan that ends closes its review."""
    if life.began:
        ends = life.decided or life.ceased
        within = ends if ends and run(ends) <= LAST else None
        yield Review(life.began, run(within) if within else None)
        if life.decided and within:
            yield Review(life.decided, None)
    elif life.final and run(life.final) <= LAST:
        yield Review(life.final, None)
