"""What counts as an answer to each kind of question, and which questions are asked."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.questions import (
    FIXED_SCALES,
    LONGEST,
    AnswerFault,
    Condition,
    Option,
    Question,
    QuestionKind,
    WrongAnswers,
    fill_in,
    is_asked,
    keep_asked,
    longest_answers,
    missing_answers,
    read_answer,
    read_answers,
)

COLOURS = (Option("red", "Red"), Option("green", "Green"), Option("blue", "Blue"))


def ask(
    kind: QuestionKind,
    key: str = "q",
    *,
    statement: str = "Say?",
    only_if: Condition | None = None,
    required: bool = False,
) -> Question:
    options = FIXED_SCALES.get(kind, ())
    if kind in (QuestionKind.ONE, QuestionKind.SEVERAL):
        options = COLOURS
    return Question(key, kind, statement, options=options, only_if=only_if, required=required)


@pytest.mark.parametrize(
    ("kind", "given_answer", "answer"),
    [
        (QuestionKind.AGREEMENT, "agree", "agree"),
        (QuestionKind.AGREEMENT, "yes", AnswerFault.NOT_AN_OPTION),
        (QuestionKind.ONE, "green", "green"),
        (QuestionKind.ONE, "green red", AnswerFault.NOT_AN_OPTION),
        (QuestionKind.SEVERAL, "blue red", "red blue"),
        (QuestionKind.SEVERAL, "blue mauve", AnswerFault.NOT_AN_OPTION),
        (QuestionKind.YES_NO, "not_sure", "not_sure"),
        (QuestionKind.THREE_PLACES, "not_about_me", "not_about_me"),
        (QuestionKind.SHORT_TEXT, "  Oak\r\n\x00Lane ", "Oak\nLane"),
        (QuestionKind.SHORT_TEXT, "x" * 200, "x" * 200),
        (QuestionKind.SHORT_TEXT, "x" * 201, AnswerFault.TOO_LONG),
        (QuestionKind.LONG_TEXT, "x" * 2001, AnswerFault.TOO_LONG),
        (QuestionKind.LONG_TEXT, "خانہ\u200cبدوش", "خانہ\u200cبدوش"),
        (QuestionKind.NUMBER, " 007 ", "7"),
        (QuestionKind.NUMBER, "0", "0"),
        (QuestionKind.NUMBER, "-1", AnswerFault.NOT_A_NUMBER),
        (QuestionKind.NUMBER, "1.5", AnswerFault.NOT_A_NUMBER),
        (QuestionKind.NUMBER, "٧", AnswerFault.NOT_A_NUMBER),
        (QuestionKind.NUMBER, "1000000", AnswerFault.NOT_A_NUMBER),
        (QuestionKind.NUMBER, "9" * 5000, AnswerFault.NOT_A_NUMBER),
        (QuestionKind.DATE, "2026-11-24", "2026-11-24"),
        (QuestionKind.DATE, "2026-02-30", AnswerFault.NOT_A_DATE),
        (QuestionKind.DATE, "yesterday", AnswerFault.NOT_A_DATE),
    ],
)
def test_an_answer_is_read_into_its_one_form(
    kind: QuestionKind, given_answer: str, answer: str | AnswerFault
) -> None:
    assert read_answer(ask(kind), given_answer) == answer


@pytest.mark.parametrize("kind", QuestionKind)
@given(given_answer=st.text(max_size=50))
def test_reading_never_fails_and_what_is_read_is_read_the_same_again(
    kind: QuestionKind, given_answer: str
) -> None:
    question = ask(kind)
    answers = read_answers([question], {"q": given_answer, "foreign": "x"})
    if isinstance(answers, WrongAnswers):
        assert set(answers.faults) == {"q"}
    else:
        assert set(answers) <= {"q"}
        assert read_answers([question], answers) == {k: v for k, v in answers.items() if v}


@given(st.dates())
def test_every_day_is_an_answer_to_a_question_for_a_date(day: date) -> None:
    assert read_answer(ask(QuestionKind.DATE), day.isoformat()) == day.isoformat()


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200))
def test_a_set_of_answers_never_takes_more_than_its_longest(words: str) -> None:
    question = ask(QuestionKind.SHORT_TEXT)
    answers = read_answers([question], {"q": words})
    assert isinstance(answers, dict)
    written = json.dumps(answers, ensure_ascii=False, separators=(",", ":"))
    assert len(written.encode()) <= longest_answers([question])


@pytest.mark.parametrize("letter", ["\U0001f469", '"', "\\", "\n.", "\u2028"])
def test_the_longest_text_of_the_longest_letters_fits(letter: str) -> None:
    question = ask(QuestionKind.LONG_TEXT)
    words = (letter * LONGEST[QuestionKind.LONG_TEXT])[: LONGEST[QuestionKind.LONG_TEXT]]
    written = json.dumps({"q": words}, ensure_ascii=False, separators=(",", ":"))
    assert len(written.encode()) <= longest_answers([question])


def test_a_condition_asks_only_those_it_is_about() -> None:
    question = ask(QuestionKind.LONG_TEXT, only_if=Condition("first", ("no", "not_sure")))
    assert is_asked(question, {"first": "no"})
    assert not is_asked(question, {"first": "yes"})
    assert not is_asked(question, {})


def test_a_condition_on_several_holds_where_one_of_them_was_chosen() -> None:
    question = ask(QuestionKind.YES_NO, only_if=Condition("colours", ("blue",)))
    assert is_asked(question, {"colours": "red blue"})
    assert not is_asked(question, {"colours": "red green"})


def test_a_question_with_an_earlier_answer_in_its_words_needs_that_answer() -> None:
    question = ask(QuestionKind.YES_NO, statement="Did {place} help?")
    assert question.pipes == ("place",)
    assert is_asked(question, {"place": "school"})
    assert not is_asked(question, {})
    assert fill_in(question.statement, {"place": "the school"}) == "Did the school help?"


def test_answers_behind_a_changed_mind_are_dropped_all_the_way() -> None:
    first = ask(QuestionKind.YES_NO, "first")
    second = ask(QuestionKind.YES_NO, "second", only_if=Condition("first", ("yes",)))
    third = ask(QuestionKind.LONG_TEXT, "third", only_if=Condition("second", ("yes",)))
    questions = [first, second, third]
    kept = keep_asked(questions, {"first": "no", "second": "yes", "third": "Words"})
    assert kept == {"first": "no"}
    whole = {"first": "yes", "second": "yes", "third": "Words"}
    assert keep_asked(questions, whole) == whole


def test_only_what_is_asked_and_required_can_be_missing() -> None:
    first = ask(QuestionKind.YES_NO, "first")
    second = ask(QuestionKind.YES_NO, "second", only_if=Condition("first", ("yes",)), required=True)
    assert missing_answers([first, second], {}) == ()
    assert missing_answers([first, second], {"first": "no"}) == ()
    assert missing_answers([first, second], {"first": "yes"}) == ("second",)
    assert missing_answers([first, second], {"first": "yes", "second": "no"}) == ()
