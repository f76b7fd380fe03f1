"""The moderation desk: a person reads, marks what names somebody, decides; another may confirm."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.domain.dates import london_day
from portal.domain.moderation import (
    ChangedMeanwhile,
    Decision,
    NoConsent,
    NoSuchText,
    NothingLeft,
    NothingToDo,
    Outcome,
    ReasonMissing,
    SamePerson,
    Step,
    StepKind,
    TextRef,
    is_confirmed,
    may_confirm,
    may_decide,
    may_take_back,
    standing,
    start_clock,
)
from portal.domain.people import Viewer
from portal.domain.redaction import NO_MARKS, Marks, redact, spans_of, tidy
from portal.store import desk_texts, moderation, themes
from portal.store.moderation import NewStep

KEEP_CLOCKS = "moderation.keep_clocks"

BankHolidays = Callable[[Collection[int]], frozenset[date]]


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person chose. ``seen`` is how many steps the text had on their page. ``marks`` are
    what is taken out of a quotation; the redacted words are made from them here, never sent."""

    seen: int
    outcome: Outcome
    marks: Marks = NO_MARKS
    reason: str = ""
    themes: frozenset[UUID] = frozenset()


def decide(
    session: Session,
    viewer: Viewer,
    ref: TextRef,
    choice: Choice,
    *,
    needs_second: bool,
    today: date,
) -> NoSuchText | NoConsent | NothingLeft | ReasonMissing | ChangedMeanwhile | None:
    """Decide about a text; None where it is done. The same pressed twice is one decision."""
    text, steps = desk_texts.find_text(session, ref), moderation.list_steps(session, ref)
    if text is None:
        return NoSuchText()
    if standing(steps[: choice.seen]) is not None:
        return ChangedMeanwhile()
    decision = _decision(session, text.words, choice, needs_second=needs_second)
    refusal = may_decide(decision, may_quote=text.may_quote)
    if refusal is not None:
        return refusal
    return _add(
        session, NewStep(ref, choice.seen, StepKind.DECIDED, viewer.person_id, today, decision)
    )


def _decision(session: Session, words: str, choice: Choice, *, needs_second: bool) -> Decision:
    """Only what belongs to the outcome, and only themes in use."""
    decision = Decision(choice.outcome)
    if choice.outcome is Outcome.WITHHELD:
        return replace(decision, reason=choice.reason.strip())
    in_use = {theme.id for theme in themes.list_themes(session)}
    decision = replace(decision, themes=choice.themes & in_use)
    if choice.outcome is Outcome.THEME_ONLY:
        return decision
    text = tidy(words)
    left = redact(text, spans_of(text, choice.marks)).strip()
    return replace(decision, words=left, needs_second=needs_second)


def confirm(
    session: Session, viewer: Viewer, ref: TextRef, *, seen: int, today: date
) -> NothingToDo | SamePerson | ChangedMeanwhile | None:
    """The second pair of eyes agrees; whoever decided is refused."""
    step = NewStep(ref, seen, StepKind.CONFIRMED, viewer.person_id, today)
    steps = moderation.list_steps(session, ref)
    if len(steps) == seen:
        refusal = may_confirm(steps, viewer.person_id)
        if refusal is not None:
            return refusal
    return _add(session, step)


def take_back(
    session: Session, viewer: Viewer, ref: TextRef, reason: str, *, seen: int, today: date
) -> NothingToDo | ReasonMissing | ChangedMeanwhile | None:
    """Send a decision back before it is confirmed, or withdraw it later: nothing of the text enters
    new releases, and it waits for a new decision. What was released stays as it was."""
    steps = moderation.list_steps(session, ref)
    if len(steps) == seen:
        refusal = may_take_back(steps, reason)
        if refusal is not None:
            return refusal
    kind = StepKind.WITHDRAWN if is_confirmed(steps[:seen]) else StepKind.SENT_BACK
    return _add(session, NewStep(ref, seen, kind, viewer.person_id, today, reason=reason.strip()))


def note_changed(session: Session, viewer: Viewer, ref: TextRef, today: date) -> None:
    """The words themselves were changed: what was decided about the others falls."""
    steps = moderation.list_steps(session, ref)
    if standing(steps) is not None:
        step = NewStep(ref, len(steps), StepKind.CHANGED, viewer.person_id, today)
        moderation.add_step(session, step)


def keep_clocks(session: Session, now: datetime, bank_holidays: BankHolidays) -> None:
    """Note where texts wait that did not the day before; a daily job, so that nothing is written
    when a text comes."""
    today = london_day(now)
    holidays = bank_holidays({today.year, today.year + 1})
    desk_texts.keep_clocks(session, start_clock(today, holidays))


def _add(session: Session, step: NewStep) -> ChangedMeanwhile | None:
    steps = moderation.list_steps(session, step.ref)
    if len(steps) == step.number:
        if moderation.add_step(session, step):
            return None
        steps = moderation.list_steps(session, step.ref)
    same = len(steps) > step.number and _is_the_same(steps[step.number], step)
    return None if same else ChangedMeanwhile()


def _is_the_same(there: Step, step: NewStep) -> bool:
    """Pressed twice."""
    kept = (there.kind, there.by, there.decision, there.reason if there.decision is None else "")
    return kept == (step.kind, step.by, step.decision, step.reason)
