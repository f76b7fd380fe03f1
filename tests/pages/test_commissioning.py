"""What was asked for: a caseworker ticks it, an officer releases numbers, planners read them."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from portal.actions.reviews import keep_reviews_in_step
from portal.domain.commissioning import Provision, Source
from portal.domain.people import Role
from portal.store.commissioning import keep_said
from portal.store.connection import open_for
from portal.store.reviews import find_open_review
from portal.store.tables.reviews import ReviewCycle
from tests.conftest import Clock
from tests.pages.conftest import CheckingClient, SignIn
from tests.people import add_child, add_need, add_plan, add_staff, put_on_caseload

PERIOD = "/commissioning/periods/2026-q4"


@pytest.fixture
def caseworker_id(session: Session) -> UUID:
    staff_id = add_staff(session, Role.CASEWORKER)
    session.commit()
    return staff_id


@pytest.fixture
def caseworker(caseworker_id: UUID, sign_in: SignIn) -> CheckingClient:
    return sign_in(Role.CASEWORKER, caseworker_id)


def reader(session: Session, sign_in: SignIn, role: Role) -> CheckingClient:
    open_for("write")
    staff_id = add_staff(session, role)
    session.commit()
    return sign_in(role, staff_id)


def add_review(session: Session, caseworker_id: UUID, need: str = "ASD") -> UUID:
    open_for("write")
    child_id = add_child(session)
    add_need(session, child_id, need)
    add_plan(session, child_id)
    put_on_caseload(session, child_id, caseworker_id)
    keep_reviews_in_step(session, Clock().at.date())
    review = find_open_review(session, child_id)
    assert review is not None
    session.commit()
    return review.id


def ticked(browser: CheckingClient) -> list[tuple[str, str]]:
    boxes = browser.page.select("input[type=checkbox][checked]")
    return [(str(box["name"]), str(box["value"])) for box in boxes]


def test_a_caseworker_ticks_what_was_asked_for_on_the_way_from_the_views(
    session: Session, caseworker_id: UUID, caseworker: CheckingClient
) -> None:
    review_id = add_review(session, caseworker_id)
    views, page = f"/staff/reviews/{review_id}/views", f"/staff/reviews/{review_id}/asked-for"
    caseworker.get(views)
    assert caseworker.page.select_one(f"a[href='{page}']")
    caseworker.get(page)
    assert ticked(caseworker) == []
    said = {"views": ["transport", "other"], "advice": ["speech_and_language"]}
    for _ in range(2):
        assert caseworker.submit(page, said).location == views
        caseworker.get(page)
        assert ticked(caseworker) == [
            ("views", "transport"),
            ("views", "other"),
            ("advice", "speech_and_language"),
        ]
    assert caseworker.submit(page, {"views": "a car"}).status_code == 422


def test_nobody_else_ticks_for_this_child(
    session: Session, caseworker_id: UUID, sign_in: SignIn
) -> None:
    page = f"/staff/reviews/{add_review(session, caseworker_id)}/asked-for"
    other = reader(session, sign_in, Role.CASEWORKER)
    assert other.get(page).status_code == 404
    assert other.get(f"/staff/reviews/{uuid4()}/asked-for").status_code == 404
    assert reader(session, sign_in, Role.PARTICIPATION_OFFICER).get(page).status_code == 403


def test_a_released_period_is_read_and_downloaded(
    session: Session, caseworker_id: UUID, sign_in: SignIn, clock: Clock
) -> None:
    for number in range(14):
        review_id = add_review(session, caseworker_id, "HI" if number < 3 else "ASD")
        open_for("write")
        review = find_open_review(session, _child_of(session, review_id))
        assert review is not None
        kinds = {Source.VIEWS: {Provision.TRANSPORT}}
        keep_said(session, review, kinds, caseworker_id, clock().date())
        session.commit()
    officer = reader(session, sign_in, Role.PARTICIPATION_OFFICER)
    assert officer.get(PERIOD).status_code == 404, "the quarter is not over"
    clock.move(days=60)
    officer = reader(session, sign_in, Role.PARTICIPATION_OFFICER)
    officer.get("/commissioning")
    assert officer.page.select_one(f"a[href='{PERIOD}']")
    officer.get(PERIOD)
    assert "A preview. Nobody else sees it yet." in officer.text()
    assert "In all, 14 things were asked for." in officer.text()
    first = officer.submit(PERIOD).location
    officer.get(first)
    assert officer.get(PERIOD).location == first, "released once"
    member = reader(session, sign_in, Role.GROUP_MEMBER)
    member.get(first)
    row = member.page.find("th", string="Transport")
    assert row is not None
    assert row.parent is not None
    cells = [cell.get_text() for cell in row.parent.select("td")]
    assert cells[0] == "14"
    assert set(cells[1:]) == {"–"}, "11 would tell the other 3"
    text = member.get(f"{first}/csv").get_data(as_text=True)
    assert "Transport,,,14" in text
    assert "Transport,Main need,Autism,[c]" in text
    assert "Transport,Main need,Hearing impairment,[c]" in text
    for name in ("xlsx", "ods", "dictionary"):
        assert member.get(f"{first}/{name}").status_code == 200
    assert member.get(PERIOD).status_code == 403
    member.get("/commissioning")
    assert not member.page.select("a[href*='periods']")
    assert member.get(f"/commissioning/{uuid4()}").status_code == 404


def _child_of(session: Session, review_id: UUID) -> UUID:
    return session.get_one(ReviewCycle, review_id).child_id


def test_a_period_in_which_little_was_asked_shows_nothing(
    session: Session, sign_in: SignIn
) -> None:
    officer = reader(session, sign_in, Role.PARTICIPATION_OFFICER)
    officer.get("/commissioning/periods/2026-q3")
    assert "Too little was asked for in this period" in officer.text()
    assert not officer.page.select("table")
    for key in ("2026-q4", "2031-32", "nonsense"):
        assert officer.get(f"/commissioning/periods/{key}").status_code == 404
