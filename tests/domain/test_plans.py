"""From records to what a family is told: each stage, what is next, and when late may be said."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.case_facts import (
    AssessmentFacts,
    CaseFacts,
    Event,
    EventKind,
    Outcome,
    PlanFacts,
    Recorded,
    RecordSource,
    read_recorded,
)
from portal.domain.clocks import ClockKey, Start
from portal.domain.plan_stages import Action, Ask, Due, PlanStatus, Stage, Standing, StepKind
from portal.domain.plans import plan_status
from portal.domain.transfers import Phase, SettingPhase

TODAY = date(2026, 11, 23)
BORN = date(2017, 5, 5)


def on_record(day: date, *, as_of: date = TODAY, in_doubt: bool = False) -> Recorded:
    return Recorded(day, RecordSource.PLANS, as_of, in_doubt)


def ago(days: int, *, as_of: date = TODAY, in_doubt: bool = False) -> Recorded:
    return on_record(TODAY - timedelta(days), as_of=as_of, in_doubt=in_doubt)


def event(kind: EventKind, days_ago: int, detail: str = "") -> Event:
    return Event(kind, ago(days_ago), detail)


def assessing(
    days_ago: int,
    *events: Event,
    request: Outcome = Outcome.YES,
    outcome: Outcome = Outcome.AWAITED,
    received: Recorded | None = None,
    by_order: bool = False,
    as_of: date = TODAY,
) -> CaseFacts:
    return CaseFacts(
        born=BORN,
        as_of=as_of,
        assessment=AssessmentFacts(
            received=received or ago(days_ago),
            request_outcome=request,
            request_decided=None if request is Outcome.AWAITED else ago(days_ago - 30),
            outcome=outcome,
            decided=None if outcome is Outcome.AWAITED else ago(max(days_ago - 100, 0)),
            by_order=by_order,
        ),
        events=events,
    )


def planned(
    made_days_ago: int, *events: Event, last_review: Recorded | None = None, moved_in: bool = False
) -> CaseFacts:
    plan = PlanFacts(made=ago(made_days_ago), last_review=last_review, moved_in=moved_in)
    return CaseFacts(born=BORN, as_of=TODAY, plan=plan, events=events)


def due_of(status: PlanStatus, key: ClockKey) -> Due:
    return next(due for due in status.due if due.key is key)


def keys_of(status: PlanStatus) -> list[ClockKey]:
    return [due.key for due in status.due]


@pytest.mark.parametrize(
    ("facts", "stage", "due"),
    [
        (CaseFacts(born=BORN, as_of=TODAY), Stage.NOTHING_RECORDED, []),
        (
            assessing(10, request=Outcome.AWAITED),
            Stage.REQUEST_RECEIVED,
            [ClockKey.DECIDE_TO_ASSESS, ClockKey.FINAL_PLAN],
        ),
        (assessing(50, request=Outcome.WITHDRAWN), Stage.REQUEST_WITHDRAWN, []),
        (assessing(50, request=Outcome.NO), Stage.ASSESSMENT_REFUSED, []),
        (
            assessing(50, event(EventKind.ADVICE_ASKED, 15, "therapist")),
            Stage.ADVICE_GATHERED,
            [ClockKey.ADVICE_REPLY, ClockKey.REFUSE_TO_ISSUE, ClockKey.FINAL_PLAN],
        ),
        (assessing(120), Stage.ADVICE_GATHERED, [ClockKey.FINAL_PLAN]),
        (assessing(110, outcome=Outcome.NO), Stage.PLAN_REFUSED, []),
        (assessing(110, outcome=Outcome.WITHDRAWN), Stage.ASSESSMENT_WITHDRAWN, []),
        (assessing(110, outcome=Outcome.YES), Stage.PLAN_BEING_WRITTEN, [ClockKey.FINAL_PLAN]),
        (
            assessing(110, event(EventKind.DRAFT_SERVED, 14), outcome=Outcome.YES),
            Stage.DRAFT_WITH_FAMILY,
            [ClockKey.DRAFT_COMMENTS, ClockKey.FINAL_PLAN],
        ),
        (
            assessing(110, event(EventKind.DRAFT_SERVED, 15), outcome=Outcome.YES),
            Stage.FINAL_PLAN_AWAITED,
            [ClockKey.FINAL_PLAN],
        ),
    ],
)
def test_an_assessment_is_told_stage_by_stage(
    facts: CaseFacts, stage: Stage, due: list[ClockKey]
) -> None:
    status = plan_status(facts, TODAY)

    assert (status.stage, keys_of(status)) == (stage, due)


@pytest.mark.parametrize(
    ("events", "stage", "due"),
    [
        ((), Stage.PLAN_IN_FORCE, [ClockKey.LATEST_SENSIBLE_MEETING, ClockKey.REVIEW_DUE]),
        (
            (event(EventKind.MEETING, -60),),
            Stage.REVIEW_MEETING_BOOKED,
            [
                ClockKey.VIEWS_ASKED,
                ClockKey.INVITATIONS,
                ClockKey.ADVICE_CIRCULATED,
                ClockKey.REVIEW_DUE,
            ],
        ),
        ((event(EventKind.MEETING, 0),), Stage.REVIEW_MEETING_BOOKED, [ClockKey.REVIEW_DUE]),
        (
            (event(EventKind.MEETING, 5),),
            Stage.REVIEW_REPORT_AWAITED,
            [ClockKey.MEETING_REPORT, ClockKey.DECISION, ClockKey.REVIEW_DUE],
        ),
        (
            (event(EventKind.MEETING, 20), event(EventKind.MEETING_REPORT, 8)),
            Stage.REVIEW_DECISION_AWAITED,
            [ClockKey.DECISION, ClockKey.REVIEW_DUE],
        ),
        (
            (event(EventKind.MEETING, 25), event(EventKind.DECISION_AMEND, 3)),
            Stage.AMENDMENT_NOTICE_AWAITED,
            [ClockKey.DECISION, ClockKey.AMENDED_FINAL],
        ),
        (
            (
                event(EventKind.MEETING, 25),
                event(EventKind.DECISION_AMEND, 3),
                event(EventKind.AMENDMENT_NOTICE, 3),
            ),
            Stage.AMENDMENT_COMMENTS_OPEN,
            [ClockKey.AMENDMENT_COMMENTS, ClockKey.AMENDED_FINAL],
        ),
        (
            (
                event(EventKind.MEETING, 55),
                event(EventKind.DECISION_AMEND, 30),
                event(EventKind.AMENDMENT_NOTICE, 30),
            ),
            Stage.AMENDED_PLAN_AWAITED,
            [ClockKey.AMENDED_FINAL],
        ),
        (
            (
                event(EventKind.MEETING, 90),
                event(EventKind.DECISION_AMEND, 70),
                event(EventKind.AMENDMENT_NOTICE, 70),
                event(EventKind.FINAL_ISSUED, 20),
            ),
            Stage.PLAN_IN_FORCE,
            [ClockKey.LATEST_SENSIBLE_MEETING, ClockKey.REVIEW_DUE],
        ),
        (
            (event(EventKind.MEETING, 25), event(EventKind.DECISION_KEEP, 3)),
            Stage.PLAN_IN_FORCE,
            [ClockKey.LATEST_SENSIBLE_MEETING, ClockKey.REVIEW_DUE],
        ),
        (
            (event(EventKind.MEETING, 25), event(EventKind.DECISION_CEASE, 3)),
            Stage.CEASE_DECIDED,
            [],
        ),
    ],
)
def test_a_review_is_told_step_by_step(
    events: tuple[Event, ...], stage: Stage, due: list[ClockKey]
) -> None:
    status = plan_status(planned(200, *events), TODAY)

    assert (status.stage, keys_of(status)) == (stage, due)


def test_the_next_review_counts_from_the_decision() -> None:
    decided = event(EventKind.DECISION_KEEP, 3)
    status = plan_status(planned(200, event(EventKind.MEETING, 25), decided), TODAY)

    assert due_of(status, ClockKey.REVIEW_DUE).day == date(2027, 11, 19)


def test_a_review_is_coming_in_the_ten_weeks_before_it_is_due() -> None:
    def stage(days_since_review: int) -> Stage:
        return plan_status(planned(900, last_review=ago(days_since_review)), TODAY).stage

    assert stage(365 - 72) is Stage.PLAN_IN_FORCE
    assert stage(365 - 70) is Stage.REVIEW_COMING


def test_a_meeting_after_an_unfinished_amendment_opens_the_next_review() -> None:
    facts = planned(
        500,
        event(EventKind.MEETING, 400),
        event(EventKind.DECISION_AMEND, 380),
        event(EventKind.MEETING, 10),
    )

    assert plan_status(facts, TODAY).stage is Stage.REVIEW_REPORT_AWAITED


def test_a_plan_that_ended_says_so_and_a_new_request_after_it_starts_again() -> None:
    ended = PlanFacts(made=ago(900), ceased=ago(100))
    request = AssessmentFacts(received=ago(20))

    over = plan_status(CaseFacts(born=BORN, as_of=TODAY, plan=ended), TODAY)
    again = plan_status(CaseFacts(BORN, TODAY, plan=ended, assessment=request), TODAY)
    assert over.stage is Stage.PLAN_CEASED
    assert again.stage is Stage.REQUEST_RECEIVED


def test_a_final_plan_known_only_from_its_event_is_in_force() -> None:
    facts = assessing(150, event(EventKind.FINAL_ISSUED, 10), outcome=Outcome.YES)

    status = plan_status(facts, TODAY)
    assert status.stage is Stage.PLAN_IN_FORCE
    assert [step.kind for step in status.happened][:2] == [
        StepKind.REQUEST_RECEIVED,
        StepKind.ASSESSMENT_AGREED,
    ]


def test_late_is_said_with_the_days_over_the_legal_date() -> None:
    status = plan_status(assessing(150, outcome=Outcome.YES), TODAY)
    late = due_of(status, ClockKey.FINAL_PLAN)

    assert (late.standing, late.days_late) == (Standing.LATE, 10)
    assert status.is_late
    assert {Action.ASK_WHY_LATE, Action.COMPLAIN} <= set(status.actions)


@pytest.mark.parametrize(("days", "standing"), [(140, Standing.IN_TIME), (141, Standing.LATE)])
def test_the_last_lawful_day_itself_is_in_time(days: int, standing: Standing) -> None:
    status = plan_status(assessing(days, outcome=Outcome.YES), TODAY)

    assert due_of(status, ClockKey.FINAL_PLAN).standing is standing


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param(
            assessing(150, outcome=Outcome.YES, received=ago(150, in_doubt=True)), id="flagged"
        ),
        pytest.param(
            assessing(150, outcome=Outcome.YES, received=ago(150, as_of=TODAY - timedelta(15))),
            id="old date",
        ),
        pytest.param(
            assessing(150, outcome=Outcome.YES, as_of=TODAY - timedelta(15)), id="old feed"
        ),
        pytest.param(assessing(150, outcome=Outcome.YES, by_order=True), id="other start"),
    ],
)
def test_a_doubtful_date_is_being_checked_and_never_late(facts: CaseFacts) -> None:
    status = plan_status(facts, TODAY)

    assert due_of(status, ClockKey.FINAL_PLAN).standing is Standing.CHECKING
    assert not status.is_late
    assert Action.COMPLAIN not in status.actions


def test_a_feed_of_ten_days_is_still_fresh() -> None:
    facts = assessing(150, outcome=Outcome.YES, as_of=TODAY - timedelta(10))

    assert plan_status(facts, TODAY).is_late


def test_the_first_review_of_a_plan_from_another_council_is_being_checked() -> None:
    assert not plan_status(planned(500, moved_in=True), TODAY).is_late
    assert plan_status(planned(500), TODAY).is_late
    reviewed_there = planned(900, last_review=ago(500), moved_in=True)
    assert due_of(plan_status(reviewed_there, TODAY), ClockKey.REVIEW_DUE).standing is (
        Standing.CHECKING
    )
    met_here = event(EventKind.MEETING, 520)
    reviewed_here = planned(900, met_here, last_review=ago(500), moved_in=True)
    assert plan_status(reviewed_here, TODAY).is_late


def test_a_meeting_here_does_not_tell_the_limit_of_the_review_that_it_is_for() -> None:
    """The plan was last reviewed elsewhere; its first meeting here has no decision yet."""
    facts = planned(900, event(EventKind.MEETING, 20), last_review=ago(500), moved_in=True)
    assert due_of(plan_status(facts, TODAY), ClockKey.REVIEW_DUE).standing is Standing.CHECKING


def test_without_any_events_nobody_can_tell_that_an_amended_plan_is_late() -> None:
    plan = PlanFacts(
        made=ago(900),
        last_review=ago(200),
        review_outcome=EventKind.DECISION_AMEND,
        meeting=ago(220),
    )
    silent = CaseFacts(born=BORN, as_of=TODAY, plan=plan)
    telling = CaseFacts(
        born=BORN, as_of=TODAY, plan=plan, events=(event(EventKind.AMENDMENT_NOTICE, 200),)
    )

    found = due_of(plan_status(silent, TODAY), ClockKey.AMENDED_FINAL)
    assert found.standing is Standing.CHECKING
    found = due_of(plan_status(telling, TODAY), ClockKey.AMENDED_FINAL)
    assert (found.standing, found.days_late) == (Standing.LATE, 144)


def test_an_agreed_delay_never_moves_the_legal_date() -> None:
    delays = (
        event(EventKind.AGREED_DELAY, 60),
        event(EventKind.EXCEPTION, 50, "parent asked for a delay"),
    )
    late = due_of(
        plan_status(assessing(150, *delays, outcome=Outcome.YES), TODAY), ClockKey.FINAL_PLAN
    )

    assert (late.standing, late.days_late, late.exception) == (Standing.LATE, 10, None)


def test_a_lawful_exception_shows_the_original_and_the_excused_date() -> None:
    until = TODAY + timedelta(5)
    exception = event(EventKind.EXCEPTION, 30, f"school_closed; {until.isoformat()}")
    found = due_of(
        plan_status(assessing(150, exception, outcome=Outcome.YES), TODAY), ClockKey.FINAL_PLAN
    )

    assert (found.standing, found.days_late) == (Standing.EXCUSED, 0)
    assert (found.day, found.excused_until) == (TODAY - timedelta(10), until)


def test_past_the_excused_date_the_days_count_from_it() -> None:
    until = TODAY - timedelta(3)
    exception = event(EventKind.EXCEPTION, 30, f"school_closed; {until.isoformat()}")
    found = due_of(
        plan_status(assessing(150, exception, outcome=Outcome.YES), TODAY), ClockKey.FINAL_PLAN
    )

    assert (found.standing, found.days_late) == (Standing.LATE, 3)


@pytest.mark.parametrize("detail", ["school_closed; soon", "school_closed; 31/02/2027"])
def test_an_exception_whose_date_cannot_be_read_is_being_checked(detail: str) -> None:
    exception = event(EventKind.EXCEPTION, 30, detail)
    found = due_of(
        plan_status(assessing(150, exception, outcome=Outcome.YES), TODAY), ClockKey.FINAL_PLAN
    )

    assert found.standing is Standing.CHECKING


def test_an_exception_that_is_itself_in_doubt_excuses_nothing_and_is_checked() -> None:
    doubtful = event(EventKind.EXCEPTION, 30, "school_closed")
    doubtful = replace(doubtful, when=replace(doubtful.when, in_doubt=True))
    found = due_of(
        plan_status(assessing(150, doubtful, outcome=Outcome.YES), TODAY), ClockKey.FINAL_PLAN
    )

    assert found.standing is Standing.CHECKING


def test_an_exception_of_an_earlier_assessment_excuses_nothing_now() -> None:
    exception = event(EventKind.EXCEPTION, 400, "school_closed")

    assert plan_status(assessing(150, exception, outcome=Outcome.YES), TODAY).is_late


def test_a_target_and_guidance_are_never_late() -> None:
    young = CaseFacts(
        born=date(2023, 6, 1),
        as_of=TODAY,
        plan=PlanFacts(made=ago(100)),
        events=(event(EventKind.MEETING, -20),),
    )

    status = plan_status(young, TODAY)
    assert ClockKey.VIEWS_ASKED not in keys_of(status)
    assert not status.is_late


def test_advice_that_came_back_is_no_longer_due() -> None:
    facts = assessing(
        100,
        event(EventKind.ADVICE_ASKED, 60, "therapist"),
        event(EventKind.ADVICE_ASKED, 50, "psychologist"),
        event(EventKind.ADVICE_RECEIVED, 40, "therapist"),
    )
    found = due_of(plan_status(facts, TODAY), ClockKey.ADVICE_REPLY)

    assert found.deadline.counted_from == TODAY - timedelta(50)
    assert (found.standing, found.days_late) == (Standing.LATE, 8)


def test_a_missing_start_is_named_and_nothing_is_late() -> None:
    facts = CaseFacts(born=BORN, as_of=TODAY, plan=PlanFacts(made=None))

    status = plan_status(facts, TODAY)
    assert status.missing == (Start.PLAN_MADE_OR_REVIEWED,)
    assert status.due == ()


def test_a_date_from_before_the_law_began_is_no_date() -> None:
    assert read_recorded(date(2014, 8, 31), RecordSource.PLANS, TODAY) is None
    assert read_recorded(date(2014, 9, 1), RecordSource.PLANS, TODAY) == on_record(date(2014, 9, 1))


def transferring(
    today: date, *events: Event, done: Recorded | None = None, year_group: int = 6
) -> PlanStatus:
    made = on_record(date(2026, 6, 1), as_of=today)
    facts = CaseFacts(
        born=BORN,
        as_of=today,
        year_group=year_group,
        setting_phase=SettingPhase.PRIMARY,
        plan=PlanFacts(made=made, transfer_done=done),
        events=events,
    )
    return plan_status(facts, today)


def test_a_child_in_the_last_year_of_primary_is_told_of_the_move() -> None:
    status = transferring(date(2026, 11, 1))

    assert status.transfer is Phase.PRIMARY_SECONDARY
    assert [due.day for due in status.due if due.deadline.start is Start.SCHOOL_TRANSFER] == [
        date(2027, 2, 14)
    ]
    assert due_of(status, ClockKey.LATEST_SAFE_MEETING).day == date(2026, 11, 22)


def test_a_move_not_settled_by_14_february_is_late() -> None:
    assert not transferring(date(2027, 2, 14)).is_late
    assert transferring(date(2027, 2, 15)).is_late


def test_a_move_that_is_settled_is_no_longer_due() -> None:
    status = transferring(date(2027, 2, 15), done=on_record(date(2027, 2, 1)))

    assert ClockKey.AMENDED_FINAL not in keys_of(status)


def test_a_review_completed_this_school_year_may_have_settled_the_move() -> None:
    kept = Event(EventKind.DECISION_KEEP, on_record(date(2026, 12, 1), as_of=date(2027, 2, 15)))

    found = due_of(transferring(date(2027, 2, 15), kept), ClockKey.AMENDED_FINAL)
    assert found.standing is Standing.CHECKING


@pytest.mark.parametrize(
    "plan",
    [
        PlanFacts(made=on_record(date(2027, 2, 20), as_of=date(2027, 3, 1))),
        PlanFacts(made=on_record(date(2026, 6, 1), as_of=date(2027, 3, 1), in_doubt=True)),
        PlanFacts(made=on_record(date(2026, 6, 1), as_of=date(2027, 3, 1)), moved_in=True),
        PlanFacts(made=None),
    ],
    ids=["made after the day", "gone from the extract", "moved in", "no date"],
)
def test_a_plan_that_need_not_have_been_amended_for_the_move_is_not_late(plan: PlanFacts) -> None:
    today = date(2027, 3, 1)
    facts = CaseFacts(BORN, today, 6, SettingPhase.PRIMARY, plan=plan)

    assert due_of(plan_status(facts, today), ClockKey.AMENDED_FINAL).standing is Standing.CHECKING


def test_a_child_in_another_year_is_told_of_no_move() -> None:
    assert transferring(date(2026, 11, 1), year_group=5).transfer is None


def test_a_refusal_can_be_appealed_for_two_months() -> None:
    status = plan_status(assessing(60, request=Outcome.NO), TODAY)

    assert status.appeal is not None
    assert status.appeal.appeal_by == date(2026, 12, 24)
    assert {Action.ASK_FOR_MEDIATION, Action.APPEAL} <= set(status.actions)
    assert plan_status(assessing(200, request=Outcome.NO), TODAY).appeal is None


def test_a_reply_is_known_by_whose_it_is_whatever_its_capitals_and_spaces() -> None:
    facts = assessing(
        100,
        event(EventKind.ADVICE_ASKED, 60, "School nurse"),
        event(EventKind.ADVICE_RECEIVED, 20, " school  Nurse "),
    )

    assert ClockKey.ADVICE_REPLY not in keys_of(plan_status(facts, TODAY))


def test_a_reply_from_somebody_who_was_not_asked_may_be_the_one_awaited() -> None:
    facts = assessing(
        100,
        event(EventKind.ADVICE_ASKED, 60, "Health"),
        event(EventKind.ADVICE_RECEIVED, 20),
    )

    found = due_of(plan_status(facts, TODAY), ClockKey.ADVICE_REPLY)
    assert found.standing is Standing.CHECKING


def test_an_amendment_is_not_late_where_a_later_review_is_on_record() -> None:
    facts = planned(
        900,
        event(EventKind.MEETING, 600),
        event(EventKind.DECISION_AMEND, 580),
        event(EventKind.AMENDMENT_NOTICE, 580),
        last_review=ago(200),
    )

    found = due_of(plan_status(facts, TODAY), ClockKey.AMENDED_FINAL)
    assert found.standing is Standing.CHECKING


def test_the_advice_service_is_always_named_and_the_caseworker_where_there_is_one() -> None:
    with_caseworker = CaseFacts(born=BORN, as_of=TODAY, has_caseworker=True)

    assert plan_status(with_caseworker, TODAY).ask == (Ask.CASEWORKER, Ask.ADVICE_SERVICE)
    assert plan_status(planned(100), TODAY).ask == (
        Ask.SEND_TEAM,
        Ask.SETTING,
        Ask.ADVICE_SERVICE,
    )


def test_the_law_comes_before_a_target_or_guidance() -> None:
    status = plan_status(planned(200, event(EventKind.MEETING, -60)), TODAY)

    assert status.due[0].key is ClockKey.VIEWS_ASKED
    assert status.next_due is not None
    assert status.next_due.key is ClockKey.INVITATIONS


DAYS = st.dates(date(2014, 9, 1), date(2030, 12, 31))
RECORDED = st.builds(
    Recorded,
    on=DAYS,
    source=st.sampled_from(RecordSource),
    as_of=st.none() | DAYS,
    in_doubt=st.booleans(),
)
MAYBE = st.none() | RECORDED
EVENTS = st.lists(
    st.builds(
        Event,
        kind=st.sampled_from(EventKind),
        when=RECORDED,
        detail=st.sampled_from(["", "therapist", "school_closed", "away_from_area; 2027-01-01"]),
    ),
    max_size=8,
).map(tuple)
DECISION = st.sampled_from(
    [EventKind.DECISION_KEEP, EventKind.DECISION_AMEND, EventKind.DECISION_CEASE]
)
ANY_FACTS = st.builds(
    CaseFacts,
    born=st.none() | st.dates(date(2000, 1, 1), date(2026, 1, 1)),
    as_of=st.none() | DAYS,
    year_group=st.none() | st.integers(-2, 14),
    setting_phase=st.none() | st.sampled_from(SettingPhase),
    assessment=st.none()
    | st.builds(
        AssessmentFacts,
        received=MAYBE,
        request_outcome=st.sampled_from(Outcome),
        request_decided=MAYBE,
        outcome=st.sampled_from(Outcome),
        decided=MAYBE,
        by_order=st.booleans(),
    ),
    plan=st.none()
    | st.builds(
        PlanFacts,
        made=MAYBE,
        ceased=MAYBE,
        last_review=MAYBE,
        review_outcome=st.none() | DECISION,
        meeting=MAYBE,
        amendment_notice=MAYBE,
        transfer_due=MAYBE,
        transfer_done=MAYBE,
        moved_in=st.booleans(),
    ),
    events=EVENTS,
    has_caseworker=st.booleans(),
)


@given(ANY_FACTS, st.dates(date(2014, 9, 1), date(2031, 1, 1)))
def test_whatever_the_record_holds_late_is_only_said_of_fresh_law(
    facts: CaseFacts, today: date
) -> None:
    status = plan_status(facts, today)

    for due in status.due:
        assert (due.days_late > 0) == (due.standing is Standing.LATE)
        if due.standing is Standing.LATE:
            assert due.deadline.force.is_law
            assert due.day < today
            assert facts.as_of is not None
            assert today - facts.as_of <= timedelta(14)
            assert due.counted is None or not due.counted.in_doubt
    assert [due.day for due in status.due] == sorted(due.day for due in status.due)
    assert Ask.ADVICE_SERVICE in status.ask


@given(ANY_FACTS, st.dates(date(2014, 9, 1), date(2031, 1, 1)))
def test_a_record_nobody_believes_never_says_late(facts: CaseFacts, today: date) -> None:
    stale = CaseFacts(
        born=facts.born,
        as_of=today - timedelta(15),
        assessment=facts.assessment,
        plan=facts.plan,
        events=facts.events,
    )

    assert not plan_status(stale, today).is_late


def test_a_plan_whose_day_is_to_come_is_not_in_place() -> None:
    to_come = PlanFacts(made=ago(-7))
    alone = plan_status(CaseFacts(born=BORN, as_of=TODAY, plan=to_come), TODAY)
    assert alone.stage is Stage.FINAL_PLAN_AWAITED
    assert alone.missing == (Start.REQUEST_RECEIVED,)
    assert plan_status(replace(assessing(130), plan=to_come), TODAY).stage is Stage.ADVICE_GATHERED
    ceased = replace(to_come, ceased=ago(-14))
    assert plan_status(CaseFacts(born=BORN, as_of=TODAY, plan=ceased), TODAY).stage is (
        Stage.FINAL_PLAN_AWAITED
    )
    begun = CaseFacts(born=BORN, as_of=TODAY, plan=to_come)
    assert plan_status(begun, TODAY + timedelta(7)).stage is Stage.PLAN_IN_FORCE


def test_what_was_recorded_here_does_not_grow_old_and_the_files_do() -> None:
    """The meeting was recorded six weeks ago; the feed is of today."""
    held = Event(EventKind.MEETING, Recorded(TODAY - timedelta(40), RecordSource.PORTAL, None))
    facts = planned(300, held)
    decision = plan_status(facts, TODAY).find_due(ClockKey.DECISION)
    assert decision is not None
    assert decision.standing is Standing.LATE
    old = plan_status(replace(facts, as_of=TODAY - timedelta(11)), TODAY)
    decision = old.find_due(ClockKey.DECISION)
    assert decision is not None
    assert decision.standing is Standing.CHECKING
