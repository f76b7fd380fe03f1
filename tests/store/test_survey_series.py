"""A series opens its waves by itself: each once, late rather than never, and says why not."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from portal.actions.survey_series import create_series, open_due, resume_series, stop_series
from portal.domain.series import Every, Series, WhyNotOpened, find_day_after
from portal.domain.waves import ClosesTooSoon, Wave, WaveState
from portal.store import series as store
from portal.store import waves
from tests.closed_waves import add_closed_wave, answered
from tests.open_waves import NOW, series_plan
from tests.people import add_adult, add_child, add_plan, link

FIRST = date(2026, 12, 1)


def add_new_plans(session: Session, number: int, month: date) -> None:
    for place in range(number):
        child_id = add_child(session)
        link(session, child_id, add_adult(session))
        add_plan(session, child_id, start_on=month.replace(day=1 + place % 28))


def plan_series(session: Session, **other: object) -> UUID:
    made = create_series(
        session, series_plan(session, **other), today=NOW.date(), now=NOW, new_id=uuid4()
    )
    assert isinstance(made, UUID)
    return made


def run(session: Session, today: date) -> None:
    at = datetime(today.year, today.month, today.day, 8, tzinfo=UTC)
    open_due(session, today=today, now=at, surveys_a_term=2)
    session.expire_all()


def found(session: Session, series_id: UUID) -> Series:
    session.expire_all()
    series = store.find_series(session, series_id)
    assert series is not None
    return series


def made(session: Session, series_id: UUID) -> list[Wave]:
    return list(waves.list_of_series(session, series_id))


def test_a_wave_opens_on_its_day_and_not_before_and_once(session: Session) -> None:
    add_new_plans(session, 12, date(2026, 11, 1))
    series_id = plan_series(session)
    run(session, FIRST - timedelta(days=1))
    assert made(session, series_id) == []
    run(session, FIRST)
    run(session, FIRST)
    [wave] = made(session, series_id)
    assert (wave.state, wave.asked, wave.title) == (WaveState.OPEN, 12, "New plans, December 2026")
    assert (wave.cohort.first, wave.cohort.last) == (date(2026, 11, 1), date(2026, 11, 30))
    assert wave.closes_on == date(2026, 12, 14)
    assert found(session, series_id).next_on == date(2027, 1, 1)


def test_two_workers_that_both_find_it_due_open_one(session: Session) -> None:
    series_id = plan_series(session)
    as_read = found(session, series_id)
    following = find_day_after(as_read.plan, FIRST)
    assert store.move_on(session, as_read, following)
    assert not store.move_on(session, as_read, following)


def test_it_goes_on_month_after_month(session: Session) -> None:
    series_id = plan_series(session)
    for month in (11, 12):
        add_new_plans(session, 10, date(2026, month, 1))
    run(session, FIRST)
    run(session, date(2027, 1, 1))
    assert [wave.state for wave in made(session, series_id)] == [WaveState.OPEN] * 2


def test_after_days_without_a_worker_it_opens_late_and_once(session: Session) -> None:
    add_new_plans(session, 10, date(2026, 11, 1))
    series_id = plan_series(session, every=Every.QUARTER)
    run(session, FIRST + timedelta(days=5))
    [wave] = made(session, series_id)
    assert wave.cohort.last == date(2026, 11, 30)
    assert wave.closes_on == FIRST + timedelta(days=18)
    assert found(session, series_id).next_on == date(2027, 3, 1)


def test_too_few_people_are_said_and_the_next_wave_clears_it(session: Session) -> None:
    series_id = plan_series(session)
    add_new_plans(session, 9, date(2026, 11, 1))
    add_new_plans(session, 10, date(2026, 12, 1))
    run(session, FIRST)
    assert found(session, series_id).refusal is WhyNotOpened.TOO_FEW
    assert [wave.state for wave in made(session, series_id)] == [WaveState.DRAFT]
    run(session, date(2027, 1, 1))
    assert found(session, series_id).refusal is None


def test_a_stopped_series_opens_nothing_and_leaves_no_day_to_catch_up(session: Session) -> None:
    add_new_plans(session, 10, date(2026, 11, 1))
    series_id = plan_series(session)
    assert stop_series(session, series_id, NOW)
    assert not stop_series(session, series_id, NOW)
    run(session, FIRST)
    assert made(session, series_id) == []
    assert resume_series(session, series_id, today=date(2026, 12, 20))
    assert not resume_series(session, series_id, today=date(2026, 12, 20))
    assert found(session, series_id).next_on == date(2027, 1, 1)


def test_pressing_twice_plans_one_series(session: Session) -> None:
    plan, new_id = series_plan(session), uuid4()
    for _ in range(2):
        create_series(session, plan, today=FIRST, now=NOW, new_id=new_id)
    assert [series.plan for series in store.list_series(session)] == [plan]
    late = create_series(session, plan, today=FIRST + timedelta(1), now=NOW, new_id=uuid4())
    assert late == ClosesTooSoon()


@pytest.mark.parametrize("marked", [True, False])
def test_the_marked_baseline_is_used_without_asking(session: Session, marked: bool) -> None:
    add_new_plans(session, 10, date(2026, 11, 1))
    baseline = add_closed_wave(session, answered(20, {"plan.needs": "agree"}))
    waves.mark_baseline(session, baseline, NOW if marked else None)
    series_id = plan_series(session)
    run(session, FIRST)
    assert made(session, series_id)[0].baseline_id == (baseline if marked else None)
