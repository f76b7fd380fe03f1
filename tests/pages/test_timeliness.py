"""What was done in time: a manager's figures, and the cases behind each one press away."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.actions.case_events import EventRecorded, record_event
from portal.domain.case_facts import EventKind
from portal.domain.people import Role, Viewer
from portal.store.record_age import note_files_read
from portal.store.tables.cases import AssessmentRequest, CaseEvent
from portal.store.tables.children import CaseloadEntry
from portal.store.tables.sessions import ReadTrail
from tests import people
from tests.pages.conftest import CheckingClient, SignIn

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
TODAY = NOW.date()
FILES = ("requests.csv", "assessment.csv", "named_plan.csv", "active_plans.csv", "events.csv")


def add_case(session: Session, caseworker: UUID, manager: UUID, **facts: str) -> UUID:
    child = people.add_child(session, birth_date=date(2018, 5, 14), year_group=3, **facts)
    session.add(CaseloadEntry(child_id=child, caseworker_id=caseworker, manager_id=manager))
    session.flush()
    return child


def add_new_plan(session: Session, child: UUID, made: date, exception: str = "") -> None:
    """Asked for on 5 January 2026: the last lawful day is 25 May."""
    session.add(
        AssessmentRequest(
            requests_id=uuid4().hex, child_id=child, received_on=date(2026, 1, 5), outcome="Y"
        )
    )
    if exception:
        event = CaseEvent(child_id=child, kind="exception", happened_on=date(2026, 3, 2))
        event.detail, event.recorded_at = exception, NOW
        session.add(event)
    people.add_plan(session, child, start_on=made)


@pytest.fixture
def team(session: Session) -> tuple[UUID, UUID, UUID]:
    """A manager, and two caseworkers below."""
    note_files_read(session, FILES, TODAY)
    manager, one, other = (people.add_staff(session, Role.CASEWORKER) for _ in range(3))
    add_new_plan(session, add_case(session, one, manager, surname="Early"), date(2026, 5, 25))
    add_new_plan(session, add_case(session, other, manager, surname="Tardy"), date(2026, 6, 8))
    excused = add_case(session, other, manager, surname="Excused")
    add_new_plan(session, excused, date(2026, 6, 9), "away_from_area")
    strange = people.add_child(session, surname="Strange")
    people.put_on_caseload(session, strange, people.add_staff(session, Role.CASEWORKER))
    add_new_plan(session, strange, date(2026, 6, 8))
    session.commit()
    return manager, one, other


def figures(browser: CheckingClient, period: str = "2026") -> dict[str, list[str]]:
    """The numbers of each line, by the address of its cases."""
    browser.get(f"/in-time?period={period}")
    found = {}
    for line in browser.page.select("tbody tr"):
        link = line.select_one("a")
        assert link is not None
        found[str(link["href"]).split("?")[0].rsplit("/", 1)[1]] = [
            cell.get_text(strip=True) for cell in line.select("td")
        ]
    return found


def test_a_manager_sees_the_whole_team_and_a_caseworker_the_own_cases(
    team: tuple[UUID, UUID, UUID], sign_in: SignIn
) -> None:
    manager, one, other = (figures(sign_in(Role.CASEWORKER, person)) for person in team)
    assert manager["new-plans"] == ["1", "3", "33 %", "0"]
    assert manager["new-plans-without-exceptions"] == ["1", "2", "50 %", "1"]
    assert one["new-plans"] == ["1", "1", "100 %", "0"]
    assert other["new-plans-without-exceptions"] == ["0", "1", "0 %", "1"]
    assert manager["amended-plans"] == ["0", "0", "None due", "0"]


def test_the_cases_behind_a_figure_are_one_press_away_and_noted(
    session: Session, team: tuple[UUID, UUID, UUID], sign_in: SignIn
) -> None:
    browser = sign_in(Role.CASEWORKER, team[0])
    browser.get("/in-time?period=2026")
    assert session.scalars(select(ReadTrail.purpose)).all() == []
    link = browser.page.select_one("a[href*='new-plans-without']")
    assert link is not None
    browser.get(str(link["href"]))
    text = browser.text()
    assert all(name in text for name in ("Early", "Tardy", "Excused", "lawful exception"))
    assert "Strange" not in text
    assert "25 May 2026" in text
    session.rollback()
    assert len(session.scalars(select(ReadTrail.child_id)).all()) == 3


def test_a_month_is_chosen_by_its_address_and_an_unknown_one_is_this_year(
    team: tuple[UUID, UUID, UUID], sign_in: SignIn
) -> None:
    browser = sign_in(Role.CASEWORKER, team[0])
    assert figures(browser, "2026-05")["new-plans"] == ["1", "1", "100 %", "0"]
    chosen = browser.page.select_one("option[selected]")
    assert chosen is not None
    assert chosen["value"] == "2026-05"
    assert figures(browser, "1900-99")["new-plans"][1] == "3"


def test_a_team_without_records_has_no_figures(session: Session, sign_in: SignIn) -> None:
    staff_id = people.add_staff(session, Role.CASEWORKER)
    session.commit()
    browser = sign_in(Role.CASEWORKER, staff_id)
    assert figures(browser)["new-plans"] == ["0", "0", "None due", "0"]
    assert "no records yet" in browser.text()


def test_the_administrator_sees_nothing_of_it(session: Session, sign_in: SignIn) -> None:
    staff_id = people.add_staff(session, Role.ADMINISTRATOR)
    session.commit()
    assert sign_in(Role.ADMINISTRATOR, staff_id).get("/in-time").status_code == 403


@pytest.mark.parametrize("recorded_here", [True, False])
def test_exceptions_and_agreed_delays_of_both_sources_stand_behind_the_figures(
    session: Session, sign_in: SignIn, recorded_here: bool
) -> None:
    note_files_read(session, FILES, TODAY)
    caseworker = people.add_staff(session, Role.CASEWORKER)
    viewer = Viewer(Role.CASEWORKER, caseworker)
    decided = date(2026, 3, 2)
    for name, made, kind, detail in (
        ("Kept", date(2026, 6, 9), EventKind.EXCEPTION, "away_from_area; 2026-06-30; Panel"),
        ("Broken", date(2026, 7, 1), EventKind.EXCEPTION, "away_from_area; 2026-06-30; Panel"),
        ("Asked", date(2026, 6, 9), EventKind.AGREED_DELAY, ""),
    ):
        child = add_case(session, caseworker, caseworker, surname=name)
        add_new_plan(session, child, made)
        if recorded_here:
            done = record_event(
                session, viewer, child, kind=kind, day=decided, detail=detail, now=NOW
            )
            assert isinstance(done, EventRecorded)
        else:
            session.add(
                CaseEvent(
                    child_id=child,
                    kind=kind,
                    happened_on=decided,
                    detail=detail,
                    recorded_at=NOW,
                )
            )
    session.commit()

    browser = sign_in(Role.CASEWORKER, caseworker)
    assert figures(browser)["new-plans"] == ["0", "3", "0 %", "0"]
    assert figures(browser)["new-plans-without-exceptions"] == ["0", "2", "0 %", "1"]
    browser.get("/in-time/new-plans-without-exceptions?period=2026")
    lines = {
        str(row.select("th")[0].get_text(strip=True)).split()[-1]: [
            " ".join(cell.get_text().split()) for cell in row.select("td")[:4]
        ]
        for row in browser.page.select("tbody tr")
    }
    excused = "30 Jun 2026: Away from the area for 4 weeks or more"
    assert lines == {
        "Kept": ["25 May 2026", excused, "9 Jun 2026", "Not counted: lawful exception."],
        "Broken": ["25 May 2026", excused, "1 Jul 2026", "Late."],
        "Asked": [
            "25 May 2026",
            "",
            "9 Jun 2026",
            "Late. A delay was agreed on 2 Mar 2026, which moves no legal date.",
        ],
    }
