"""The invented events: enough of each thing to see, and said to be invented."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from portal.domain.events import sum_up
from portal.domain.forum import compare
from portal.domain.people import Role, Viewer
from portal.features.demo.making_events import INVENTED, SHEETS, hold_events
from portal.store import event_feedback, events, forum, inspections
from tests.people import add_staff

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = NOW.date()


def test_the_demo_shows_every_part_of_an_event(session: Session) -> None:
    officer = Viewer(Role.PARTICIPATION_OFFICER, add_staff(session, Role.PARTICIPATION_OFFICER))
    assert hold_events(session, officer, TODAY, NOW) == 5
    session.expire_all()
    held = events.list_events(session, 2026)
    assert sum_up([event.details for event in held], 2026, TODAY).held == 3
    shown = [event for event in held if event.results_shown_on]
    assert len(shown) == 1
    results = events.find_results(session, shown[0].id)
    assert results is not None
    assert results.answered == SHEETS
    assert any(statement.share for statement in results.statements)
    assert event_feedback.list_words(session, shown[0].id)
    assert any(event.takes_answers(TODAY) for event in held)
    assert len(inspections.list_inspections(session, shown_only=True)) == 1
    compared = compare(forum.list_entries(session))
    assert [each.is_baseline for each in compared] == [False, True]
    assert {each.entry.count.source for each in compared} == {INVENTED}
