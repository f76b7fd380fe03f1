"""Words of events and inspections that may be quoted. Those of surveys are found by their wave."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from portal.domain.moderation import Quotation, Source, TextRef, leaves
from portal.store.moderation import list_steps, quotations_of, steps_of
from portal.store.safeguarding_flags import flags_of
from portal.store.tables.event_feedback import EventWords
from portal.store.tables.events import EventRow
from portal.store.tables.inspections import InspectionRow


@dataclass(frozen=True, slots=True)
class Quoted:
    """What people said at one event, or found in one inspection."""

    source: Source
    about: str
    quotations: tuple[Quotation, ...]


def list_quoted(session: Session, *, shown_only: bool) -> list[Quoted]:
    """By title. ``shown_only``: only of events whose results the group sees, and of inspections
    that it may read."""
    events = select(EventWords.id, EventRow.title).join(
        EventRow, EventRow.id == EventWords.event_id
    )
    found = select(InspectionRow.id, InspectionRow.place)
    if shown_only:
        events = events.where(EventRow.results_shown_on.is_not(None))
        found = found.where(InspectionRow.shown_on.is_not(None))
    return [
        *_quoted(session, Source.EVENT, events.where(EventWords.may_quote)),
        *_quoted(session, Source.INSPECTION, found.where(InspectionRow.may_quote)),
    ]


def find_words(session: Session, ref: TextRef, *, may_quote: bool) -> str | None:
    """What may be read of one text; None where nothing may, or a safeguarding lead has yet to
    decide about it."""
    flag = flags_of(session, [ref.id]).get(ref.id)
    if flag is not None and flag.is_open:
        return None
    decision = leaves(list_steps(session, ref), may_quote=may_quote)
    return decision.words if decision else None


def _quoted(session: Session, source: Source, texts: Select[UUID, str]) -> list[Quoted]:
    abouts = {row[0]: row[1] for row in session.execute(texts)}
    steps = steps_of(session, source, texts.with_only_columns(texts.selected_columns[0]))
    by_about: dict[str, list[Quotation]] = defaultdict(list)
    for quotation in quotations_of(session, abouts, steps):
        by_about[quotation.question].append(quotation)
    return [Quoted(source, about, tuple(said)) for about, said in sorted(by_about.items())]
