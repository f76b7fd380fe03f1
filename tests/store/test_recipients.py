"""Where people can be reached, who shares an address, and what the stop list is told."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from portal.domain.addresses import Address, Channel
from portal.domain.messages import (
    FamilyFacts,
    MessageKind,
    Recipient,
    RecipientKind,
    StaffFacts,
    StopReason,
    why_stopped,
)
from portal.domain.people import Role
from portal.domain.sign_in import AdultFacts
from portal.store.recipients import (
    find_family_role,
    find_reach,
    get_facts,
    list_adults_at,
    list_family_roles,
)
from portal.store.sealing import lookup, seal
from portal.store.tables.people import FamilyMember, Staff
from tests.people import add_adult, add_child, add_plan, add_staff, link

TODAY = date(2026, 11, 23)
EMAIL = "sam@example.org"


def family(person_id: UUID) -> Recipient:
    return Recipient(RecipientKind.FAMILY_MEMBER, person_id)


def give_mobile(session: Session, person_id: UUID, number: str) -> None:
    row = session.get_one(FamilyMember, person_id)
    row.mobile_lookup = lookup(session, number)
    row.mobile_sealed = seal(
        session,
        subject_id=person_id,
        table="family_members",
        column="mobile_sealed",
        row_id=person_id,
        text=number,
    )
    session.flush()


def reason(session: Session, adult: UUID, about: UUID | None = None) -> StopReason | None:
    facts = get_facts(session, family(adult), TODAY)
    return why_stopped(MessageKind.SURVEY_INVITATION, facts, about=about)


def test_an_adult_is_found_by_either_address(session: Session) -> None:
    adult = add_adult(session, email=EMAIL)
    give_mobile(session, adult, "+447700900123")
    for typed, channel in ((EMAIL, Channel.EMAIL), ("07700 900123", Channel.SMS)):
        found = list_adults_at(session, lookup(session, typed), channel)
        assert found == [AdultFacts(adult, sharers=0)]
    assert list_adults_at(session, lookup(session, "x@example.org"), Channel.EMAIL) == []


def test_adults_who_share_either_address_are_seen_to_share(session: Session) -> None:
    one, other = add_adult(session, email=EMAIL), add_adult(session, email=EMAIL)
    give_mobile(session, one, "+447700900123")
    by_mobile = list_adults_at(session, lookup(session, "07700900123"), Channel.SMS)
    assert by_mobile == [AdultFacts(one, sharers=1)]
    by_email = list_adults_at(session, lookup(session, EMAIL), Channel.EMAIL)
    assert {adult.person_id for adult in by_email} == {one, other}


def test_two_adults_without_any_address_share_nothing(session: Session) -> None:
    add_adult(session)
    add_adult(session)
    adult = add_adult(session, email=EMAIL)
    found = list_adults_at(session, lookup(session, EMAIL), Channel.EMAIL)
    assert found == [AdultFacts(adult, sharers=0)]


@pytest.mark.parametrize(
    ("relationship", "born", "role"),
    [
        ("mother", date(2016, 5, 14), Role.FAMILY_MEMBER),
        ("self", date(2014, 5, 14), Role.CHILD),
        ("self", None, Role.CHILD),
        ("self", date(2009, 5, 14), Role.YOUNG_PERSON),
    ],
)
def test_each_signs_in_as_what_they_are(
    session: Session, relationship: str, born: date | None, role: Role
) -> None:
    adult = add_adult(session, email=EMAIL)
    link(session, add_child(session, birth_date=born), adult, relationship=relationship)
    assert find_family_role(session, adult, TODAY) is role


OWN, GROWN = date(2005, 5, 14), date(2009, 5, 14)
CLOSED = {"restriction": "court order"}


@pytest.mark.parametrize(
    ("own", "other", "roles"),
    [
        ({}, {}, [Role.YOUNG_PERSON, Role.FAMILY_MEMBER]),
        ({}, CLOSED, [Role.YOUNG_PERSON]),
        ({"marked_absent_on": TODAY}, {}, [Role.FAMILY_MEMBER]),
        (CLOSED, {}, [Role.FAMILY_MEMBER]),
        (CLOSED, CLOSED, [Role.YOUNG_PERSON]),
    ],
)
def test_somebody_may_have_a_plan_of_their_own_and_be_a_parent_too(
    session: Session, own: dict[str, Any], other: dict[str, Any], roles: list[Role]
) -> None:
    person = add_adult(session, email=EMAIL)
    link(session, add_child(session), person, **other)
    link(session, add_child(session, birth_date=OWN), person, relationship="self", **own)
    assert list(list_family_roles(session, person, TODAY)) == roles
    assert find_family_role(session, person, TODAY) is roles[0]


def test_of_two_rows_of_ones_own_the_one_with_rights_decides(session: Session) -> None:
    person = add_adult(session, email=EMAIL)
    for born in (None, GROWN, None):
        link(session, add_child(session, birth_date=born), person, relationship="self")
    assert find_family_role(session, person, TODAY) is Role.YOUNG_PERSON


def test_nobody_signs_in_as_nobody(session: Session) -> None:
    assert find_family_role(session, uuid4(), TODAY) is None


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        ({}, None),
        ({"ceased_on": date(2026, 12, 1)}, None),
        ({"ceased_on": date(2026, 10, 1), "cease_reason": "2"}, StopReason.PLAN_CEASED),
        ({"ceased_on": date(2026, 10, 1), "cease_reason": "5"}, StopReason.MOVED_AWAY),
        ({"ceased_on": date(2026, 10, 1), "cease_reason": "7"}, StopReason.MOVED_AWAY),
        ({"ceased_on": date(2026, 10, 1), "cease_reason": "8"}, StopReason.DIED),
    ],
)
def test_the_record_of_a_plan_stops_surveys(
    session: Session, plan: dict[str, Any], expected: StopReason | None
) -> None:
    child, adult = add_child(session), add_adult(session, email=EMAIL)
    link(session, child, adult)
    add_plan(session, child, **plan)
    assert reason(session, adult) is expected
    assert reason(session, adult, about=child) is expected


def test_a_family_that_came_back_and_has_a_new_plan_is_asked_again(session: Session) -> None:
    child, adult = add_child(session), add_adult(session, email=EMAIL)
    link(session, child, adult)
    add_plan(session, child, ceased_on=date(2025, 10, 1), cease_reason="5")
    add_plan(session, child, start_on=date(2026, 9, 1))
    assert reason(session, adult) is None


@pytest.mark.parametrize(
    "closed",
    [
        {"restriction": "no contact"},
        {"restriction_unreadable": True},
        {"responsibility": "unknown"},
        {"access_until": date(2026, 11, 22)},
        {"marked_absent_on": date(2026, 11, 1)},
    ],
)
def test_a_closed_link_stops_every_message(session: Session, closed: dict[str, Any]) -> None:
    adult = add_adult(session, email=EMAIL)
    link(session, add_child(session), adult, **closed)
    facts = get_facts(session, family(adult), TODAY)
    assert why_stopped(MessageKind.SURVEY_INVITATION, facts) is StopReason.RESTRICTED
    assert why_stopped(MessageKind.SIGN_IN, facts) is StopReason.RESTRICTED


@pytest.mark.parametrize("kept_away", [{"restriction": "x"}, {"restriction_unreadable": True}])
@pytest.mark.parametrize("by", ["email", "mobile"])
def test_nothing_goes_to_an_address_that_somebody_kept_away_reads_too(
    session: Session, kept_away: dict[str, Any], by: str
) -> None:
    mother, father = add_adult(session, email=EMAIL), add_adult(session, email="f@example.org")
    if by == "email":
        session.get_one(FamilyMember, father).email_lookup = lookup(session, EMAIL)
    else:
        give_mobile(session, mother, "+447700900123")
        give_mobile(session, father, "+447700900123")
    child, other = add_child(session), add_child(session)
    for each in (child, other):
        link(session, each, mother)
    link(session, child, father, **kept_away)
    link(session, other, father)
    assert reason(session, mother, about=child) is StopReason.RESTRICTED
    assert reason(session, mother, about=other) is None
    alone = add_adult(session, email="alone@example.org")
    link(session, child, alone)
    assert reason(session, alone, about=child) is None


def test_a_young_persons_own_link_is_open_to_them(session: Session) -> None:
    person = add_adult(session, email=EMAIL)
    link(session, add_child(session), person, relationship="self", responsibility="unknown")
    assert reason(session, person) is None


def test_staff_are_written_to_until_their_account_is_closed(
    session: Session,
) -> None:
    staff_id = add_staff(session, Role.CASEWORKER)
    to = Recipient(RecipientKind.STAFF, staff_id)
    assert get_facts(session, to, TODAY) == StaffFacts(account_closed=False)
    reach = find_reach(session, to)
    assert reach is not None
    assert reach.addresses.keys() == {Channel.EMAIL}
    session.delete(session.get_one(Staff, staff_id))
    session.flush()
    assert get_facts(session, to, TODAY) == StaffFacts(account_closed=True)
    assert find_reach(session, to) is None


def test_somebody_no_longer_on_record_is_not_written_to(session: Session) -> None:
    gone = family(uuid4())
    assert find_reach(session, gone) is None
    facts = get_facts(session, gone, TODAY)
    assert isinstance(facts, FamilyFacts)
    assert all(why_stopped(kind, facts) for kind in MessageKind)


def test_a_family_members_addresses_preference_and_language_are_read(session: Session) -> None:
    adult = add_adult(session, email=EMAIL, channel="phone", language="pl")
    give_mobile(session, adult, "+447700900123")
    reach = find_reach(session, family(adult))
    assert reach is not None
    assert set(reach.addresses.values()) == {
        Address(Channel.EMAIL, EMAIL),
        Address(Channel.SMS, "+447700900123"),
    }
    assert (reach.prefers, reach.language) == (Channel.PHONE, "pl")


def test_a_preference_that_nobody_knows_is_none(session: Session) -> None:
    reach = find_reach(session, family(add_adult(session, channel="pigeon")))
    assert reach is not None
    assert reach.prefers is None
