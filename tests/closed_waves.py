"""Closed waves for tests, with the answers that the caller gives."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.domain.instruments import Choice, Instrument
from portal.domain.waves import CohortKind, CohortRule, GroupKind, WaveState
from portal.store import instruments, survey_counts, waves
from portal.store.responses import Response, add_responses
from portal.store.tables.surveys import SurveyWave
from tests.open_waves import add_instrument, add_questions

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
COHORT = CohortRule(CohortKind.FINAL_PLAN_ISSUED, date(2020, 8, 1), date(2020, 8, 31))


def add_closed_wave(
    session: Session,
    responses: Sequence[Response],
    *,
    asked: int = 1000,
    telephone: int = 0,
    choices: Sequence[Choice] = (Choice("plan.needs", 1), Choice("plan.provision", 1)),
    groups: Sequence[GroupKind] = (),
    title: str = "Families with new plans",
    baseline_id: UUID | None = None,
    state: WaveState = WaveState.CLOSED,
    series_id: UUID | None = None,
    closes_on: date = date(2020, 9, 30),
    instrument: Instrument | None = None,
) -> UUID:
    wave_id = uuid4()
    instrument_id = (
        add_instrument(session, instrument) if instrument else add_questions(session, choices)
    )
    waves.add_wave(
        session,
        wave_id,
        title=title,
        instrument_id=instrument_id,
        cohort=COHORT,
        groups=groups,
        closes_on=closes_on,
        baseline_id=baseline_id,
        series_id=series_id,
        # So that waves of one test have an order: that of their last days.
        now=NOW - timedelta(days=(NOW.date() - closes_on).days),
    )
    questions = instruments.find_instrument(session, instrument_id)
    assert questions is not None
    waves.freeze_wave(session, wave_id, questions.instrument, asked=asked, now=NOW)
    add_responses(session, wave_id, responses)
    session.execute(
        update(SurveyWave)
        .where(SurveyWave.id == wave_id)
        .values(state=state, portal=len(responses) - telephone, telephone=telephone)
    )
    if state is WaveState.CLOSED:
        survey_counts.roll_up(session, waves.get_wave(session, wave_id))
    return wave_id


def answered(
    number: int, answers: Mapping[str, str], groups: tuple[str, ...] = ()
) -> list[Response]:
    """So many responses with the same answers."""
    return [Response(groups, answers)] * number
