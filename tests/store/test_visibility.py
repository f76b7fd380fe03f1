"""The SQL of visibility says the same as the rule of `portal.domain.rights`."""

from datetime import UTC, date, datetime, timedelta
from itertools import product
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from portal.domain.people import Role, Viewer
from portal.domain.rights import (
    LETS_IN,
    Access,
    Link,
    ParentsAccess,
    Responsibility,
    YoungPersonsWishes,
    link_access,
)
from portal.domain.wishes import (
    CapacityDecision,
    Matter,
    MaySee,
    Outcome,
    SaidWish,
    Wish,
    wishes_about,
)
from portal.store.access_decisions import Around
from portal.store.addressees import list_addressees
from portal.store.capacity import add_capacity
from portal.store.visibility import visible_children
from portal.store.wishes import add_wish, documents_wait
from tests import people

TODAY = date(2026, 11, 23)
AROUND = (None, TODAY - timedelta(1), TODAY, TODAY + timedelta(1))
BORN = date(2016, 5, 14)


def seen_by(session: Session, viewer: Viewer) -> set[UUID]:
    return set(session.scalars(visible_children(viewer, TODAY)))


IN_FORCE = (TODAY, None)
SITUATIONS = [
    *product(
        Responsibility,
        ((None, False), ("no_contact", False), (None, True)),
        (None, TODAY),
        (False, True),
        (None, False, True),
        (IN_FORCE,),
    ),
    *product(
        (Responsibility.YES,),
        ((None, False),),
        (None,),
        (False,),
        (False,),
        product(AROUND, AROUND),
    ),
]


def test_an_adult_sees_exactly_the_children_the_rule_opens(session: Session) -> None:
    adult = people.add_adult(session)
    caseworker = people.add_staff(session, Role.CASEWORKER)
    expected = set()
    for responsibility, restricted, absent, opened, looked_after, (starts, ends) in SITUATIONS:
        child = people.add_child(session, looked_after=looked_after, birth_date=BORN)
        people.link(
            session,
            child,
            adult,
            responsibility=responsibility,
            restriction=restricted[0],
            restriction_unreadable=restricted[1],
            marked_absent_on=absent,
            access_from=starts,
            access_until=ends,
            opened_by_id=caseworker if opened else None,
        )
        rule = link_access(
            Link(
                responsibility,
                is_restricted=any(restricted),
                is_on_record=absent is None,
                starts=starts,
                ends=ends,
                opened_by_caseworker=opened,
            ),
            born=BORN,
            looked_after=bool(looked_after),
            wishes=YoungPersonsWishes(),
            on=TODAY,
        )
        if rule is Access.OPEN:
            expected.add(child)

    assert expected
    assert seen_by(session, Viewer(Role.FAMILY_MEMBER, adult)) == expected
    assert seen_by(session, Viewer(Role.YOUNG_PERSON, adult)) == set()


def test_a_young_person_sees_their_own_record_and_no_other(session: Session) -> None:
    own, sibling = people.add_child(session), people.add_child(session)
    person = people.add_adult(session)
    people.link(session, own, person, relationship="self", responsibility="unknown")
    people.link(session, sibling, person)

    assert seen_by(session, Viewer(Role.YOUNG_PERSON, person)) == {own}
    assert seen_by(session, Viewer(Role.FAMILY_MEMBER, person)) == {sibling}


def test_roles_without_children_see_none(session: Session) -> None:
    people.add_child(session)

    for role in (Role.PARTICIPATION_OFFICER, Role.GROUP_MEMBER, Role.ADMINISTRATOR):
        assert seen_by(session, Viewer(role, people.add_staff(session, role))) == set()


NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
BIRTHS = (
    date(2016, 5, 14),
    date(2010, 9, 1),  # in Year 11: the rights begin next June
    date(2010, 8, 31),  # the youngest of those whose rights began this June
    TODAY.replace(year=2008) + timedelta(1),  # 18 tomorrow
    TODAY.replace(year=2008),  # 18 today
    date(2008, 2, 29),
    date(2003, 1, 1),
    None,
)
SAID: tuple[tuple[MaySee, ...], ...] = (
    (),
    (MaySee.EVERYTHING,),
    (MaySee.NO_LETTERS,),
    (MaySee.NOTHING,),
    (MaySee.EVERYTHING, MaySee.NOTHING),
    (MaySee.NOTHING, MaySee.NO_LETTERS),
)
CAPACITY: tuple[tuple[tuple[Matter, Outcome], ...], ...] = (
    (),
    ((Matter.WHO_SEES, Outcome.CANNOT_DECIDE),),
    ((Matter.WHO_SEES, Outcome.CANNOT_DECIDE), (Matter.WHO_SEES, Outcome.CAN_DECIDE)),
    ((Matter.WHO_SEES, Outcome.CAN_DECIDE), (Matter.PLAN, Outcome.CANNOT_DECIDE)),
)


def record_capacity(session: Session, child: UUID, matter: Matter, outcome: Outcome) -> None:
    add_capacity(
        session,
        child,
        CapacityDecision(matter, "A question", outcome, "Testassessor", TODAY),
        recorded_by_id=people.add_staff(session, Role.CASEWORKER),
        now=NOW,
    )


@pytest.mark.parametrize("rule", ParentsAccess)
def test_the_young_persons_word_decides_exactly_as_the_rule_says(
    session: Session, rule: ParentsAccess
) -> None:
    session.info["parents_access"] = rule
    adult = people.add_adult(session)
    expected: dict[UUID, Access] = {}
    for born, said, capacity in product(BIRTHS, SAID, CAPACITY):
        child = people.add_child(session, birth_date=born)
        people.link(session, child, adult)
        for may_see in said:
            add_wish(
                session,
                Around(child, adult),
                Wish(may_see),
                recorded_by_id=None,
                note="",
                now=NOW,
            )
        for matter, outcome in capacity:
            record_capacity(session, child, matter, outcome)
        settles = [o for m, o in capacity if m is Matter.WHO_SEES][-1:] == [Outcome.CANNOT_DECIDE]
        latest = SaidWish(Wish(said[-1]), NOW, TODAY) if said else None
        expected[child] = link_access(
            Link(Responsibility.YES, starts=date(2025, 1, 1)),
            born=born,
            looked_after=False,
            wishes=wishes_about(latest, TODAY if settles else None),
            on=TODAY,
            rule=rule,
        )
    viewer = Viewer(Role.FAMILY_MEMBER, adult)

    seen = {child for child, access in expected.items() if access in LETS_IN}
    assert seen_by(session, viewer) == seen
    for child, access in expected.items():
        waits = access is Access.NEW_DOCUMENTS_WAIT
        assert documents_wait(session, viewer, child, TODAY) is waits
    assert set(expected.values()) >= {Access.OPEN, Access.YOUNG_PERSON_OBJECTS}


def test_what_somebody_says_about_one_adult_changes_nothing_for_another(session: Session) -> None:
    young = people.add_child(session, birth_date=date(2009, 5, 5))
    mother, father, own = (people.add_adult(session) for _ in range(3))
    for adult in (mother, father):
        people.link(session, young, adult)
    people.link(session, young, own, relationship="self")
    add_wish(
        session,
        Around(young, mother),
        Wish(MaySee.NOTHING),
        recorded_by_id=None,
        note="",
        now=NOW,
    )

    assert seen_by(session, Viewer(Role.FAMILY_MEMBER, mother)) == set()
    assert seen_by(session, Viewer(Role.FAMILY_MEMBER, father)) == {young}
    assert seen_by(session, Viewer(Role.YOUNG_PERSON, own)) == {young}
    assert set(list_addressees(session, [young], TODAY)[young]) == {father, own}


def test_documents_wait_for_nobody_but_the_family(session: Session) -> None:
    adult_child = people.add_child(session, birth_date=date(2005, 1, 1))
    mother, own = people.add_adult(session), people.add_adult(session)
    people.link(session, adult_child, mother)
    people.link(session, adult_child, own, relationship="self")

    assert documents_wait(session, Viewer(Role.FAMILY_MEMBER, mother), adult_child, TODAY)
    assert not documents_wait(session, Viewer(Role.YOUNG_PERSON, own), adult_child, TODAY)
    assert not documents_wait(session, Viewer(Role.CASEWORKER, mother), adult_child, TODAY)
