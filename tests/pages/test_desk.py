"""The caseworker's desk: the worklist, the case with its story, tasks, and a manager's team."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.actions.messages import queue_message, queue_messages
from portal.domain.case_facts import RecordSource
from portal.domain.messages import MessageKind, Recipient, RecipientKind
from portal.domain.people import Role
from portal.domain.tasks import CALLS, NewTask, TaskKind
from portal.domain.views import Audience
from portal.domain.views_questions import Voice
from portal.kit.task_wording import TASK_WORDS
from portal.store.db import db
from portal.store.outbox import NewMessage
from portal.store.tables.cases import CaseEvent, Plan
from portal.store.tables.children import CaseloadEntry
from portal.store.tables.people import FamilyLink
from portal.store.tables.record_age import DateFlag
from portal.store.tables.recorded_events import RecordedEventRow
from portal.store.tables.reviews import Contribution, ContributionSending
from portal.store.tables.sessions import ReadTrail
from portal.store.tables.tasks import Task
from portal.store.tasks import add_tasks
from tests import people
from tests.conftest import Clock
from tests.pages.conftest import CheckingClient, SignIn
from tests.pages.test_plan_status import (
    TODAY,
    Seed,
    add_event,
    open_review,
    seed,
    with_plan,
    with_request,
)

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
__all__ = ["seed"]


def on_caseload(
    session: Session, caseworker: UUID, child: UUID, manager: UUID | None = None
) -> None:
    session.add(CaseloadEntry(child_id=child, caseworker_id=caseworker, manager_id=manager))
    session.flush()


def own_case(session: Session, days_ago: int = 200, **facts: Any) -> tuple[UUID, UUID, UUID]:
    """A caseworker, a parent and their child, whose plan is so old."""
    parent, child = with_plan(session, days_ago, **facts)
    caseworker = people.add_staff(session, Role.CASEWORKER, name="Cora Caseworker")
    on_caseload(session, caseworker, child)
    return caseworker, parent, child


def the_day(day: date, name: str = "day") -> dict[str, str]:
    return {
        f"{name}-day": str(day.day),
        f"{name}-month": str(day.month),
        f"{name}-year": str(day.year),
    }


def typed(kind: str, day: date, **others: str) -> dict[str, str]:
    return {"kind": kind, "reason": "", **the_day(day), **others}


def names(desk: CheckingClient) -> list[str]:
    return [row.get_text(strip=True).split()[0] for row in desk.page.select("tbody th")]


def record(desk: CheckingClient, child: UUID, fields: dict[str, str]) -> Any:
    assert desk.get(f"/cases/{child}/events/new").status_code == 200
    return desk.submit(f"/cases/{child}/events/new", fields)


# The worklist


def a_mixed_caseload(session: Session) -> UUID:
    """One late, one with a draft out, one due in ten days, one far from anything."""
    caseworker = people.add_staff(session, Role.CASEWORKER)
    _, late = with_plan(session, 400, forename="Late")
    _, drafted = with_request(session, 60, forename="Drafted")
    add_event(session, drafted, "draft_served", TODAY - timedelta(2))
    _, soon = with_plan(session, 355, forename="Soon")
    _, calm = with_plan(session, 20, forename="Calm")
    for child in (late, drafted, soon, calm):
        on_caseload(session, caseworker, child)
    return caseworker


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


# The case


def test_what_is_recorded_counts_at_once_and_stands_in_the_story_with_who_and_when(
    seed: Seed, sign_in: SignIn
) -> None:
    caseworker, parent, child = seed(own_case)
    desk = sign_in(Role.CASEWORKER, caseworker)
    held = TODAY - timedelta(3)

    done = record(desk, child, typed("meeting", held, note="In the hall"))
    assert (done.status_code, done.location) == (303, f"/cases/{child}")
    desk.get(done.location)
    assert "The review meeting has been held" in desk.text()
    assert "Written down here on Monday 23 November 2026" in desk.text()
    assert "Recorded: Review meeting, held or booked, 20 Nov 2026" in desk.text()
    assert "Cora Caseworker" in desk.text()
    assert "In the hall" in desk.text()

    family = sign_in(Role.FAMILY_MEMBER, parent)
    family.get(f"/children/{child}")
    assert "The review meeting was held" in family.text()
    assert "In the hall" not in family.text()
    assert "Cora" not in family.page.select(".site-steps")[0].get_text()


def test_a_correction_is_listed_with_both_days_and_the_reason(seed: Seed, sign_in: SignIn) -> None:
    caseworker, _, child = seed(own_case)
    desk = sign_in(Role.CASEWORKER, caseworker)
    record(desk, child, typed("meeting", TODAY - timedelta(3)))
    desk.get(f"/cases/{child}")
    put_right = next(
        link for link in desk.page.select("main a") if link.get_text().startswith("Put right")
    )
    desk.get(str(put_right["href"]))
    kind = desk.page.select_one("#kind option[selected]")
    assert kind is not None
    assert kind["value"] == "meeting"

    fields = typed("meeting", TODAY - timedelta(4), note="A day out")
    done = desk.submit(str(put_right["href"]), fields)
    assert done.status_code == 303
    desk.get(done.location)
    assert (
        "Put right: Review meeting, held or booked, 19 Nov 2026. "
        "Before: Review meeting, held or booked, 20 Nov 2026"
    ) in desk.text()
    assert "A day out" in desk.text()
    assert desk.get(str(put_right["href"])).status_code == 404  # it no longer stands


def test_what_never_happened_is_taken_back(app: Flask, seed: Seed, sign_in: SignIn) -> None:
    caseworker, _, child = seed(own_case)
    desk = sign_in(Role.CASEWORKER, caseworker)
    record(desk, child, typed("meeting", TODAY - timedelta(3)))
    with app.app_context():
        event = db.session.scalars(select(RecordedEventRow.id)).one()
    address = f"/cases/{child}/events/{event}/withdraw"
    desk.get(address)
    assert desk.submit(address, {"note": ""}).status_code == 422
    done = desk.submit(address, {"note": "Another child"})
    desk.get(done.location)
    assert "Taken back: Review meeting, held or booked, 20 Nov 2026" in desk.text()
    assert "The plan is in place" in desk.text()


def test_an_exception_keeps_the_legal_day_beside_the_excused_one(
    seed: Seed, sign_in: SignIn
) -> None:
    def late_assessment(session: Session) -> tuple[UUID, UUID, UUID]:
        parent, child = with_request(session, 150)
        caseworker = people.add_staff(session, Role.CASEWORKER)
        on_caseload(session, caseworker, child)
        return caseworker, parent, child

    caseworker, parent, child = seed(late_assessment)
    desk = sign_in(Role.CASEWORKER, caseworker)
    fields = typed(
        "exception",
        TODAY - timedelta(60),
        reason="personal_circumstances",
        decided_by="Panel of September",
    ) | the_day(date(2026, 12, 31), "excused_until")
    assert record(desk, child, fields).status_code == 303
    desk.get(f"/cases/{child}")
    for said in ("13 Nov 2026", "Thursday 31 December 2026", "Panel of September"):
        assert said in desk.text()

    family = sign_in(Role.FAMILY_MEMBER, parent)
    family.get(f"/children/{child}")
    assert "The law gives us more time here." in family.text()
    assert "Friday 13 November 2026" in family.text()
    assert "The new date is Thursday 31 December 2026." in family.text()
    assert "Panel" not in family.text()


def test_another_reason_is_recorded_as_an_agreed_delay_and_the_page_says_so(
    seed: Seed, sign_in: SignIn
) -> None:
    caseworker, _, child = seed(own_case)
    desk = sign_in(Role.CASEWORKER, caseworker)
    done = record(desk, child, typed("exception", TODAY, reason="none", note="They asked to wait"))
    desk.get(done.location)
    assert "Recorded as an agreed delay" in desk.text()
    assert "Delay agreed: no legal date moves" in desk.text()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (typed("", TODAY), "Choose what happened"),
        (typed("meeting", TODAY) | {"day-day": ""}, "Enter a day, like 27"),
        (typed("draft_served", TODAY + timedelta(1)), "Only a meeting can be booked"),
        (typed("meeting", date(2014, 8, 31)), "Enter a day from 1 September 2014 on"),
        (typed("exception", TODAY), "Choose the reason"),
        (typed("exception", TODAY, reason="school_closed"), "Enter who decided"),
    ],
)
def test_an_error_keeps_what_was_typed(
    seed: Seed, sign_in: SignIn, fields: dict[str, str], said: str
) -> None:
    caseworker, _, child = seed(own_case)
    desk = sign_in(Role.CASEWORKER, caseworker)
    refused = record(desk, child, fields | {"note": "Typed with care"})
    assert refused.status_code == 422
    assert said in desk.text()
    assert "Typed with care" in desk.text()
    month = desk.page.select_one("input[name=day-month]")
    assert month is not None
    assert month["value"] == fields["day-month"]


def test_the_same_again_and_a_second_booking_are_refused_beside_the_day(
    seed: Seed, sign_in: SignIn
) -> None:
    caseworker, _, child = seed(own_case)
    desk = sign_in(Role.CASEWORKER, caseworker)
    booked = typed("meeting", TODAY + timedelta(10))
    record(desk, child, booked)
    assert record(desk, child, booked).status_code == 422
    assert "The same is on record for this day" in desk.text()
    assert record(desk, child, typed("meeting", TODAY + timedelta(12))).status_code == 422
    assert "A meeting on 3 December 2026 is on record" in desk.text()


def test_the_story_has_messages_views_and_dates_called_wrong(seed: Seed, sign_in: SignIn) -> None:
    caseworker, parent, child = seed(own_case)

    def fill(session: Session) -> None:
        queue_message(
            session,
            to=Recipient(RecipientKind.FAMILY_MEMBER, parent),
            kind=MessageKind.VIEWS_RECEIVED,
            link_path="/children",
            code=None,
            now=NOW,
            about=child,
        )
        plan = session.scalars(select(Plan.id).where(Plan.child_id == child)).one()
        review = open_review(session, child, plan)
        session.flush()
        contribution = Contribution(
            id=uuid4(),
            review_id=review,
            author_id=parent,
            voice=Voice.PARENT_CARER,
            audience=Audience.COUNCIL,
            begun_at=NOW,
        )
        session.add(contribution)
        session.flush()
        session.add(
            ContributionSending(
                contribution_id=contribution.id,
                is_addition=False,
                number=1,
                sent_at=NOW - timedelta(days=1),
                audience=Audience.COUNCIL,
                provenance="",
                choices={},
                text_sealed=b"",
            )
        )
        session.add(
            DateFlag(
                child_id=child,
                source=RecordSource.PLANS,
                day=TODAY - timedelta(200),
                flagged_by_id=parent,
                flagged_at=NOW - timedelta(days=2),
            )
        )

    seed(fill)
    desk = sign_in(Role.CASEWORKER, caseworker)
    desk.get(f"/cases/{child}")
    story = [
        [cell.get_text(" ", strip=True) for cell in row.select("td")[:2]]
        for row in desk.page.select("table")[-1].select("tbody tr")
    ]
    assert story[:3] == [
        ["23 Nov 2026", "Message “We have what you sent”: waiting to be sent"],
        ["22 Nov 2026", "Views came in"],
        ["21 Nov 2026", "Called wrong: 7 May 2026, from our list of plans"],
    ]


def test_a_case_shows_what_was_known_at_the_end_of_a_day(
    seed: Seed, sign_in: SignIn, clock: Clock
) -> None:
    caseworker, _, child = seed(own_case)
    desk = sign_in(Role.CASEWORKER, caseworker)
    record(desk, child, typed("meeting", TODAY - timedelta(3)))
    clock.move(days=2)
    desk = sign_in(Role.CASEWORKER, caseworker)
    record(desk, child, typed("decision_keep", TODAY + timedelta(1)))

    desk.get(f"/cases/{child}")
    assert "The plan is in place" in desk.text()
    desk.get(f"/cases/{child}?known-on={TODAY + timedelta(1)}")
    assert "as it was known at the end of Tuesday 24 November 2026" in desk.text()
    assert "the files keep none" in desk.text()
    assert "The review meeting has been held" in desk.text()
    assert "Decision told" not in desk.text()
    desk.get(f"/cases/{child}?known-on={TODAY - timedelta(1)}")
    assert "The plan is in place" in desk.text()
    assert "Review meeting" not in desk.text()


@pytest.mark.parametrize("day", ["", "yesterday", "2026-13-01", "1900-01-01", "2099-01-01"])
def test_a_day_that_cannot_have_been_known_shows_today(
    seed: Seed, sign_in: SignIn, day: str
) -> None:
    caseworker, _, child = seed(own_case)
    desk = sign_in(Role.CASEWORKER, caseworker)
    assert desk.get(f"/cases/{child}?known-on={day}").status_code == 200
    assert "as it was known" not in desk.text()


def test_where_the_case_system_says_otherwise_a_person_is_told(
    seed: Seed, sign_in: SignIn, clock: Clock
) -> None:
    caseworker, _, child = seed(own_case)
    desk = sign_in(Role.CASEWORKER, caseworker)
    record(desk, child, typed("meeting", TODAY - timedelta(3)))

    def feed(session: Session) -> None:
        session.add(
            CaseEvent(
                child_id=child,
                kind="meeting",
                happened_on=TODAY - timedelta(5),
                recorded_at=NOW + timedelta(hours=1),
            )
        )

    seed(feed)
    desk.get(f"/cases/{child}")
    assert "In the case system: Review meeting, held or booked, 18 Nov 2026." in desk.text()
    assert "The day in the case system counts." in desk.text()
    desk.get("/cases")
    assert "The case system differs in 1 date." in desk.text()


def test_nobody_else_records_anything_for_a_case(seed: Seed, sign_in: SignIn) -> None:
    _, _, child = seed(own_case)
    stranger, _, own = seed(own_case)
    desk = sign_in(Role.CASEWORKER, stranger)
    desk.get(f"/cases/{own}/events/new")
    address = f"/cases/{child}/events/new"
    assert desk.submit(address, typed("meeting", TODAY)).status_code == 404
    assert desk.get(address).status_code == 404
    assert desk.get(f"/cases/{child}/events/{uuid4()}/correct").status_code == 404


# Tasks


def add_task(
    session: Session, child: UUID, due_on: date, kind: TaskKind = TaskKind.RING_FAMILY
) -> None:
    add_tasks(session, [NewTask(child, kind, uuid4(), due_on)], NOW)


def test_every_kind_of_task_has_words() -> None:
    assert set(TASK_WORDS) == set(TaskKind)


def test_tasks_come_overdue_first_and_are_filtered_by_the_address(
    seed: Seed, sign_in: SignIn
) -> None:
    caseworker, _, child = seed(lambda session: own_case(session, forename="Own"))
    _, _, other = seed(lambda session: own_case(session, forename="Canaryname"))

    def fill(session: Session) -> None:
        add_task(session, child, TODAY + timedelta(20))
        add_task(session, child, TODAY - timedelta(1), TaskKind.CHECK_DATE)
        add_task(session, child, TODAY + timedelta(3))
        add_task(session, other, TODAY)

    seed(fill)
    desk = sign_in(Role.CASEWORKER, caseworker)
    desk.get("/tasks")
    days = [row.select("td")[0].get_text(" ", strip=True) for row in desk.page.select("tbody tr")]
    assert days == ["22 Nov 2026 Overdue", "26 Nov 2026", "13 Dec 2026"]
    assert "3 tasks. Overdue: 1." in desk.text()
    assert "Canaryname" not in desk.text()
    for query, count in (
        ("show=overdue", 1),
        ("show=soon", 2),
        ("kind=ring_family", 2),
        ("show=soon&kind=ring_family", 1),
        (f"caseworker={uuid4()}", 0),
        ("show=x&kind=y&caseworker=z", 3),
    ):
        desk.get(f"/tasks?{query}")
        assert len(desk.page.select("tbody tr")) == count, query


def test_a_task_is_done_once_with_a_note_that_is_sealed(
    app: Flask, seed: Seed, sign_in: SignIn
) -> None:
    caseworker, _, child = seed(own_case)
    seed(lambda session: add_task(session, child, TODAY))
    desk = sign_in(Role.CASEWORKER, caseworker)
    desk.get(f"/cases/{child}")
    link = next(a for a in desk.page.select("main a") if a.get_text().startswith("Mark as done"))
    address = str(link["href"])
    desk.get(address)
    done = desk.submit(address, {"note": "They are happy"})
    assert (done.status_code, done.location) == (303, f"/cases/{child}")
    desk.get(done.location)
    assert "Done: Ring the family" in desk.text()
    assert "They are happy" in desk.text()
    with app.app_context():
        task = db.session.scalars(select(Task)).one()
        assert task.done_by_id == caseworker
        assert b"happy" not in (task.note_sealed or b"")

    again = desk.submit(address.partition("?")[0], {"note": "Twice"})
    desk.get(again.location)
    assert "This was done before. Your note was not kept." in desk.text()
    assert desk.page.select("tbody tr") == []


def test_a_call_with_news_names_whom_to_ring_and_nobody_once_the_stop_list_forbids_it(
    app: Flask, seed: Seed, sign_in: SignIn
) -> None:
    caseworker, _, child = seed(own_case)

    def ring(session: Session) -> UUID:
        father = people.add_adult(session, given="Rungby", family="Telephone")
        link_id = people.link(session, child, father, relationship="father")
        to = Recipient(RecipientKind.FAMILY_MEMBER, father)
        new = NewMessage(to, MessageKind.PLAN_NEWS, "/x", about=child)
        [message_id] = queue_messages(session, [new], NOW)
        add_tasks(session, [NewTask(child, TaskKind.RING_WITH_NEWS, message_id, TODAY)], NOW)
        return link_id

    link_id = seed(ring)
    with app.app_context():
        task_id = db.session.scalars(select(Task.id)).one()
    desk = sign_in(Role.CASEWORKER, caseworker)
    desk.get(f"/tasks/{task_id}")
    assert "Rungby Telephone" in desk.text()

    def restrict(session: Session) -> None:
        session.get_one(FamilyLink, link_id).restriction = "no contact"

    seed(restrict)
    desk.get(f"/tasks/{task_id}")
    assert "Rungby" not in desk.text()
    assert "not sent: it was not needed any more, or must not go" in desk.text()


def test_nobody_is_asked_to_ring_the_family_of_a_child_who_died(
    seed: Seed, sign_in: SignIn
) -> None:
    caseworker, _, child = seed(lambda session: own_case(session, forename="Own"))

    def fill(session: Session) -> None:
        plan = session.scalars(select(Plan).where(Plan.child_id == child)).one()
        plan.ceased_on, plan.cease_reason = TODAY, "8"
        for kind in CALLS:
            add_task(session, child, TODAY, kind)
        add_task(session, child, TODAY, TaskKind.CHECK_DATE)

    seed(fill)
    desk = sign_in(Role.CASEWORKER, caseworker)
    desk.get("/tasks")
    assert len(desk.page.select("tbody tr")) == 1
    assert "Check a date" in desk.text()
    desk.get(f"/cases/{child}")
    assert "Ring" not in desk.text()


def test_a_task_of_somebody_elses_case_is_not_there(
    app: Flask, seed: Seed, sign_in: SignIn
) -> None:
    caseworker, _, own = seed(own_case)
    _, _, other = seed(own_case)

    def fill(session: Session) -> None:
        add_task(session, own, TODAY)
        add_task(session, other, TODAY)

    seed(fill)
    with app.app_context():
        tasks = dict(db.session.execute(select(Task.child_id, Task.id)).all())
    desk = sign_in(Role.CASEWORKER, caseworker)
    assert desk.get(f"/tasks/{tasks[other]}").status_code == 404
    desk.get(f"/tasks/{tasks[own]}")
    assert desk.submit(f"/tasks/{tasks[other]}", {"note": ""}).status_code == 404


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
