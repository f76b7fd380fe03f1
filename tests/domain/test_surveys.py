"""The rules of a survey: what freezes, and what counts as an answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.measures import MEASURES, Agreement, Measure, find_measure
from portal.domain.surveys import (
    Choice,
    NoQuestions,
    Question,
    UnknownAnswers,
    UnknownMeasures,
    freeze_questions,
    missing_answers,
    read_answers,
)


def questions_of(*keys: str) -> tuple[Question, ...]:
    frozen = freeze_questions([Choice(key, 1) for key in keys])
    assert isinstance(frozen, tuple)
    return frozen


def test_the_bank_holds_the_measures_the_council_promised() -> None:
    assert [measure.key for measure in MEASURES] == [
        "plan.involved",
        "plan.communication",
        "plan.needs",
        "plan.outcomes",
        "plan.provision",
        "review.involved",
        "review.satisfied",
        "review.adulthood",
        "setting.needs",
        "setting.outcomes",
        "setting.access",
    ]


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.key)
def test_wordings_are_numbered_from_one_and_the_last_is_current(measure: Measure) -> None:
    assert find_measure(measure.key) is measure
    assert [w.number for w in measure.wordings] == list(range(1, len(measure.wordings) + 1))
    assert measure.current is measure.wordings[-1]


def test_a_frozen_question_keeps_its_wording_scale_and_order() -> None:
    first, second = questions_of("plan.provision", "plan.needs")
    assert (first.key, second.key) == ("plan.provision", "plan.needs")
    assert first.options == tuple(Agreement)
    assert first.statements["en"].endswith(".")


def test_the_earlier_wording_of_communication_keeps_its_own_number() -> None:
    (satisfactory,) = questions_of("plan.communication")
    later = freeze_questions([Choice("plan.communication", 2)])
    assert isinstance(later, tuple)
    assert satisfactory.wording != later[0].wording
    assert satisfactory.statements != later[0].statements


@pytest.mark.parametrize(
    ("choices", "refusal"),
    [
        ([], NoQuestions()),
        ([Choice("plan.mood", 1)], UnknownMeasures(("plan.mood",))),
        ([Choice("plan.needs", 7)], UnknownMeasures(("plan.needs",))),
        ([Choice("setting.needs", 1)], UnknownMeasures(("setting.needs",))),
        (
            [Choice("plan.communication", 1), Choice("plan.communication", 2)],
            UnknownMeasures(("plan.communication",)),
        ),
    ],
)
def test_a_wave_refuses_what_it_cannot_ask(choices: list[Choice], refusal: object) -> None:
    assert freeze_questions(choices) == refusal


def test_blank_answers_are_allowed_and_named() -> None:
    questions = questions_of("plan.involved", "plan.needs")
    answers = read_answers(questions, {"plan.involved": "agree", "plan.needs": "", "other": "x"})
    assert answers == {"plan.involved": "agree"}
    assert missing_answers(questions, {"plan.involved": "agree"}) == ("plan.needs",)


def test_something_that_is_not_an_option_is_refused_by_name() -> None:
    questions = questions_of("plan.involved", "plan.needs")
    given_answers = {"plan.involved": "agree", "plan.needs": "very_much"}
    assert read_answers(questions, given_answers) == UnknownAnswers(("plan.needs",))


@given(st.dictionaries(st.text(max_size=20), st.text(max_size=20), max_size=10))
def test_reading_answers_never_fails_and_never_lets_a_foreign_value_through(
    given_answers: dict[str, str],
) -> None:
    (question,) = questions_of("plan.involved")
    answers = read_answers((question,), given_answers)
    if isinstance(answers, dict):
        assert set(answers) <= {"plan.involved"}
        assert set(answers.values()) <= set(question.options)
