"""The rules of a survey: what freezes, who may be asked, what may be stored of a group."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.measures import MEASURES, Agreement, Measure, Respondent, find_measure
from portal.domain.surveys import (
    BLANK,
    TRACED_BELOW,
    AlreadyAnswered,
    Choice,
    CohortKind,
    CohortRule,
    Combination,
    Mode,
    NoQuestions,
    Question,
    TooFewInvited,
    UnknownAnswers,
    UnknownMeasures,
    WaveClosed,
    WaveState,
    are_comparable,
    count_answered,
    freeze_questions,
    may_answer,
    may_open,
    merge_small_groups,
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


def test_the_earlier_wording_of_communication_is_not_comparable_with_the_later() -> None:
    (satisfactory,) = questions_of("plan.communication")
    later = freeze_questions([Choice("plan.communication", 2)])
    assert isinstance(later, tuple)
    assert not are_comparable(satisfactory, later[0])
    assert are_comparable(satisfactory, questions_of("plan.communication")[0])


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


def test_a_wave_of_settings_asks_settings() -> None:
    frozen = freeze_questions([Choice("setting.needs", 1)], Respondent.SETTING)
    assert isinstance(frozen, tuple)


def test_a_cohort_rule_covers_its_first_and_last_day() -> None:
    august = CohortRule(CohortKind.FINAL_PLAN_ISSUED, date(2020, 8, 1), date(2020, 8, 31))
    assert august.covers(date(2020, 8, 1))
    assert august.covers(date(2020, 8, 31))
    assert not august.covers(date(2020, 7, 31))
    assert not august.covers(date(2020, 9, 1))


@pytest.mark.parametrize(("invited", "opens"), [(0, False), (9, False), (10, True), (40, True)])
def test_a_wave_without_groups_opens_from_ten_invited(invited: int, opens: bool) -> None:
    assert (may_open([()] * invited) is None) is opens


def test_a_wave_opens_only_where_every_combination_holds_ten() -> None:
    invited = [("ASD", "5-10")] * 10 + [("ASD", "11-15")] * 9 + [("SLCN", "5-10")]
    assert may_open(invited) == TooFewInvited({("ASD", "11-15"): 9, ("SLCN", "5-10"): 1})


combinations = st.tuples(st.sampled_from("abc"), st.sampled_from("xyz"), st.sampled_from("12"))
used_counts = st.dictionaries(combinations, st.integers(0, 25), max_size=18)


@given(used_counts)
def test_no_stored_combination_narrows_to_fewer_than_ten(
    used: dict[Combination, int],
) -> None:
    stored = merge_small_groups(used)
    assert set(stored) == {groups for groups, count in used.items() if count}
    sizes: Counter[Combination] = Counter()
    for own, kept in stored.items():
        sizes[kept] += used[own]
    if sum(used.values()) >= TRACED_BELOW:
        assert all(size >= TRACED_BELOW for size in sizes.values())
    else:
        assert all(value == BLANK for kept in sizes for value in kept)


@given(used_counts)
def test_merging_only_ever_blanks_and_never_invents(used: dict[Combination, int]) -> None:
    for own, kept in merge_small_groups(used).items():
        assert len(own) == len(kept)
        assert all(after in (before, BLANK) for before, after in zip(own, kept, strict=True))


def test_groups_of_ten_are_kept_and_the_finest_group_goes_first() -> None:
    used: dict[Combination, int] = {
        ("ASD", "5-10"): 12,
        ("ASD", "11-15"): 6,
        ("ASD", "16-25"): 5,
        ("SLCN", "5-10"): 10,
    }
    assert merge_small_groups(used) == {
        ("ASD", "5-10"): ("ASD", "5-10"),
        ("ASD", "11-15"): ("ASD", BLANK),
        ("ASD", "16-25"): ("ASD", BLANK),
        ("SLCN", "5-10"): ("SLCN", "5-10"),
    }


def test_a_small_rest_takes_the_smallest_other_group_with_it() -> None:
    assert merge_small_groups({("a",): 11, ("b",): 30, ("c",): 3}) == {
        ("a",): (BLANK,),
        ("b",): ("b",),
        ("c",): (BLANK,),
    }


def test_a_wave_without_groups_has_nothing_to_merge() -> None:
    assert merge_small_groups({(): 3}) == {(): ()}
    assert merge_small_groups({}) == {}


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


@pytest.mark.parametrize(
    ("state", "used", "expected"),
    [
        (WaveState.OPEN, False, None),
        (WaveState.OPEN, True, AlreadyAnswered()),
        (WaveState.CLOSING, False, WaveClosed()),
        (WaveState.CLOSED, True, WaveClosed()),
        (WaveState.DRAFT, False, WaveClosed()),
    ],
)
def test_an_invitation_is_answered_once_and_only_while_open(
    state: WaveState, used: bool, expected: object
) -> None:
    assert may_answer(state, used=used) == expected


def test_answered_counts_every_way_in() -> None:
    assert count_answered({Mode.PORTAL: 6, Mode.TELEPHONE: 4}) == 10
