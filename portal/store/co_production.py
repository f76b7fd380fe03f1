"""The participation group's part in an instrument: what it is shown, says and signs off."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from portal.domain.co_production import Remark, RemarkDetails, RemarkKind, SignOff
from portal.store.changes import adds_new, insert_into
from portal.store.tables.instruments import (
    InstrumentRemark,
    InstrumentShown,
    InstrumentSignOff,
    WaveSignOff,
)


def show_to_group(session: Session, instrument_id: UUID, now: datetime) -> None:
    session.execute(
        insert_into(session, InstrumentShown)
        .values(instrument_id=instrument_id, shown_at=now)
        .on_conflict_do_nothing()
    )


def hide_from_group(session: Session, instrument_id: UUID) -> None:
    session.execute(delete(InstrumentShown).where(InstrumentShown.instrument_id == instrument_id))


def is_shown(session: Session, instrument_id: UUID) -> bool:
    return session.get(InstrumentShown, instrument_id) is not None


def list_shown(session: Session) -> frozenset[UUID]:
    """The instruments that the group sees."""
    return frozenset(session.scalars(select(InstrumentShown.instrument_id)))


def add_remark(
    session: Session,
    remark_id: UUID,
    instrument_id: UUID,
    details: RemarkDetails,
    *,
    by: UUID,
    now: datetime,
) -> bool:
    """Add it; False, and nothing added, where this id is taken."""
    row = InstrumentRemark(
        id=remark_id,
        instrument_id=instrument_id,
        kind=details.kind,
        question=details.question,
        words=details.words,
        made_at=now,
        made_by_id=by,
    )
    return adds_new(session, row, remark_id)


def find_remark(session: Session, instrument_id: UUID, remark_id: UUID) -> Remark | None:
    row = session.get(InstrumentRemark, remark_id, populate_existing=True)
    return _read(row) if row and row.instrument_id == instrument_id else None


def list_remarks(session: Session, instrument_id: UUID) -> Sequence[Remark]:
    """All that was said of an instrument, the first said first."""
    rows = session.scalars(
        select(InstrumentRemark)
        .where(InstrumentRemark.instrument_id == instrument_id)
        .order_by(InstrumentRemark.made_at, InstrumentRemark.id)
    )
    return [_read(row) for row in rows]


def answer_remark(
    session: Session, remark_id: UUID, answer: str, *, taken_in: bool, now: datetime
) -> None:
    session.execute(
        update(InstrumentRemark)
        .where(InstrumentRemark.id == remark_id)
        .values(answer=answer, answered_at=now, taken_in=taken_in)
    )


def add_sign_off(
    session: Session, instrument_id: UUID, digest: str, *, by: UUID, now: datetime
) -> None:
    """The first sign-off of these words stands; a second one changes nothing."""
    session.execute(
        insert_into(session, InstrumentSignOff)
        .values(instrument_id=instrument_id, digest=digest, signed_at=now, signed_by_id=by)
        .on_conflict_do_nothing()
    )


def find_sign_off_of(session: Session, instrument_id: UUID, digest: str) -> SignOff | None:
    """The sign-off of exactly these words."""
    row = session.get(InstrumentSignOff, (instrument_id, digest))
    return SignOff(row.signed_at) if row else None


def freeze_sign_off(session: Session, wave_id: UUID, sign_off: SignOff) -> None:
    session.execute(insert(WaveSignOff).values(wave_id=wave_id, signed_at=sign_off.signed_at))


def find_wave_sign_off(session: Session, wave_id: UUID) -> SignOff | None:
    """The sign-off under which a wave was opened; None where families had not signed it off."""
    row = session.get(WaveSignOff, wave_id)
    return SignOff(row.signed_at) if row else None


def _read(row: InstrumentRemark) -> Remark:
    return Remark(
        id=row.id,
        details=RemarkDetails(RemarkKind(row.kind), row.question, row.words),
        made_at=row.made_at,
        answer=row.answer or "",
        answered_at=row.answered_at,
        taken_in=row.taken_in,
    )
