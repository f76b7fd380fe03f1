"""The action plan that comes with the portal: a file that a person can read, held to a schema."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from portal.domain.action_plan import ActionDetails, Due, StepDetails

FOLDER = Path(__file__).resolve().parents[2] / "action-plan"
PLAN = FOLDER / "plan.yaml"
SCHEMA = FOLDER / "action-plan.schema.json"


@dataclass(frozen=True, slots=True)
class PlannedAction:
    """``steps`` by their letter."""

    code: str
    details: ActionDetails
    steps: tuple[tuple[str, StepDetails], ...]


@dataclass(frozen=True, slots=True)
class PlannedArea:
    number: int
    concern: str
    actions: tuple[PlannedAction, ...]


@dataclass(frozen=True, slots=True)
class ShippedPlan:
    """A plan without ratings; ``points`` are when it is to be rated."""

    points: tuple[date, ...]
    areas: tuple[PlannedArea, ...]


def read_shipped(path: Path = PLAN) -> ShippedPlan:
    """The plan of a file. Raises jsonschema's ValidationError where it is not as it should be."""
    plain = yaml.safe_load(path.read_text(encoding="utf-8"))
    Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(plain)
    return ShippedPlan(
        points=tuple(_first_of(month) for month in plain["points"]),
        areas=tuple(
            PlannedArea(
                area["number"],
                area["concern"],
                tuple(_read_action(action) for action in area["actions"]),
            )
            for area in plain["areas"]
        ),
    )


def _read_action(plain: dict[str, Any]) -> PlannedAction:
    details = ActionDetails(
        plain["title"], plain["outcomes"], plain.get("shown_by", ""), plain.get("note", "")
    )
    steps = tuple((letter, _read_step(step)) for letter, step in plain["steps"].items())
    return PlannedAction(plain["code"], details, steps)


def _read_step(plain: dict[str, Any]) -> StepDetails:
    return StepDetails(
        words=plain["does"],
        owner=plain.get("owner", ""),
        due=_month(plain.get("due")),
        first_due=_month(plain.get("first_due")),
        done=plain.get("done", False),
        note=plain.get("note", ""),
    )


def _month(text: str | None) -> Due | None:
    return Due(_first_of(text), whole_month=True) if text else None


def _first_of(month: str) -> date:
    return date.fromisoformat(f"{month}-01")
