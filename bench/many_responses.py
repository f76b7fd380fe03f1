"""Closed waves of very many responses, made by the database itself in seconds."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Connection,
    Integer,
    column,
    create_engine,
    event,
    insert,
    literal,
    select,
    update,
    values,
)
from sqlalchemy.orm import Session

from bench.installation import PLAN_QUESTIONS, Installation, add_measures
from portal.actions.surveys import NewWave, create_wave
from portal.domain.cohorts import PHASES
from portal.domain.measures import Agreement
from portal.domain.waves import CohortKind, CohortRule, GroupKind, WaveState
from portal.store import waves
from portal.store.changes import table_of
from portal.store.tables.surveys import SurveyAnswer, SurveyResponse, SurveyVersion, SurveyWave

GROUPS = (GroupKind.NEED, GroupKind.PHASE)
COMBINATIONS = tuple(product(("ASD", "HI", "MLD", "PD", "SEMH", "SLCN", "SPLD", "VI"), PHASES))
_responses, _answers = table_of(SurveyResponse), table_of(SurveyAnswer)
_LEFT_OUT_IN = 13


@dataclass(frozen=True, slots=True)
class FilledWave:
    """A wave that closed before closing counted it, with so many responses."""

    id: UUID
    responses: int


def fill_waves(installation: Installation, sizes: Sequence[int]) -> list[FilledWave]:
    """Closed waves of these sizes, every combination of groups in each, not yet counted."""
    with installation.session() as session:
        filled = [FilledWave(_add_wave(session, size), size) for size in sizes]
    engine = create_engine(installation.environment["PORTAL_DATABASE_URL"])
    event.listen(engine, "connect", _unguarded)
    with engine.begin() as connection:
        for index in _answers.indexes:  # built at the end in one go, instead of row by row
            index.drop(connection)
        for wave in filled:
            _write(connection, wave)
        for index in _answers.indexes:
            index.create(connection)
    engine.dispose()
    return filled


def _unguarded(connection: Any, _record: Any) -> None:
    """Looking up what each row points to would take longer than writing it."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA cache_size=-200000")  # foreign keys are off unless asked for
    else:
        connection.execute("SET session_replication_role = replica")
        connection.commit()


def _listed(name: str, what: ColumnElement[Any], entries: Sequence[Any]) -> CTE:
    """These entries as rows of a statement, each with its place from 0."""
    rows = [(place, literal(entry, what.type)) for place, entry in enumerate(entries)]
    return values(column("place", Integer), what, name=name).data(rows).cte(name)


def _add_wave(session: Session, number: int) -> UUID:
    today, now = date.today(), datetime.now(UTC)  # noqa: DTZ011 - a bench runs today
    wave = NewWave(
        title=f"{number} responses",
        instrument_id=add_measures(session, PLAN_QUESTIONS),
        cohort=CohortRule(CohortKind.FINAL_PLAN_ISSUED, today - timedelta(days=90), today),
        groups=GROUPS,
        closes_on=today,
        baseline_id=None,
    )
    wave_id = create_wave(session, wave, today=today, now=now)
    if not isinstance(wave_id, UUID):
        raise TypeError(f"no wave: {wave_id}")
    asks = waves.get_wave(session, wave_id).instrument
    waves.freeze_wave(session, wave_id, asks, asked=2 * number, now=now)
    session.execute(
        update(SurveyWave)
        .where(SurveyWave.id == wave_id)
        .values(state=WaveState.CLOSED, portal=number, closed_at=now)
    )
    return wave_id


def _write(connection: Connection, wave: FilledWave) -> None:
    """Responses under numbers as long as real ones, then an answer a question, one in thirteen
    left out; in the order of the key, since sorting would take longer than writing."""
    first = wave.id.int >> 66  # 62 bits, so that there is room for the rest of the wave
    number = select(literal(0, BigInteger).label("place")).cte("number", recursive=True)
    number = number.union_all(select(number.c.place + 1).where(number.c.place < wave.responses - 1))
    groups = _listed("groups", column("group_values", _responses.c.group_values.type), COMBINATIONS)
    version_id = select(SurveyVersion.id).where(SurveyVersion.wave_id == wave.id).scalar_subquery()
    connection.execute(
        insert(_responses).from_select(
            ["id", "wave_id", "version_id", "group_values"],
            select(
                literal(first, BigInteger) + number.c.place,
                literal(wave.id, _responses.c.wave_id.type),
                version_id,
                groups.c.group_values,
            ).join_from(number, groups, groups.c.place == number.c.place % len(COMBINATIONS)),
        )
    )
    asked = _listed("asked", column("question", _answers.c.question.type), PLAN_QUESTIONS)
    given = _listed("given", column("value", _answers.c.value.type), tuple(Agreement))
    place = _responses.c.id - first
    # Neither in step with the combinations nor the same for every question.
    mixed = place * (2 * asked.c.place + 3) + place // (len(COMBINATIONS) * (asked.c.place + 1))
    connection.execute(
        insert(_answers).from_select(
            ["wave_id", "response_id", "question", "value"],
            select(_responses.c.wave_id, _responses.c.id, asked.c.question, given.c.value)
            .select_from(_responses)
            .join(asked, literal(True))
            .join(given, given.c.place == mixed % _LEFT_OUT_IN % len(Agreement))
            .where(_responses.c.wave_id == wave.id, mixed % _LEFT_OUT_IN < 2 * len(Agreement))
            .order_by(_responses.c.id, asked.c.question),
        )
    )
