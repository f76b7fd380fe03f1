"""What became of the concerns that a member of staff raised, as they may know it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.people import Viewer
from portal.domain.safeguarding import Outcome, State, Step, TextSource
from portal.store.safeguarding import WORDS
from portal.store.safeguarding_reading import open_words, state_of
from portal.store.sealing import prepare_keys
from portal.store.tables.safeguarding import SafeguardingConcern, SafeguardingEntry


@dataclass(frozen=True, slots=True)
class RaisedLine:
    """What became of a concern, for whoever raised it. ``answer``: what the lead gave back."""

    source: TextSource
    raised_at: datetime
    state: State
    outcome: Outcome | None
    answer: str


def list_raised_by(session: Session, viewer: Viewer, *, limit: int) -> Sequence[RaisedLine]:
    """What this member of staff was worried about, the latest first. What the lead decided stays
    with the lead, unless it was given back."""
    rows = session.scalars(
        select(SafeguardingConcern)
        .where(
            SafeguardingConcern.id.in_(
                select(SafeguardingEntry.concern_id).where(
                    SafeguardingEntry.staff_id == viewer.person_id,
                    SafeguardingEntry.step.in_((Step.RAISED, Step.RAISED_AGAIN)),
                )
            )
        )
        .order_by(SafeguardingConcern.raised_at.desc(), SafeguardingConcern.id)
        .limit(limit)
    ).all()
    decided = [row.id for row in rows if row.decided_at is not None]
    answers: dict[UUID, SafeguardingEntry] = {}
    for entry in session.scalars(
        select(SafeguardingEntry)
        .where(SafeguardingEntry.concern_id.in_(decided), SafeguardingEntry.step == Step.DECIDED)
        .order_by(SafeguardingEntry.number)
    ):
        answers[entry.concern_id] = entry
    held = prepare_keys(session, answers)
    raised = [_raised(session, row, answers.get(row.id)) for row in rows]
    del held  # kept until here, so that no answer asks the database for its key
    return raised


def _raised(
    session: Session, row: SafeguardingConcern, decided: SafeguardingEntry | None
) -> RaisedLine:
    outcome = Outcome(decided.outcome) if decided and decided.outcome else None
    given_back = decided is not None and outcome is Outcome.BACK_TO_READER
    return RaisedLine(
        source=TextSource(row.source),
        raised_at=row.raised_at,
        state=state_of(row),
        outcome=outcome,
        answer=open_words(session, decided, WORDS, decided.words_sealed)
        if decided is not None and given_back
        else "",
    )
