"""The rules of a survey: what freezes, and what counts as an answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.instruments import (
    Choice,
    Instrument,
    NoQuestions,
    UnknownMeasures,
    ask_measures,
)
from portal.domain.measures import MEASURES, Agreement, Measure, Respondent, find_measure
from portal.domain.questions import AnswerFault, Question, WrongAnswers, read_answers


def ask(choices: list[Choice]) -> Instrument | NoQuestions | UnknownMeasures:
    return ask_measures("Survey", Respondent.PARENT_OR_CARER, choices)


def questions_of(*keys: str) -> tuple[Question, ...]:
    made = ask([Choice(key, 1) for key in keys])
    assert isinstance(made, Instrument)
    return made.questions


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
    assert first.option_keys == tuple(Agreement)
    assert first.statement.endswith(".")


def test_the_earlier_wording_of_communication_keeps_its_own_number() -> None:
    (satisfactory,) = questions_of("plan.communication")
    later = ask([Choice("plan.communication", 2)])
    assert isinstance(later, Instrument)
    assert satisfactory.wording != later.questions[0].wording
    assert satisfactory.statement != later.questions[0].statement


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
    assert ask(choices) == refusal


def test_blank_answers_are_allowed() -> None:
    questions = questions_of("plan.involved", "plan.needs")
    answers = read_answers(questions, {"plan.involved": "agree", "plan.needs": "", "other": "x"})
    assert answers == {"plan.involved": "agree"}


def test_something_that_is_not_an_option_is_refused_by_name() -> None:
    questions = questions_of("plan.involved", "plan.needs")
    given_answers = {"plan.involved": "agree", "plan.needs": "very_much"}
    assert read_answers(questions, given_answers) == WrongAnswers(
        {"plan.needs": AnswerFault.NOT_AN_OPTION}
    )


@given(st.dictionaries(st.text(max_size=20), st.text(max_size=20), max_size=10))
def test_reading_answers_never_fails_and_never_lets_a_foreign_value_through(
    given_answers: dict[str, str],
) -> None:
    (question,) = questions_of("plan.involved")
    answers = read_answers((question,), given_answers)
    if isinstance(answers, dict):
        assert set(answers) <= {"plan.involved"}
        assert set(answers.values()) <= set(question.option_keys)
