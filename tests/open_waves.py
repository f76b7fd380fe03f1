"""Open waves for tests: families with new plans, invited, each with a link of their own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.actions import surveys
from portal.domain.instruments import Choice, Instrument, ask_measures
from portal.domain.measures import Respondent
from portal.domain.series import Every, SeriesPlan, Span
from portal.domain.waves import CohortKind, CohortRule, GroupKind, Wave
from portal.store import instruments, invitations
from portal.store.tables.surveys import SurveyInvitation
from tests.people import add_adult, add_child, add_need, add_plan, link

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
LAST_DAY = date(2026, 12, 4)
AUGUST_2020 = CohortRule(CohortKind.FINAL_PLAN_ISSUED, date(2020, 8, 1), date(2020, 8, 31))
SEPTEMBER_2020_WAVE = (
    Choice("plan.involved", 1),
    Choice("plan.communication", 1),
    Choice("plan.needs", 1),
    Choice("plan.provision", 1),
)


@dataclass(frozen=True, slots=True)
class Invited:
    """One invited person with the secret half of their link."""

    invitation_id: UUID
    family_member_id: UUID
    child_id: UUID
    token: str


def add_families(session: Session, number: int, *, needs: Sequence[str] = ("ASD",)) -> None:
    """Families with a plan issued in August 2020; needs take turns."""
    for place in range(number):
        child_id, adult_id = add_child(session), add_adult(session)
        link(session, child_id, adult_id)
        add_plan(session, child_id, start_on=date(2020, 8, 1 + place % 31))
        add_need(session, child_id, needs[place % len(needs)])


def add_questions(
    session: Session,
    choices: Sequence[Choice] = SEPTEMBER_2020_WAVE,
    instrument_id: UUID | None = None,
) -> UUID:
    """An instrument of these measures."""
    made = ask_measures("Questions", Respondent.PARENT_OR_CARER, choices)
    assert isinstance(made, Instrument)
    return add_instrument(session, made, instrument_id)


def add_instrument(session: Session, made: Instrument, instrument_id: UUID | None = None) -> UUID:
    instrument_id = instrument_id or uuid4()
    instruments.add_instrument(session, instrument_id, made, NOW)
    return instrument_id


def add_draft(
    session: Session,
    *,
    choices: Sequence[Choice] = SEPTEMBER_2020_WAVE,
    groups: Sequence[GroupKind] = (),
) -> UUID:
    made = surveys.create_wave(
        session,
        surveys.NewWave(
            "New plans", add_questions(session, choices), AUGUST_2020, groups, LAST_DAY, None
        ),
        today=TODAY,
        now=NOW,
    )
    assert isinstance(made, UUID)
    return made


def open_wave(
    session: Session,
    *,
    choices: Sequence[Choice] = SEPTEMBER_2020_WAVE,
    groups: Sequence[GroupKind] = (),
) -> UUID:
    """A wave open for everybody whom `add_families` has added."""
    wave_id = add_draft(session, choices=choices, groups=groups)
    assert isinstance(surveys.open_wave(session, wave_id, today=TODAY, now=NOW), Wave)
    return wave_id


def series_plan(session: Session, **other: Any) -> SeriesPlan:
    """New plans of the month before, every month from 1 December 2026."""
    plan = SeriesPlan(
        title="New plans",
        instrument_id=add_questions(session),
        kind=CohortKind.FINAL_PLAN_ISSUED,
        span=Span.LAST_MONTH,
        filters=(),
        groups=(),
        days_open=14,
        every=Every.MONTH,
        first_on=date(2026, 12, 1),
        baseline_id=None,
    )
    return replace(plan, **other)


def give_links(session: Session, wave_id: UUID) -> list[Invited]:
    """Make everybody's link without sending it, and tell it to the test."""
    rows = session.execute(
        select(
            SurveyInvitation.id, SurveyInvitation.family_member_id, SurveyInvitation.child_id
        ).where(SurveyInvitation.wave_id == wave_id)
    ).all()
    tokens = invitations.make_links(session, [row.id for row in rows])
    return [
        Invited(row.id, row.family_member_id, row.child_id, tokens[row.id])
        for row in rows
        if row.family_member_id and row.child_id
    ]
