"""Where a plan is: what families, caseworkers and coordinators see, and what they do not."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import brotli
import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.people import Role
from portal.store.connection import open_for
from portal.store.db import db
from portal.store.record_age import note_files_read
from portal.store.tables.cases import AssessmentRequest, CaseEvent
from portal.store.tables.reviews import ReviewCycle
from portal.store.tables.sessions import ReadTrail
from portal.store.trail import ReadPurpose
from tests import people
from tests.conftest import Clock
from tests.pages.conftest import SignIn

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
TODAY = NOW.date()
EVERY_FILE = (
    "requests.csv",
    "assessment.csv",
    "named_plan.csv",
    "active_plans.csv",
    "events.csv",
)

LINK_FACTS = {
    "responsibility",
    "restriction",
    "restriction_unreadable",
    "access_from",
    "access_until",
    "opened_by_id",
    "relationship",
    "marked_absent_on",
}

Seed = Callable[[Callable[[Session], Any]], Any]


@pytest.fixture
def seed(app: Flask) -> Seed:
    """Put rows into the database and keep them."""

    def keep(fill: Callable[[Session], Any]) -> Any:
        with app.app_context():
            open_for("write")
            made = fill(db.session())
            db.session.commit()
        return made

    keep(lambda session: note_files_read(session, EVERY_FILE, TODAY))
    return keep


def a_family(session: Session, **facts: Any) -> tuple[UUID, UUID]:
    """A parent and the child they are linked to."""
    link = {name: facts.pop(name) for name in LINK_FACTS & facts.keys()}
    parent = people.add_adult(session)
    child = people.add_child(session, **facts)
    people.link(session, child, parent, **link)
    return parent, child


def with_request(session: Session, days_ago: int = 150, **facts: Any) -> tuple[UUID, UUID]:
    parent, child = a_family(session, **facts)
    session.add(
        AssessmentRequest(
            requests_id=uuid4().hex,
            child_id=child,
            received_on=TODAY - timedelta(days_ago),
            outcome="Y",
            outcome_on=TODAY - timedelta(days_ago - 30),
        )
    )
    return parent, child


def with_plan(session: Session, days_ago: int = 200, **facts: Any) -> tuple[UUID, UUID]:
    parent, child = a_family(session, **facts)
    people.add_plan(session, child, start_on=TODAY - timedelta(days_ago))
    return parent, child


def add_event(session: Session, child: UUID, kind: str, day: date, detail: str = "") -> None:
    session.add(
        CaseEvent(child_id=child, kind=kind, happened_on=day, detail=detail, recorded_at=NOW)
    )


def reads(app: Flask) -> list[tuple[UUID | None, str, str]]:
    with app.app_context():
        rows = db.session.execute(select(ReadTrail.child_id, ReadTrail.role, ReadTrail.purpose))
        return [(child_id, role, purpose) for child_id, role, purpose in rows]


def test_late_is_said_with_the_legal_date_the_days_and_what_a_family_can_do(
    seed: Seed, sign_in: SignIn
) -> None:
    parent, child = seed(with_request)
    browser = sign_in(Role.FAMILY_MEMBER, parent)

    assert browser.get(f"/children/{child}").status_code == 200
    said = browser.text()
    assert "This is 10 days late." in said
    assert "Friday 13 November 2026" in said
    assert "By law: SEND Regulations 2014, reg 13(2)" in said
    assert "Ask us why this is late" in said
    assert "Make a complaint" in said
    assert browser.page.select(".site-card--late")


def test_each_date_says_where_it_came_from_and_how_old_it_is(seed: Seed, sign_in: SignIn) -> None:
    parent, child = seed(with_plan)
    browser = sign_in(Role.FAMILY_MEMBER, parent)
    browser.get(f"/children/{child}")

    steps = browser.page.select(".site-steps li")
    assert steps
    for step in steps:
        assert "as it was on Monday 23 November 2026" in step.get_text()


def test_the_latest_steps_are_on_the_page_and_the_rest_one_press_away(
    seed: Seed, sign_in: SignIn
) -> None:
    parent, child = seed(with_request)

    def much_happened(session: Session) -> None:
        for days in range(1, 6):
            add_event(session, child, "advice_received", TODAY - timedelta(days))

    seed(much_happened)
    browser = sign_in(Role.FAMILY_MEMBER, parent)
    browser.get(f"/children/{child}")
    assert len(browser.page.select(".site-steps li")) == 4
    everything = browser.page.find("a", string="Everything that has happened")
    assert everything is not None
    browser.get(str(everything["href"]))
    assert len(browser.page.select(".site-steps li")) == 7

    stranger, _ = seed(with_plan)
    assert sign_in(Role.FAMILY_MEMBER, stranger).get(str(everything["href"])).status_code == 404


def test_an_old_record_says_that_we_are_checking_and_never_late(
    seed: Seed, sign_in: SignIn, clock: Clock
) -> None:
    parent, child = seed(with_request)
    clock.move(days=11)
    browser = sign_in(Role.FAMILY_MEMBER, parent)
    browser.get(f"/children/{child}")

    assert "We are checking this date." in browser.text()
    assert "late" not in browser.text()


CLOSED = [
    pytest.param({"restriction": "court order"}, id="restricted"),
    pytest.param({"restriction_unreadable": True}, id="restriction unreadable"),
    pytest.param({"access_until": TODAY - timedelta(1)}, id="ended"),
    pytest.param({"access_from": None}, id="not opened"),
    pytest.param({"access_from": TODAY + timedelta(1)}, id="not begun"),
    pytest.param({"responsibility": "unknown"}, id="responsibility unknown"),
    pytest.param({"responsibility": "no"}, id="no responsibility"),
    pytest.param({"looked_after": True}, id="looked after"),
    pytest.param({"responsibility": "unknown", "looked_after": True}, id="both"),
    pytest.param({"marked_absent_on": TODAY}, id="gone from the file"),
]


@pytest.mark.parametrize("facts", CLOSED)
def test_a_parent_whose_link_is_closed_sees_nothing(
    app: Flask, seed: Seed, sign_in: SignIn, facts: dict[str, Any]
) -> None:
    parent, child = seed(
        lambda session: with_plan(session, forename="Canaryname", surname="Secretfamily", **facts)
    )
    browser = sign_in(Role.FAMILY_MEMBER, parent)

    assert browser.get(f"/children/{child}").status_code == 404
    assert browser.get("/children").status_code == 200
    assert "There is nothing to show here yet." in browser.text()
    assert "Canaryname" not in browser.text()
    assert reads(app) == []


def test_two_parents_who_live_apart_see_the_same_plan_each_for_themselves(
    seed: Seed, sign_in: SignIn
) -> None:
    mother, child = seed(with_plan)
    father = seed(people.add_adult)
    stranger, _ = seed(with_plan)
    seed(lambda session: people.link(session, child, father, relationship="father"))

    for parent, status in ((mother, 200), (father, 200), (stranger, 404)):
        browser = sign_in(Role.FAMILY_MEMBER, parent)
        assert browser.get(f"/children/{child}").status_code == status


def test_a_parent_of_two_sees_both_and_of_one_goes_straight_on(seed: Seed, sign_in: SignIn) -> None:
    parent, first = seed(lambda session: with_plan(session, forename="Firstchild"))
    browser = sign_in(Role.FAMILY_MEMBER, parent)
    assert browser.get("/children").location == f"/children/{first}"

    def second_child(session: Session) -> UUID:
        child = people.add_child(session, forename="Secondchild")
        people.link(session, child, parent)
        return child

    second = seed(second_child)
    assert browser.get("/children").status_code == 200
    assert [str(link["href"]) for link in browser.page.select("main h2 a")] == [
        f"/children/{first}",
        f"/children/{second}",
    ]
    assert "The plan is in place" in browser.text()


def test_no_childs_name_is_in_the_title_or_the_address(seed: Seed, sign_in: SignIn) -> None:
    parent, child = seed(lambda session: with_plan(session, forename="Canaryname"))
    browser = sign_in(Role.FAMILY_MEMBER, parent)
    browser.get(f"/children/{child}")

    assert browser.page.title is not None
    assert "Canaryname" not in browser.page.title.get_text()
    assert "Canaryname" in browser.text()


@pytest.mark.parametrize("role", [Role.YOUNG_PERSON, Role.CHILD])
def test_a_young_person_or_child_sees_their_own_plan(
    seed: Seed, sign_in: SignIn, role: Role
) -> None:
    person, child = seed(lambda session: with_plan(session, relationship="self"))
    _, other = seed(with_plan)
    browser = sign_in(role, person)

    assert browser.get(f"/children/{child}").status_code == 200
    assert "The plan is in place" in browser.text()
    assert browser.get(f"/children/{other}").status_code == 404


def open_review(session: Session, child: UUID, plan: UUID) -> UUID:
    review = uuid4()
    session.add(ReviewCycle(id=review, plan_id=plan, child_id=child, cycle_began=TODAY))
    return review


def test_giving_views_is_one_press_away(seed: Seed, sign_in: SignIn) -> None:
    parent, child = seed(a_family)

    def plan_and_review(session: Session) -> UUID:
        plan = people.add_plan(session, child, start_on=TODAY - timedelta(300))
        add_event(session, child, "meeting", TODAY + timedelta(40))
        return open_review(session, child, plan)

    review = seed(plan_and_review)
    browser = sign_in(Role.FAMILY_MEMBER, parent)
    browser.get(f"/children/{child}")

    button = browser.page.select_one("main a.govuk-button")
    assert button is not None
    assert button["href"] == f"/reviews/{review}/views"
    assert "The review meeting: Saturday 2 January 2027." in browser.text()


def test_from_the_day_rights_begin_only_the_young_person_is_told_to_appeal(
    seed: Seed, sign_in: SignIn
) -> None:
    parent, child = seed(
        lambda session: with_plan(session, days_ago=20, birth_date=date(2009, 2, 2), year_group=12)
    )
    person = seed(people.add_adult)
    seed(lambda session: people.link(session, child, person, relationship="self"))

    browser = sign_in(Role.FAMILY_MEMBER, parent)
    browser.get(f"/children/{child}")
    assert "SEND Tribunal" not in browser.text()
    assert "The young person now decides about this plan" in browser.text()

    browser = sign_in(Role.YOUNG_PERSON, person)
    browser.get(f"/children/{child}")
    assert "You can appeal to the SEND Tribunal" in browser.text()


def test_a_child_is_not_told_to_complain_or_appeal(seed: Seed, sign_in: SignIn) -> None:
    person, child = seed(lambda session: with_request(session, relationship="self"))
    browser = sign_in(Role.CHILD, person)
    browser.get(f"/children/{child}")

    assert "complaint" not in browser.text()
    assert "Tribunal" not in browser.text()


def test_the_family_reads_a_reason_that_is_about_none_of_them(seed: Seed, sign_in: SignIn) -> None:
    parent, child = seed(with_request)
    detail = "school_closed; 2026-12-31; Panel"
    seed(lambda session: add_event(session, child, "exception", TODAY - timedelta(60), detail))
    browser = sign_in(Role.FAMILY_MEMBER, parent)
    browser.get(f"/children/{child}")
    assert "The reason: School or college closed for 4 weeks or more." in browser.text()


def test_a_reason_that_is_about_one_person_is_for_the_caseworker_only(
    seed: Seed, sign_in: SignIn
) -> None:
    parent, child = seed(with_request)

    def excuse(session: Session) -> UUID:
        add_event(
            session,
            child,
            "exception",
            TODAY - timedelta(60),
            "personal_circumstances; 2026-12-31; Panel of September",
        )
        caseworker = people.add_staff(session, Role.CASEWORKER)
        people.put_on_caseload(session, child, caseworker)
        return caseworker

    caseworker = seed(excuse)
    browser = sign_in(Role.FAMILY_MEMBER, parent)
    browser.get(f"/children/{child}")
    assert "The law gives us more time here." in browser.text()
    assert "The new date is Thursday 31 December 2026." in browser.text()
    assert "circumstances" not in browser.text()
    assert "Panel" not in browser.text()

    desk = sign_in(Role.CASEWORKER, caseworker)
    desk.get(f"/cases/{child}")
    assert "Exceptional personal circumstances" in desk.text()
    assert "Panel of September" in desk.text()


def test_a_caseworker_sees_the_own_caseload_by_what_is_next(seed: Seed, sign_in: SignIn) -> None:
    def caseload(session: Session) -> tuple[UUID, UUID]:
        caseworker = people.add_staff(session, Role.CASEWORKER)
        for days in (200, 400, 300):
            _, child = with_plan(session, days_ago=days, forename=f"Made{days}")
            people.put_on_caseload(session, child, caseworker)
        _, other = with_plan(session, forename="Canaryname")
        return caseworker, other

    caseworker, other = seed(caseload)
    desk = sign_in(Role.CASEWORKER, caseworker)
    desk.get("/cases")

    names = [row.get_text(strip=True).split()[0] for row in desk.page.select("tbody th")]
    assert names == ["Made400", "Made300", "Made200"]
    assert "3 cases" in desk.text()
    assert "Late by law: 1." in desk.text()
    assert "Canaryname" not in desk.text()
    assert desk.get(f"/cases/{other}").status_code == 404


def test_the_days_of_a_coming_review_are_said_in_plain_words(seed: Seed, sign_in: SignIn) -> None:
    def booked(session: Session) -> tuple[UUID, UUID]:
        parent, child = with_plan(session, days_ago=300, birth_date=date(2012, 3, 3), year_group=9)
        add_event(session, child, "meeting", date(2026, 12, 14))
        return parent, child

    parent, child = seed(booked)
    browser = sign_in(Role.FAMILY_MEMBER, parent)
    browser.get(f"/children/{child}")
    text = browser.text()
    assert "Tell us what you think by Sunday 29 November 2026." in text
    assert "The meeting is on Monday 14 December 2026." in text
    assert "growing up" in text
    assert "the move" not in text


def test_a_review_for_a_move_says_so(seed: Seed, sign_in: SignIn) -> None:
    parent, child = seed(
        lambda session: with_plan(session, days_ago=170, birth_date=date(2016, 1, 9), year_group=6)
    )
    browser = sign_in(Role.FAMILY_MEMBER, parent)
    browser.get(f"/children/{child}")
    text = browser.text()
    assert "It is also about the move: Primary or junior school to secondary school." in text
    assert "growing up" not in text


def test_every_read_goes_to_the_trail(app: Flask, seed: Seed, sign_in: SignIn) -> None:
    parent, child = seed(with_plan)

    def on_caseload(session: Session) -> UUID:
        caseworker = people.add_staff(session, Role.CASEWORKER)
        people.put_on_caseload(session, child, caseworker)
        return caseworker

    caseworker = seed(on_caseload)
    sign_in(Role.FAMILY_MEMBER, parent).get(f"/children/{child}")
    desk = sign_in(Role.CASEWORKER, caseworker)
    desk.get("/cases")
    desk.get(f"/cases/{child}")

    assert sorted(reads(app)) == sorted(
        [
            (child, Role.FAMILY_MEMBER, ReadPurpose.PLAN_STATUS),
            (child, Role.CASEWORKER, ReadPurpose.CASE_WORK),
            (child, Role.CASEWORKER, ReadPurpose.CASE_WORK),
        ]
    )


@pytest.mark.parametrize("path", ["/children", "/cases", "/pupils"])
def test_each_list_is_for_its_own_people_only(
    seed: Seed, sign_in: SignIn, client: Any, path: str
) -> None:
    parent, _ = seed(with_plan)
    people_of = {"/children": Role.FAMILY_MEMBER, "/cases": Role.CASEWORKER}

    assert client.get(path).status_code == 302
    if people_of.get(path) is not Role.FAMILY_MEMBER:
        assert sign_in(Role.FAMILY_MEMBER, parent).get(path).status_code == 403
    officer = seed(lambda session: people.add_staff(session, Role.PARTICIPATION_OFFICER))
    assert sign_in(Role.PARTICIPATION_OFFICER, officer).get(path).status_code == 403


def test_the_second_page_of_a_family_is_small_on_the_wire(seed: Seed, sign_in: SignIn) -> None:
    parent, child = seed(with_request)
    seed(lambda session: add_event(session, child, "draft_served", TODAY - timedelta(40)))
    browser = sign_in(Role.FAMILY_MEMBER, parent)

    page = browser.get(f"/children/{child}")
    assert len(brotli.compress(page.data, quality=4)) <= 4096
