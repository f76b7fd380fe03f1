"""Waves and what they ask."""

import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Result, Row, and_, bindparam, insert, select, update
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from portal.domain.co_production import SignOff
from portal.domain.corrections import Correction
from portal.domain.instrument_files import describe_instrument, read_instrument
from portal.domain.instruments import Instrument
from portal.domain.questions import Question
from portal.domain.waves import (
    CohortFilter,
    CohortKind,
    CohortRule,
    FilterKind,
    GroupKind,
    Mode,
    Wave,
    WaveState,
)
from portal.store.changes import adds_new, changes_one, table_of
from portal.store.co_production import find_wave_sign_off
from portal.store.tables.surveys import SurveyInstrument, SurveyVersion, SurveyWave

_table = table_of(SurveyWave)
_CODE_BYTES = 9
_OPEN = (_table.c.id == bindparam("wave_id")) & (_table.c.state == WaveState.OPEN)
# Made once, as the families' page runs on it.
_COUNT = {
    Mode.PORTAL: update(_table).where(_OPEN).values(portal=_table.c.portal + bindparam("by")),
    Mode.TELEPHONE: update(_table)
    .where(_OPEN)
    .values(telephone=_table.c.telephone + bindparam("by")),
    Mode.PAPER: update(_table).where(_OPEN).values(paper=_table.c.paper + bindparam("by")),
}

_versions = table_of(SurveyVersion)
_PUBLIC = (
    select(_table.c.id, _table.c.state, _table.c.closes_on, _versions.c.id.label("version_id"))
    .join_from(_table, _versions, (_versions.c.wave_id == _table.c.id) & ~_versions.c.replaced)
    .where(_table.c.public_code == bindparam("code"))
)


@dataclass(frozen=True, slots=True)
class Version:
    """What opening a wave has fixed for good. ``sign_off`` is of the words as they were opened;
    ``corrected_on`` is the day on which the last of them was put right."""

    instrument: Instrument
    cohort: CohortRule
    groups: tuple[GroupKind, ...]
    sign_off: SignOff | None
    corrected_on: date | None

    @property
    def questions(self) -> tuple[Question, ...]:
        return self.instrument.questions


_frozen: dict[UUID, Version] = {}
"""Versions by id, read once a process: they never change."""


def add_wave(
    session: Session,
    wave_id: UUID,
    *,
    title: str,
    instrument_id: UUID,
    cohort: CohortRule,
    groups: Sequence[GroupKind],
    closes_on: date,
    baseline_id: UUID | None,
    now: datetime,
    series_id: UUID | None = None,
) -> bool:
    """Add a draft; False, and nothing added, where this id is taken."""
    draft = SurveyWave(
        id=wave_id,
        title=title,
        state=WaveState.DRAFT,
        instrument_id=instrument_id,
        cohort_kind=cohort.kind,
        cohort_first=cohort.first,
        cohort_last=cohort.last,
        cohort_filters=describe_filters(cohort.filters),
        cohort_caserefs=list(cohort.caserefs) or None,
        group_kinds=list(groups),
        closes_on=closes_on,
        public_code=secrets.token_urlsafe(_CODE_BYTES)
        if cohort.kind is CohortKind.ANYBODY
        else None,
        baseline_id=baseline_id,
        series_id=series_id,
        created_at=now,
    )
    return adds_new(session, draft, wave_id)


def find_wave(session: Session, wave_id: UUID) -> Wave | None:
    """The wave with its questions and counts, or None."""
    row = session.execute(_waves().where(SurveyWave.id == wave_id)).first()
    return _read(row) if row else None


def get_wave(session: Session, wave_id: UUID) -> Wave:
    """The same; raises NoResultFound."""
    wave = find_wave(session, wave_id)
    if wave is None:
        raise NoResultFound(f"no wave {wave_id}")
    return wave


@dataclass(frozen=True, slots=True)
class PublicWave:
    """A wave that anybody may answer, with what a page needs of it."""

    id: UUID
    state: WaveState
    closes_on: date
    version_id: UUID


def find_public(session: Session, code: str) -> PublicWave | None:
    """The wave with this code in its public link, once it has been opened."""
    row = session.execute(_PUBLIC, {"code": code}).first()
    return PublicWave(row.id, WaveState(row.state), row.closes_on, row.version_id) if row else None


def list_waves(session: Session, *states: WaveState) -> Sequence[Wave]:
    """Waves in these states, or all, the latest first."""
    query = _waves().order_by(SurveyWave.created_at.desc())
    if states:
        query = query.where(SurveyWave.state.in_(states))
    return [_read(row) for row in session.execute(query)]


def list_of_series(session: Session, series_id: UUID) -> Sequence[Wave]:
    """The waves that a series has made, the latest first."""
    query = _waves().where(SurveyWave.series_id == series_id)
    return [_read(row) for row in session.execute(query.order_by(SurveyWave.created_at.desc()))]


def freeze_wave(
    session: Session, wave_id: UUID, frozen: Instrument, *, asked: int, now: datetime
) -> bool:
    """Open a draft with this instrument for ever; False where it was no draft any more."""
    values = {"asked": asked, "opened_at": now}
    if not _move(session, wave_id, WaveState.DRAFT, WaveState.OPEN, **values):
        return False
    session.execute(
        insert(SurveyVersion).values(
            id=uuid4(),
            wave_id=wave_id,
            number=1,
            content=describe_instrument(frozen),
            corrections=[],
            replaced=False,
        )
    )
    return True


def replace_version(
    session: Session, wave: Wave, corrected: Instrument, correction: Correction
) -> bool:
    """Ask this from now on; False where the version that ``wave`` has was replaced before."""
    statement = update(_versions).where(
        _versions.c.wave_id == wave.id,
        _versions.c.number == wave.version,
        _versions.c.replaced.is_(False),
    )
    if not changes_one(session, statement.values(replaced=True), {}):
        return False
    made = [*wave.corrections, correction]
    session.execute(
        insert(SurveyVersion).values(
            id=uuid4(),
            wave_id=wave.id,
            number=wave.version + 1,
            content=describe_instrument(corrected),
            corrections=[{**asdict(each), "on": each.on.isoformat()} for each in made],
            replaced=False,
        )
    )
    return True


def move_wave(session: Session, wave_id: UUID, *, before: WaveState, after: WaveState) -> bool:
    """Take a wave from one state to another; False where it was not in the first."""
    return _move(session, wave_id, before, after)


def _move(
    session: Session, wave_id: UUID, before: WaveState, after: WaveState, **values: object
) -> bool:
    statement = update(_table).where(_table.c.id == wave_id, _table.c.state == before)
    return changes_one(session, statement.values(state=after, **values), {})


def note_closed(session: Session, wave_id: UUID, now: datetime) -> None:
    session.execute(update(SurveyWave).where(SurveyWave.id == wave_id).values(closed_at=now))


def mark_baseline(session: Session, wave_id: UUID, marked_at: datetime | None) -> None:
    """Measure later waves against this one from now on; None: no longer."""
    session.execute(
        update(SurveyWave).where(SurveyWave.id == wave_id).values(baseline_marked_at=marked_at)
    )


def find_baseline(session: Session, instrument_id: UUID) -> UUID | None:
    """The wave last marked as the baseline that asked at least one measure of this instrument."""
    asks = session.get_one(SurveyInstrument, instrument_id).content
    keys = {question.key for question in read_instrument(asks).questions}
    marked = _waves().where(_table.c.baseline_marked_at.is_not(None))
    for row in session.execute(marked.order_by(_table.c.baseline_marked_at.desc())):
        wave = _read(row)
        if keys & {question.key for question in wave.measured}:
            return wave.id
    return None


def list_overdue(session: Session, today: date) -> Sequence[UUID]:
    """The waves that still take answers, or are stopped, though their last day has passed."""
    return session.scalars(
        select(SurveyWave.id).where(
            SurveyWave.state.in_((WaveState.OPEN, WaveState.STOPPED)), SurveyWave.closes_on < today
        )
    ).all()


@dataclass(frozen=True, slots=True)
class NeverReminded:
    """An open wave in which nobody has been reminded."""

    id: UUID
    opened_at: datetime
    closes_on: date
    asked: int


def list_never_reminded(session: Session) -> Sequence[NeverReminded]:
    wave = SurveyWave
    rows: Result[Any] = session.execute(
        select(wave.id, wave.opened_at, wave.closes_on, wave.asked).where(
            wave.state == WaveState.OPEN, wave.reminded_at.is_(None)
        )
    )
    return [NeverReminded(row.id, row.opened_at, row.closes_on, row.asked) for row in rows]


def note_reminded(session: Session, wave_id: UUID, now: datetime) -> bool:
    """Mark that the reminders are on their way; False where they were before."""
    unmarked = (_table.c.id == wave_id) & _table.c.reminded_at.is_(None)
    return changes_one(session, update(_table).where(unmarked).values(reminded_at=now), {})


def count_mode(session: Session, wave_id: UUID, mode: Mode, by: int = 1) -> bool:
    """Count one more answer on an open wave; False where the wave is open no more.

    This holds the wave's row until the transaction ends, so that no answer can be half way in
    while the wave closes.
    """
    return changes_one(session, _COUNT[mode], {"wave_id": wave_id, "by": by})


def get_version(session: Session, version_id: UUID) -> Version:
    """What a version asks, whom and by which groups; asks the database once a process."""
    if version_id not in _frozen:
        # Somebody may have opened the page just before a slip in its words was put right.
        found = _with_versions(SurveyVersion.wave_id == SurveyWave.id)
        wave = _read(session.execute(found.where(SurveyVersion.id == version_id)).one())
        _frozen[version_id] = Version(
            wave.instrument,
            wave.cohort,
            wave.groups,
            find_wave_sign_off(session, wave.id),
            max((each.on for each in wave.corrections), default=None),
        )
    return _frozen[version_id]


def _waves() -> Any:
    return _with_versions(
        and_(SurveyVersion.wave_id == SurveyWave.id, SurveyVersion.replaced.is_(False))
    )


def _with_versions(version: ColumnElement[bool]) -> Any:
    return (
        select(
            *_table.c,
            SurveyVersion.number,
            SurveyVersion.content.label("frozen"),
            SurveyVersion.corrections,
            SurveyInstrument.content.label("in_work"),
        )
        .join_from(SurveyWave, SurveyInstrument, SurveyInstrument.id == SurveyWave.instrument_id)
        .outerjoin(SurveyVersion, version)
    )


def _read(row: Row[Any]) -> Wave:
    return Wave(
        id=row.id,
        title=row.title,
        state=WaveState(row.state),
        version=row.number or 0,
        corrections=tuple(
            Correction(**{**each, "on": date.fromisoformat(each["on"])})
            for each in row.corrections or ()
        ),
        instrument_id=row.instrument_id,
        instrument=read_instrument(row.frozen or row.in_work),
        cohort=CohortRule(
            CohortKind(row.cohort_kind),
            row.cohort_first,
            row.cohort_last,
            read_filters(row.cohort_filters),
            tuple(row.cohort_caserefs or ()),
        ),
        groups=tuple(GroupKind(kind) for kind in row.group_kinds),
        closes_on=row.closes_on,
        baseline_id=row.baseline_id,
        asked=row.asked,
        modes={Mode.PORTAL: row.portal, Mode.TELEPHONE: row.telephone, Mode.PAPER: row.paper},
        public_code=row.public_code,
        is_baseline=row.baseline_marked_at is not None,
        series_id=row.series_id,
    )


def describe_filters(filters: Sequence[CohortFilter]) -> dict[str, list[str]] | None:
    """The filters as they are stored; None where there are none."""
    return {str(each.kind): list(each.values) for each in filters} or None


def read_filters(stored: dict[str, list[str]] | None) -> tuple[CohortFilter, ...]:
    """What `describe_filters` gave."""
    return tuple(
        CohortFilter(FilterKind(kind), tuple(values)) for kind, values in (stored or {}).items()
    )
