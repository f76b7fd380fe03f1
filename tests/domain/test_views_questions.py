"""The questions: what hearing-young-people.md lists is there, under keys that stay."""

import pytest

from portal.domain.people import STAFF_ROLES, Role
from portal.domain.views_answers import Answer, questions_asked
from portal.domain.views_questions import (
    CHOICES,
    QUESTIONS,
    Choice,
    Kind,
    Question,
    Topic,
    Voice,
    find_question,
    voice_for,
)

KEYS = {
    Voice.PARENT_CARER: (
        "gone-well harder true-picture "
        "support-1 support-2 support-3 support-4 support-5 support-6 "
        "outcome-1 outcome-2 outcome-3 outcome-4 outcome-5 outcome-6 "
        "next-year home easier-meeting council-only"
    ),
    Voice.CHILD: "likes hard helpers learning in-the-way more tell-meeting coming",
    Voice.YOUNG_PERSON: (
        "likes hard helpers learning in-the-way more "
        "next-step try-first do-myself live friends stops-me keeps-well adult-health "
        "letters decide tell-meeting coming"
    ),
}


@pytest.mark.parametrize("voice", Voice)
def test_keys_and_their_order_stay(voice: Voice) -> None:
    """Words already kept hang on these keys: a key may be added, never renamed."""
    assert " ".join(question.key for question in QUESTIONS[voice]) == KEYS[voice]


def test_one_key_is_one_question_everywhere() -> None:
    by_key: dict[str, Question] = {}
    for questions in QUESTIONS.values():
        for question in questions:
            assert by_key.setdefault(question.key, question) == question


def test_children_answer_in_three_ways_and_may_say_it_is_not_about_them() -> None:
    assert CHOICES[Kind.THREE_WAY] == (
        Choice.GOING_WELL,
        Choice.NOT_SURE,
        Choice.NOT_GOING_WELL,
        Choice.NOT_ABOUT_ME,
    )
    for voice in (Voice.CHILD, Voice.YOUNG_PERSON):
        for question in QUESTIONS[voice]:
            assert Choice.NOT_ABOUT_ME in question.choices or question.kind is Kind.COMING


def test_a_child_is_never_asked_in_an_adults_kind_of_answer() -> None:
    adults = {Kind.PROGRESS, Kind.SUPPORT, Kind.TRUE_PICTURE, Kind.WORDS}
    for voice in (Voice.CHILD, Voice.YOUNG_PERSON):
        assert not adults & {question.kind for question in QUESTIONS[voice]}


def test_preparing_for_adulthood_is_asked_in_all_its_areas() -> None:
    areas = {
        Topic.EMPLOYMENT_AND_LEARNING,
        Topic.INDEPENDENT_LIVING,
        Topic.FRIENDS_AND_COMMUNITY,
        Topic.HEALTH,
        Topic.CONTROL,
    }
    assert areas <= {question.topic for question in QUESTIONS[Voice.YOUNG_PERSON]}
    assert not areas & {question.topic for question in QUESTIONS[Voice.CHILD]}


def test_only_the_parents_last_question_is_for_the_council_alone() -> None:
    council_only = [q for questions in QUESTIONS.values() for q in questions if q.council_only]
    assert council_only == [QUESTIONS[Voice.PARENT_CARER][-1]]


@pytest.mark.parametrize(
    ("role", "year_group", "voice"),
    [
        (Role.FAMILY_MEMBER, 3, Voice.PARENT_CARER),
        (Role.FAMILY_MEMBER, 12, Voice.PARENT_CARER),
        (Role.CHILD, None, Voice.CHILD),
        (Role.CHILD, 8, Voice.CHILD),
        (Role.CHILD, 9, Voice.YOUNG_PERSON),
        (Role.YOUNG_PERSON, None, Voice.YOUNG_PERSON),
        *((role, 9, None) for role in sorted(STAFF_ROLES)),
    ],
)
def test_each_person_is_asked_the_questions_meant_for_them(
    role: Role, year_group: int | None, voice: Voice | None
) -> None:
    assert voice_for(role, year_group) is voice


def test_a_question_of_another_voice_is_not_found() -> None:
    assert find_question(Voice.CHILD, "council-only") is None
    assert find_question(Voice.PARENT_CARER, "council-only") is not None


def test_the_next_outcome_is_asked_only_when_one_was_named() -> None:
    def asked(answers: dict[str, Answer]) -> set[str]:
        return {question.key for question in questions_asked(Voice.PARENT_CARER, answers)}

    assert "outcome-1" in asked({})
    assert "outcome-2" not in asked({})
    assert "outcome-2" in asked({"outcome-1": Answer(Choice.NEARER)})
    assert "outcome-2" not in asked({"outcome-1": Answer()})


def test_an_outcome_that_was_answered_stays_when_the_one_before_it_is_taken_out() -> None:
    keys = [q.key for q in questions_asked(Voice.PARENT_CARER, {"outcome-2": Answer(words="Swim")})]
    assert "outcome-2" in keys
    assert "outcome-3" in keys
