"""Answering one question: nothing typed is lost, nothing wrong is kept, skipping is free."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.views_answers import (
    WORDS_LIMIT,
    Answer,
    Conflict,
    NotAChoice,
    TooLong,
    find_conflict,
    in_order,
    read_answer,
    tidy_words,
)
from portal.domain.views_questions import QUESTIONS, Choice, Voice, find_question


def test_words_are_kept_as_typed_but_for_edges_and_line_ends() -> None:
    assert tidy_words("  one\r\ntwo\rthree \n") == "one\ntwo\nthree"


def test_too_many_words_are_named_with_the_limit_and_the_length() -> None:
    assert tidy_words("x" * WORDS_LIMIT) == "x" * WORDS_LIMIT
    assert tidy_words("x" * (WORDS_LIMIT + 1)) == TooLong(WORDS_LIMIT, WORDS_LIMIT + 1)


@given(st.text(alphabet="a\r\n ", max_size=60))
def test_tidying_twice_changes_nothing_more(text: str) -> None:
    once = tidy_words(text)
    assert isinstance(once, str)
    assert tidy_words(once) == once


@pytest.mark.parametrize("voice", Voice)
@given(text=st.text(max_size=50))
def test_every_offered_choice_is_taken_and_no_other(voice: Voice, text: str) -> None:
    for question in QUESTIONS[voice]:
        for choice in Choice:
            answer = read_answer(question, choice, text)
            if choice in question.choices:
                assert answer == Answer(choice, str(tidy_words(text)))
            else:
                assert answer == NotAChoice()


def test_skipping_is_always_possible() -> None:
    for questions in QUESTIONS.values():
        for question in questions:
            assert read_answer(question, None, "") == Answer()
            assert read_answer(question, "", "") == Answer()


def test_a_choice_that_does_not_exist_is_refused() -> None:
    question = find_question(Voice.CHILD, "likes")
    assert question is not None
    assert read_answer(question, "brilliant", "") == NotAChoice()


@pytest.mark.parametrize(
    ("saved", "saved_revision", "given_", "opened_at", "clashes"),
    [
        (Answer(words="first"), 1, Answer(words="second"), 1, False),
        (Answer(words="first"), 2, Answer(words="second"), 1, True),
        (Answer(words="same"), 2, Answer(words="same"), 1, False),
        (Answer(), 2, Answer(words="second"), 1, False),
        (Answer(words="first"), 2, Answer(), 1, True),
        (Answer(), 0, Answer(words="new"), 0, False),
    ],
)
def test_a_second_page_never_destroys_words_unseen(
    saved: Answer, saved_revision: int, given_: Answer, opened_at: int, clashes: bool
) -> None:
    found = find_conflict(saved, saved_revision, given_, opened_at)
    assert found == (Conflict(saved, saved_revision) if clashes else None)


def test_answers_stand_in_the_order_of_their_questions_and_none_is_lost() -> None:
    given = {key: Answer(words=key) for key in ("coming", "retired-key", "likes", "hard")}
    assert list(in_order(Voice.CHILD, given)) == ["likes", "hard", "coming", "retired-key"]
