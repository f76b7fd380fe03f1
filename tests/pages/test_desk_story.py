"""The whole story of a case, and what was known on a day before."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.actions.messages import queue_message
from portal.domain.case_facts import RecordSource
from portal.domain.messages import MessageKind, Recipient, RecipientKind
from portal.domain.people import Role
from portal.domain.views import Audience
from portal.domain.views_questions import Voice
from portal.store.tables.cases import CaseEvent, Plan
from portal.store.tables.record_age import DateFlag
from portal.store.tables.reviews import Contribution, ContributionSending
from tests.conftest import Clock
from tests.pages.at_the_desk import NOW, own_case, record, typed
from tests.pages.conftest import SignIn
from tests.pages.test_plan_status import (
    TODAY,
    Seed,
    open_review,
    seed,
)

__all__ = ["seed"]


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
