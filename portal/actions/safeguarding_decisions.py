"""What a safeguarding lead does with a concern: takes it, writes notes, decides, opens it again."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.actions.messages import queue_message
from portal.actions.safeguarding import Watch, begin_telling
from portal.domain.messages import MessageKind, Recipient, RecipientKind
from portal.domain.people import Role, Viewer
from portal.domain.safeguarding import (
    DecisionDetails,
    Missing,
    Step,
    first_telling_at,
    what_is_missing,
)
from portal.store import safeguarding
from portal.store.safeguarding import NewEntry, Standing


@dataclass(frozen=True, slots=True)
class NoSuchConcern:
    """There is none, or this person is no safeguarding lead."""


@dataclass(frozen=True, slots=True)
class TakenByOther:
    """Another lead has it."""


@dataclass(frozen=True, slots=True)
class DecidedAlready:
    """It is decided; to change that it has to be opened again."""


@dataclass(frozen=True, slots=True)
class NotDecided:
    """It is open, so it cannot be opened again."""


Refusal = NoSuchConcern | TakenByOther | DecidedAlready


def take_concern(
    session: Session,
    viewer: Viewer,
    concern_id: UUID,
    watch: Watch,
    now: datetime,
    *,
    over: bool = False,
) -> Refusal | None:
    """This lead takes it: the clock stops, and everybody else who was told learns of it. Of two who
    press at once one has it. ``over``: take it from whoever has it."""
    standing = _hold(session, viewer, concern_id)
    if not isinstance(standing, Standing):
        return standing
    if standing.taken_by_id == viewer.person_id:
        return None
    if standing.taken_by_id is not None and not over:
        return TakenByOther()
    safeguarding.set_taken(session, concern_id, viewer.person_id)
    safeguarding.add_entry(session, concern_id, NewEntry(Step.TAKEN, by=viewer.person_id), now)
    others = {*safeguarding.list_told(session, concern_id), standing.taken_by_id}
    for other in sorted(others - {None, viewer.person_id}, key=str):
        assert other is not None  # noqa: S101 - taken out just before
        _write_to(session, other, MessageKind.CONCERN_TAKEN, watch.path_of(concern_id), now)
    return None


def give_back(
    session: Session, viewer: Viewer, concern_id: UUID, words: str, watch: Watch, now: datetime
) -> Refusal | None:
    """Whoever has it cannot go on: the rota is told again from the first on."""
    standing = _hold_own(session, viewer, concern_id)
    if not isinstance(standing, Standing):
        return standing
    next_at = first_telling_at(watch.rota, now)
    entry = NewEntry(Step.GIVEN_BACK, by=viewer.person_id, words=words)
    safeguarding.add_entry(session, concern_id, entry, now)
    safeguarding.set_waiting(session, concern_id, next_at)
    begin_telling(session, concern_id, watch, next_at, now)
    return None


def add_note(
    session: Session, viewer: Viewer, concern_id: UUID, words: str, now: datetime, *, new_id: UUID
) -> NoSuchConcern | None:
    """Write a note, at any time. The same press twice is one note."""
    standing = _hold(session, viewer, concern_id)
    if isinstance(standing, NoSuchConcern):
        return standing
    entry = NewEntry(Step.NOTED, by=viewer.person_id, words=words)
    safeguarding.add_entry(session, concern_id, entry, now, new_id=new_id)
    return None


def decide_concern(
    session: Session,
    viewer: Viewer,
    concern_id: UUID,
    decision: DecisionDetails,
    *,
    raised_path: str,
    now: datetime,
) -> Refusal | Missing | None:
    """Whoever has it decides: what was held goes, and whoever raised it is told that there is an
    answer. ``raised_path``: where they read it."""
    standing = _hold_own(session, viewer, concern_id)
    if not isinstance(standing, Standing):
        return standing
    if missing := what_is_missing(decision):
        return missing
    safeguarding.set_decided(session, concern_id, decision, now)
    entry = NewEntry(
        Step.DECIDED,
        by=viewer.person_id,
        words=decision.reason.strip(),
        outcome=decision.outcome,
        reference=decision.reference.strip(),
    )
    safeguarding.add_entry(session, concern_id, entry, now)
    for reader in sorted(safeguarding.list_raisers(session, concern_id), key=str):
        _write_to(session, reader, MessageKind.CONCERN_ANSWERED, raised_path, now)
    return None


def reopen_concern(
    session: Session, viewer: Viewer, concern_id: UUID, reason: str, now: datetime
) -> NoSuchConcern | NotDecided | None:
    """Open it again; this lead has it from now on, and what was made from the text waits again."""
    standing = _hold(session, viewer, concern_id)
    if isinstance(standing, NoSuchConcern):
        return standing
    if not isinstance(standing, DecidedAlready):
        return NotDecided()
    safeguarding.set_waiting(session, concern_id, now)
    safeguarding.set_taken(session, concern_id, viewer.person_id)
    entry = NewEntry(Step.REOPENED, by=viewer.person_id, words=reason)
    safeguarding.add_entry(session, concern_id, entry, now)
    return None


def _hold(
    session: Session, viewer: Viewer, concern_id: UUID
) -> Standing | NoSuchConcern | DecidedAlready:
    if viewer.role is not Role.SAFEGUARDING_LEAD:
        return NoSuchConcern()
    standing = safeguarding.hold_concern(session, concern_id)
    if standing is None:
        return NoSuchConcern()
    return standing if standing.decided_at is None else DecidedAlready()


def _hold_own(session: Session, viewer: Viewer, concern_id: UUID) -> Standing | Refusal:
    standing = _hold(session, viewer, concern_id)
    if isinstance(standing, Standing) and standing.taken_by_id != viewer.person_id:
        return TakenByOther()
    return standing


def _write_to(
    session: Session, staff_id: UUID, kind: MessageKind, path: str, now: datetime
) -> None:
    queue_message(
        session,
        to=Recipient(RecipientKind.STAFF, staff_id),
        kind=kind,
        link_path=path,
        code=None,
        now=now,
    )
