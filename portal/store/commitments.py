"""Commitments: added, changed, found and listed, with what changed and who was told."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import Session

from portal.domain.commitments import (
    Change,
    Changed,
    Commitment,
    Field,
    MeasureSaid,
    News,
    Promise,
    QuotationSaid,
    Rating,
    Said,
    ThemeSaid,
    ViewsSaid,
)
from portal.domain.dates import london_day
from portal.store.changes import adds_new, insert_into
from portal.store.tables.commitments import CommitmentChange, CommitmentRow, CommitmentTelling


def add_commitment(
    session: Session, new_id: UUID, said: Said, promise: Promise, now: datetime
) -> bool:
    """Add it; False, and nothing added, where this id is taken."""
    row = CommitmentRow(id=new_id, made_on=london_day(now))
    _write(row, said, promise, now)
    return adds_new(session, row, new_id)


def change_commitment(
    session: Session,
    commitment_id: UUID,
    said: Said,
    promise: Promise,
    changes: Collection[Change],
    *,
    by: UUID,
    now: datetime,
) -> None:
    """Take it over and keep what changed. Raises NoResultFound where there is none."""
    row = session.get_one(CommitmentRow, commitment_id)
    _write(row, said, promise, now)
    session.add_all(
        CommitmentChange(
            id=uuid4(),
            commitment_id=commitment_id,
            field=change.field,
            before=change.before,
            after=change.after,
            changed_at=now,
            changed_by_id=by,
        )
        for change in changes
    )
    session.flush()


def find_commitment(
    session: Session, commitment_id: UUID, *, lock: bool = False
) -> Commitment | None:
    """With ``lock`` nobody else changes it before this is committed."""
    query = select(CommitmentRow).where(CommitmentRow.id == commitment_id)
    found = _list(session, query.with_for_update(of=CommitmentRow) if lock else query)
    return found[0] if found else None


def list_commitments(
    session: Session, *, subject_id: UUID | None = None, year: int | None = None
) -> list[Commitment]:
    """All of them, or those about a subject, or made in a year; those due first at the top."""
    query = select(CommitmentRow)
    if subject_id is not None:
        query = query.where(CommitmentRow.subject_id == subject_id)
    if year is not None:
        query = query.where(CommitmentRow.made_on.between(date(year, 1, 1), date(year, 12, 31)))
    return _list(session, query.order_by(CommitmentRow.due_on, CommitmentRow.id))


def list_tied(session: Session, step_ids: Collection[UUID]) -> list[Commitment]:
    """Those that belong to one of these steps of the action plan."""
    if not step_ids:
        return []
    query = select(CommitmentRow).where(CommitmentRow.step_id.in_(step_ids))
    return _list(session, query.order_by(CommitmentRow.due_on, CommitmentRow.id))


def list_years(session: Session) -> list[int]:
    """The years in which commitments were made, the latest first."""
    days = session.scalars(select(CommitmentRow.made_on).distinct())
    return sorted({day.year for day in days}, reverse=True)


def list_changed(session: Session, commitment_id: UUID) -> Sequence[Changed]:
    """What changed of a commitment, the latest first."""
    rows = session.scalars(
        select(CommitmentChange)
        .where(CommitmentChange.commitment_id == commitment_id)
        .order_by(CommitmentChange.changed_at.desc(), CommitmentChange.field)
    )
    return [
        Changed(Change(Field(row.field), row.before, row.after), row.changed_at) for row in rows
    ]


def is_subject_used(session: Session, subject_id: UUID) -> bool:
    return bool(session.scalar(select(exists().where(CommitmentRow.subject_id == subject_id))))


def add_telling(
    session: Session, commitment_id: UUID, news: News, *, by: UUID, now: datetime
) -> bool:
    """Note that they are told; False, and nothing noted, where they have been."""
    added = session.scalar(
        insert_into(session, CommitmentTelling)
        .values(commitment_id=commitment_id, news=news, told_at=now, told_by_id=by)
        .on_conflict_do_nothing()
        .returning(CommitmentTelling.news)
    )
    return added is not None


def _list(session: Session, query: Select[CommitmentRow]) -> list[Commitment]:
    with_told = query.add_columns(*(_was_told(news) for news in News))
    return [
        _read(row, frozenset(news for news, was in zip(News, told, strict=True) if was))
        for row, *told in session.execute(with_told)
    ]


def _was_told(news: News) -> ColumnElement[bool]:
    return (
        exists()
        .where(CommitmentTelling.commitment_id == CommitmentRow.id, CommitmentTelling.news == news)
        .correlate(CommitmentRow)
    )


def _write(row: CommitmentRow, said: Said, promise: Promise, now: datetime) -> None:
    row.release_id = row.measure = row.theme = row.wave_id = None
    row.quotation_id = row.views_first = row.views_last = None
    match said:
        case MeasureSaid(release_id, measure):
            row.release_id, row.measure = release_id, measure
        case QuotationSaid(wave_id, quotation_id):
            row.wave_id, row.quotation_id = wave_id, quotation_id
        case ThemeSaid(theme, of_wave):
            row.theme, row.wave_id = theme, of_wave
        case ViewsSaid(theme, first, last):
            row.theme, row.views_first, row.views_last = theme, first, last
    row.action, row.owner, row.due_on = promise.action, promise.owner, promise.due
    row.reply, row.rating, row.evidence = promise.reply, promise.rating, promise.evidence
    row.subject_id, row.step_id = promise.subject_id, promise.step_id
    row.changed_at = now


def _read(row: CommitmentRow, told: frozenset[News]) -> Commitment:
    promise = Promise(
        action=row.action,
        owner=row.owner,
        due=row.due_on,
        reply=row.reply,
        rating=Rating(row.rating) if row.rating else None,
        evidence=row.evidence,
        subject_id=row.subject_id,
        step_id=row.step_id,
    )
    return Commitment(row.id, _read_said(row), promise, row.made_on, told)


def _read_said(row: CommitmentRow) -> Said:
    if row.release_id is not None and row.measure is not None:
        return MeasureSaid(row.release_id, row.measure)
    if row.quotation_id is not None and row.wave_id is not None:
        return QuotationSaid(row.wave_id, row.quotation_id)
    if row.views_first is not None and row.views_last is not None:
        return ViewsSaid(row.theme or "", row.views_first, row.views_last)
    return ThemeSaid(row.theme or "", row.wave_id)
