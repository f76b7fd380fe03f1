"""Indicators on real databases: added once, decided with a reason, numbers never written over."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.actions import indicators as actions
from portal.actions import timeliness
from portal.actions.indicator_standing import StandingIndicator, find_standing, list_standing
from portal.actions.indicators import Correction
from portal.domain.clock_months import ClockMonth
from portal.domain.figures import Thresholds
from portal.domain.indicator_numbers import AlreadyCorrected, AlreadyThere, Number
from portal.domain.indicators import Definition, EntryKind, State
from portal.domain.people import Role, Viewer
from portal.domain.shipped_indicators import SHIPPED_INDICATORS
from portal.domain.timeliness import TimelinessMeasure
from portal.store import clock_months, indicators
from tests.open_waves import NOW
from tests.people import add_staff

QUARTER = (date(2026, 7, 1), date(2026, 9, 30))
NUMBER = Number(EntryKind.FIGURE, *QUARTER, Decimal(24), None, "The return", "Head of SEND")
COMPLAINTS = actions.shipped_id("complaints")
UPHELD = actions.shipped_id("complaints-upheld")


@pytest.fixture
def officer(session: Session) -> Viewer:
    actions.add_shipped(session, NOW)
    return Viewer(
        Role.PARTICIPATION_OFFICER,
        add_staff(session, Role.PARTICIPATION_OFFICER, name="Nadia Oakenshaw"),
    )


def keep(
    session: Session, officer: Viewer, number: Number = NUMBER, indicator_id: UUID = COMPLAINTS
) -> UUID:
    kept = actions.add_number(session, officer, indicator_id, number, NOW, new_id=uuid4())
    assert isinstance(kept, UUID)
    return kept


def stand_now(
    session: Session, indicator_id: UUID, thresholds: Thresholds | None = None
) -> StandingIndicator:
    listed = list_standing(session, thresholds)
    return next(each for each in listed if each.indicator.id == indicator_id)


def test_what_comes_with_the_portal_is_added_once_and_stays_as_the_council_changed_it(
    session: Session, officer: Viewer
) -> None:
    changed = Definition("Complaints of the year", "All that came", owner="Head of SEND")
    actions.decide(
        session, officer, COMPLAINTS, changed, State.TAKEN_ON, "Clearer", NOW, new_id=uuid4()
    )
    actions.add_shipped(session, NOW)
    listed = indicators.list_indicators(session)
    assert len(listed) == len(SHIPPED_INDICATORS)
    assert [each.id for each in listed] == [actions.shipped_id(key) for key in SHIPPED_INDICATORS]
    found = indicators.find_indicator(session, COMPLAINTS)
    assert found is not None
    assert found.definition == changed


def test_who_decided_and_why_is_kept_for_every_decision(session: Session, officer: Viewer) -> None:
    definition, press = SHIPPED_INDICATORS["complaints"].definition, uuid4()
    for _ in range(2):
        actions.decide(
            session,
            officer,
            COMPLAINTS,
            definition,
            State.NOT_TAKEN_ON,
            "We count it elsewhere",
            NOW + timedelta(days=1),
            new_id=press,
        )
    last, first = indicators.list_decisions(session, COMPLAINTS)
    assert (last.role, last.name) == (Role.PARTICIPATION_OFFICER, "Nadia Oakenshaw")
    assert (last.state, last.reason) == (State.NOT_TAKEN_ON, "We count it elsewhere")
    assert (first.role, first.name, first.state) == (None, None, State.TAKEN_ON)
    assert all(each.indicator.id != COMPLAINTS for each in list_standing(session, None))


def test_a_number_is_put_right_once_by_another_and_both_stay(
    session: Session, officer: Viewer
) -> None:
    first, press = keep(session, officer), uuid4()
    twice = actions.add_number(session, officer, COMPLAINTS, NUMBER, NOW, new_id=uuid4())
    assert twice == AlreadyThere()
    right, correction = replace(NUMBER, value=Decimal(27)), Correction(first, "Three by letter")
    for _ in range(2):
        kept = actions.add_number(
            session, officer, COMPLAINTS, right, NOW, new_id=press, correction=correction
        )
        assert kept == press
    again = actions.add_number(
        session, officer, COMPLAINTS, right, NOW, new_id=uuid4(), correction=correction
    )
    assert again == AlreadyCorrected()
    entries = {entry.id: entry for entry in indicators.list_numbers(session, COMPLAINTS)}
    assert entries[first].corrected
    assert entries[press].change == "Three by letter"
    assert [point.value for point in stand_now(session, COMPLAINTS).points] == [Decimal(27)]


def test_the_database_itself_keeps_one_number_for_the_same_days(
    session: Session, officer: Viewer
) -> None:
    first = keep(session, officer)

    def add(corrects: UUID | None) -> bool:
        return indicators.add_number(
            session,
            uuid4(),
            COMPLAINTS,
            NUMBER,
            by=officer.person_id,
            now=NOW,
            corrects=corrects,
        )

    assert not add(None)
    assert add(first)
    assert not add(first)
    assert len(indicators.list_numbers(session, COMPLAINTS)) == 2


def test_a_number_of_an_indicator_that_is_not_there_is_an_error(
    session: Session, officer: Viewer
) -> None:
    with pytest.raises(IntegrityError):
        keep(session, officer, indicator_id=uuid4())


def test_something_else_from_a_page_that_was_sent_before_is_a_number_of_its_own(
    session: Session, officer: Viewer
) -> None:
    first = keep(session, officer)
    target = replace(NUMBER, kind=EntryKind.TARGET, value=Decimal(20))
    second = actions.add_number(session, officer, COMPLAINTS, target, NOW, new_id=first)
    kept = {entry.id: entry.number for entry in indicators.list_numbers(session, COMPLAINTS)}
    assert isinstance(second, UUID)
    assert kept == {first: NUMBER, second: target}


def test_tenths_come_back_as_they_were_typed(session: Session, officer: Viewer) -> None:
    keep(session, officer, replace(NUMBER, value=Decimal("9.8"), base=170, note="Of the return"))
    entry = indicators.list_numbers(session, COMPLAINTS)[0]
    assert entry.number == replace(NUMBER, value=Decimal("9.8"), base=170, note="Of the return")


def test_a_part_leaves_only_where_its_whole_gives_no_few_away(
    session: Session, officer: Viewer
) -> None:
    keep(session, officer)
    keep(session, officer, replace(NUMBER, value=Decimal(21)), UPHELD)
    assert stand_now(session, UPHELD).standing.current is not None
    assert stand_now(session, UPHELD, Thresholds()).standing.current is None
    indicator = indicators.find_indicator(session, UPHELD)
    assert indicator is not None
    assert find_standing(session, indicator, Thresholds()) == stand_now(
        session, UPHELD, Thresholds()
    )


def test_a_month_is_counted_once_and_the_first_count_stands(
    session: Session, officer: Viewer
) -> None:
    measure, first = TimelinessMeasure.REVIEWS_OTHERS, date(2026, 9, 1)
    clock_months.add_months(session, [ClockMonth(measure, first, 30, 10, 0, NOW)])
    clock_months.add_months(session, [ClockMonth(measure, first, 1, 1, 1, NOW)])
    kept = clock_months.list_months(session)
    assert [(month.in_time, month.late, month.excused) for month in kept] == [(30, 10, 0)]
    current = stand_now(session, actions.shipped_id("reviews-others")).standing.current
    assert current is not None
    assert (current.value, current.of) == (Decimal(75), 40)


def test_without_records_no_month_is_counted(session: Session, officer: Viewer) -> None:
    timeliness.count_months(session, NOW)
    assert clock_months.list_months(session) == []
