"""The shares in time, against dates counted on a calendar, and against a plain recount."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.case_facts import (
    CaseFacts,
    Event,
    EventKind,
    PlanFacts,
    Recorded,
    RecordSource,
)
from portal.domain.timeliness import (
    NewPlan,
    Period,
    Shares,
    TimelinessMeasure,
    Verdict,
    new_plan_shares,
)
from portal.domain.timeliness_reviews import amended_plan_shares, review_shares
from portal.domain.transfers import SettingPhase

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
TODAY = date(2026, 8, 20)
SECONDARY = TimelinessMeasure.REVIEWS_SECONDARY
POST16 = TimelinessMeasure.REVIEWS_POST16
OTHERS = TimelinessMeasure.REVIEWS_OTHERS
AMENDED = TimelinessMeasure.AMENDED_PLANS
ALL_NEW = TimelinessMeasure.NEW_PLANS
UNEXCUSED_NEW = TimelinessMeasure.NEW_PLANS_WITHOUT_EXCEPTIONS


def on(day: date) -> Recorded:
    return Recorded(day, RecordSource.REVIEWS, TODAY)


def event(kind: EventKind, day: date, detail: str = "") -> Event:
    return Event(kind, on(day), detail)


def new_plan(made: date, *events: Event, other_clock: bool = False) -> NewPlan:
    """Asked for on Monday 5 January 2026: 20 weeks end on Monday 25 May."""
    return NewPlan(uuid4(), made, date(2026, 1, 5), other_clock, events)


def counted(shares: Shares, measure: TimelinessMeasure) -> tuple[int, int]:
    return shares[measure].numerator, shares[measure].denominator


# --- new plans ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("made", "share"), [(date(2026, 5, 25), (1, 1)), (date(2026, 5, 26), (0, 1))]
)
def test_the_last_day_of_20_weeks_is_in_time(made: date, share: tuple[int, int]) -> None:
    shares = new_plan_shares([new_plan(made)], YEAR)
    assert counted(shares, ALL_NEW) == counted(shares, UNEXCUSED_NEW) == share


@pytest.mark.parametrize(
    ("detail", "with_them", "without_them"),
    [
        ("away_from_area", (0, 1), (0, 0)),
        ("away_from_area; 2026-06-30; panel", (0, 1), (0, 0)),
        ("away_from_area; 2026-05-31; panel", (0, 1), (0, 1)),
        ("missed_appointment", (0, 1), (0, 1)),
        ("the parent asked for more time", (0, 1), (0, 1)),
    ],
)
def test_only_a_lawful_exception_takes_a_late_plan_out(
    detail: str, with_them: tuple[int, int], without_them: tuple[int, int]
) -> None:
    late = new_plan(date(2026, 6, 8), event(EventKind.EXCEPTION, date(2026, 3, 2), detail))
    shares = new_plan_shares([late], YEAR)
    assert counted(shares, ALL_NEW) == with_them
    assert counted(shares, UNEXCUSED_NEW) == without_them


def test_a_plan_in_time_needs_no_exception_and_stays_in() -> None:
    excused = event(EventKind.EXCEPTION, date(2026, 3, 2), "school_closed")
    shares = new_plan_shares([new_plan(date(2026, 5, 1), excused)], YEAR)
    assert counted(shares, UNEXCUSED_NEW) == (1, 1)


def test_an_exception_of_an_earlier_request_excuses_nothing() -> None:
    earlier = event(EventKind.EXCEPTION, date(2025, 3, 2), "school_closed")
    shares = new_plan_shares([new_plan(date(2026, 6, 8), earlier)], YEAR)
    assert counted(shares, UNEXCUSED_NEW) == (0, 1)


def test_an_agreed_delay_changes_no_figure() -> None:
    delay = event(EventKind.AGREED_DELAY, date(2026, 3, 2), "away_from_area")
    shares = new_plan_shares([new_plan(date(2026, 6, 8), delay)], YEAR)
    assert counted(shares, UNEXCUSED_NEW) == (0, 1)


def test_what_the_records_cannot_tell_is_counted_apart() -> None:
    plans = [
        new_plan(date(2026, 6, 8), other_clock=True),
        NewPlan(uuid4(), date(2026, 6, 8), None, False, ()),
        NewPlan(uuid4(), date(2026, 6, 8), date(2026, 6, 9), False, ()),
        NewPlan(uuid4(), date(2026, 6, 8), date(2013, 6, 9), False, ()),
        new_plan(date(2027, 1, 1)),
    ]
    share = new_plan_shares(plans, YEAR)[ALL_NEW]
    assert (share.denominator, share.percent) == (0, None)
    assert [each.child_id for each in share.having(Verdict.OTHER_CLOCK)] == [plans[0].child_id]
    assert [each.child_id for each in share.having(Verdict.NO_REQUEST_DATE)] == [
        plan.child_id for plan in plans[1:4]
    ]


def test_the_share_is_a_whole_percentage() -> None:
    plans = [new_plan(date(2026, 5, day)) for day in (1, 25, 26)]
    assert new_plan_shares(plans, YEAR)[ALL_NEW].percent == 67


# --- reviews ------------------------------------------------------------------------------------


def reviews(
    plan: PlanFacts,
    *events: Event,
    born: date = date(2013, 6, 1),
    setting: SettingPhase | None = SettingPhase.SECONDARY,
    period: Period = YEAR,
    known_until: date = TODAY,
) -> Shares:
    facts = CaseFacts(born, known_until, setting_phase=setting, plan=plan, events=events)
    return review_shares([(uuid4(), facts)], period, today=TODAY, known_until=known_until)


@pytest.mark.parametrize(
    ("reviewed", "share"),
    [
        (date(2026, 3, 9), (1, 1)),
        (date(2026, 3, 10), (0, 1)),
        (None, (0, 1)),
    ],
)
def test_a_review_is_due_the_day_before_the_anniversary(
    reviewed: date | None, share: tuple[int, int]
) -> None:
    plan = PlanFacts(on(date(2025, 3, 10)), last_review=on(reviewed) if reviewed else None)
    shares = reviews(plan)
    assert counted(shares, OTHERS) == share
    assert counted(shares, SECONDARY) == counted(shares, POST16) == (0, 0)


def test_a_day_that_the_records_do_not_reach_is_not_judged() -> None:
    plan = PlanFacts(on(date(2025, 3, 10)))
    assert counted(reviews(plan, known_until=date(2026, 3, 9)), OTHERS) == (0, 0)
    assert counted(reviews(plan, known_until=date(2026, 3, 10)), OTHERS) == (0, 1)


def test_a_plan_that_ended_first_owed_no_review() -> None:
    plan = PlanFacts(on(date(2025, 3, 10)), ceased=on(date(2026, 3, 9)))
    assert counted(reviews(plan), OTHERS) == (0, 0)


def test_a_review_told_twice_counts_once() -> None:
    plan = PlanFacts(
        on(date(2024, 5, 1)),
        last_review=on(date(2026, 3, 11)),
        review_outcome=EventKind.DECISION_KEEP,
        meeting=on(date(2026, 2, 20)),
    )
    told = (
        event(EventKind.DECISION_KEEP, date(2025, 4, 1)),
        event(EventKind.DECISION_KEEP, date(2026, 3, 9)),
    )
    share = reviews(plan, *told)[OTHERS]
    assert [(each.limit, each.done) for each in share.judged] == [
        (date(2026, 3, 31), date(2026, 3, 9))
    ]


def test_the_first_review_of_a_plan_from_another_council_has_another_clock() -> None:
    share = reviews(PlanFacts(on(date(2025, 3, 10)), moved_in=True))[OTHERS]
    assert [each.verdict for each in share.judged] == [Verdict.OTHER_CLOCK]


def test_a_review_that_the_other_council_held_leaves_the_next_one_to_another_clock() -> None:
    plan = PlanFacts(on(date(2023, 1, 9)), last_review=on(date(2025, 3, 10)), moved_in=True)
    share = reviews(plan)[OTHERS]
    assert share.judged[-1].verdict is Verdict.OTHER_CLOCK

    held_here = event(EventKind.MEETING, date(2025, 2, 20))
    share = reviews(plan, held_here)[OTHERS]
    assert share.judged[-1].verdict is not Verdict.OTHER_CLOCK


def test_a_record_that_may_have_lost_a_review_calls_nothing_late() -> None:
    plan = PlanFacts(on(date(2019, 3, 10)), last_review=on(date(2026, 3, 1)))
    in_2020 = Period(date(2020, 1, 1), date(2020, 12, 31))
    share = reviews(plan, period=in_2020)[OTHERS]
    assert [each.verdict for each in share.judged] == [Verdict.EARLIER_REVIEWS_UNKNOWN]


def test_a_review_overdue_from_before_is_shown_beside_the_share() -> None:
    share = reviews(PlanFacts(on(date(2023, 3, 10))))[OTHERS]
    assert share.denominator == 0
    assert [each.verdict for each in share.judged] == [Verdict.OVERDUE_FROM_BEFORE]


BEFORE = PlanFacts(on(date(2024, 10, 1)), last_review=on(date(2025, 11, 3)))


@pytest.mark.parametrize(
    ("born", "setting", "measure", "last_day"),
    [
        # Year 6 and Year 11 of 2025/26.
        (date(2014, 9, 1), SettingPhase.PRIMARY, SECONDARY, date(2026, 2, 14)),
        (date(2015, 8, 31), None, SECONDARY, date(2026, 2, 14)),
        (date(2009, 9, 1), SettingPhase.SECONDARY, POST16, date(2026, 3, 30)),
    ],
)
def test_a_move_is_judged_by_its_own_day(
    born: date, setting: SettingPhase | None, measure: TimelinessMeasure, last_day: date
) -> None:
    plan = PlanFacts(on(date(2024, 10, 1)), last_review=on(date(2025, 7, 1)))
    for final, share in ((last_day, (1, 1)), (last_day + timedelta(1), (0, 1))):
        told = event(EventKind.FINAL_ISSUED, final)
        shares = reviews(plan, told, born=born, setting=setting)
        assert counted(shares, measure) == share
        assert shares[OTHERS].judged == ()


def test_the_record_of_a_move_counts_like_the_event() -> None:
    born, done = date(2015, 1, 1), date(2026, 2, 1)
    plan = PlanFacts(on(date(2024, 10, 1)), transfer_done=on(done))
    assert counted(reviews(plan, born=born, setting=None), SECONDARY) == (1, 1)


def test_a_review_in_the_year_of_a_move_may_have_been_the_one() -> None:
    share = reviews(BEFORE, born=date(2015, 1, 1), setting=None)[SECONDARY]
    assert [each.verdict for each in share.judged] == [Verdict.MOVE_UNCLEAR]


def test_a_sixth_form_is_no_move_and_a_new_plan_owes_none() -> None:
    through = reviews(BEFORE, born=date(2010, 1, 1), setting=SettingPhase.THROUGH)
    assert through[POST16].judged == ()
    new = reviews(PlanFacts(on(date(2025, 9, 1))), born=date(2015, 1, 1), setting=None)
    assert new[SECONDARY].judged == ()


DAYS = st.dates(date(2021, 1, 1), date(2026, 8, 19)).filter(lambda day: day.day <= 28)
HISTORIES = st.lists(DAYS, min_size=1, max_size=6, unique=True).map(sorted)


@given(HISTORIES)
def test_reviews_are_those_of_a_plain_recount(history: list[date]) -> None:
    """For a child of no year of a move: every anniversary is looked up on the calendar."""
    made, *done = history
    shares = reviews(
        PlanFacts(on(made)),
        *(event(EventKind.DECISION_KEEP, day) for day in done),
        born=date(2018, 1, 1),
        setting=SettingPhase.PRIMARY,
    )
    in_time, late = 0, 0
    for number, start in enumerate(history):
        anniversary = start.replace(year=start.year + 1)
        after = history[number + 1] if number + 1 < len(history) else None
        if not date(2026, 1, 2) <= anniversary <= TODAY:
            continue
        in_time += after is not None and after < anniversary
        late += after is None or after >= anniversary
    assert counted(shares, OTHERS) == (in_time, in_time + late)


@given(HISTORIES, st.dates(date(2026, 1, 1), date(2026, 12, 30)), st.dates(date(2009, 1, 1)))
def test_adjoining_periods_add_up(history: list[date], cut: date, born: date) -> None:
    made, *done = history
    told = [event(EventKind.DECISION_AMEND, day) for day in done]
    told += [event(EventKind.MEETING, day - timedelta(20)) for day in done]
    told += [event(EventKind.FINAL_ISSUED, day + timedelta(60)) for day in done]
    cases = [(uuid4(), CaseFacts(born, TODAY, plan=PlanFacts(on(made)), events=tuple(told)))]

    def figures(first: date, last: date) -> list[int]:
        period = Period(first, last)
        shares = review_shares(cases, period, today=TODAY, known_until=TODAY) | amended_plan_shares(
            cases, period, known_until=TODAY
        )
        assert all(share.numerator <= share.denominator for share in shares.values())
        return [number for each in shares.values() for number in (each.numerator, each.denominator)]

    whole = figures(YEAR.first, YEAR.last)
    parts = figures(YEAR.first, cut), figures(cut + timedelta(1), YEAR.last)
    assert whole == [sum(both) for both in zip(*parts, strict=True)]


# --- amended plans ------------------------------------------------------------------------------

MEETING = event(EventKind.MEETING, date(2026, 3, 2))  # 12 weeks end on Monday 25 May
TO_AMEND = event(EventKind.DECISION_AMEND, date(2026, 3, 27))


def amended(*events: Event, plan: PlanFacts | None = None) -> Shares:
    facts = CaseFacts(None, TODAY, plan=plan or PlanFacts(on(date(2024, 5, 1))), events=events)
    return amended_plan_shares([(UUID(int=1), facts)], YEAR, known_until=TODAY)


@pytest.mark.parametrize(
    ("final", "share"), [(date(2026, 5, 25), (1, 1)), (date(2026, 5, 26), (0, 1)), (None, (0, 1))]
)
def test_the_amended_plan_has_12_weeks_from_the_meeting(
    final: date | None, share: tuple[int, int]
) -> None:
    told = [event(EventKind.FINAL_ISSUED, final)] if final else []
    shares = amended(MEETING, TO_AMEND, *told)
    assert counted(shares, AMENDED) == share
    assert [each.child_id for each in shares[AMENDED].judged] == [UUID(int=1)]


def test_only_decisions_to_amend_are_among_them() -> None:
    keep = event(EventKind.DECISION_KEEP, date(2026, 3, 27))
    assert amended(MEETING, keep)[AMENDED].judged == ()


def test_a_final_plan_from_before_the_decision_does_not_count() -> None:
    earlier = event(EventKind.FINAL_ISSUED, date(2026, 3, 20))
    assert counted(amended(MEETING, earlier, TO_AMEND), AMENDED) == (0, 1)


def test_without_a_meeting_the_12_weeks_have_no_start() -> None:
    share = amended(TO_AMEND)[AMENDED]
    assert [each.verdict for each in share.judged] == [Verdict.NO_MEETING]


def test_without_events_nobody_can_tell_that_it_was_not_final() -> None:
    plan = PlanFacts(
        on(date(2024, 5, 1)),
        last_review=on(date(2026, 3, 27)),
        review_outcome=EventKind.DECISION_AMEND,
        meeting=on(date(2026, 3, 2)),
    )
    share = amended(plan=plan)[AMENDED]
    assert [each.verdict for each in share.judged] == [Verdict.NO_EVENTS]
