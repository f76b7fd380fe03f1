"""Counts of the forum's members: added to, never changed."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.actions.forum import add_count
from portal.domain.forum import AlreadyCorrected, ForumCount
from portal.domain.people import Role, Viewer
from portal.store import forum
from tests.people import add_staff

NOW = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
COUNT = ForumCount(date(2019, 1, 15), 20, 50, None, "The forum's report")
RIGHT = ForumCount(date(2019, 1, 15), 21, 50, 0, "The forum's report")


@pytest.fixture
def viewer(session: Session) -> Viewer:
    return Viewer(Role.PARTICIPATION_OFFICER, add_staff(session, Role.PARTICIPATION_OFFICER))


def made(outcome: UUID | AlreadyCorrected) -> UUID:
    assert isinstance(outcome, UUID)
    return outcome


def test_a_count_is_read_as_it_was_typed_in(session: Session, viewer: Viewer) -> None:
    new_id = uuid4()
    assert add_count(session, viewer, COUNT, NOW, new_id=new_id) == new_id
    session.expunge_all()
    assert add_count(session, viewer, COUNT, NOW, new_id=new_id) == new_id, "a second press"
    session.expunge_all()
    assert add_count(session, viewer, RIGHT, NOW, new_id=new_id) != new_id, "something else"
    entries = {entry.id: entry for entry in forum.list_entries(session)}
    assert len(entries) == 2
    assert entries[new_id].count == COUNT
    assert entries[new_id].typed_on == date(2026, 11, 23)
    assert entries[new_id].typed_by
    assert not entries[new_id].corrected


def test_a_correction_keeps_the_row_before_and_is_made_once(
    session: Session, viewer: Viewer
) -> None:
    wrong = made(add_count(session, viewer, COUNT, NOW, new_id=uuid4()))
    later = NOW + timedelta(days=1)
    new_id = uuid4()
    for _ in range(2):
        right = add_count(session, viewer, RIGHT, later, new_id=new_id, corrects=wrong)
        assert right == new_id
        session.expunge_all()
    again = add_count(session, viewer, COUNT, later, new_id=uuid4(), corrects=wrong)
    assert again == AlreadyCorrected()
    newest, oldest = forum.list_entries(session)
    assert (newest.count, newest.corrects, newest.corrected) == (RIGHT, wrong, False)
    assert (oldest.count, oldest.corrects, oldest.corrected) == (COUNT, None, True)
    third = add_count(session, viewer, COUNT, later, new_id=uuid4(), corrects=newest.id)
    assert isinstance(third, UUID), "a correction can be wrong too"


def test_nobody_corrects_what_is_not_there(session: Session, viewer: Viewer) -> None:
    with pytest.raises(IntegrityError):
        add_count(session, viewer, RIGHT, NOW, new_id=uuid4(), corrects=uuid4())
