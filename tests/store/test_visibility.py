"""The SQL of visibility says the same as the rule of `portal.domain.rights`."""

from datetime import date, timedelta
from itertools import product
from uuid import UUID

from sqlalchemy.orm import Session

from portal.domain.people import Role, Viewer
from portal.domain.rights import Access, Link, Responsibility, YoungPersonsWishes, link_access
from portal.store.visibility import visible_children
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
