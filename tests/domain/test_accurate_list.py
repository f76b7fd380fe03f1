"""A line of the accurate list: dates counted on a calendar, flags one by one."""

from dataclasses import replace
from datetime import date

import pytest

from portal.domain.accurate_list import (
    MENDERS,
    CareEvent,
    ListLine,
    Only,
    Place,
    QualityFlag,
    RecordSigns,
    make_line,
)
from portal.domain.case_facts import (
    CaseFacts,
    Event,
    EventKind,
    PlanFacts,
    Recorded,
    RecordSource,
)

TODAY = date(2026, 11, 23)
SOUND = RecordSigns(has_upn=True, is_absent=False, called_wrong=False, claims_exception=False)
SCHOOL = Place("Testschool", None, residential=False)


def on(day: date) -> Recorded:
    return Recorded(day, RecordSource.PLANS, TODAY)


MADE = PlanFacts(on(date(2025, 3, 10)))
FACTS = CaseFacts(date(2016, 5, 14), TODAY, plan=MADE)


def line(
    facts: CaseFacts = FACTS,
    place: Place | None = SCHOOL,
    *care: tuple[CareEvent, date],
    signs: RecordSigns = SOUND,
) -> ListLine:
    return make_line(facts, place, care, signs, TODAY)


def test_a_sound_record_has_nothing_to_mend() -> None:
    assert line().flags == ()


def test_the_next_review_counts_from_the_last_one_or_from_the_plan() -> None:
    assert (line().last_review, line().next_review) == (None, date(2026, 3, 9))
    reviewed = replace(MADE, last_review=on(date(2026, 3, 2)))
    found = line(replace(FACTS, plan=reviewed))
    assert (found.last_review, found.next_review) == (date(2026, 3, 2), date(2027, 3, 1))
    decision = Event(EventKind.DECISION_KEEP, on(date(2026, 6, 1)))
    assert line(replace(FACTS, events=(decision,))).next_review == date(2027, 5, 31)


def test_no_next_review_is_claimed_for_a_plan_that_ended_or_came_from_elsewhere() -> None:
    ended = line(replace(FACTS, plan=replace(MADE, ceased=on(TODAY))))
    assert (ended.has_plan, ended.next_review) == (False, None)
    assert line(replace(FACTS, plan=replace(MADE, moved_in=True))).next_review is None


START, END = CareEvent.MISSING_EDUCATION_START, CareEvent.MISSING_EDUCATION_END


@pytest.mark.parametrize(
    ("care", "since"),
    [
        ([], None),
        ([(START, date(2026, 9, 1))], date(2026, 9, 1)),
        ([(END, date(2026, 10, 1)), (START, date(2026, 9, 1))], None),
        ([(START, date(2026, 9, 1)), (END, date(2026, 9, 1))], None),
        ([(END, date(2026, 9, 1)), (START, date(2026, 10, 1))], date(2026, 10, 1)),
        ([(START, date(2026, 11, 24))], None),
        ([(CareEvent.AWAITING_SPECIALIST_START, date(2026, 9, 1))], None),
    ],
)
def test_missing_education_goes_on_from_its_start_to_its_end(
    care: list[tuple[CareEvent, date]], since: date | None
) -> None:
    assert line(FACTS, SCHOOL, *care).missing_since == since


def test_awaiting_a_specialist_place_likewise() -> None:
    start = (CareEvent.AWAITING_SPECIALIST_START, date(2026, 9, 1))
    end = (CareEvent.AWAITING_SPECIALIST_END, date(2026, 9, 2))
    assert line(FACTS, SCHOOL, start).awaiting_since == date(2026, 9, 1)
    assert line(FACTS, SCHOOL, start, end).awaiting_since is None


def test_a_visit_is_owed_where_a_child_lives_at_the_placement_or_is_taught_at_home() -> None:
    visit = (CareEvent.WELFARE_VISIT, date(2026, 2, 1))
    check = (CareEvent.HOME_EDUCATION_CHECK, date(2026, 5, 1))
    for place in (replace(SCHOOL, residential=True), Place(None, "EHE", residential=False)):
        unvisited, visited = line(FACTS, place), line(FACTS, place, visit, check)
        assert unvisited.visit_owed
        assert unvisited.flags == (QualityFlag.VISIT_MISSING,)
        assert (visited.last_visit, visited.flags) == (date(2026, 5, 1), ())
    assert not line().visit_owed


LAWFUL = Event(EventKind.EXCEPTION, on(date(2025, 1, 6)), "away_from_area")
DELAY = Event(EventKind.EXCEPTION, on(date(2025, 1, 6)), "busy")


@pytest.mark.parametrize(
    ("flag", "found"),
    [
        (QualityFlag.BIRTH_DATE_MISSING, line(replace(FACTS, born=None))),
        (QualityFlag.UPN_MISSING, line(signs=replace(SOUND, has_upn=False))),
        (QualityFlag.NOT_IN_LATEST_FILE, line(signs=replace(SOUND, is_absent=True))),
        (QualityFlag.PLAN_DATE_MISSING, line(replace(FACTS, plan=PlanFacts(None)))),
        (
            QualityFlag.REVIEW_BEFORE_PLAN,
            line(replace(FACTS, plan=replace(MADE, last_review=on(date(2025, 3, 9))))),
        ),
        (QualityFlag.PLACEMENT_MISSING, line(place=None)),
        (QualityFlag.DATE_CALLED_WRONG, line(signs=replace(SOUND, called_wrong=True))),
        (
            QualityFlag.EXCEPTION_WITHOUT_REASON,
            line(replace(FACTS, events=(DELAY,)), signs=replace(SOUND, claims_exception=True)),
        ),
    ],
)
def test_each_fault_is_flagged_alone(flag: QualityFlag, found: ListLine) -> None:
    assert found.flags == (flag,)
    assert found.is_shown(Only.TO_MEND, TODAY)


def test_a_lawful_exception_is_sound_and_every_flag_has_a_mender() -> None:
    lawful = replace(FACTS, events=(LAWFUL,))
    assert line(lawful, signs=replace(SOUND, claims_exception=True)).flags == ()
    assert set(MENDERS) == set(QualityFlag)


def test_each_choice_shows_its_own_lines() -> None:
    plain = line(replace(FACTS, plan=replace(MADE, last_review=on(date(2026, 3, 2)))))
    away = line(
        replace(FACTS, plan=None),
        Place(None, "EHE", residential=False),
        (START, date(2026, 9, 1)),
        (CareEvent.AWAITING_SPECIALIST_START, date(2026, 9, 1)),
        (CareEvent.HOME_EDUCATION_CHECK, date(2026, 9, 1)),
    )
    shown = {only for only in Only if plain.is_shown(only, TODAY)}
    assert shown == {Only.ALL}
    assert {only for only in Only if line().is_shown(only, TODAY)} == {Only.ALL, Only.REVIEW_PAST}
    assert {only for only in Only if away.is_shown(only, TODAY)} == {
        Only.ALL,
        Only.MISSING_EDUCATION,
        Only.AWAITING_SPECIALIST,
        Only.VISIT_OWED,
    }
