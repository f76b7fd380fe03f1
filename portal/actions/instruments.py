"""Instruments: made, taken from a file, and changed without undoing what somebody else did."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from sqlalchemy.orm import Session

from portal.domain.instrument_files import digest_instrument
from portal.domain.instruments import Instrument
from portal.outside.instrument_yaml import BadFile, list_shipped, read_instrument_file
from portal.store import instruments
from portal.store.instruments import StoredInstrument

Change = Callable[[Instrument], Instrument]

_SHIPPED = uuid5(NAMESPACE_URL, "portal/instruments")
"""Each shipped instrument has one id everywhere, so that it is added once."""


@dataclass(frozen=True, slots=True)
class ChangedMeanwhile:
    """Somebody else has changed the instrument since this page was opened; nothing is written."""

    present: StoredInstrument


def add_instrument(
    session: Session, instrument: Instrument, now: datetime, *, new_id: UUID
) -> UUID:
    """A new instrument; its id. The same again under ``new_id``, as from a second press, is the
    same instrument; something else under it is one of its own."""
    if not instruments.add_instrument(session, new_id, instrument, now):
        there = instruments.find_instrument(session, new_id)
        if there is None or there.instrument != instrument:
            new_id = uuid4()
            instruments.add_instrument(session, new_id, instrument, now)
    return new_id


def import_instrument(
    session: Session, content: bytes, now: datetime, *, new_id: UUID
) -> UUID | BadFile:
    """The instrument of a file, as a new one."""
    read = read_instrument_file(content)
    if isinstance(read, BadFile):
        return read
    return add_instrument(session, read, now, new_id=new_id)


def add_shipped(session: Session, now: datetime) -> dict[str, UUID]:
    """Add the instruments that come with the portal, where they are not there yet; all their ids,
    by the name of their file. One that the council has changed stays changed."""
    ids = {}
    for name, instrument in list_shipped().items():
        ids[name] = uuid5(_SHIPPED, name)
        instruments.add_instrument(session, ids[name], instrument, now)
    return ids


def change_instrument(
    session: Session,
    instrument_id: UUID,
    seen: str,
    change: Change,
    now: datetime,
    *,
    digest: Callable[[Instrument], str] = digest_instrument,
) -> StoredInstrument | ChangedMeanwhile:
    """The instrument after this change.

    ``seen`` is the ``digest`` of what the person looked at: the whole, or one language. A change
    that is made already, as by a second press, is no change. Raises NoResultFound.
    """
    before = instruments.lock_instrument(session, instrument_id)
    after = change(before.instrument)
    if after == before.instrument:
        return before
    if digest(before.instrument) != seen:
        return ChangedMeanwhile(before)
    instruments.change_instrument(session, instrument_id, after, now)
    return StoredInstrument(instrument_id, after, now)
