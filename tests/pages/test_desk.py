"""The caseworker's desk: the worklist, and a manager's team."""

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain.people import Role
from portal.store.db import db
from portal.store.tables.sessions import ReadTrail
from tests import people
from tests.pages.at_the_desk import a_mixed_caseload, add_task, names, on_caseload, own_case, typed
from tests.pages.conftest import SignIn
from tests.pages.test_plan_status import (
    TODAY,
    Seed,
    seed,
    with_plan,
)

__all__ = ["seed"]


# The worklist


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["Late", "Soon", "Drafted", "Calm"]),
        ("?show=overdue", ["Late"]),
        ("?show=soon", ["Soon", "Drafted"]),
        ("?show=checking", []),
        ("?waiting=family", ["Drafted"]),
        ("?waiting=council", ["Late", "Soon"]),
        ("?show=soon&waiting=family", ["Drafted"]),
        ("?show=nonsense&waiting=x&caseworker=y", ["Late", "Soon", "Drafted", "Calm"]),
    ],
)
def test_the_worklist_is_in_the_order_of_the_law_and_filtered_by_its_address(
    seed: Seed, sign_in: SignIn, query: str, shown: list[str]
) -> None:
    desk = sign_in(Role.CASEWORKER, seed(a_mixed_caseload))
    desk.get(f"/cases{query}")
    assert names(desk) == shown
    assert "Late by law: 1." in desk.text()


def test_the_worklist_says_on_whom_each_case_waits(seed: Seed, sign_in: SignIn) -> None:
    desk = sign_in(Role.CASEWORKER, seed(a_mixed_caseload))
    desk.get("/cases")
    rows = desk.page.select("tbody tr")
    waiting = [row.select("td")[5].get_text(strip=True) for row in rows]
    assert dict(zip(names(desk), waiting, strict=True)) == {
        "Late": "Us",
        "Soon": "Us",
        "Drafted": "The family",
        "Calm": "Nobody",
    }


def test_staff_read_of_the_family_and_are_not_spoken_to_as_one(seed: Seed, sign_in: SignIn) -> None:
    desk = sign_in(Role.CASEWORKER, seed(a_mixed_caseload))
    desk.get("/cases?waiting=family")
    (case,) = desk.page.select("tbody th a")
    for page in ("/cases?waiting=family", str(case["href"])):
        desk.get(page)
        assert "The draft plan is with the family" in desk.text()
        assert "The family can comment on the draft plan" in desk.text()
        assert "with you" not in desk.text()
        assert "You can comment" not in desk.text()


def test_filters_are_kept_on_the_way_to_a_case_through_its_forms_and_back(
    seed: Seed, sign_in: SignIn
) -> None:
    desk = sign_in(Role.CASEWORKER, seed(a_mixed_caseload))
    desk.get("/cases?show=overdue&waiting=council")
    chosen = [option["value"] for option in desk.page.select("option[selected]")]
    assert chosen == ["overdue", "council"]

    link = desk.page.select_one("tbody th a")
    assert link is not None
    desk.get(str(link["href"]))
    back = desk.page.select_one(".govuk-back-link")
    assert back is not None
    assert back["href"] == "/cases?show=overdue&waiting=council"

    form = desk.page.find("a", string="Record what happened")
    assert form is not None
    address = str(form["href"])
    desk.get(address)
    done = desk.submit(address, typed("meeting", TODAY - timedelta(3)))
    assert done.status_code == 303
    assert done.location.endswith("?show=overdue&waiting=council")


def test_five_hundred_cases_stand_on_one_page_and_need_no_more_statements_than_one(
    app: Flask, seed: Seed, sign_in: SignIn
) -> None:
    def add(number: int) -> UUID:
        def fill(session: Session) -> UUID:
            caseworker = people.add_staff(session, Role.CASEWORKER)
            for days in range(number):
                child = people.add_child(session)
                people.add_plan(session, child, start_on=TODAY - timedelta(days + 1))
                on_caseload(session, caseworker, child)
            return caseworker

        caseworker: UUID = seed(fill)
        return caseworker

    few, many = sign_in(Role.CASEWORKER, add(1)), sign_in(Role.CASEWORKER, add(501))
    few.get("/cases")
    many.get("/cases")
    assert len(many.page.select("tbody tr")) == 500
    assert len(many.statements) == len(few.statements)
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(ReadTrail)) == 501
    many.get("/cases?page=2")
    assert len(many.page.select("tbody tr")) == 1


# The team


def test_a_manager_sees_every_caseload_and_the_oldest_case_one_press_away(
    seed: Seed, sign_in: SignIn
) -> None:
    def a_team(session: Session) -> tuple[UUID, UUID, UUID]:
        manager = people.add_staff(session, Role.CASEWORKER)
        calm = people.add_staff(session, Role.CASEWORKER, name="Ada Calm")
        busy = people.add_staff(session, Role.CASEWORKER, name="Bo Busy")
        oldest = None
        for days, caseworker in ((500, busy), (400, busy), (355, busy), (20, calm), (420, calm)):
            _, child = with_plan(session, days)
            on_caseload(session, caseworker, child, manager)
            oldest = oldest or child
        assert oldest is not None
        add_task(session, oldest, TODAY - timedelta(1))
        with_plan(session, 600, forename="Canaryname")
        return manager, busy, oldest

    manager, busy, oldest = seed(a_team)
    desk = sign_in(Role.CASEWORKER, manager)
    desk.get("/team")
    rows = {
        row.select("th")[0].get_text(strip=True): [
            cell.get_text(" ", strip=True).split(" ,")[0] for cell in row.select("td")[:6]
        ]
        for row in desk.page.select("tbody tr")
    }
    assert rows == {
        "Bo Busy": ["3", "2", "1", "0", "1", "1"],
        "Ada Calm": ["2", "1", "0", "0", "0", "0"],
    }
    assert list(rows) == ["Bo Busy", "Ada Calm"]
    links = [str(link["href"]) for link in desk.page.select("tbody tr")[0].select("a")]
    assert links[1] == f"/cases?caseworker={busy}&show=overdue"
    assert links[-1] == f"/cases/{oldest}"
    desk.get(links[1])
    assert len(desk.page.select("tbody tr")) == 2
    desk.get(links[-1])
    assert desk.get("/cases").status_code == 200
    assert len(desk.page.select("tbody tr")) == 5
    assert "Canaryname" not in desk.text()


def test_a_caseworker_who_manages_nobody_sees_the_own_figures_alone(
    seed: Seed, sign_in: SignIn
) -> None:
    caseworker, _, _ = seed(own_case)
    seed(own_case)
    desk = sign_in(Role.CASEWORKER, caseworker)
    desk.get("/team")
    assert len(desk.page.select("tbody tr")) == 1
