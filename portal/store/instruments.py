"""Instruments in work. What a wave asks is frozen with the wave and not read from here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, Select, select, update
from sqlalchemy.orm import Session

from portal.domain.co_production import SignOff
from portal.domain.instrument_files import (
    Plain,
    describe_instrument,
    digest_wording,
    read_instrument,
)
from portal.domain.instruments import Instrument
from portal.store.changes import adds_new
from portal.store.co_production import find_sign_off_of
from portal.store.tables.surveys import SurveyInstrument


@dataclass(frozen=True, slots=True)
class StoredInstrument:
    """An instrument in work, and when it was last changed."""

    id: UUID
    instrument: Instrument
    changed_at: datetime


def add_instrument(
    session: Session, instrument_id: UUID, instrument: Instrument, now: datetime
) -> bool:
    """Add an instrument; False, and nothing added, where this id is taken."""
    new = SurveyInstrument(
        id=instrument_id,
        content=describe_instrument(instrument),
        created_at=now,
        changed_at=now,
    )
    return adds_new(session, new, instrument_id)


def find_instrument(session: Session, instrument_id: UUID) -> StoredInstrument | None:
    row = session.execute(_stored().where(SurveyInstrument.id == instrument_id)).first()
    return _read(row) if row else None


def lock_instrument(session: Session, instrument_id: UUID) -> StoredInstrument:
    """The instrument as it is now, held until the transaction ends. Raises NoResultFound."""
    query = _stored().where(SurveyInstrument.id == instrument_id).with_for_update()
    return _read(session.execute(query).one())


def list_instruments(session: Session) -> Sequence[StoredInstrument]:
    """All of them, the last changed first."""
    rows = session.execute(_stored().order_by(SurveyInstrument.changed_at.desc()))
    return [_read(row) for row in rows]


def change_instrument(
    session: Session, instrument_id: UUID, instrument: Instrument, now: datetime
) -> None:
    session.execute(
        update(SurveyInstrument)
        .where(SurveyInstrument.id == instrument_id)
        .values(content=describe_instrument(instrument), changed_at=now)
    )


def find_sign_off(session: Session, instrument_id: UUID) -> SignOff | None:
    """The participation group's sign-off of the present words; None where they were not signed
    off, or have changed since."""
    stored = find_instrument(session, instrument_id)
    if stored is None:
        return None
    return find_sign_off_of(session, instrument_id, digest_wording(stored.instrument))


def _stored() -> Select[UUID, Plain, datetime]:
    return select(SurveyInstrument.id, SurveyInstrument.content, SurveyInstrument.changed_at)


def _read(row: Row[UUID, Plain, datetime]) -> StoredInstrument:
    return StoredInstrument(row.id, read_instrument(row.content), row.changed_at)
