"""Questions with options: small numbers are hidden, and cannot be worked out."""

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.answer_options import ChosenFigure, protect_options
from portal.domain.disclosure import hidden_counts
from portal.domain.figures import Thresholds
from portal.domain.questions import Option, Question, QuestionKind
from tests.domain.disclosure_adversary import solve_counts

THRESHOLDS = Thresholds()
KEYS = ("school", "health", "nobody")


def figure(kind: QuestionKind, answered: int, *numbers: int) -> ChosenFigure:
    options = tuple(Option(key, key.title()) for key in KEYS)
    question = Question("own.who", kind, "Who helped?", options=options)
    counts = dict(zip(KEYS, numbers, strict=True))
    return protect_options(question, counts, answered, THRESHOLDS)


def numbers_of(shown: ChosenFigure) -> list[int | None]:
    return [option.number for option in shown.options]


def test_options_stand_in_the_order_of_the_question() -> None:
    shown = figure(QuestionKind.ONE, 60, 30, 20, 10)
    assert [(option.words, option.number) for option in shown.options] == [
        ("School", 30),
        ("Health", 20),
        ("Nobody", 10),
    ]
    assert (shown.answered, shown.may_choose_several) == (60, False)


def test_a_small_number_takes_another_with_it() -> None:
    assert numbers_of(figure(QuestionKind.ONE, 60, 37, 20, 3)) == [37, None, None]


def test_under_ten_answers_no_option_is_shown() -> None:
    assert figure(QuestionKind.ONE, 9, 9, 0, 0).answered == 9
    assert numbers_of(figure(QuestionKind.ONE, 9, 9, 0, 0)) == [None, None, None]
    assert figure(QuestionKind.ONE, 4, 4, 0, 0).answered is None


def test_where_several_may_be_chosen_each_option_parts_all_who_answered() -> None:
    assert numbers_of(figure(QuestionKind.SEVERAL, 40, 38, 20, 3)) == [None, 20, None]
    assert numbers_of(figure(QuestionKind.SEVERAL, 40, 40, 35, 5)) == [40, 35, 5]


@given(st.lists(st.integers(0, 40), min_size=3, max_size=3))
def test_nobody_works_out_a_small_number_from_the_rest(numbers: list[int]) -> None:
    total = sum(numbers)
    shown = {
        key: number
        for key, number in zip(
            KEYS, numbers_of(figure(QuestionKind.ONE, total, *numbers)), strict=True
        )
        if number is not None
    }
    assert not any(0 < number < THRESHOLDS.few for number in shown.values())
    hidden = tuple(key for key in KEYS if key not in shown)
    if hidden and total >= THRESHOLDS.share:
        worked_out = solve_counts(shown, hidden, total, hidden_counts)
        assert not any(0 < number < THRESHOLDS.few for number in worked_out.values())
