"""The lives put into a database, and the case system's files of each day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from portal.store.case_records import FILES
from portal.store.tables.cases import (
    ActivePlan,
    Assessment,
    AssessmentRequest,
    CaseEvent,
    Placement,
    Plan,
)
from portal.store.tables.children import Child, Setting
from portal.store.tables.people import FamilyLink, FamilyMember, Staff
from portal.store.tables.record_age import RecordFile
from portal.store.tables.reviews import Contribution, ContributionSending, ReviewCycle
from tests.year.lives import FIRST, PHASES, SCHOOLS, Fact, Life

LONG_AGO = date(2020, 1, 6)


@dataclass(frozen=True)
class World:
    """Who is who: by number of a life, the ids in the database."""

    children: Mapping[int, UUID]
    parents: Mapping[int, UUID]
    own: Mapping[int, UUID]
    coordinators: Mapping[tuple[int, str], UUID]
    plans: dict[int, UUID]


def make_world(session: Session, lives: Sequence[Life]) -> World:
    """Everybody as they are on the last day of August."""
    world = World(
        children={life.number: uuid4() for life in lives},
        parents={life.number: uuid4() for life in lives},
        own={life.number: uuid4() for life in lives if life.own_contact},
        coordinators={(school, phase): uuid4() for school in range(SCHOOLS) for phase in PHASES},
        plans={life.number: uuid4() for life in lives if life.began},
    )
    _add(session, Child, (_child(world, life) for life in lives))
    _add_schools(session, world)
    _add(session, FamilyMember, _family(world))
    _add(session, FamilyLink, _links(world))
    _add(session, Plan, (_plan(world, life) for life in lives if life.began))
    _add(session, ActivePlan, (_active_plan(world, life) for life in lives if life.began))
    _add(session, Placement, (_placement(world, life) for life in lives if life.began))
    _add(session, RecordFile, ({"name": name, "read_on": FIRST} for name in FILES.values()))
    return world


def hand_over(
    session: Session, world: World, facts: Iterable[tuple[Life, Fact]], now: datetime, today: date
) -> None:
    """What the case system's files of this day bring."""
    session.execute(update(RecordFile).values(read_on=today))
    for life, fact in facts:
        child_id = world.children[life.number]
        match fact.what:
            case "reviewed":
                session.execute(
                    update(ActivePlan)
                    .where(ActivePlan.plan_id == world.plans[life.number])
                    .values(
                        last_review_on=fact.on,
                        review_outcome="A" if life.amends else "M",
                        review_meeting_on=life.meeting,
                    )
                )
            case "transfer_done":
                session.execute(
                    update(ActivePlan)
                    .where(ActivePlan.plan_id == world.plans[life.number])
                    .values(phase_transfer_final_on=fact.on)
                )
            case "ceased":
                session.execute(
                    update(Plan)
                    .where(Plan.id == world.plans[life.number])
                    .values(ceased_on=fact.on, cease_reason="2")
                )
            case "requested":
                values = {"id": uuid4(), "requests_id": f"r{life.number}", "child_id": child_id}
                _add(session, AssessmentRequest, [{**values, "received_on": fact.on}])
            case "agreed":
                session.execute(
                    update(AssessmentRequest)
                    .where(AssessmentRequest.child_id == child_id)
                    .values(outcome="Y", outcome_on=fact.on)
                )
            case "plan_made":
                _make_plan(session, world, life, fact.on)
            case kind:
                event = {"id": uuid4(), "child_id": child_id, "kind": kind, "detail": ""}
                _add(session, CaseEvent, [{**event, "happened_on": fact.on, "recorded_at": now}])


def send_views(session: Session, world: World, life: Life, now: datetime) -> None:
    """The parent sends views for the review that is open."""
    review_id = session.scalars(
        select(ReviewCycle.id).where(
            ReviewCycle.child_id == world.children[life.number], ReviewCycle.closed_on.is_(None)
        )
    ).one()
    contribution = {"id": uuid4(), "review_id": review_id, "author_id": world.parents[life.number]}
    told = {"audience": "meeting", "provenance": "own"}
    _add(session, Contribution, [{**contribution, **told, "voice": "parent", "begun_at": now}])
    sending = {"id": uuid4(), "contribution_id": contribution["id"], "is_addition": False}
    text = {"number": 1, "sent_at": now, "choices": {}, "text_sealed": b"not opened here"}
    _add(session, ContributionSending, [{**sending, **told, **text}])


def _add(session: Session, table: Any, rows: Iterable[Mapping[str, Any]]) -> None:
    listed = list(rows)
    if listed:
        session.execute(insert(table), listed)


def _child(world: World, life: Life) -> dict[str, Any]:
    number = life.number
    return {
        "id": world.children[number],
        "person_id": f"p{number}",
        "caseref": f"case{number}",
        "surname": f"Year{number}",
        "forename": f"Life{number}",
        "birth_date": life.born,
    }


def _add_schools(session: Session, world: World) -> None:
    schools = [
        {
            "id": uuid4(),
            "urn": _urn(school, phase),
            "name": f"School {school} {phase}",
            "phase": phase,
        }
        for school, phase in world.coordinators
    ]
    _add(session, Setting, schools)
    _add(
        session,
        Staff,
        (
            {
                "id": staff_id,
                "role": "coordinator",
                "name": f"Coordinator {setting['urn']}",
                "email_sealed": b"not opened here",
                "email_lookup": staff_id.bytes,
                "setting_id": setting["id"],
                "totp_last_step": 1,
            }
            for setting, staff_id in zip(schools, world.coordinators.values(), strict=True)
        ),
    )


def _urn(school: int, phase: str) -> str:
    return f"{school}-{phase}"


def _family(world: World) -> Iterable[dict[str, Any]]:
    for kind, people in (("parent", world.parents), ("own", world.own)):
        for number, person_id in people.items():
            yield {
                "id": person_id,
                "contact_id": f"{kind}{number}",
                "given": kind,
                "family": f"Year{number}",
                "email_lookup": person_id.bytes,
            }


def _links(world: World) -> Iterable[dict[str, Any]]:
    for relationship, people in (("mother", world.parents), ("self", world.own)):
        for number, person_id in people.items():
            yield {
                "id": uuid4(),
                "child_id": world.children[number],
                "family_member_id": person_id,
                "relationship": relationship,
                "responsibility": "yes",
                "access_from": LONG_AGO,
            }


def _plan(world: World, life: Life) -> dict[str, Any]:
    return {
        "id": world.plans[life.number],
        "named_plan_id": f"np{life.number}",
        "child_id": world.children[life.number],
        "start_on": LONG_AGO if life.was_reviewed else life.began,
    }


def _active_plan(world: World, life: Life) -> dict[str, Any]:
    return {
        "id": uuid4(),
        "active_plans_id": f"ap{life.number}",
        "plan_id": world.plans[life.number],
        "last_review_on": life.began if life.was_reviewed else None,
    }


def _placement(world: World, life: Life) -> dict[str, Any]:
    return {
        "id": uuid4(),
        "kind": "attended",
        "source_id": f"pl{life.number}",
        "plan_id": world.plans[life.number],
        "urn": _urn(life.school, life.phase),
        "entry_on": LONG_AGO,
    }


def _make_plan(session: Session, world: World, life: Life, on: date) -> None:
    child_id = world.children[life.number]
    request_id = session.scalars(
        select(AssessmentRequest.id).where(AssessmentRequest.child_id == child_id)
    ).one()
    assessment_id = uuid4()
    made = {"assessment_id": f"a{life.number}", "outcome": "Y", "outcome_on": on}
    _add(session, Assessment, [{"id": assessment_id, "request_id": request_id, **made}])
    world.plans[life.number] = uuid4()
    plan = {"id": world.plans[life.number], "named_plan_id": f"np{life.number}"}
    _add(
        session,
        Plan,
        [{**plan, "child_id": child_id, "assessment_id": assessment_id, "start_on": on}],
    )
    _add(session, Placement, [_placement(world, life)])
