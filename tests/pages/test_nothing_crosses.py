"""Two parents who live apart, a man whom a court keeps away, a young person and a coordinator: each
opens every page that a link leads to, and reads every message. Nobody meets another's e-mail,
telephone, home, views or, beyond what their part needs, name."""

from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.actions import wishes
from portal.actions.family_access import close_access
from portal.actions.reviews import keep_reviews_in_step
from portal.actions.views import (
    Writing,
    begin_writing,
    open_writing,
    save_answer,
    save_audience,
    save_provenance,
    send_views,
)
from portal.domain.people import Role, Viewer
from portal.domain.views import Audience, Provenance, Version
from portal.domain.views_answers import Answer
from portal.domain.views_questions import find_question
from portal.domain.wishes import CapacityDecision, Matter, MaySee, Outcome, Wish
from portal.shell.worker import work_until_empty
from portal.store import sealing
from portal.store.access_decisions import Around
from portal.store.connection import open_for
from portal.store.db import db
from portal.store.demo_mailbox import list_letters
from portal.store.reviews import find_open_review
from portal.store.tables.cases import CaseEvent, Placement
from portal.store.tables.children import Child, Setting
from portal.store.tables.people import FamilyLink, FamilyMember
from tests.conftest import Clock
from tests.pages.conftest import CheckingClient, SignIn
from tests.people import (
    add_adult,
    add_child,
    add_plan,
    add_setting,
    add_staff,
    link,
    put_on_caseload,
)

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
TODAY = NOW.date()
MEETING = TODAY + timedelta(days=30)
ADULTS = ("mother", "father", "kept_away", "closed")
OTHERS = ("father", "own", "coordinator")
PAGES_AT_MOST = 150
OUT = ("/leave", "/sign-out", "/static/", "/demo")


@dataclass
class World:
    """``secrets`` by whose they are: nobody else may meet them. ``names`` likewise."""

    people: dict[str, tuple[Role, UUID]] = field(default_factory=dict)
    secrets: dict[str, list[str]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    child: UUID | None = None


def add_person(session: Session, world: World, key: str, role: Role) -> UUID:
    email, mobile = f"canary-{key}@example.org", f"0770090{len(world.people):04d}"
    world.secrets[key] = [email, mobile, mobile[1:], f"CanaryViews{key}"]
    world.names[key] = f"Canarygiven{key}"
    person = add_adult(session, email=email, given=world.names[key], family=f"Canaryfamily{key}")
    row = session.get_one(FamilyMember, person)
    row.mobile_sealed = sealing.seal(
        session,
        subject_id=person,
        table="family_members",
        column="mobile_sealed",
        row_id=person,
        text=mobile,
    )
    row.mobile_lookup = sealing.lookup(session, mobile)
    session.flush()
    world.people[key] = role, person
    return person


def send(session: Session, world: World, key: str, audience: Audience) -> None:
    role, person = world.people[key]
    assert world.child is not None
    review = find_open_review(session, world.child)
    assert review is not None
    viewer = Viewer(role, person)
    writing = begin_writing(session, viewer, review.id, NOW, TODAY)
    assert isinstance(writing, Writing)
    question_key = "next-step" if role is Role.YOUNG_PERSON else "gone-well"
    question = find_question(writing.voice, question_key)
    assert question is not None
    words = Answer(words=f"CanaryViews{key} CanaryShared" if key == "own" else f"CanaryViews{key}")
    save_answer(session, writing, question, words, opened_at_revision=0, now=NOW)
    save_provenance(session, writing, Provenance.OWN_WORDS, "")
    save_audience(session, writing, audience)
    complete = open_writing(session, viewer, review.id, TODAY)
    assert isinstance(complete, Writing)
    sent = send_views(
        session, complete, stamp=complete.wording.stamp, receipt_path="/children", now=NOW
    )
    assert isinstance(sent, Version)


@pytest.fixture
def database() -> str:
    """Pages are the same on both databases; that queries are is shown in the tests of the store."""
    return "sqlite"


@pytest.fixture
def world(app: Flask) -> World:
    with app.app_context():
        open_for("write")
        made = build(db.session())
        db.session.commit()
        db.session.remove()
    return made


def build(session: Session) -> World:
    world = World()
    child = world.child = add_child(
        session, birth_date=date(2009, 5, 5), forename="Testyoung", surname="Testlark"
    )
    plan = add_plan(session, child, start_on=date(2020, 8, 10))
    row = session.get_one(Child, child)
    world.secrets["home"] = ["ZZ99 9ZZ"]
    row.postcode_sealed = sealing.seal(
        session,
        subject_id=child,
        table="children",
        column="postcode_sealed",
        row_id=child,
        text="ZZ99 9ZZ",
    )
    session.add(CaseEvent(child_id=child, kind="meeting", happened_on=MEETING, recorded_at=NOW))
    setting = add_setting(session)
    urn = session.get_one(Setting, setting).urn
    session.add(Placement(kind="attended", source_id="pd-1", plan_id=plan, urn=urn))
    for key in ADULTS:
        adult = add_person(session, world, key, Role.FAMILY_MEMBER)
        link(session, child, adult, relationship="mother" if key == "mother" else "father")
    own = add_person(session, world, "own", Role.YOUNG_PERSON)
    link(session, child, own, relationship="self", responsibility="no")
    caseworker = add_staff(session, Role.CASEWORKER)
    put_on_caseload(session, child, caseworker)
    coordinator = add_staff(session, Role.COORDINATOR, setting_id=setting)
    world.people["coordinator"] = Role.COORDINATOR, coordinator
    world.secrets["notes"] = ["CanaryNote", "CanaryCapacity", "CanaryReason"]
    keep_reviews_in_step(session, TODAY)
    for key in ADULTS:
        send(session, world, key, Audience.COUNCIL if key == "father" else Audience.MEETING)
    send(session, world, "own", Audience.NOT_PARENTS)
    _decide(session, world, Viewer(Role.CASEWORKER, caseworker))
    return world


def _decide(session: Session, world: World, caseworker: Viewer) -> None:
    """One adult is kept away by a court, one by a caseworker; the young person says things."""
    assert world.child is not None
    child, person = world.child, {key: found for key, (_, found) in world.people.items()}
    wishes.record_wish(
        session,
        caseworker,
        Around(child, person["father"]),
        Wish(MaySee.EVERYTHING, helps_decide=True),
        note="CanaryNote",
        link_path="/children",
        now=NOW,
    )
    wishes.record_capacity(
        session,
        caseworker,
        child,
        CapacityDecision(Matter.PLAN, "CanaryCapacity", Outcome.CAN_DECIDE, "CanaryReason", TODAY),
        now=NOW,
    )
    close_access(
        session,
        Around(child, person["closed"]),
        viewer=caseworker,
        reason="CanaryReason",
        now=NOW,
    )
    row = session.scalars(
        select(FamilyLink).where(FamilyLink.family_member_id == person["kept_away"])
    ).one()
    row.restriction, row.restriction_review = "CanaryCourt", date(2027, 3, 1)
    world.secrets["notes"].append("CanaryCourt")
    session.flush()


def crawl(browser: CheckingClient, starts: list[str]) -> dict[str, str]:
    """Every page of the site that links and forms without words lead to."""
    seen: dict[str, str] = {}
    waiting = deque(starts)
    while waiting and len(seen) < PAGES_AT_MOST:
        path = waiting.popleft()
        if path in seen or path.startswith(OUT):
            continue
        answer = browser.get(path)
        seen[path] = answer.get_data(as_text=True) if answer.status_code < 300 else ""
        if answer.status_code in {301, 302, 303}:
            waiting.append(answer.location)
        elif answer.status_code == 200 and answer.mimetype == "text/html":
            for tag in browser.page.select("a[href^='/']"):
                parts = urlsplit(str(tag["href"]))
                waiting.append(parts.path + (f"?{parts.query}" if parts.query else ""))
    assert len(seen) < PAGES_AT_MOST, "the crawl came to an end"
    return seen


def hidden_from(world: World, key: str) -> set[str]:
    """What this person must not meet anywhere."""
    others = {secret for owner, found in world.secrets.items() if owner != key for secret in found}
    names = {name for owner, name in world.names.items() if owner != key}
    if key == "own":
        # Whoever chooses sees between whom: those whom the record lets in, and nobody else.
        names -= {world.names["mother"], world.names["father"]}
    if key == "coordinator":
        # What went round for the meeting is theirs to read, with the name of who wrote it.
        names -= {world.names[each] for each in ("mother", "father", "own", "kept_away", "closed")}
        others -= {"CanaryViewsmother", "CanaryViewsown", "CanaryViewskept_away"}
        others -= {"CanaryViewsclosed"}
    return others | names


@pytest.mark.parametrize(
    ("key", "days_on"),
    [*((key, 0) for key in (*ADULTS, "own")), *((key, 20) for key in ("mother", *OTHERS))],
)
def test_nobody_meets_what_is_another_persons(
    world: World, sign_in: SignIn, clock: Clock, key: str, days_on: int
) -> None:
    """Today, and twenty days on when the views have gone round."""
    clock.move(days=days_on)
    role, person = world.people[key]
    child = world.child
    family_pages = [f"/children/{child}", f"/children/{child}/rights", f"/children/{child}/choices"]
    pages = crawl(sign_in(role, person), ["/", "/children", *family_pages])
    crossed = [
        f"{path}: {secret}"
        for path, text in pages.items()
        for secret in hidden_from(world, key)
        if secret in text
    ]
    assert crossed == []
    if key in {"mother", "father", "own"}:
        assert "Testyoung" in pages[f"/children/{child}"]
        assert len(pages) > 10
        own_words = f"CanaryViews{key}"
        assert any(own_words in text for text in pages.values()), "the crawl finds what is there"
    else:
        assert not any("Testyoung" in pages[path] for path in family_pages)
    choices = pages[f"/children/{child}/choices"]
    assert bool(choices) is (key == "own")


def test_no_message_carries_anything_of_anybody(app: Flask, world: World) -> None:
    with app.app_context():
        open_for("write")
        work_until_empty()
        letters = list_letters(db.session(), 100)
    assert len(letters) >= len(ADULTS)
    secrets = {secret for found in world.secrets.values() for secret in found}
    for letter in letters:
        for secret in (secrets | set(world.names.values()) | {"Testyoung"}) - {letter.address}:
            assert secret not in letter.subject + letter.text
