"""Events as they are kept."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from portal.domain.events import EngagementKind, EventDetails, Host, SettingType
from portal.domain.people import Role
from portal.store import events
from portal.store.events import Change
from tests.people import add_staff

DETAILS = EventDetails(
    EngagementKind.PUPIL_WORKSHOP,
    "What helps us learn",
    date(2026, 6, 30),
    "Library",
    frozenset({Host.ASSISTANT_DIRECTOR}),
    "Youth service",
)


@pytest.fixture
def change(session: Session) -> Change:
    staff_id: UUID = add_staff(session, Role.PARTICIPATION_OFFICER)
    return Change(staff_id, datetime(2026, 11, 23, 9, 0, tzinfo=UTC))


def test_an_event_is_read_as_it_was_typed_in(session: Session, change: Change) -> None:
    event_id = uuid4()
    assert events.add_event(session, event_id, DETAILS, change)
    assert not events.add_event(session, event_id, DETAILS, change), "the id is taken"
    counts = {SettingType.SPECIAL: 0, SettingType.NOT_KNOWN: 14}
    events.keep_attendance(session, event_id, counts, change)
    session.expire_all()
    event = events.find_event(session, event_id)
    assert event is not None
    assert (event.details, event.attendance, event.came) == (DETAILS, counts, 14)


def test_a_year_lists_its_own_events_the_latest_first(session: Session, change: Change) -> None:
    days = (date(2026, 1, 1), date(2026, 12, 31), date(2025, 12, 31), date(2027, 1, 1))
    for day in days:
        details = EventDetails(EngagementKind.OTHER, "Any", day, "Hall", frozenset(), "Group")
        events.add_event(session, uuid4(), details, change)
    assert [event.details.day for event in events.list_events(session, 2026)] == [days[1], days[0]]
    assert list(events.list_years(session)) == [2027, 2026, 2025]
