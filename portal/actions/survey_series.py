"""Surveys that repeat: planned once, then opened on their days without anybody pressing."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from portal.actions.survey_cohorts import AsksOthers
from portal.actions.surveys import NewWave, NotReadyToAsk, create_wave, open_wave
from portal.domain.series import Series, SeriesPlan, WhyNotOpened, cohort_on, find_day_after
from portal.domain.waves import ClosesTooSoon, TooFewInvited, Wave
from portal.store import series as store
from portal.store import waves

OPEN_DUE = "surveys.open_due"


def create_series(
    session: Session, plan: SeriesPlan, *, today: date, now: datetime, new_id: UUID
) -> UUID | ClosesTooSoon:
    """Plan a series; its id. The same again under ``new_id``, as from a second press, is the same
    series; something else under it is one of its own."""
    if plan.first_on < today:
        return ClosesTooSoon()
    if not store.add_series(session, new_id, plan, now):
        there = store.find_series(session, new_id)
        if there is None or there.plan != plan:
            new_id = uuid4()
            store.add_series(session, new_id, plan, now)
    return new_id


def open_due(session: Session, *, today: date, now: datetime, surveys_a_term: int) -> None:
    """Make and open the next wave of every series whose day has come; a daily job.

    Two workers, or a day on which it runs twice, open one: only who moves the series on opens its
    wave. After days on which no worker ran it is opened late, once.
    """
    for series in store.list_due(session, today):
        if store.move_on(session, series, find_day_after(series.plan, today)):
            refusal = _open_next(session, series, today, now, surveys_a_term)
            store.note_outcome(session, series.id, refusal)


def _open_next(
    session: Session, series: Series, today: date, now: datetime, surveys_a_term: int
) -> WhyNotOpened | None:
    plan = series.plan
    cohort = cohort_on(plan, series.next_on)
    wave = NewWave(
        title=f"{plan.title}, {series.next_on:%B %Y}",
        instrument_id=plan.instrument_id,
        cohort=cohort,
        groups=plan.groups,
        closes_on=today + timedelta(days=plan.days_open - 1),
        baseline_id=plan.baseline_id or waves.find_baseline(session, plan.instrument_id),
        series_id=series.id,
    )
    wave_id = create_wave(session, wave, today=today, now=now)
    assert isinstance(wave_id, UUID)  # noqa: S101 - its days are in order, and it closes later
    outcome = open_wave(session, wave_id, today=today, now=now, surveys_a_term=surveys_a_term)
    match outcome:
        case Wave():
            return None
        case TooFewInvited():
            return WhyNotOpened.TOO_FEW
        case NotReadyToAsk():
            return WhyNotOpened.NOT_READY
        case AsksOthers():
            return WhyNotOpened.ASKS_OTHERS
        case _:
            raise AssertionError(f"a wave just made was refused: {outcome}")


def stop_series(session: Session, series_id: UUID, now: datetime) -> bool:
    """Open no more waves; what is open stays open. False where it was stopped before."""
    return store.stop_series(session, series_id, now)


def resume_series(session: Session, series_id: UUID, *, today: date) -> bool:
    """Go on with the first day of the series from today on; False where it was not stopped."""
    series = store.find_series(session, series_id)
    if series is None:
        return False
    next_on = find_day_after(series.plan, today - timedelta(days=1))
    return store.resume_series(session, series_id, next_on)
