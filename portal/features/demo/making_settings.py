"""What schools, colleges and nurseries were asked: about single plans, closed, and about the term,
which the school of the demo page has not answered yet."""

from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from sqlalchemy.orm import Session

from portal.actions.survey_answers import OpenSurvey, open_invitation, send_answers
from portal.actions.surveys import NewWave, close_wave, create_wave, open_wave, write_responses
from portal.domain.measures import Agreement
from portal.domain.waves import CohortKind, CohortRule, Mode, Wave
from portal.features.demo.cast import SCHOOL
from portal.features.demo.making_surveys import list_quarters, morning_of
from portal.features.demo.names import dice
from portal.store import demo, invitations

_MEASURES = (("setting.needs", 0.7), ("setting.outcomes", 0.45), ("setting.access", 0.55))
"""How likely a coordinator is to agree with each."""
_OTHERS = (Agreement.NEITHER, Agreement.DISAGREE, Agreement.CANT_SAY)
_DAYS_OPEN = timedelta(days=35)


def ask_settings(session: Session, seed: int, instrument_id: UUID, today: date) -> list[UUID]:
    """The wave that is closed; none in a council too small to ask ten coordinators."""
    quarters = list_quarters(today)
    earlier, last = quarters[1], quarters[-1]
    about_plans = CohortRule(CohortKind.PLANS_AT_SETTINGS, earlier.first, earlier.last)
    about_term = CohortRule(CohortKind.SETTINGS_IN_TERM, last.first, last.last)
    closed = []
    title = f"Settings on new plans, {earlier.first:%B %Y} to {earlier.last:%B %Y}"
    opens = earlier.opens
    wave = _ask(session, instrument_id, title, about_plans, opens, opens + _DAYS_OPEN)
    if wave is not None:
        _answer(session, seed, wave, opens)
        at = morning_of(wave.closes_on + timedelta(days=1))
        close_wave(session, wave.id, now=at)
        write_responses(session, wave.id, now=at)
        closed.append(wave.id)
    opens = last.opens - timedelta(days=7)
    wave = _ask(
        session, instrument_id, "Settings, this term", about_term, opens, today + _DAYS_OPEN
    )
    if wave is not None:
        _answer(session, seed, wave, opens)
    return closed


def _ask(
    session: Session,
    instrument_id: UUID,
    title: str,
    cohort: CohortRule,
    opens: date,
    closes_on: date,
) -> Wave | None:
    at: datetime = morning_of(opens)
    new = NewWave(title, instrument_id, cohort, (), closes_on, None)
    wave_id = create_wave(session, new, today=opens, now=at)
    if not isinstance(wave_id, UUID):
        raise TypeError(f"a wave was refused: {wave_id}")
    opened = open_wave(session, wave_id, today=opens, now=at)
    return opened if isinstance(opened, Wave) else None


def _answer(session: Session, seed: int, wave: Wave, day: date) -> None:
    """Three in five answer, online. The school of the demo page leaves it for the visitor."""
    for place, asked in enumerate(demo.list_settings_asked(session, wave.id)):
        if asked.urn == SCHOOL.urn or place % 5 > 2:
            continue
        found = invitations.find_by_id(session, asked.invitation_id, day)
        survey = open_invitation(session, found, day)
        if isinstance(survey, OpenSurvey):
            rng = dice(seed, "settings", wave.title, asked.urn, asked.child)
            send_answers(session, survey, _invent(rng), Mode.PORTAL)


def _invent(rng: Random) -> dict[str, str]:
    return {
        key: Agreement.AGREE if rng.random() < likely else rng.choice(_OTHERS)
        for key, likely in _MEASURES
    }
