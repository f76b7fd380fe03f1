"""What waits for somebody signed in: their own unused invitations, about children they may see."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.actions import surveys
from portal.actions.survey_answers import InvitationUnknown, OpenSurvey, find_own
from portal.domain.people import Role, Viewer
from portal.store import contact_reports, invitations
from portal.store.tables.people import FamilyLink, FamilyMember
from portal.store.tables.surveys import SurveyWave
from portal.store.waiting_surveys import list_waiting
from tests.open_waves import LAST_DAY, NOW, TODAY, Invited, add_families, give_links, open_wave
from tests.people import add_adult, link

Change = Callable[[Session, Invited], Any]


@pytest.fixture
def wave_id(session: Session) -> UUID:
    add_families(session, 12)
    return open_wave(session)


@pytest.fixture
def invited(session: Session, wave_id: UUID) -> Invited:
    return give_links(session, wave_id)[0]


def parent(person: Invited) -> Viewer:
    return Viewer(Role.FAMILY_MEMBER, person.family_member_id)


def found(session: Session, viewer: Viewer, person: Invited, wave_id: UUID) -> object:
    return find_own(session, viewer, child_id=person.child_id, wave_id=wave_id, today=TODAY)


def test_a_survey_waits_for_the_one_who_was_asked(
    session: Session, wave_id: UUID, invited: Invited
) -> None:
    assert list_waiting(session, parent(invited), TODAY) == {invited.child_id: wave_id}
    survey = found(session, parent(invited), invited, wave_id)
    assert isinstance(survey, OpenSurvey)
    assert survey.invitation == invitations.find_by_token(session, invited.token, TODAY)


def test_it_waits_for_nobody_else(session: Session, wave_id: UUID, invited: Invited) -> None:
    father = add_adult(session)  # of the same child, and not asked
    link(session, invited.child_id, father, relationship="father")
    for viewer in (
        Viewer(Role.FAMILY_MEMBER, father),
        Viewer(Role.FAMILY_MEMBER, uuid4()),
        Viewer(Role.CHILD, invited.family_member_id),
        Viewer(Role.YOUNG_PERSON, invited.family_member_id),
        Viewer(Role.CASEWORKER, invited.family_member_id),
    ):
        assert list_waiting(session, viewer, TODAY) == {}
        assert isinstance(found(session, viewer, invited, wave_id), InvitationUnknown)


def restrict(session: Session, person: Invited) -> None:
    change_link(session, person, restriction="court_order")


def end_access(session: Session, person: Invited) -> None:
    change_link(session, person, access_until=TODAY - timedelta(1))


def change_link(session: Session, person: Invited, **facts: object) -> None:
    session.execute(
        update(FamilyLink)
        .where(FamilyLink.family_member_id == person.family_member_id)
        .values(**facts)
    )


@pytest.mark.parametrize("change", [restrict, end_access])
def test_it_neither_waits_nor_opens_where_the_child_is_no_longer_seen(
    session: Session, wave_id: UUID, invited: Invited, change: Change
) -> None:
    change(session, invited)
    assert list_waiting(session, parent(invited), TODAY) == {}
    assert isinstance(found(session, parent(invited), invited, wave_id), InvitationUnknown)


def use(session: Session, person: Invited) -> None:
    assert invitations.use_invitation(session, person.invitation_id)


def close(session: Session, _person: Invited) -> None:
    wave_id = session.scalars(select(SurveyWave.id)).one()
    assert surveys.close_wave(session, wave_id, now=NOW) is None


def stop(session: Session, person: Invited) -> None:
    contact_reports.stop_surveys_to(session, person.family_member_id, NOW)
    assert session.get_one(FamilyMember, person.family_member_id).surveys_stopped_at


def report(session: Session, person: Invited) -> None:
    contact_reports.add_report(session, person.family_member_id, NOW)


@pytest.mark.parametrize("change", [use, close, stop, report])
def test_it_no_longer_waits_when_it_was_used_closed_or_not_wanted(
    session: Session, wave_id: UUID, invited: Invited, change: Change
) -> None:
    change(session, invited)
    assert list_waiting(session, parent(invited), TODAY) == {}


@pytest.mark.parametrize(("day", "number"), [(LAST_DAY, 1), (LAST_DAY + timedelta(1), 0)])
def test_it_waits_up_to_the_last_day(
    session: Session, wave_id: UUID, invited: Invited, day: date, number: int
) -> None:
    assert len(list_waiting(session, parent(invited), day)) == number


def test_of_two_surveys_about_a_child_the_first_to_close_waits(
    session: Session, wave_id: UUID, invited: Invited
) -> None:
    second = open_wave(session)
    for sooner, later in ((wave_id, second), (second, wave_id)):
        for wave, day in ((sooner, LAST_DAY), (later, LAST_DAY + timedelta(7))):
            session.execute(update(SurveyWave).where(SurveyWave.id == wave).values(closes_on=day))
        assert list_waiting(session, parent(invited), TODAY) == {invited.child_id: sooner}
