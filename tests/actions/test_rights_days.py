"""By themselves on the day: who is told, by when a caseworker acts, and nothing twice."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.actions.rights_days import keep_rights_days
from portal.actions.wishes import choose, record_capacity, record_wish
from portal.domain.people import Role, Viewer
from portal.domain.rights_days import Notice
from portal.domain.wishes import CapacityDecision, Matter, MaySee, Outcome, Wish
from portal.outside.bank_holidays import in_england
from portal.store.access_decisions import Around
from portal.store.tables.outbox import OutboxMessage
from portal.store.tables.people import FamilyLink
from portal.store.tables.tasks import Task
from tests import people

LONDON = ZoneInfo("Europe/London")
DAY = timedelta(1)


class Council:
    """Families, and the daily job run on days of a test's choosing."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.seen: set[UUID] = set()

    def family(self, born: date, *, own: dict[str, Any] | None, **plan: Any) -> dict[str, UUID]:
        child = people.add_child(self.session, birth_date=born)
        people.add_plan(self.session, child, **plan)
        mother = people.add_adult(self.session, email=f"m{child.hex}@example.org")
        people.link(self.session, child, mother)
        made = {"child": child, "mother": mother}
        if own is not None:
            made["own"] = people.add_adult(self.session, **own)
            people.link(self.session, child, made["own"], relationship="self")
        return made

    def on(self, day: date) -> None:
        """As soon after midnight as a worker looks."""
        keep_rights_days(
            self.session,
            notice=Notice(),
            path_of=lambda child_id: f"/children/{child_id}/rights",
            bank_holidays=lambda years: {date(2026, 12, 25), date(2026, 12, 28)},
            now=datetime.combine(day, time(0, 5), LONDON).astimezone(UTC),
        )

    def told(self) -> dict[UUID, list[str]]:
        """What was sent since the last look, by person."""
        found: dict[UUID, list[str]] = {}
        for message in self.session.scalars(select(OutboxMessage).order_by(OutboxMessage.kind)):
            if message.id not in self.seen and message.link_sealed is not None:
                found.setdefault(message.recipient_id, []).append(message.kind)
            self.seen.add(message.id)
        return found

    def tasks(self) -> list[tuple[UUID, str, date, bool]]:
        rows = self.session.scalars(select(Task).order_by(Task.due_on, Task.kind))
        return [(row.child_id, row.kind, row.due_on, row.done_at is not None) for row in rows]


@pytest.fixture
def council(session: Session) -> Council:
    return Council(session)


def test_each_is_told_once_before_and_on_the_day(council: Council) -> None:
    """Born in July, still 15: told on the day the clocks go forward, 90 days before."""
    born = date(2011, 7, 20)
    family = council.family(born, own={"email": "young@example.org"})
    other = council.family(date(2011, 9, 1), own={"email": "later@example.org"})
    council.on(date(2027, 3, 27))
    assert council.told() == {}
    council.on(date(2027, 3, 28))
    assert council.told() == {
        family["mother"]: ["rights_soon_family"],
        family["own"]: ["rights_soon_own"],
    }
    for _ in range(2):
        council.on(date(2027, 3, 28))
    council.on(date(2027, 6, 25))
    assert council.told() == {}
    council.on(date(2027, 6, 26))
    assert council.told() == {
        family["mother"]: ["rights_begin_family"],
        family["own"]: ["rights_begin_own"],
    }
    council.on(date(2027, 6, 27))
    assert council.told() == {}
    assert council.tasks() == []
    assert other["mother"] not in council.told()


def test_an_outage_of_two_days_loses_nothing_and_says_nothing_twice(council: Council) -> None:
    family = council.family(date(2011, 7, 20), own={"email": "young@example.org"})
    council.on(date(2027, 6, 25))
    council.told()
    council.on(date(2027, 6, 28))
    assert council.told()[family["own"]] == ["rights_begin_own"]
    council.on(date(2027, 6, 29))
    assert council.told() == {}


def test_what_is_long_past_is_no_news(council: Council) -> None:
    council.family(date(2010, 3, 1), own={"email": "young@example.org"})
    council.on(date(2026, 11, 23))
    assert council.told() == {}
    assert council.tasks() == []


@pytest.mark.parametrize("own", [None, {}, {"email": "shared@example.org"}])
def test_where_nobody_can_reach_the_young_person_a_caseworker_finds_a_way_by_the_day(
    council: Council, own: dict[str, Any] | None
) -> None:
    if own:
        people.add_adult(council.session, **own)  # somebody else has the same address
    family = council.family(date(2011, 7, 20), own=own)
    council.on(date(2027, 3, 28))
    assert council.told() == {family["mother"]: ["rights_soon_family"]}
    council.on(date(2027, 6, 26))
    assert council.tasks() == [(family["child"], "find_way_to_reach", date(2027, 6, 26), False)]


def test_neither_a_plan_that_ended_nor_a_parent_kept_away_is_told(council: Council) -> None:
    ended = council.family(
        date(2011, 7, 20), own={"email": "a@example.org"}, ceased_on=date(2026, 1, 1)
    )
    family = council.family(date(2011, 7, 20), own={"email": "b@example.org"})
    row = council.session.scalars(
        select(FamilyLink).where(FamilyLink.family_member_id == family["mother"])
    ).one()
    row.restriction = "no contact"
    council.session.flush()
    council.on(date(2027, 3, 28))
    assert council.told() == {family["own"]: ["rights_soon_own"]}
    assert ended["child"] not in {task[0] for task in council.tasks()}


BORN = date(2008, 12, 18)  # 18 on a Friday before Christmas


def test_at_18_without_a_word_a_caseworker_has_10_working_days(council: Council) -> None:
    family = council.family(BORN, own={"email": "young@example.org"})
    council.on(date(2026, 10, 18))
    assert council.told() == {}
    council.on(date(2026, 10, 19))  # 60 days before
    assert council.told() == {
        family["mother"]: ["eighteen_soon_family"],
        family["own"]: ["eighteen_soon_own"],
    }
    council.on(date(2026, 12, 17))
    assert council.tasks() == []
    council.on(BORN.replace(year=2026))
    council.on(BORN.replace(year=2026) + DAY)
    # 21 to 24 December, 29 to 31 December, then 1, 4 and 5 January in this test's calendar.
    due = (family["child"], "settle_parents_access", date(2027, 1, 5), False)
    assert council.tasks() == [due]
    assert council.told() == {}


def test_who_is_18_when_the_portal_comes_is_settled_from_that_day(council: Council) -> None:
    family = council.family(date(2003, 1, 1), own=None)
    council.on(date(2026, 11, 23))
    assert council.tasks() == [(family["child"], "settle_parents_access", date(2026, 12, 7), False)]
    assert council.told() == {}


def test_born_on_29_february_is_18_on_1_march(council: Council) -> None:
    family = council.family(date(2008, 2, 29), own=None)
    council.on(date(2026, 2, 28))
    assert council.tasks() == []
    council.on(date(2026, 3, 1))
    assert [task[0] for task in council.tasks()] == [family["child"]]


def test_where_it_is_settled_nobody_is_asked_and_an_open_task_ends(
    app: Flask, council: Council
) -> None:
    session, now = council.session, datetime(2026, 11, 23, 9, tzinfo=UTC)
    caseworker = Viewer(Role.CASEWORKER, people.add_staff(session, Role.CASEWORKER))
    agreed = council.family(BORN, own={"email": "young@example.org"})
    choose(
        session,
        Viewer(Role.YOUNG_PERSON, agreed["own"]),
        Around(agreed["child"], agreed["mother"]),
        Wish(MaySee.NO_LETTERS),
        link_path="/",
        now=datetime(2026, 10, 1, 9, tzinfo=UTC),
    )
    council.told()
    council.on(date(2026, 10, 20))
    council.on(date(2026, 12, 20))
    assert council.told() == {}
    assert council.tasks() == []

    spoken, assessed = (council.family(date(2005, 1, 1), own=None) for _ in range(2))
    for family in (spoken, assessed):
        people.put_on_caseload(session, family["child"], caseworker.person_id)
    council.on(date(2026, 11, 23))
    assert [done for *_, done in council.tasks()] == [False, False]
    around = Around(spoken["child"], spoken["mother"])
    wish = Wish(MaySee.EVERYTHING)
    record_wish(session, caseworker, around, wish, note="Said so.", link_path="/", now=now)
    decision = CapacityDecision(
        Matter.WHO_SEES, "Who sees it", Outcome.CANNOT_DECIDE, "Testasha", date(2026, 11, 1)
    )
    record_capacity(session, caseworker, assessed["child"], decision, now=now)
    assert [done for *_, done in council.tasks()] == [True, True]


def test_the_bank_holidays_are_those_of_england() -> None:
    """As published for 2026 and 2027, the days in lieu among them."""
    days = in_england({2026, 2027})
    assert {
        date(2026, 1, 1),
        date(2026, 4, 3),
        date(2026, 4, 6),
        date(2026, 5, 4),
        date(2026, 5, 25),
        date(2026, 8, 31),
        date(2026, 12, 25),
        date(2026, 12, 28),
        date(2027, 12, 27),
        date(2027, 12, 28),
    } <= days
    assert date(2026, 8, 3) not in days, "Scotland's"
    assert date(2026, 3, 17) not in days, "Northern Ireland's"
