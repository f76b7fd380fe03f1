"""The action plan: read whole, since it is small, and written piece by piece."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal.domain.action_plan import Action, ActionDetails, Area, Due, Step, StepDetails
from portal.store.action_plan_ratings import list_entries
from portal.store.changes import adds_new, insert_into
from portal.store.tables.action_plan import (
    ActionPlanAction,
    ActionPlanArea,
    ActionPlanPoint,
    ActionPlanStep,
)


def list_areas(session: Session) -> tuple[Area, ...]:
    """The whole plan, in order: areas by number, actions by code, steps by letter."""
    entries = list_entries(session)
    steps: defaultdict[UUID, list[Step]] = defaultdict(list)
    for row in session.scalars(select(ActionPlanStep).order_by(ActionPlanStep.letter)):
        steps[row.action_id].append(Step(row.id, row.letter, _read_step(row)))
    actions: defaultdict[UUID, list[Action]] = defaultdict(list)
    by_code = (func.length(ActionPlanAction.code), ActionPlanAction.code)
    for found in session.scalars(select(ActionPlanAction).order_by(*by_code)):
        details = ActionDetails(found.title, found.outcomes, found.shown_by, found.note)
        actions[found.area_id].append(
            Action(
                id=found.id,
                area_id=found.area_id,
                code=found.code,
                details=details,
                steps=tuple(steps[found.id]),
                entries=tuple(entries.get(found.id, ())),
            )
        )
    return tuple(
        Area(area.id, area.number, area.concern, tuple(actions[area.id]))
        for area in session.scalars(select(ActionPlanArea).order_by(ActionPlanArea.number))
    )


def find_area(session: Session, area_id: UUID) -> Area | None:
    return next((area for area in list_areas(session) if area.id == area_id), None)


def find_action(session: Session, action_id: UUID, *, lock: bool = False) -> Action | None:
    """With ``lock`` nobody else rates it, or adds a step to it, before this is committed."""
    if lock:
        session.execute(
            select(ActionPlanAction.id).where(ActionPlanAction.id == action_id).with_for_update()
        )
    every = (action for area in list_areas(session) for action in area.actions)
    return next((action for action in every if action.id == action_id), None)


def list_points(session: Session) -> Sequence[date]:
    """The points at which actions are rated, the earliest first."""
    return session.scalars(select(ActionPlanPoint.day).order_by(ActionPlanPoint.day)).all()


def add_point(session: Session, day: date) -> None:
    """Add it; one that is there already stays."""
    session.execute(insert_into(session, ActionPlanPoint).values(day=day).on_conflict_do_nothing())


def add_area(session: Session, new_id: UUID, concern: str, now: datetime) -> bool:
    """Add it under the next number; False, and nothing added, where this id is taken."""
    number = (session.scalar(select(func.max(ActionPlanArea.number))) or 0) + 1
    row = ActionPlanArea(id=new_id, number=number, concern=concern, changed_at=now)
    return adds_new(session, row, new_id)


def change_area(session: Session, area_id: UUID, concern: str, now: datetime) -> None:
    session.execute(
        update(ActionPlanArea)
        .where(ActionPlanArea.id == area_id)
        .values(concern=concern, changed_at=now)
    )


def is_code_taken(session: Session, code: str, *, but_by: UUID | None = None) -> bool:
    """Whether an action has this code, apart from the one named."""
    found = session.scalar(select(ActionPlanAction.id).where(ActionPlanAction.code == code))
    return found is not None and found != but_by


def add_action(
    session: Session, new_id: UUID, area_id: UUID, code: str, details: ActionDetails, now: datetime
) -> bool:
    """Add it; False, and nothing added, where this id is taken."""
    row = ActionPlanAction(id=new_id, area_id=area_id, **_action_values(code, details, now))
    return adds_new(session, row, new_id)


def change_action(
    session: Session, action_id: UUID, code: str, details: ActionDetails, now: datetime
) -> None:
    session.execute(
        update(ActionPlanAction)
        .where(ActionPlanAction.id == action_id)
        .values(**_action_values(code, details, now))
    )


def _action_values(code: str, details: ActionDetails, now: datetime) -> dict[str, Any]:
    return {
        "code": code,
        "title": details.title,
        "outcomes": details.outcomes,
        "shown_by": details.shown_by,
        "note": details.note,
        "changed_at": now,
    }


def add_step(
    session: Session,
    new_id: UUID,
    action_id: UUID,
    letter: str,
    details: StepDetails,
    now: datetime,
) -> bool:
    """Add it; False, and nothing added, where this id is taken."""
    row = ActionPlanStep(
        id=new_id, action_id=action_id, letter=letter, **_step_values(details, now)
    )
    return adds_new(session, row, new_id)


def change_step(session: Session, step_id: UUID, details: StepDetails, now: datetime) -> None:
    session.execute(
        update(ActionPlanStep)
        .where(ActionPlanStep.id == step_id)
        .values(**_step_values(details, now))
    )


def _step_values(details: StepDetails, now: datetime) -> dict[str, Any]:
    due, first = details.due, details.first_due
    return {
        "words": details.words,
        "owner": details.owner,
        "due_on": due.day if due else None,
        "due_month": due.whole_month if due else False,
        "first_due_on": first.day if first else None,
        "first_due_month": first.whole_month if first else False,
        "done": details.done,
        "done_on": details.done_on,
        "note": details.note,
        "changed_at": now,
    }


def _read_step(row: ActionPlanStep) -> StepDetails:
    return StepDetails(
        words=row.words,
        owner=row.owner,
        due=Due(row.due_on, row.due_month) if row.due_on else None,
        first_due=Due(row.first_due_on, row.first_due_month) if row.first_due_on else None,
        done=row.done,
        done_on=row.done_on,
        note=row.note,
    )


def list_step_codes(session: Session) -> dict[UUID, str]:
    """What each step is called, such as "A1 b", in the order of the plan."""
    rows = session.execute(
        select(ActionPlanStep.id, ActionPlanAction.code, ActionPlanStep.letter)
        .join(ActionPlanAction, ActionPlanAction.id == ActionPlanStep.action_id)
        .order_by(func.length(ActionPlanAction.code), ActionPlanAction.code, ActionPlanStep.letter)
    )
    return {row.id: f"{row.code} {row.letter}" for row in rows}
