"""What invented young people have chosen, and what their caseworker has written down."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.actions.rights_days import keep_rights_days
from portal.actions.wishes import choose, record_capacity, record_wish
from portal.domain.people import Role, Viewer
from portal.domain.rights import MAJORITY, latest_birth_of_age
from portal.domain.rights_days import Notice
from portal.domain.wishes import CapacityDecision, Matter, MaySee, Outcome, Wish
from portal.kit.links import path_for
from portal.outside.bank_holidays import in_england
from portal.store.access_decisions import Around
from portal.store.demo import KnownPerson
from portal.store.families import list_family
from portal.store.rights_days import list_births
from portal.store.visibility import on_caseload, visible_children
from portal.store.wishes import list_adults


def make_choices(
    session: Session, people: Sequence[KnownPerson], caseworker: Viewer, today: date, now: datetime
) -> int:
    """Kit, 17, has said yes to a parent; of the caseworker's own young people of 18 and more one
    has said who sees what, about one there is a capacity decision, and the rest wait."""
    own = next(person for person in people if person.role is Role.YOUNG_PERSON)
    young = Viewer(Role.YOUNG_PERSON, own.person_id)
    before, made = now - timedelta(days=20), 0
    for child_id in session.scalars(visible_children(young, today)).all():
        for adult in list_adults(session, young, child_id, today):
            wish = Wish(MaySee.EVERYTHING, helps_decide=True)
            around = Around(child_id, adult.family_member_id)
            choose(session, young, around, wish, link_path="/children", now=before)
            made += 1
    mine = set(session.scalars(select(on_caseload(caseworker).subquery())))
    grown = [
        child_id
        for child_id, _ in list_births(session, latest_birth_of_age(MAJORITY, today), today)
        if child_id in mine
    ]
    for child_id in grown[:1]:
        made += _say_by_telephone(session, caseworker, child_id, today, before)
    for child_id in grown[1:2]:
        record_capacity(session, caseworker, child_id, _assessed(today), now=before)
    keep_rights_days(
        session,
        notice=Notice(),
        path_of=lambda child_id: path_for("choices.explain_rights", child_id=child_id),
        bank_holidays=in_england,
        now=now,
    )
    return made


def _say_by_telephone(
    session: Session, caseworker: Viewer, child_id: UUID, today: date, at: datetime
) -> int:
    said = [
        member
        for member in list_family(session, caseworker, child_id, today)
        if member.wish_decides
    ]
    for place, member in enumerate(said):
        record_wish(
            session,
            caseworker,
            Around(child_id, member.id),
            Wish(MaySee.NOTHING if place else MaySee.NO_LETTERS, helps_decide=not place),
            note="Rang on a Monday and said it in their own words. A tutor was with them.",
            link_path="/children",
            now=at,
        )
    return len(said)


def _assessed(today: date) -> CapacityDecision:
    return CapacityDecision(
        Matter.WHO_SEES,
        "Who in the family may read the plan and the letters about it.",
        Outcome.CANNOT_DECIDE,
        "Imre Dallowfield, social worker",
        today - timedelta(days=25),
        "",
    )
