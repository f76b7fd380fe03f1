"""What is next by law, on whom a case waits, and a caseload in figures."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from portal.domain.clocks import Bound, ClockKey, Deadline, Force, Start
from portal.domain.plan_stages import Due, PlanStatus, Stage, Standing
from portal.domain.worklist import (
    WAITING_AT,
    Caseload,
    OpenTasks,
    Show,
    ShowTasks,
    WaitingOn,
    WorkOfOne,
    count_caseload,
    is_being_checked,
    is_due_soon,
    is_shown,
    overdue_since,
    urgency,
    waiting_on,
)

TODAY = date(2026, 11, 23)


def due(
    days: int,
    standing: Standing = Standing.IN_TIME,
    force: Force = Force.LAW,
    key: ClockKey = ClockKey.REVIEW_DUE,
    excused_until: date | None = None,
) -> Due:
    day = TODAY + timedelta(days)
    deadline = Deadline(
        key, day, Start.MEETING, day, "SEND Regulations 2014", force, Bound.NO_LATER
    )
    return Due(deadline, standing, None, excused_until=excused_until)


def status(*dues: Due, stage: Stage = Stage.PLAN_IN_FORCE) -> PlanStatus:
    return PlanStatus(stage, (), tuple(sorted(dues, key=lambda each: each.day)), (), ())


EXPECTED = {
    Stage.NOTHING_RECORDED: WaitingOn.NOBODY,
    Stage.REQUEST_RECEIVED: WaitingOn.COUNCIL,
    Stage.REQUEST_WITHDRAWN: WaitingOn.NOBODY,
    Stage.ASSESSMENT_REFUSED: WaitingOn.NOBODY,
    Stage.ADVICE_GATHERED: WaitingOn.COUNCIL,
    Stage.ASSESSMENT_WITHDRAWN: WaitingOn.NOBODY,
    Stage.PLAN_REFUSED: WaitingOn.NOBODY,
    Stage.PLAN_BEING_WRITTEN: WaitingOn.COUNCIL,
    Stage.DRAFT_WITH_FAMILY: WaitingOn.FAMILY,
    Stage.FINAL_PLAN_AWAITED: WaitingOn.COUNCIL,
    Stage.PLAN_IN_FORCE: WaitingOn.NOBODY,
    Stage.REVIEW_COMING: WaitingOn.SETTING,
    Stage.REVIEW_MEETING_BOOKED: WaitingOn.SETTING,
    Stage.REVIEW_REPORT_AWAITED: WaitingOn.SETTING,
    Stage.REVIEW_DECISION_AWAITED: WaitingOn.COUNCIL,
    Stage.AMENDMENT_NOTICE_AWAITED: WaitingOn.COUNCIL,
    Stage.AMENDMENT_COMMENTS_OPEN: WaitingOn.FAMILY,
    Stage.AMENDED_PLAN_AWAITED: WaitingOn.COUNCIL,
    Stage.CEASE_DECIDED: WaitingOn.NOBODY,
    Stage.PLAN_CEASED: WaitingOn.NOBODY,
}


@pytest.mark.parametrize("stage", Stage)
def test_every_stage_waits_on_somebody_or_says_nobody(stage: Stage) -> None:
    assert waiting_on(status(stage=stage), has_setting=True) is EXPECTED[stage]
    assert set(WAITING_AT) == set(Stage)


def test_an_assessment_waits_on_those_who_were_asked_until_the_last_has_answered() -> None:
    asked = status(due(5, key=ClockKey.ADVICE_REPLY), stage=Stage.ADVICE_GATHERED)
    assert waiting_on(asked, has_setting=True) is WaitingOn.ADVISERS
    answered = status(due(5, key=ClockKey.FINAL_PLAN), stage=Stage.ADVICE_GATHERED)
    assert waiting_on(answered, has_setting=True) is WaitingOn.COUNCIL


@pytest.mark.parametrize(
    "stage", [stage for stage, who in EXPECTED.items() if who is WaitingOn.SETTING]
)
def test_without_a_school_or_college_the_council_holds_the_review(stage: Stage) -> None:
    assert waiting_on(status(stage=stage), has_setting=False) is WaitingOn.COUNCIL


@pytest.mark.parametrize(("days", "soon"), [(-1, False), (0, True), (14, True), (15, False)])
def test_due_in_fourteen_days_counts_today_and_the_fourteenth(days: int, soon: bool) -> None:
    assert is_due_soon(status(due(days)), TODAY) is soon
    assert not is_due_soon(status(due(days, force=Force.TARGET)), TODAY)


def test_what_the_law_says_is_next_comes_first_and_what_has_no_date_last() -> None:
    late = status(due(-10, Standing.LATE))
    soon = status(due(3), due(1, force=Force.TARGET))
    later = status(due(40))
    aim = status(due(1, force=Force.TARGET))
    nothing = status()
    assert sorted([nothing, aim, later, soon, late], key=urgency) == [
        late,
        soon,
        later,
        aim,
        nothing,
    ]


def test_late_since_the_excused_date_where_there_was_one() -> None:
    until = TODAY - timedelta(2)
    assert overdue_since(status(due(-30, Standing.LATE, excused_until=until))) == until
    assert overdue_since(status(due(-30, Standing.LATE), due(-5, Standing.LATE))) == (
        TODAY - timedelta(30)
    )
    assert overdue_since(status(due(-30, Standing.EXCUSED), due(-5, Standing.CHECKING))) is None


def test_which_cases_each_filter_shows() -> None:
    late, checking = status(due(-3, Standing.LATE)), status(due(-3, Standing.CHECKING))
    soon, calm = status(due(3)), status(due(100))
    every = (late, checking, soon, calm)
    shown = {show: [each for each in every if is_shown(each, show, TODAY)] for show in Show}
    assert shown == {
        Show.ALL: list(every),
        Show.OVERDUE: [late],
        Show.SOON: [soon],
        Show.CHECKING: [checking],
    }
    assert is_being_checked(
        PlanStatus(Stage.PLAN_IN_FORCE, (), (), (), (), missing=(Start.MEETING,))
    )


@pytest.mark.parametrize(
    ("show", "days"),
    [
        (ShowTasks.ALL, [-1, 0, 14, 15]),
        (ShowTasks.SOON, [-1, 0, 14]),
        (ShowTasks.OVERDUE, [-1]),
    ],
)
def test_which_tasks_each_filter_shows(show: ShowTasks, days: list[int]) -> None:
    every = [-1, 0, 14, 15]
    assert [day for day in every if show.takes(TODAY + timedelta(day), TODAY)] == days


def test_a_caseload_in_figures_and_its_oldest_case() -> None:
    oldest, younger = UUID(int=1), uuid4()
    work = [
        WorkOfOne(younger, status(due(-3, Standing.LATE)), OpenTasks(2, 1)),
        WorkOfOne(oldest, status(due(-30, Standing.LATE), due(3)), OpenTasks(1, 0)),
        WorkOfOne(uuid4(), status(due(-3, Standing.CHECKING))),
        WorkOfOne(uuid4(), status(due(14))),
    ]
    assert count_caseload(work, TODAY) == Caseload(
        cases=4,
        overdue=2,
        soon=2,
        checking=1,
        tasks=OpenTasks(3, 1),
        oldest=(TODAY - timedelta(30), oldest),
    )
    assert count_caseload([], TODAY).oldest is None
