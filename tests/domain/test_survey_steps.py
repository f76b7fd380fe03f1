"""The way through a survey of several parts."""

from portal.domain.survey_steps import asked_in, list_steps, step_after, step_before, step_of
from tests.survey_of_parts import HELP, PARTS, WHEN


def test_a_part_in_which_nothing_is_asked_is_passed_over_both_ways() -> None:
    nobody = {"own.who": "nobody"}
    assert list_steps(PARTS, {}) == (1, 4)
    assert list_steps(PARTS, nobody) == (1, 2, 4)
    assert [step_after(PARTS, step, nobody) for step in (1, 2, 4)] == [2, 4, None]
    assert [step_before(PARTS, step, nobody) for step in (4, 2, 1)] == [2, 1, None]


def test_what_was_said_decides_what_is_asked() -> None:
    assert asked_in(PARTS, 2, {"own.who": "nobody"}) == (HELP,)
    assert asked_in(PARTS, 3, {"own.who": "nobody"}) == ()
    assert asked_in(PARTS, 3, {"own.who": "school"}) == (WHEN,)


def test_a_question_stands_in_one_part() -> None:
    assert [step_of(PARTS, key) for key in ("own.yes", "own.when", "own.day")] == [1, 3, 4]
