"""A year of surveys about new plans, a quarter at a time, through the same actions as the pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from sqlalchemy.orm import Session

from portal.actions.survey_answers import OpenSurvey, find_for_call, send_answers
from portal.actions.survey_cohorts import may_ask
from portal.actions.surveys import NewWave, close_wave, create_wave, open_wave, write_responses
from portal.domain.measures import Agreement
from portal.domain.waves import CohortKind, CohortRule, GroupKind, Mode, Wave
from portal.features.demo.cast import CAST
from portal.features.demo.making_moderation import say_something
from portal.features.demo.names import dice
from portal.kit.now import LONDON
from portal.store import cohorts, demo
from portal.store.demo import Invited

QUARTERS = 4
"""The last one is still open."""

_PLAN_MEASURES = (
    "plan.involved",
    "plan.communication",
    "plan.needs",
    "plan.outcomes",
    "plan.provision",
)
_AGREES = (0.52, 0.44, 0.66, 0.55, 0.48)
"""How likely a family of the first quarter is to agree with each of the plan's measures."""
_BETTER_EACH_QUARTER = (0.07, 0.09, 0.03, 0.02, -0.01)
_AGREE = (Agreement.STRONGLY_AGREE, Agreement.AGREE, Agreement.AGREE)
_NOT_AGREE = (
    Agreement.NEITHER,
    Agreement.DISAGREE,
    Agreement.DISAGREE,
    Agreement.STRONGLY_DISAGREE,
)


@dataclass(frozen=True, slots=True)
class Quarter:
    """Plans issued from ``first`` to ``last``; families asked from ``opens`` to ``closes``."""

    number: int
    first: date
    last: date
    opens: date
    closes: date


def run_waves(session: Session, seed: int, shipped: Mapping[str, UUID], today: date) -> list[UUID]:
    """The closed waves, oldest first. The last is open, and a wave about reviews waits as a draft.

    A quarter in which too few plans were issued to ask anybody stays a draft.
    """
    about_plans = shipped["parents-plan"]
    closed: list[UUID] = []
    for quarter in list_quarters(today):
        wave = _ask(session, about_plans, quarter, baseline_id=closed[0] if closed else None)
        if wave is None:
            continue
        _answer(session, seed, wave, quarter, today)
        if quarter.closes < today:
            at = morning_of(quarter.closes + timedelta(days=1))
            close_wave(session, wave.id, now=at)
            write_responses(session, wave.id, now=at)
            closed.append(wave.id)
    _draft_about_reviews(session, shipped["parents-review"], today)
    return closed


def list_quarters(today: date) -> list[Quarter]:
    """The four spans of three whole months that end with last month."""
    quarters = []
    for number in range(QUARTERS):
        back = 3 * (QUARTERS - number)
        first, after = _month(today, -back), _month(today, -back + 3)
        opens = min(after + timedelta(days=7), today - timedelta(days=1))
        last = after - timedelta(days=1)
        quarters.append(Quarter(number, first, last, opens, opens + timedelta(days=35)))
    return quarters


def _month(today: date, months: int) -> date:
    """The first day of the month that many months from today's."""
    month = today.year * 12 + today.month - 1 + months
    return date(month // 12, month % 12 + 1, 1)


def _ask(
    session: Session, instrument_id: UUID, quarter: Quarter, baseline_id: UUID | None
) -> Wave | None:
    cohort = CohortRule(CohortKind.FINAL_PLAN_ISSUED, quarter.first, quarter.last)
    asked = cohorts.list_cohort(session, cohort, (GroupKind.AGE_BAND,), quarter.opens)
    by_age = may_ask(asked) is None
    wave = NewWave(
        title=f"New plans, {quarter.first:%B %Y} to {quarter.last:%B %Y}",
        instrument_id=instrument_id,
        cohort=cohort,
        groups=(GroupKind.AGE_BAND,) if by_age else (),
        closes_on=quarter.closes,
        baseline_id=baseline_id,
    )
    at = morning_of(quarter.opens)
    wave_id = create_wave(session, wave, today=quarter.opens, now=at)
    if not isinstance(wave_id, UUID):
        raise TypeError(f"a wave was refused: {wave_id}")
    opened = open_wave(session, wave_id, today=quarter.opens, now=at)
    return opened if isinstance(opened, Wave) else None


def _answer(session: Session, seed: int, wave: Wave, quarter: Quarter, today: date) -> None:
    """Half of those asked answer, three in ten of them by telephone. Nobody of the demo page."""
    cast = {member.contact_id for member in CAST}
    for invited in demo.list_invited(session, wave.id):
        rng = dice(seed, "survey", quarter.number, invited.contact_id, invited.child)
        if invited.contact_id not in cast and rng.random() < 0.5:
            day = min(quarter.opens + timedelta(days=rng.randint(0, 30)), today)
            _send(session, wave, invited, rng, day, quarter.number)


def _send(
    session: Session, wave: Wave, invited: Invited, rng: Random, day: date, quarter: int
) -> None:
    survey = find_for_call(session, wave.id, invited.invitation_id, day)
    if isinstance(survey, OpenSurvey):
        mode = Mode.TELEPHONE if rng.random() < 0.3 else Mode.PORTAL
        send_answers(session, survey, _invent(rng, quarter) | say_something(rng), mode)


def _invent(rng: Random, quarter: int) -> dict[str, str]:
    answers: dict[str, str] = {}
    for key, start, better in zip(_PLAN_MEASURES, _AGREES, _BETTER_EACH_QUARTER, strict=True):
        if rng.random() < 0.04:
            continue
        if rng.random() < 0.06:
            answers[key] = Agreement.CANT_SAY
        else:
            agrees = rng.random() < start + better * quarter
            answers[key] = rng.choice(_AGREE if agrees else _NOT_AGREE)
    return answers or {"plan.involved": Agreement.CANT_SAY}


def _draft_about_reviews(session: Session, instrument_id: UUID, today: date) -> None:
    first, after = _month(today, -2), _month(today, 0)
    wave = NewWave(
        title="Annual reviews of the last two months",
        instrument_id=instrument_id,
        cohort=CohortRule(CohortKind.REVIEW_MEETING_HELD, first, after - timedelta(days=1)),
        groups=(),
        closes_on=today + timedelta(days=28),
        baseline_id=None,
    )
    create_wave(session, wave, today=today, now=morning_of(today))


def morning_of(day: date) -> datetime:
    return datetime.combine(day, time(8), LONDON)
