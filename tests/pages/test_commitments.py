"""You said, we did: tied to a figure or a theme by the officer, read by everybody."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from portal.actions import action_plan
from portal.actions import moderation as desk
from portal.actions.moderation import Choice
from portal.actions.releases import release_wave
from portal.actions.themes import add_theme
from portal.domain.figures import Thresholds
from portal.domain.moderation import Outcome, State
from portal.domain.people import Role, Viewer
from portal.domain.releases import Release
from portal.domain.themes import ThemeWords
from portal.features.releases.files import release_sheets
from portal.store import desk_texts, moderation
from portal.store.action_plan import list_areas
from portal.store.commitments import list_commitments
from portal.store.connection import open_for
from tests.closed_waves import NOW, add_closed_wave, answered
from tests.conftest import Clock
from tests.open_waves import add_families, give_links
from tests.pages.conftest import CheckingClient, SignIn
from tests.people import add_staff
from tests.store.test_survey_texts import Course
from tests.survey_of_parts import WRITTEN, open_wave_of

THEME = {
    "theme": "Letters are hard to read",
    "action": "We write all letters anew",
    "owner": "Participation officer",
    "due-day": "31",
    "due-month": "3",
    "due-year": "2027",
    "rating": "amber",
    "evidence": "",
    "reply": "Thank you.\n\nIt is <strong>under way</strong><script>alert(1)</script>",
}


@pytest.fixture
def officer_id(session: Session) -> UUID:
    staff_id = add_staff(session, Role.PARTICIPATION_OFFICER)
    session.commit()
    return staff_id


@pytest.fixture
def officer(officer_id: UUID, sign_in: SignIn) -> CheckingClient:
    return sign_in(Role.PARTICIPATION_OFFICER, officer_id)


@pytest.fixture
def released(session: Session, officer_id: UUID) -> Release:
    """A report that shows one measure (45 of 60) and hides the other."""
    wave_id = add_closed_wave(
        session,
        answered(45, {"plan.needs": "agree"}) + answered(15, {"plan.needs": "disagree"}),
    )
    viewer = Viewer(Role.PARTICIPATION_OFFICER, officer_id)
    release = release_wave(session, viewer, wave_id, Thresholds(), release_sheets, NOW)
    assert isinstance(release, Release)
    session.commit()
    return release


def add(officer: CheckingClient, **changes: Any) -> int:
    officer.get("/commitments/new")
    return officer.submit("/commitments/new", THEME | changes).status_code


def test_pressing_twice_publishes_once(session: Session, officer: CheckingClient) -> None:
    officer.get("/commitments/new")
    hidden = officer.page.select_one("input[name=new_id]")
    assert hidden is not None
    same = THEME | {"new_id": str(hidden["value"])}
    for _ in range(2):
        assert officer.submit("/commitments/new", same).status_code == 303
        officer.get("/commitments/new")
    other = same | {"action": "We ring before we write"}
    assert officer.submit("/commitments/new", other).status_code == 303
    officer.get("/commitments/new")
    assert officer.submit("/commitments/new", other | {"new_id": "no id"}).status_code == 303
    actions = [each.promise.action for each in list_commitments(session)]
    assert sorted(actions) == [other["action"]] * 2 + [same["action"]], "only the same is the same"


def test_a_theme_and_its_commitment_are_public_at_once(
    officer: CheckingClient, client: CheckingClient
) -> None:
    assert add(officer) == 303
    client.get("/you-said-we-did")
    text = client.text()
    for said in (
        "Letters are hard to read",
        "We write all letters anew",
        "Who: Participation officer.",
        "By Wednesday 31 March 2027.",
        "Amber: started, and a little late",
    ):
        assert said in text
    assert "overdue" not in text


def test_staff_text_can_do_no_harm(officer: CheckingClient, client: CheckingClient) -> None:
    add(officer, theme="<img src=x onerror=alert(1)>")
    client.get("/you-said-we-did")
    main = client.page.find("main")
    assert main is not None
    assert not main.find_all(["script", "img"])
    assert [p.get_text() for p in main.select("div.govuk-body p")] == [
        "Thank you.",
        "It is under way<script>alert(1)</script>",
    ]
    assert main.select_one("strong") is not None


def test_a_commitment_can_be_tied_to_a_figure_that_a_report_shows(
    officer: CheckingClient, client: CheckingClient, released: Release
) -> None:
    officer.get(f"/commitments/sources?wave={released.wave_id}")
    offered = [str(a["href"]) for a in officer.page.select("a[href*='said=figure']")]
    assert len(offered) == 1, "the hidden figure is not offered"
    officer.get(offered[0])
    assert "75 % (63–84) of families agreed" in officer.text()
    said = {"said": f"figure/{released.id}/plan.needs", "theme": ""}
    assert officer.submit("/commitments/new", THEME | said).status_code == 303
    client.get("/you-said-we-did")
    assert "75 % (63–84) of families agreed" in client.text()
    assert "Report 1: Families with new plans" in client.text()


def test_what_was_not_said_or_is_not_shown_is_refused(
    officer: CheckingClient, released: Release
) -> None:
    for said in (
        f"figure/{released.id}/plan.provision",
        f"figure/{uuid4()}/plan.needs",
        f"quotation/{released.wave_id}/{uuid4()}",
        f"theme/{released.wave_id}/Nobody said this",
    ):
        assert add(officer, said=said, theme="") == 422
        assert "not shown any more" in officer.text()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"theme": " "}, "Enter what families said"),
        (
            {"views_first-day": "2", "views_first-month": "3", "views_first-year": "2026"},
            "Enter two days, in order",
        ),
        ({"theme": "x" * 201}, "Use at most 200 letters"),
        ({"action": ""}, "Enter what we will do"),
        ({"owner": ""}, "Enter who is responsible"),
        ({"due-day": "", "due-month": "", "due-year": ""}, "Enter the day by which"),
        ({"due-month": "13"}, "This date is not in the calendar"),
        ({"rating": "green"}, "Enter what shows that it is green or blue"),
        ({"rating": "purple"}, "Not a valid choice"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_is_kept(
    officer: CheckingClient, changes: dict[str, str], message: str
) -> None:
    assert add(officer, **changes) == 422
    assert message in officer.text()
    summary = officer.page.select_one(".govuk-error-summary")
    assert summary is not None
    assert message in summary.get_text()
    typed = THEME | changes
    owner = officer.page.select_one("input[name=owner]")
    assert owner is not None
    assert owner.get("value", "") == typed["owner"]
    officer.get("/commitments")
    assert "No commitment yet" in officer.text()


def test_an_overdue_commitment_says_so_by_itself(
    officer: CheckingClient, client: CheckingClient, clock: Clock
) -> None:
    add(officer)
    clock.move(days=200)
    client.get("/you-said-we-did")
    assert "This is overdue" in client.text()


def test_the_change_form_shows_what_is_kept_and_blue_needs_evidence(
    officer: CheckingClient, client: CheckingClient, released: Release
) -> None:
    add(officer, said=f"figure/{released.id}/plan.needs", theme="")
    path = changing(officer)
    officer.get(path)
    assert "75 % (63–84) of families agreed" in officer.text()
    ticked = officer.page.select_one("input[name=rating][checked]")
    assert ticked is not None
    assert ticked["value"] == "amber"
    year = officer.page.select_one("input[name=due-year]")
    assert year is not None
    assert year["value"] == "2027"
    assert officer.submit(path, THEME | {"rating": "blue"}).status_code == 422
    officer.get(path)
    done = THEME | {"rating": "blue", "evidence": "Twelve letters"}
    assert officer.submit(path, done).status_code == 303
    client.get("/you-said-we-did")
    assert "Blue: done, and it works" in client.text()
    assert "Twelve letters" in client.text()
    assert "75 % (63–84) of families agreed" in client.text(), "what was said stays"


def changing(officer: CheckingClient) -> str:
    """The address at which the one commitment is changed."""
    officer.get("/commitments")
    return next(
        str(a["href"]) for a in officer.page.select("main a") if "/change" in str(a["href"])
    )


def test_what_changed_and_when_is_kept_and_an_earlier_wording_is_for_staff_alone(
    officer: CheckingClient, client: CheckingClient, session: Session
) -> None:
    add(officer)
    path = changing(officer)
    officer.get(path)
    later = THEME | {"due-month": "5", "theme": "Letters are too long", "rating": "red"}
    assert officer.submit(path, later).status_code == 303
    officer.get(path.removesuffix("/change"))
    text = " ".join(officer.text().split())
    assert "What families said: was “Letters are hard to read”" in text
    stays = f"/you-said-we-did/{list_commitments(session)[0].id}"
    client.get(stays)
    text = " ".join(client.text().split())
    assert "By when: was “31 March 2027”, is now “31 May 2027”" in text
    assert "How it is going: was “Amber”, is now “Red”" in text
    assert "What families said: the words changed" in text
    assert "hard to read" not in text
    officer.get(path)
    assert officer.submit(path, later).status_code == 303
    client.get(stays)
    assert client.text().count("By when: was") == 1, "the same again changes nothing"


def test_everybody_can_look_by_subject_and_year(
    officer: CheckingClient, client: CheckingClient, clock: Clock
) -> None:
    for name, status in (("Getting a plan", 303), ("getting a PLAN", 422), ("Travel", 303)):
        officer.get("/commitments/subjects")
        assert officer.submit("/commitments/subjects", {"name": name}).status_code == status
    officer.get("/commitments/new")
    plan = next(o for o in officer.page.select("select[name=subject] option") if "plan" in o.text)
    assert add(officer, subject=str(plan["value"])) == 303
    assert add(officer, action="We run a bus") == 303
    client.get(f"/you-said-we-did?subject={plan['value']}&year=2026")
    assert "We write all letters anew" in client.text()
    assert "About: Getting a plan" in client.text()
    assert "We run a bus" not in client.text()
    for nothing in ("year=2025", "year=x&subject=nobody", "year=999999999999"):
        assert client.get(f"/you-said-we-did?{nothing}").status_code == 200
    assert "We run a bus" in client.text(), "what is no year filters nothing"


def test_a_subject_in_use_stays_and_one_that_is_not_goes(officer: CheckingClient) -> None:
    officer.get("/commitments/subjects")
    officer.submit("/commitments/subjects", {"name": "Travel"})
    officer.get("/commitments/new")
    travel = next(o for o in officer.page.select("select[name=subject] option") if "Tra" in o.text)
    path = f"/commitments/subjects/{travel['value']}"
    assert add(officer, subject=str(travel["value"])) == 303
    officer.get(f"{path}/change")
    assert officer.submit(f"{path}/change", {"name": "Buses"}).status_code == 303
    officer.get("/commitments/subjects")
    assert officer.submit(f"{path}/remove").status_code == 303
    officer.get("/commitments/subjects")
    assert "Commitments are about this subject" in officer.text()
    assert "Buses" in officer.text()
    change = changing(officer)
    officer.get(change)
    assert officer.submit(change, THEME | {"subject": ""}).status_code == 303
    officer.get("/commitments/subjects")
    assert officer.submit(f"{path}/remove").status_code == 303
    officer.get("/commitments/subjects")
    assert "Buses" not in officer.text()


def test_a_commitment_belongs_to_a_step_of_the_action_plan(
    officer: CheckingClient, client: CheckingClient, session: Session
) -> None:
    action_plan.add_shipped(session, NOW)
    session.commit()
    step = list_areas(session)[0].actions[0].steps[1]
    assert add(officer, step=str(step.id)) == 303
    client.get("/you-said-we-did")
    assert "Part of the action plan: A1 b" in client.text()
    officer.get(f"/action-plan/{list_areas(session)[0].actions[0].id}")
    assert "We write all letters anew" in officer.text()


def test_a_commitment_that_is_not_there_is_not_found(officer: CheckingClient) -> None:
    assert officer.get(f"/commitments/{uuid4()}/change").status_code == 404
    officer.get("/commitments/new")
    assert officer.submit(f"/commitments/{uuid4()}/change", THEME).status_code == 404


@pytest.mark.parametrize("path", ["/commitments", "/commitments/new"])
def test_the_group_member_reads_only_the_public_page(
    session: Session, sign_in: SignIn, path: str
) -> None:
    staff_id = add_staff(session, Role.GROUP_MEMBER)
    session.commit()
    browser = sign_in(Role.GROUP_MEMBER, staff_id)
    assert browser.get(path).status_code == 403
    assert browser.get("/you-said-we-did").status_code == 200


def test_released_words_are_shown_until_the_desk_takes_them_back(
    session: Session, officer: CheckingClient, officer_id: UUID, client: CheckingClient
) -> None:
    add_families(session, 20)
    wave_id = open_wave_of(session, WRITTEN)
    course = Course(session, wave_id, give_links(session, wave_id))
    course.answer(16)
    course.close()
    viewer, today = Viewer(Role.PARTICIPATION_OFFICER, officer_id), NOW.date()
    kind = ThemeWords("Waiting", "It takes long", ("wait",))
    theme = add_theme(session, viewer, kind, today, new_id=uuid4())
    assert isinstance(theme, UUID)
    refs = [each.ref for each in desk_texts.list_texts(session, State.WAITING, offset=0, limit=99)]
    for ref in refs:
        found = desk_texts.find_text(session, ref)
        outcome = Outcome.QUOTE if found and found.may_quote else Outcome.THEME_ONLY
        choice = Choice(0, outcome, themes=frozenset({theme}))
        assert desk.decide(session, viewer, ref, choice, needs_second=False, today=today) is None
    session.commit()
    words = [each.words for each in moderation.list_quotations(session, wave_id)]
    session.commit()
    officer.get(f"/commitments/sources?wave={wave_id}")
    links = [str(a["href"]) for a in officer.page.select("main a[href*='said=']")]
    assert len(links) == 1 + len(words), "one theme, and every word that was released"
    for link in links:
        officer.get(link)
        said = officer.page.select_one("input[name=said]")
        assert said is not None
        typed = THEME | {"theme": "", "said": str(said["value"])}
        assert officer.submit("/commitments/new", typed).status_code == 303
    client.get("/you-said-we-did")
    text = client.text()
    assert "Waiting" in text
    assert "16" not in text.split("Waiting")[1][:60], "no count beside the theme"
    assert all(f"“{each}”" in text for each in words)
    session.rollback()
    open_for("write")
    for ref in refs:
        desk.take_back(session, viewer, ref, "A name", seen=1, today=today)
    session.commit()
    client.get("/you-said-we-did")
    text = client.text()
    assert not [each for each in words if each in text]
    gone = [h for h in client.page.select("h2") if "is not shown any more" in h.get_text()]
    assert len(gone) == len(words)
    assert text.count("We write all letters anew") == len(links), "the promises stay"
