"""Comments on the Local Offer: anybody writes, an officer redacts and answers, everybody reads."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.actions.local_offer import PREPARE, prepare_publication
from portal.actions.safeguarding import Watch, Worry, raise_concern
from portal.domain.people import Role
from portal.domain.safeguarding import Said, Source, TextSource
from portal.domain.safeguarding_hours import Rota
from portal.kit.jobs import jobs_of
from portal.store import local_offer as store
from portal.store.connection import open_for
from portal.store.local_offer_publications import find_draft
from tests.closed_waves import NOW
from tests.conftest import Clock
from tests.pages.conftest import CheckingClient, SignIn
from tests.people import add_staff

FORM = "/local-offer/comment"
DESK = "/local-offer-desk"
SAID = {
    "about": "content",
    "subject": "travel",
    "words": "There is no bus to Oakfield. Ask Marlo Fennelwick.",
    "may_publish": "yes",
}
ABOUT_ME = {"who": "young", "support": "sen-support", "age": "19-25"}
ANSWER = {
    "answer": "You are right.",
    "action": "Add the bus times",
    "owner": "Local Offer editor",
    "due-day": "31",
    "due-month": "1",
    "due-year": "2027",
}


@pytest.fixture
def officer(session: Session, sign_in: SignIn) -> CheckingClient:
    return new_officer(session, sign_in)


def new_officer(session: Session, sign_in: SignIn) -> CheckingClient:
    return new_reader(session, sign_in, Role.PARTICIPATION_OFFICER)


def new_reader(session: Session, sign_in: SignIn, role: Role) -> CheckingClient:
    open_for("write")
    staff_id: UUID = add_staff(session, role)
    session.commit()
    return sign_in(role, staff_id)


def write(client: CheckingClient, **said: str) -> int:
    assert client.get(FORM).status_code == 200
    hidden = client.page.select_one("input[name=new_id]")
    assert hidden is not None
    return client.post(FORM, data={"new_id": hidden["value"]} | SAID | said).status_code


def waiting(officer: CheckingClient) -> str:
    """The address of the one comment that the desk lists first."""
    officer.get(DESK)
    link = officer.page.select_one(f"main li a[href^='{DESK}/']:not([href$=publication])")
    assert link is not None
    return str(link["href"])


def decide(officer: CheckingClient, comment: str, decision: str = "publish", **fields: Any) -> int:
    officer.get(comment)
    boxes = [str(box["value"]) for box in officer.page.select("input[name=word][checked]")]
    officer.submit(f"{comment}/left", {"word": boxes, "phrases": ""})
    sent = {"word": " ".join(boxes), "phrases": "", "decision": decision} | fields
    return officer.submit(f"{comment}/decide", sent).status_code


def answer(officer: CheckingClient, comment: str, **changes: str) -> int:
    officer.get(comment)
    return officer.submit(f"{comment}/answer", ANSWER | changes).status_code


def publish(client: CheckingClient, officer: CheckingClient, **said: str) -> str:
    assert write(client, **said) == 303
    comment = waiting(officer)
    assert decide(officer, comment) == 303
    assert answer(officer, comment) == 303
    return comment


def test_anybody_comments_without_signing_in_and_without_a_cookie(
    client: CheckingClient, officer: CheckingClient
) -> None:
    page = client.get(FORM)
    assert "Set-Cookie" not in page.headers
    text = client.text()
    warning = text.index("We cannot tell who wrote this, so we cannot help you from it.")
    assert warning < text.index("Your comment"), "said before typing"
    assert client.page.select_one(".govuk-inset-text a[href='/contact']")
    assert write(client, **ABOUT_ME) == 303
    assert client.get(f"{FORM}/sent").status_code == 200
    officer.get(waiting(officer))
    assert "There is no bus to" in officer.text()


def test_sending_keeps_to_the_budget_of_a_form_step(
    client: CheckingClient, session: Session, clock: Clock
) -> None:
    prepare_publication(session, clock().date())  # makes the key, and runs once a day
    session.commit()
    for _ in range(2):
        assert write(client, **ABOUT_ME) == 303
        assert len(client.statements) <= 8, client.statements


def test_pressing_twice_counts_once(client: CheckingClient, session: Session) -> None:
    client.get(FORM)
    hidden = client.page.select_one("input[name=new_id]")
    assert hidden is not None
    for _ in range(2):
        said = SAID | {"new_id": str(hidden["value"])}
        assert client.post(FORM, data=said).status_code == 303
    assert len(store.list_open(session)) == 1


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"words": "  "}, "Write your comment"),
        ({"words": "x" * 4001}, "Use at most 4000 letters"),
        ({"about": ""}, "Choose what your comment is about"),
        ({"subject": ""}, "Choose a part of the Local Offer"),
        ({"may_publish": ""}, "Choose if we may publish your words"),
        ({"age": "purple"}, "Not a valid choice"),
    ],
)
def test_what_cannot_be_taken_is_said_and_what_was_typed_is_kept(
    client: CheckingClient, said: dict[str, str], message: str
) -> None:
    assert write(client, **said) == 422
    assert message in client.text()
    box = client.page.select_one("textarea[name=words]")
    assert box is not None
    assert box.get_text().strip() == (SAID | said)["words"].strip()


def test_too_many_from_one_network_are_asked_to_wait_and_lose_nothing(
    client: CheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.actions.local_offer.count_try", lambda *_: False)
    assert write(client) == 429
    assert "wait an hour" in client.text()
    assert "Ask Marlo Fennelwick" in str(client.page)


def test_what_somebody_says_of_themselves_is_nowhere_beside_their_words(
    client: CheckingClient, officer: CheckingClient
) -> None:
    publish(client, officer, **ABOUT_ME)
    for browser, page in (
        (officer, DESK),
        (officer, waiting(officer)),
        (client, "/local-offer/comments/2026"),
    ):
        browser.get(page)
        assert "19 to 25" not in browser.text()
        assert "SEN support" not in browser.text()


def test_a_comment_that_somebody_is_worried_about_waits_for_the_lead(
    session: Session, client: CheckingClient, officer: CheckingClient
) -> None:
    assert write(client) == 303
    comment = waiting(officer)
    assert decide(officer, comment) == 303
    session.rollback()
    open_for("write")
    text = Source(TextSource.LOCAL_OFFER, UUID(comment.split("/")[-1]), (Said("words", "Words"),))
    watch = Watch(Rota(), timedelta(minutes=30), lambda concern: f"/{concern}")
    raise_concern(session, Worry(text), watch, NOW, new_id=uuid4())
    session.commit()
    assert answer(officer, comment) == 422
    assert "A safeguarding lead decides first" in officer.text()
    assert "You are right." in str(officer.page)  # nothing typed is lost


def test_suggested_names_are_left_out_and_the_answer_makes_it_public(
    client: CheckingClient, officer: CheckingClient
) -> None:
    write(client)
    comment = waiting(officer)
    assert decide(officer, comment) == 303
    client.get("/local-offer")
    assert "No comment has been answered yet" in client.text()
    assert answer(officer, comment) == 303
    for page in ("/local-offer/comments/2026", "/local-offer/comments/2026/travel"):
        client.get(page)
        text = client.text()
        assert "There is no bus to […]" in text
        assert "Fennelwick" not in str(client.page)
        assert "Add the bus times" in text
        assert "Who: Local Offer editor. By Sunday 31 January 2027." in text
    client.get("/local-offer/comments/2026/health")
    assert "There is no bus" not in client.text()
    client.get("/local-offer")
    assert client.page.select_one("a[href='/local-offer/comments/2026/travel']")


@pytest.mark.parametrize(
    "page", ["/local-offer/comments/2026/nothing", "/local-offer/publications/9"]
)
def test_what_is_not_there_is_not_found(client: CheckingClient, page: str) -> None:
    assert client.get(page).status_code == 404


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"answer": " "}, "Write the answer"),
        ({"owner": ""}, "Enter who is responsible"),
        ({"action": ""}, "Enter what the council will do"),
        ({"due-day": "", "due-month": "", "due-year": ""}, "Enter the day by which"),
    ],
)
def test_an_action_needs_an_owner_and_a_day(
    client: CheckingClient, officer: CheckingClient, changes: dict[str, str], message: str
) -> None:
    write(client)
    comment = waiting(officer)
    decide(officer, comment)
    assert answer(officer, comment, **changes) == 422
    assert message in officer.text()


def test_a_comment_about_one_person_is_passed_on_and_its_writer_told(
    client: CheckingClient, officer: CheckingClient
) -> None:
    assert write(client, contact="marlo@example.org") == 303
    comment = waiting(officer)
    assert "Its writer wants an answer." in officer.text()
    assert decide(officer, comment, "one-person", passed_to="") == 422
    assert "Enter to whom you have passed it on" in officer.text()
    assert decide(officer, comment, "one-person", passed_to="Complaints team") == 303
    officer.get(comment)
    assert "We have passed it on to Complaints team" in officer.text()
    assert "marlo@example.org" in officer.text()
    assert officer.submit(f"{comment}/answered").status_code == 303
    officer.get(comment)
    assert "marlo@example.org" not in officer.text()


def test_what_its_writer_wants_unpublished_is_only_read(
    client: CheckingClient, officer: CheckingClient
) -> None:
    write(client, may_publish="no")
    comment = waiting(officer)
    officer.get(comment)
    assert not officer.page.select("input[value=publish]")
    assert officer.submit(f"{comment}/decide", {"decision": "publish"}).status_code == 422
    assert officer.submit(f"{comment}/decide", {"decision": "not-agreed"}).status_code == 303


def test_a_second_pair_of_eyes_where_the_council_wants_one(
    app: Flask,
    client: CheckingClient,
    officer: CheckingClient,
    session: Session,
    sign_in: SignIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(app.config, "MODERATION_SECOND_PERSON", True)
    write(client)
    comment = waiting(officer)
    decide(officer, comment)
    officer.get(comment)
    assert "Another officer has to confirm it" in officer.text()
    assert answer(officer, comment) == 303
    client.get("/local-offer/comments/2026")
    assert "bus" not in client.text()
    colleague = new_officer(session, sign_in)
    colleague.get(comment)
    assert "Ask Marlo Fennelwick" in colleague.text(), "what was written stands beside it"
    assert colleague.submit(f"{comment}/confirm").status_code == 303
    assert answer(officer, comment) == 303
    client.get("/local-offer/comments/2026")
    assert "bus" in client.text()


def test_a_decision_that_is_taken_back_takes_the_comment_off_the_page(
    client: CheckingClient, officer: CheckingClient
) -> None:
    comment = publish(client, officer)
    officer.get(comment)
    assert officer.submit(f"{comment}/send-back").status_code == 303
    client.get("/local-offer/comments/2026")
    assert "bus" not in client.text()
    assert decide(officer, comment) == 303


def test_the_year_is_published_late_and_says_so(
    client: CheckingClient,
    officer: CheckingClient,
    clock: Clock,
    session: Session,
    sign_in: SignIn,
) -> None:
    publish(client, officer, **ABOUT_ME)
    officer.get(DESK)
    assert "The next yearly publication is due by Tuesday 23 November 2027" in officer.text()
    clock.move(days=366)
    later = new_officer(session, sign_in)
    for page in (DESK, f"{DESK}/publication"):
        later.get(page)
        assert "late." in later.text()


def test_the_worker_makes_the_draft_by_itself(
    app: Flask, client: CheckingClient, officer: CheckingClient, session: Session, clock: Clock
) -> None:
    publish(client, officer)
    open_for("write")
    clock.move(days=320)
    jobs = jobs_of(app)
    assert jobs.recurring[PREPARE](session, clock())
    jobs.handlers[PREPARE](session, {}, clock())
    session.commit()
    assert find_draft(session) is not None


def test_a_publication_is_frozen_and_leaves_as_files(
    client: CheckingClient, officer: CheckingClient, sign_in: SignIn, session: Session
) -> None:
    comment = publish(client, officer, **ABOUT_ME)
    write(client)
    officer.get(f"{DESK}/publication")
    assert "1 comment waits for a decision" in officer.text()
    kept = re.sub(r"\s", "", waiting(officer))
    decide(officer, kept, "vexatious")
    officer.get(f"{DESK}/publication")
    assert "This is what everybody will read" in officer.text()
    assert officer.submit(f"{DESK}/publication").location == "/local-offer/publications/1"
    client.get("/local-offer/publications/1")
    text = client.text()
    assert "There is no bus to […]" in text
    assert "Received Hidden" in text
    assert "Published 1" in text
    assert "19 to 25" not in text, "too few to say anything of them"
    assert not client.page.select("a[href$=xlsx]")
    member = new_reader(session, sign_in, Role.GROUP_MEMBER)
    for name in ("csv", "xlsx", "ods"):
        assert member.get(f"/local-offer/publications/1/{name}").status_code == 200
    rows = member.get("/local-offer/publications/1/csv").get_data(as_text=True)
    assert "There is no bus to […]" in rows
    assert answer(officer, comment, answer="Something else") in (303, 422)
    client.get("/local-offer/publications/1")
    assert "You are right." in client.text()
    officer.get(comment)
    assert officer.submit(f"{comment}/take-out").status_code == 303
    client.get("/local-offer/publications/1")
    assert "A comment was taken out later" in client.text()
    assert "bus" not in client.text()
    rows = member.get("/local-offer/publications/1/csv").get_data(as_text=True)
    assert "bus" not in rows
