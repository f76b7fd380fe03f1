from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.action_plan import (
    Action,
    ActionDetails,
    Due,
    FigureEvidence,
    FileEvidence,
    PointNotReached,
    RatingEntry,
    ReasonMissing,
    Step,
    StepDetails,
    StepsNotDone,
    check_evidence,
    check_rating,
    due_point,
    is_step_overdue,
    move_due,
    next_point,
)
from portal.domain.advice import FileKind, Scan
from portal.domain.commitments import EvidenceMissing, Rating
from portal.outside.action_plan_yaml import read_shipped

TODAY = date(2026, 11, 23)
POINT = date(2026, 10, 1)
AT = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)
DUES = st.builds(Due, st.dates(date(2000, 1, 1), date(2090, 12, 31)), st.booleans())
STEPS = st.builds(
    StepDetails,
    words=st.just("x"),
    due=st.none() | DUES,
    first_due=st.none() | DUES,
    done=st.booleans(),
    done_on=st.none() | st.dates(),
)


def action(*entries: RatingEntry, done: bool = True) -> Action:
    steps = (Step(uuid4(), "a", StepDetails("Do it", done=done)),)
    return Action(uuid4(), uuid4(), "A1", ActionDetails("Title"), steps, entries)


def entry(rating: Rating = Rating.RED, point: date = POINT, **facts: object) -> RatingEntry:
    made = RatingEntry(uuid4(), uuid4(), point, rating, (), "Somebody", AT)
    return replace(made, **facts)  # type: ignore[arg-type]


def file(scan: Scan) -> FileEvidence:
    return FileEvidence(uuid4(), uuid4(), "notes.pdf", FileKind.PDF, scan, "x")


@given(STEPS, st.dates(date(2000, 1, 1), date(2090, 12, 31)))
def test_a_step_is_overdue_exactly_when_it_is_open_and_its_last_day_is_over(
    step: StepDetails, today: date
) -> None:
    late = is_step_overdue(step, today)
    assert late is (not step.done and step.due is not None and today > step.due.last_day)
    if step.due is None:
        assert not late, "what is not known is never called late"


@given(DUES)
def test_of_a_month_every_day_is_in_time(due: Due) -> None:
    assert due.last_day >= due.day
    if due.whole_month:
        assert (due.last_day + timedelta(1)).day == 1
        assert due.last_day.month == due.day.month


@given(st.lists(STEPS, min_size=2, max_size=6))
def test_the_first_day_agreed_stays_to_be_read_however_often_it_moves(
    course: list[StepDetails],
) -> None:
    step = replace(course[0], first_due=None)
    agreed = [step.due]
    for later in course[1:]:
        step = move_due(step, replace(later, first_due=None))
        agreed.append(step.due)
    first = next((due for due in agreed if due is not None), None)
    since = agreed[agreed.index(first) :]
    has_moved = any(due != first for due in since)
    assert step.first_due == (first if has_moved else None)


@given(st.lists(st.dates(date(2000, 1, 1), date(2090, 1, 1)), max_size=8), st.none() | DUES)
def test_a_step_falls_due_at_the_first_point_after_its_last_day(
    points: list[date], due: Due | None
) -> None:
    found = due_point(due, points)
    if due is None or not any(point >= due.last_day for point in points):
        assert found is None
    else:
        assert found is not None
        assert found >= due.last_day
        assert not [point for point in points if due.last_day <= point < found]


@pytest.mark.parametrize("rating", list(Rating))
@pytest.mark.parametrize("scan", list(Scan))
def test_a_file_that_is_lost_shows_nothing(rating: Rating, scan: Scan) -> None:
    lost = scan in {Scan.INFECTED, Scan.MISSING}
    refused = check_evidence(rating, [file(scan)])
    needs = rating in {Rating.GREEN, Rating.BLUE}
    assert refused == (EvidenceMissing(rating) if lost and needs else None)
    assert check_evidence(rating, [file(scan), FigureEvidence("1", "2", POINT)]) is None


def test_green_and_blue_need_something_that_shows_them() -> None:
    def judge(rating: Rating, *, has_evidence: bool) -> object:
        return check_rating(
            action(), POINT, rating, has_evidence=has_evidence, reason="", today=TODAY
        )

    for rating in Rating:
        needs = rating in {Rating.GREEN, Rating.BLUE}
        assert judge(rating, has_evidence=True) is None
        assert judge(rating, has_evidence=False) == (EvidenceMissing(rating) if needs else None)


def test_blue_waits_for_every_step() -> None:
    refused = check_rating(
        action(done=False), POINT, Rating.BLUE, has_evidence=True, reason="", today=TODAY
    )
    assert refused == StepsNotDone("a")


def test_a_point_is_rated_from_its_day_on_and_again_only_with_a_reason() -> None:
    def judge(found: Action, point: date, reason: str) -> object:
        return check_rating(
            found, point, Rating.RED, has_evidence=False, reason=reason, today=TODAY
        )

    assert judge(action(), TODAY, "") is None
    assert judge(action(), TODAY + timedelta(1), "") == PointNotReached()
    assert judge(action(entry()), POINT, " ") == ReasonMissing()
    assert judge(action(entry()), POINT, "A slip") is None
    assert judge(action(entry()), date(2026, 7, 1), "") is None


def test_what_was_corrected_stays_but_does_not_hold() -> None:
    first = entry(Rating.GREEN, corrected=True)
    second = entry(Rating.RED, corrects=first.id)
    earlier = entry(Rating.AMBER, point=date(2026, 7, 1))
    rated = action(earlier, first, second)
    assert rated.ratings == {POINT: second, date(2026, 7, 1): earlier}
    assert rated.rating == second
    assert first.lacks_evidence
    assert not second.lacks_evidence
    assert action().rating is None


def test_the_next_point_is_a_quarter_later() -> None:
    assert next_point([]) is None
    assert next_point([date(2020, 10, 1), date(2020, 7, 1)]) == date(2021, 1, 1)
    assert next_point([date(2021, 1, 31)]) == date(2021, 4, 1)


def test_letters_are_given_out_in_order_and_come_to_an_end() -> None:
    steps = tuple(Step(uuid4(), letter, StepDetails("x")) for letter in "abd")
    assert replace(action(), steps=steps).next_letter == "c"
    letters = "abcdefghijklmnopqrstuvwxyz"
    full = tuple(Step(uuid4(), letter, StepDetails("x")) for letter in letters)
    assert replace(action(), steps=full).next_letter == ""


def test_the_shipped_plan_says_of_every_gap_why_it_is_there() -> None:
    shipped = read_shipped()
    codes = [planned.code for area in shipped.areas for planned in area.actions]
    assert codes == ["A1", "A2", "A3", "A4", "A5", "B1", "B2", "B3", "B4", "B5", "C1", "C2"]
    assert len(shipped.points) == 6
    for area in shipped.areas:
        for planned in area.actions:
            for letter, step in planned.steps:
                if step.due is None or not step.owner:
                    assert step.note, f"{planned.code} {letter}"
                if step.due is not None:
                    assert step.due.whole_month, "the source gives no day"
