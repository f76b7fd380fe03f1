"""A survey that waits for a family member who is signed in: the invitation of the mailed link."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal.domain.people import Role
from portal.domain.waves import Mode
from portal.store import waves
from portal.store.connection import open_for
from portal.store.tables.people import FamilyLink
from portal.store.tables.sessions import ReadTrail, SignInSession
from portal.store.tables.surveys import SurveyWaiting
from tests.conftest import Clock
from tests.open_waves import (
    LAST_DAY,
    SEPTEMBER_2020_WAVE,
    Invited,
    add_families,
    give_links,
    open_wave,
)
from tests.pages.conftest import CheckingClient, SignIn
from tests.people import add_adult, add_child, link

WAITING = "A survey is waiting. It takes about two minutes."
ALL_AGREE = {choice.key: "agree" for choice in SEPTEMBER_2020_WAVE}


@pytest.fixture
def wave_id(session: Session) -> UUID:
    """A wave open for twelve families."""
    add_families(session, 12)
    made = open_wave(session)
    session.commit()
    return made


@pytest.fixture
def invited(session: Session, wave_id: UUID) -> Invited:
    person = give_links(session, wave_id)[0]
    session.commit()
    return person


@pytest.fixture
def parent(invited: Invited, sign_in: SignIn) -> CheckingClient:
    return sign_in(Role.FAMILY_MEMBER, invited.family_member_id)


@pytest.fixture
def path(invited: Invited, wave_id: UUID) -> str:
    return f"/children/{invited.child_id}/surveys/{wave_id}"


def fresh(session: Session) -> Session:
    """The same session, seeing what requests have committed."""
    session.rollback()
    session.expire_all()
    return session


def chosen(client: CheckingClient) -> dict[str, Any]:
    return {str(box["name"]): box["value"] for box in client.page.select("input[checked]")}


def promise(client: CheckingClient) -> list[str]:
    return [item.get_text(" ", strip=True) for item in client.page.select("main ul li")]


def test_it_is_on_the_childs_page_opens_in_one_press_and_is_answered_there(
    session: Session, parent: CheckingClient, invited: Invited, wave_id: UUID, path: str
) -> None:
    parent.get(f"/children/{invited.child_id}")
    assert WAITING in parent.text()
    assert parent.page.select_one(f"main a[href='{path}']")
    parent.get(path)
    statements = len(parent.statements)
    assert len(parent.page.select("fieldset")) == 4
    sent = parent.submit(path, ALL_AGREE)
    statements += len(parent.statements)
    assert (sent.status_code, sent.location) == (303, "/children/survey-sent")
    parent.get(sent.location)
    statements += len(parent.statements)
    assert "Your answers are in" in parent.text()
    assert statements <= 12
    assert waves.get_wave(fresh(session), wave_id).modes == {
        Mode.PORTAL: 1,
        Mode.TELEPHONE: 0,
        Mode.PAPER: 0,
    }
    parent.get(f"/children/{invited.child_id}")
    assert "survey" not in parent.text()


def test_it_is_on_the_list_beside_the_child_that_it_is_about(
    session: Session, parent: CheckingClient, invited: Invited, path: str
) -> None:
    other = add_child(session)
    link(session, other, invited.family_member_id)
    session.commit()
    parent.get("/children")
    cards = parent.page.select("section.site-card")
    assert len(cards) == 2
    for card in cards:
        about = card.select_one(f"h2 a[href='/children/{invited.child_id}']")
        assert (WAITING in card.get_text(" ", strip=True)) == (about is not None)
        assert (card.select_one(f"a[href='{path}']") is None) == (about is None)


def test_it_promises_and_asks_the_same_as_the_mailed_link(
    client: CheckingClient, parent: CheckingClient, invited: Invited, path: str
) -> None:
    client.get(f"/s/{invited.token}")
    parent.get(path)
    assert len(promise(client)) == 4
    assert promise(parent) == promise(client)
    assert parent.page.select("fieldset") == client.page.select("fieldset")


def test_the_page_names_nobody(parent: CheckingClient, path: str) -> None:
    page = parent.get(path).get_data(as_text=True)
    assert "Testchild" not in page
    assert "Testadult" not in page


def test_the_mailed_link_and_the_signed_in_page_share_one_draft(
    client: CheckingClient, parent: CheckingClient, invited: Invited, path: str
) -> None:
    parent.get(path)
    kept = parent.submit(path, {"plan.involved": "agree", "press": "later"})
    assert kept.location == f"/children/{invited.child_id}"
    parent.get(kept.location)
    assert "We have kept your answers" in parent.text()
    assert WAITING in parent.text()
    client.get(f"/s/{invited.token}")
    assert chosen(client) == {"plan.involved": "agree"}
    client.post(f"/s/{invited.token}", data={"plan.needs": "neither", "press": "later"})
    parent.get(path)
    assert chosen(parent) == {"plan.needs": "neither"}


@pytest.mark.parametrize("signed_in_first", [True, False])
def test_nobody_answers_by_link_and_again_signed_in(
    session: Session,
    client: CheckingClient,
    parent: CheckingClient,
    invited: Invited,
    path: str,
    signed_in_first: bool,
) -> None:
    parent.get(path)
    if signed_in_first:
        parent.submit(path, ALL_AGREE)
        answer = client.post(f"/s/{invited.token}", data=ALL_AGREE)
        refused = client
    else:
        client.post(f"/s/{invited.token}", data=ALL_AGREE)
        answer = parent.submit(path, ALL_AGREE)
        refused = parent
    assert answer.status_code == 200
    assert "answered already" in refused.text()
    parent.get(path)
    assert "answered already" in parent.text()
    assert fresh(session).scalar(select(func.count()).select_from(SurveyWaiting)) == 1


def test_a_mistake_is_said_and_the_rest_is_kept(
    session: Session, parent: CheckingClient, wave_id: UUID, path: str
) -> None:
    parent.get(path)
    assert parent.submit(path).status_code == 422
    assert "Choose an answer to at least one question" in parent.text()
    wrong = parent.submit(path, {"plan.involved": "agree", "plan.needs": "maybe"})
    assert wrong.status_code == 422
    assert chosen(parent) == {"plan.involved": "agree"}
    assert waves.get_wave(fresh(session), wave_id).answered == 0


def test_a_forged_post_sends_nothing(
    session: Session, parent: CheckingClient, wave_id: UUID, path: str
) -> None:
    assert parent.post(path, data=ALL_AGREE).status_code == 400
    assert waves.get_wave(fresh(session), wave_id).answered == 0


def test_it_is_not_there_for_anybody_else(
    session: Session, sign_in: SignIn, client: CheckingClient, invited: Invited, path: str
) -> None:
    father = add_adult(session)
    link(session, invited.child_id, father, relationship="father")
    session.commit()
    other = sign_in(Role.FAMILY_MEMBER, father)
    other.get(f"/children/{invited.child_id}")
    assert "survey" not in other.text()
    assert other.get(path).status_code == 404
    assert client.get(path).location == "/sign-in"


def test_it_goes_with_the_access_to_the_child(
    session: Session, parent: CheckingClient, invited: Invited, path: str
) -> None:
    parent.get(path)
    open_for("write")
    session.execute(
        update(FamilyLink)
        .where(FamilyLink.family_member_id == invited.family_member_id)
        .values(restriction="court_order")
    )
    session.commit()
    assert parent.submit(path, ALL_AGREE).status_code == 404
    assert parent.get(path).status_code == 404


def test_after_the_last_day_it_no_longer_waits(
    clock: Clock, sign_in: SignIn, invited: Invited, path: str
) -> None:
    clock.move(days=(LAST_DAY - clock().date()).days + 1)
    parent = sign_in(Role.FAMILY_MEMBER, invited.family_member_id)
    parent.get(f"/children/{invited.child_id}")
    assert "survey" not in parent.text()
    parent.get(path)
    assert "survey is over" in parent.text()


def test_opening_keeping_and_sending_are_noted_nowhere(
    session: Session, clock: Clock, parent: CheckingClient, path: str
) -> None:
    began = clock()
    clock.move(minutes=30)
    parent.get(path)
    guard = {"csrf_token": parent.page.select("input[name=csrf_token]")[0]["value"]}
    parent.post(path, data=guard | {"plan.involved": "agree", "press": "later"})
    parent.post(path, data=guard | ALL_AGREE)
    parent.get("/children/survey-sent")
    assert not fresh(session).scalars(select(ReadTrail)).all()
    assert session.scalars(select(SignInSession.used_at)).all() == [began]
