"""Somebody presses a button twice, or two people press at the same moment: one thing is kept."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.actions.date_flags import SaidBefore, flag_date
from portal.actions.wishes import choose
from portal.domain.case_facts import RecordSource
from portal.domain.people import Role, Viewer
from portal.domain.wishes import MaySee, Wish
from portal.store.access_decisions import Around
from portal.store.connection import open_for
from portal.store.db import db
from portal.store.record_age import FlaggedDate, note_files_read
from portal.store.tables.cases import AssessmentRequest
from portal.store.tables.record_age import DateFlagReport
from portal.store.tables.wishes import WishRow
from tests import people

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
RECEIVED = NOW.date() - timedelta(150)
PRESSES = 6


@pytest.fixture
def together(app: Flask) -> Callable[[Callable[[Session], Any]], list[Any]]:
    """Do the same at once, each in a transaction of its own; what each was answered."""
    start = Barrier(PRESSES)

    def press(do: Callable[[Session], Any]) -> Any:
        with app.app_context():
            open_for("write")
            start.wait()
            answer = do(db.session())
            db.session.commit()
            return answer

    def all_of_them(do: Callable[[Session], Any]) -> list[Any]:
        with ThreadPoolExecutor(PRESSES) as pool:
            return list(pool.map(lambda _: press(do), range(PRESSES)))

    return all_of_them


def test_a_date_called_wrong_twice_is_one_report(
    session: Session, together: Callable[[Callable[[Session], Any]], list[Any]]
) -> None:
    note_files_read(session, ("requests.csv",), NOW.date())
    child, mother = people.add_child(session), people.add_adult(session)
    people.link(session, child, mother)
    session.add(AssessmentRequest(requests_id=uuid4().hex, child_id=child, received_on=RECEIVED))
    session.commit()
    viewer = Viewer(Role.FAMILY_MEMBER, mother)
    wrong = FlaggedDate(RecordSource.REQUESTS, RECEIVED)

    answers = together(
        lambda own: flag_date(
            own, viewer, child, wrong, "In May", check_within=timedelta(7), now=NOW
        )
    )

    assert sum(isinstance(answer, SaidBefore) for answer in answers) == PRESSES - 1
    assert session.scalar(select(func.count()).select_from(DateFlagReport)) == 1


def test_a_choice_made_twice_is_one_word(
    session: Session, together: Callable[[Callable[[Session], Any]], list[Any]]
) -> None:
    child = people.add_child(session, birth_date=date(2009, 2, 3))
    own, mother = people.add_adult(session), people.add_adult(session, email="m@example.org")
    people.link(session, child, own, relationship="self")
    people.link(session, child, mother)
    session.commit()
    viewer, wish = Viewer(Role.YOUNG_PERSON, own), Wish(MaySee.NOTHING, helps_decide=False)
    about = Around(child, mother)

    together(lambda one: choose(one, viewer, about, wish, link_path="/choices", now=NOW))

    assert count_wishes(session, mother) == 1


def count_wishes(session: Session, adult: UUID) -> int | None:
    return session.scalar(
        select(func.count()).select_from(WishRow).where(WishRow.family_member_id == adult)
    )
