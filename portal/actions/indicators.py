"""Indicators: shipped, proposed by families, decided on with a reason, and their numbers."""

from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from sqlalchemy.orm import Session

from portal.domain.indicator_numbers import AlreadyCorrected, AlreadyThere, Entry, Number
from portal.domain.indicators import Definition, State
from portal.domain.people import Viewer
from portal.domain.shipped_indicators import SHIPPED_INDICATORS, WHY
from portal.store import indicators

_SHIPPED = uuid5(NAMESPACE_URL, "portal/indicators")
"""Each indicator that comes with the portal has one id everywhere, so that it is added once."""


def shipped_id(key: str) -> UUID:
    return uuid5(_SHIPPED, key)


def add_shipped(session: Session, now: datetime) -> None:
    """Add the indicators that come with the portal, with their numbers, where they are not there
    yet. One that the council has changed stays changed."""
    there = {indicator.id for indicator in indicators.list_indicators(session)}
    whole_first = sorted(SHIPPED_INDICATORS.items(), key=lambda each: bool(each[1].part_of))
    places = {key: place for place, key in enumerate(SHIPPED_INDICATORS)}
    for key, shipped in whole_first:
        new_id = shipped_id(key)
        added = new_id not in there and indicators.add_indicator(
            session,
            new_id,
            shipped.definition,
            State.TAKEN_ON,
            by=None,
            now=now,
            place=places[key],
            part_of=shipped_id(shipped.part_of) if shipped.part_of else None,
        )
        if not added:
            continue
        indicators.decide(
            session, new_id, shipped.definition, State.TAKEN_ON, WHY, by=None, now=now
        )
        for number in shipped.numbers:
            indicators.add_number(session, uuid4(), new_id, number, by=None, now=now)


def propose(
    session: Session, viewer: Viewer, definition: Definition, now: datetime, *, new_id: UUID
) -> UUID:
    """An indicator for the officer to decide on; its id. The same again under ``new_id``, as from a
    second press, is the same proposal; something else under it is one of its own."""
    by = viewer.person_id
    if not indicators.add_indicator(session, new_id, definition, State.PROPOSED, by=by, now=now):
        there = indicators.find_indicator(session, new_id)
        if there is None or there.definition != definition:
            new_id = uuid4()
            indicators.add_indicator(session, new_id, definition, State.PROPOSED, by=by, now=now)
    return new_id


def decide(
    session: Session,
    viewer: Viewer,
    indicator_id: UUID,
    definition: Definition,
    state: State,
    reason: str,
    now: datetime,
    *,
    new_id: UUID,
) -> None:
    """What the indicator is from now on, and why; kept for good. A second press decides nothing
    again. Raises NoResultFound."""
    indicators.decide(
        session,
        indicator_id,
        definition,
        state,
        reason,
        by=viewer.person_id,
        now=now,
        decision_id=new_id,
    )


def add_remark(
    session: Session,
    viewer: Viewer,
    indicator_id: UUID,
    words: str,
    now: datetime,
    *,
    new_id: UUID,
) -> None:
    """The same again under ``new_id``, as from a second press, is the same remark."""
    indicators.add_remark(session, new_id, indicator_id, words, by=viewer.person_id, now=now)


@dataclass(frozen=True, slots=True)
class Correction:
    """The entry that is put right, and what is different now."""

    of: UUID
    change: str


def add_number(
    session: Session,
    viewer: Viewer,
    indicator_id: UUID,
    number: Number,
    now: datetime,
    *,
    new_id: UUID,
    correction: Correction | None = None,
) -> UUID | AlreadyThere | AlreadyCorrected:
    """Keep a number, or the correction of one; its id. The same again under ``new_id``, as from a
    second press, is the same entry. Raises KeyError for a correction of another's number."""
    entries = {entry.id: entry for entry in indicators.list_numbers(session, indicator_id)}
    corrects = correction.of if correction else None
    if there := entries.get(new_id):
        if (there.number, there.corrects) == (number, corrects):
            return new_id
        new_id = uuid4()  # something else was typed into a page that was sent before
    if corrects and entries[corrects].corrected:
        return AlreadyCorrected()
    if any(_same_days(entry, number) for entry in entries.values() if entry.id != corrects):
        return AlreadyThere()
    added = indicators.add_number(
        session,
        new_id,
        indicator_id,
        number,
        by=viewer.person_id,
        now=now,
        corrects=corrects,
        change=correction.change if correction else "",
    )
    if added:
        return new_id
    # Somebody else came first, in another transaction; or a number of these days was corrected.
    return AlreadyCorrected() if corrects else AlreadyThere()


def _same_days(entry: Entry, number: Number) -> bool:
    """Whether a number that stands is of this kind and these days."""
    there = entry.number
    same = (there.kind, there.first, there.last) == (number.kind, number.first, number.last)
    return same and not entry.corrected
