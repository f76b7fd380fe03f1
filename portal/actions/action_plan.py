"""The action plan: built by the officer, rated at each point, shipped as an example."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4, uuid5

from sqlalchemy.orm import Session

from portal.domain.action_plan import (
    Action,
    ActionDetails,
    FigureEvidence,
    RatedMeanwhile,
    RatingRefusal,
    ReleaseEvidence,
    StepDetails,
    check_rating,
    move_due,
)
from portal.domain.commitments import FigureNotShown, Rating
from portal.domain.people import Viewer
from portal.outside.action_plan_yaml import read_shipped
from portal.store import action_plan, action_plan_ratings, releases

_SHIPPED = UUID("5b0f6a52-5d0a-4f0e-9a5e-3d8a5f6a1c07")


@dataclass(frozen=True, slots=True)
class CodeTaken:
    """Another action has this code."""


@dataclass(frozen=True, slots=True)
class NoLetterLeft:
    """An action has as many steps as there are letters."""


@dataclass(frozen=True, slots=True)
class NewRating:
    """What somebody says of an action at a point. ``seen`` is the entry that the page showed for
    it, None where it showed none. ``has_file``: a file comes with it."""

    rating: Rating
    release: ReleaseEvidence | None = None
    figure: FigureEvidence | None = None
    has_file: bool = False
    reason: str = ""
    seen: UUID | None = None


def add_area(session: Session, concern: str, now: datetime, *, new_id: UUID) -> UUID:
    """A new area of concern, under the next number. The same again under ``new_id``, as from a
    second press, is the same area; something else under it is one of its own."""
    if not action_plan.add_area(session, new_id, concern, now):
        there = action_plan.find_area(session, new_id)
        if there is None or there.concern != concern:
            new_id = uuid4()
            action_plan.add_area(session, new_id, concern, now)
    return new_id


def add_action(
    session: Session,
    area_id: UUID,
    code: str,
    details: ActionDetails,
    now: datetime,
    *,
    new_id: UUID,
) -> UUID | CodeTaken:
    """A new action of an area; pressed twice it is one."""
    there = action_plan.find_action(session, new_id)
    if there is not None and (there.area_id, there.code, there.details) == (area_id, code, details):
        return new_id
    if action_plan.is_code_taken(session, code):
        return CodeTaken()
    new_id = new_id if there is None else uuid4()
    action_plan.add_action(session, new_id, area_id, code, details, now)
    return new_id


def change_action(
    session: Session, action_id: UUID, code: str, details: ActionDetails, now: datetime
) -> CodeTaken | None:
    if action_plan.is_code_taken(session, code, but_by=action_id):
        return CodeTaken()
    action_plan.change_action(session, action_id, code, details, now)
    return None


def add_step(
    session: Session, action: Action, details: StepDetails, now: datetime, *, new_id: UUID
) -> UUID | NoLetterLeft:
    """A new step, under the next letter; pressed twice it is one. The action was read locked."""
    there = next((step for step in action.steps if step.id == new_id), None)
    if there is not None and there.details == details:
        return new_id
    if not action.next_letter:
        return NoLetterLeft()
    new_id = new_id if there is None else uuid4()
    action_plan.add_step(session, new_id, action.id, action.next_letter, details, now)
    return new_id


def change_step(
    session: Session, action: Action, step_id: UUID, details: StepDetails, now: datetime
) -> None:
    """Take over what was typed; a day that moves leaves the first one to be read."""
    before = next(step.details for step in action.steps if step.id == step_id)
    action_plan.change_step(session, step_id, move_due(before, details), now)


def rate(
    session: Session,
    viewer: Viewer,
    action: Action,
    point: date,
    new: NewRating,
    *,
    today: date,
    now: datetime,
    new_id: UUID,
) -> UUID | RatingRefusal | RatedMeanwhile | FigureNotShown:
    """Say how an action stood at a point; its entry, or why not. Pressed twice it is one entry. The
    action was read locked."""
    if any(entry.id == new_id for entry in action.entries):
        return new_id
    held = action.ratings.get(point)
    if (held.id if held else None) != new.seen:
        return RatedMeanwhile()
    refusal = check_rating(
        action,
        point,
        new.rating,
        has_evidence=bool(new.release or new.figure or new.has_file),
        reason=new.reason,
        today=today,
    )
    if refusal is None and new.release and not _is_shown(session, new.release):
        return FigureNotShown(new.release.measure)
    if refusal is not None:
        return refusal
    action_plan_ratings.add_entry(
        session,
        new_id,
        action.id,
        point,
        new.rating,
        release=new.release,
        figure=new.figure,
        reason=new.reason,
        corrects=held.id if held else None,
        by=viewer.person_id,
        now=now,
    )
    return new_id


def _is_shown(session: Session, evidence: ReleaseEvidence) -> bool:
    """Whether there is such a report, and it shows the figure where one is named."""
    release = releases.find_release(session, evidence.release_id)
    if release is None or not evidence.measure:
        return release is not None
    figure = release.snapshot.figure(evidence.measure)
    return figure is not None and figure.share is not None


def add_shipped(session: Session, now: datetime) -> int:
    """Add the plan that comes with the portal, as far as it is not there yet: how many actions were
    added. What the council has changed stays changed. No rating comes with it."""
    shipped = read_shipped()
    for day in shipped.points:
        action_plan.add_point(session, day)
    added = 0
    for area in shipped.areas:
        area_id = uuid5(_SHIPPED, f"area {area.number}")
        action_plan.add_area(session, area_id, area.concern, now)
        for planned in area.actions:
            action_id = uuid5(_SHIPPED, planned.code)
            if action_plan.find_action(session, action_id) or action_plan.is_code_taken(
                session, planned.code
            ):
                continue
            action_plan.add_action(session, action_id, area_id, planned.code, planned.details, now)
            for letter, step in planned.steps:
                step_id = uuid5(_SHIPPED, f"{planned.code} {letter}")
                action_plan.add_step(session, step_id, action_id, letter, step, now)
            added += 1
    return added
