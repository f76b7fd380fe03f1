"""A whole school year of invented cases, day by day, against dates worked out by hand.

Everything that the rules demand happens once and on the right day: across both clock changes, a
29 February, and two days on which no worker ran. Among the other tests the year has few cases;
`YEAR_CASES=2000 .venv/bin/python -m pytest tests/year` lives through it with 2,000.
"""

import os
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kit.jobs import jobs_of
from portal.store import jobs
from portal.store.connection import open_for
from portal.store.db import db
from portal.store.tables.outbox import OutboxMessage
from portal.store.tables.reviews import ReviewCycle
from portal.store.tables.tasks import Task as TaskRow
from tests.conftest import Clock
from tests.year.by_hand import next_run
from tests.year.expected import COORDINATOR, OWN, PARENT, Message, Review, Task, Year, expect
from tests.year.lives import FIRST, LAST, OUTAGE, Fact, Life, make_lives
from tests.year.world import World, hand_over, make_world, send_views

LONDON = ZoneInfo("Europe/London")
CASES = int(os.environ.get("YEAR_CASES", "105"))
CLOCK_CHANGES = (date(2027, 10, 31), date(2028, 3, 26))
TERMS_BEGIN = (date(2027, 9, 1), date(2028, 1, 1), date(2028, 4, 1))
MESSAGE_KINDS, TASK_KINDS = 15, 10
LEAP_DAY = date(2028, 2, 29)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_school_year_brings_everything_once_and_on_the_right_day(
    app: Flask, clock: Clock
) -> None:
    lives = make_lives(CASES, seed=2027)
    with app.app_context():
        open_for("write")
        world = make_world(db.session(), lives)
        db.session.commit()
        _live_through(app, clock, lives, world)
        seen = _seen(db.session(), world)
        seen_by_schools = _seen_by_schools(db.session(), world)
        db.session.rollback()
    wrong = {life.number: _difference(life, seen[life.number]) for life in lives}
    told = [text for number, text in wrong.items() if text]
    assert not told, f"{len(told)} of {CASES} lives differ:\n" + "\n".join(told[:5])
    assert seen_by_schools == _expected_by_schools(lives)
    _assert_nothing_was_missing_from_the_year([expect(life) for life in lives])


def _live_through(app: Flask, clock: Clock, lives: list[Life], world: World) -> None:
    facts: defaultdict[date, list[tuple[Life, Fact]]] = defaultdict(list)
    sending: defaultdict[date, list[Life]] = defaultdict(list)
    for life in lives:
        for fact in life.facts:
            facts[fact.known].append((life, fact))
        if life.sent:
            sending[life.sent].append(life)
    day = FIRST
    while day <= LAST:
        for moment in _looks(day):
            clock.at = moment
            if moment.astimezone(LONDON).time() == time(0, 30):
                hand_over(db.session(), world, facts[day], moment, day)
                for life in sending[day]:
                    send_views(db.session(), world, life, moment)
                db.session.commit()
            if day not in OUTAGE:
                _work(app, moment)
        day += timedelta(1)


def _looks(day: date) -> Iterator[datetime]:
    """When a worker looks: half past midnight, and every hour of a day on which clocks change."""
    first = datetime.combine(day, time(0, 30), LONDON).astimezone(ZoneInfo("UTC"))
    yield first
    if day in CLOCK_CHANGES:
        moment = first + timedelta(hours=1)
        while moment.astimezone(LONDON).date() == day:
            yield moment
            moment += timedelta(hours=1)


def _work(app: Flask, moment: datetime) -> None:
    """Start what is due by itself and do it, as the worker does."""
    session = db.session()
    for kind, is_due in jobs_of(app).recurring.items():
        if is_due(session, moment):
            jobs.add_job(session, kind, {}, moment)
            session.commit()
            job = jobs.claim_job(session, moment)
            assert job is not None
            session.commit()
            jobs_of(app).handlers[job.kind](session, job.payload, moment)
            jobs.end_job(session, job, moment)
            session.commit()
    session.expunge_all()


def _seen(session: Session, world: World) -> dict[int, Year]:
    """What came of it, from what stands in the database."""
    numbers = {child_id: number for number, child_id in world.children.items()}
    messages: defaultdict[int, list[Message]] = defaultdict(list)
    tasks: defaultdict[int, list[Task]] = defaultdict(list)
    reviews: defaultdict[int, list[Review]] = defaultdict(list)
    to = dict.fromkeys(world.parents.values(), PARENT) | dict.fromkeys(world.own.values(), OWN)
    for row in session.scalars(select(OutboxMessage).where(OutboxMessage.outcome.is_(None))):
        if row.about_id is not None:
            message = Message(_day(row.queued_at), to[row.recipient_id], row.kind)
            messages[numbers[row.about_id]].append(message)
    for task in session.scalars(select(TaskRow)):
        found = Task(_day(task.added_at), task.kind, task.due_on)
        tasks[numbers[task.child_id]].append(found)
    for review in session.scalars(select(ReviewCycle).order_by(ReviewCycle.cycle_began)):
        reviews[numbers[review.child_id]].append(Review(review.cycle_began, review.closed_on))
    twice = [number for number, came in messages.items() if len(came) > len(set(came))]
    assert not twice, f"a message came twice in {twice}"
    return {
        number: Year(
            frozenset(messages[number]), tuple(sorted(tasks[number])), tuple(reviews[number])
        )
        for number in world.children
    }


def _day(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()


def _difference(life: Life, seen: Year) -> str:
    wanted = expect(life)
    family = frozenset(message for message in wanted.messages if message.to != COORDINATOR)
    parts: dict[str, list[object]] = {
        "missing": [*sorted(family - seen.messages), *_without(wanted.tasks, seen.tasks)],
        "too much": [*sorted(seen.messages - family), *_without(seen.tasks, wanted.tasks)],
        "reviews": [wanted.reviews, seen.reviews] if wanted.reviews != seen.reviews else [],
    }
    told = [f"  {name}: {part}" for name, found in parts.items() for part in found]
    return "\n".join([str(life), *told]) if told else ""


def _without(tasks: tuple[Task, ...], others: tuple[Task, ...]) -> list[Task]:
    """Two limits of one day are two tasks."""
    return sorted((Counter(tasks) - Counter(others)).elements())


def _seen_by_schools(session: Session, world: World) -> Counter[tuple[int, str, date, str]]:
    """How often each coordinator was told what on which day."""
    schools = {staff_id: school for school, staff_id in world.coordinators.items()}
    return Counter(
        (*schools[row.recipient_id], _day(row.queued_at), row.kind)
        for row in session.scalars(select(OutboxMessage))
        if row.recipient_id in schools
    )


def _term_lists(lives: list[Life]) -> set[tuple[int, str, date, str]]:
    """Each term once to each coordinator, on the first day of its first two weeks on which one of
    their pupils has a plan."""
    first: dict[tuple[int, str, date], date] = {}
    for life in lives:
        has_plan = FIRST if life.began else life.final
        for term in TERMS_BEGIN:
            if has_plan is None:
                continue
            on = next_run(max(term, has_plan), OUTAGE)
            if on - term <= timedelta(14) and (life.ceased is None or on < life.ceased):
                school = (life.school, life.phase, term)
                first[school] = min(first.get(school, on), on)
    return {(school, phase, on, "term_list") for (school, phase, _), on in first.items()}


def _expected_by_schools(lives: list[Life]) -> Counter[tuple[int, str, date, str]]:
    """One message of a kind a day, however many pupils it is about; and the list of each term."""
    told = {
        (life.school, life.phase, message.on, message.kind)
        for life in lives
        for message in expect(life).messages
        if message.to == COORDINATOR
    }
    told |= _term_lists(lives)
    return Counter(dict.fromkeys(told, 1))


def _assert_nothing_was_missing_from_the_year(years: list[Year]) -> None:
    """Every kind of thing happened, and on the days that are easily got wrong."""
    messages = [message for year in years for message in year.messages]
    tasks = [task for year in years for task in year.tasks]
    for days in (set(CLOCK_CHANGES), {LEAP_DAY}, {OUTAGE[-1] + timedelta(1)}):
        assert days <= {message.on for message in messages} | {task.on for task in tasks}
    assert len({message.kind for message in messages}) == MESSAGE_KINDS
    assert len({task.kind for task in tasks}) == TASK_KINDS
    assert LEAP_DAY in {task.due for task in tasks}
