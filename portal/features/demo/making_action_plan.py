"""The action plan of the invented council: the shipped one, without ratings, and one area of its
own, whose ratings are invented and say so."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from portal.actions import action_plan
from portal.actions.action_plan import NewRating
from portal.domain.action_plan import ActionDetails, Due, FigureEvidence, StepDetails
from portal.domain.commitments import Rating
from portal.domain.people import Viewer
from portal.store.action_plan import add_point, find_action

INVENTED = "Invented for this demo"
CODE = "D1"


def plan_actions(session: Session, officer: Viewer, today: date, now: datetime) -> UUID:
    """The id of the first step of the invented action, to which a commitment can be tied."""
    action_plan.add_shipped(session, now)
    concern = "Families hear too little while they wait. This area is invented for the demo."
    area_id = action_plan.add_area(session, concern, now, new_id=uuid4())
    details = ActionDetails(
        title="A named person while a plan is made",
        outcomes="Every family knows whom to ring, and hears something every week.",
        shown_by="The log of calls, and what families say in surveys.",
        note=INVENTED,
    )
    action_id = action_plan.add_action(session, area_id, CODE, details, now, new_id=uuid4())
    if not isinstance(action_id, UUID):
        raise TypeError(f"{CODE} is taken")
    points = _last_quarters(today, 4)
    steps = (
        StepDetails("Give each family a named person.", "Head of SEND casework", done=True),
        StepDetails(
            "Ring every family once a week.",
            "Head of SEND casework",
            Due(today.replace(day=1), True),
        ),
        StepDetails("Ask families whether it helps.", "Participation officer", Due(points[-2])),
    )
    made = [_add_step(session, action_id, step, now) for step in steps]
    figure = FigureEvidence("9 of 10 calls were made in time", INVENTED, points[-1])
    for point, rating in zip(
        points, (Rating.RED, Rating.AMBER, Rating.AMBER, Rating.GREEN), strict=True
    ):
        add_point(session, point)
        shown = figure if rating is Rating.GREEN else None
        _rate(session, officer, action_id, point, NewRating(rating, figure=shown), now)
    return made[0]


def _last_quarters(today: date, number: int) -> list[date]:
    """The first days of the last quarters, this one included."""
    quarters = today.year * 4 + (today.month - 1) // 3
    return [
        date(quarter // 4, quarter % 4 * 3 + 1, 1)
        for quarter in range(quarters - number + 1, quarters + 1)
    ]


def _add_step(session: Session, action_id: UUID, step: StepDetails, now: datetime) -> UUID:
    action = find_action(session, action_id)
    if action is None:
        raise LookupError(CODE)
    made = action_plan.add_step(session, action, step, now, new_id=uuid4())
    if not isinstance(made, UUID):
        raise TypeError(f"{CODE} has no letter left")
    return made


def _rate(
    session: Session,
    officer: Viewer,
    action_id: UUID,
    point: date,
    new: NewRating,
    now: datetime,
) -> None:
    action = find_action(session, action_id)
    if action is None:
        raise LookupError(CODE)
    outcome = action_plan.rate(
        session, officer, action, point, new, today=point, now=now, new_id=uuid4()
    )
    if not isinstance(outcome, UUID):
        raise TypeError(f"{CODE} cannot be rated: {outcome}")
