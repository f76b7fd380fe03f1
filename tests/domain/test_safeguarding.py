"""Concerns: who is told when, what a decision needs, who reads a text that was flagged."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.safeguarding import (
    DecisionDetails,
    Flag,
    Missing,
    Outcome,
    Said,
    first_telling_at,
    looks_first,
    reaches_meeting,
    reaches_parents,
    tell_next,
    what_is_missing,
)
from portal.domain.safeguarding_hours import Duty, Rota
from portal.domain.safeguarding_words import finds_words

FIRST, SECOND, THIRD = (UUID(int=number) for number in (3, 2, 1))
LEADS = {FIRST, SECOND, THIRD}
WITHIN = timedelta(minutes=30)
OFFICE = {day: Duty(time(9), time(17), (FIRST, SECOND)) for day in range(5)}
ROTA = Rota(OFFICE)
MONDAY_TEN = datetime(2026, 11, 23, 10, tzinfo=UTC)
FRIDAY_NIGHT = datetime(2026, 11, 27, 22, tzinfo=UTC)


def test_the_first_is_told_then_the_deputy_then_everybody_again_and_again() -> None:
    told = [tell_next(ROTA, number, LEADS, WITHIN, MONDAY_TEN).to for number in range(5)]
    everybody = (THIRD, SECOND, FIRST)
    assert told == [(FIRST,), (SECOND,), everybody, everybody, everybody]


def test_whoever_has_no_open_account_is_passed_over() -> None:
    assert tell_next(ROTA, 0, LEADS - {FIRST}, WITHIN, MONDAY_TEN).to == (SECOND,)


def test_where_nobody_is_on_everybody_is_told() -> None:
    assert tell_next(Rota(), 0, LEADS, WITHIN, MONDAY_TEN).to == (THIRD, SECOND, FIRST)
    gap = Rota({0: Duty(time(9), time(17))})
    assert tell_next(gap, 0, LEADS, WITHIN, MONDAY_TEN).to == (THIRD, SECOND, FIRST)


def test_outside_the_hours_the_first_is_told_when_they_begin() -> None:
    assert first_telling_at(ROTA, MONDAY_TEN) == MONDAY_TEN
    assert first_telling_at(ROTA, FRIDAY_NIGHT) == datetime(2026, 11, 30, 9, tzinfo=UTC)
    assert first_telling_at(Rota(), FRIDAY_NIGHT) == FRIDAY_NIGHT, "no hours: at once"


@given(
    st.integers(0, 20),
    st.sets(st.uuids(), min_size=1, max_size=5),
    st.integers(0, 1_000_000).map(lambda minutes: MONDAY_TEN + timedelta(minutes=minutes)),
)
def test_every_round_tells_somebody_and_has_a_later_end(
    told_before: int, leads: set[UUID], now: datetime
) -> None:
    telling = tell_next(ROTA, told_before, leads, WITHIN, now)
    assert telling.to
    assert set(telling.to) <= leads
    assert telling.next_at >= now + WITHIN


@pytest.mark.parametrize(
    ("decision", "missing"),
    [
        (DecisionDetails(Outcome.NO_FURTHER_ACTION, " "), Missing.REASON),
        (DecisionDetails(Outcome.NO_FURTHER_ACTION, "A story told in class."), None),
        (DecisionDetails(Outcome.SOCIAL_CARE, "Told at once."), Missing.REFERENCE),
        (DecisionDetails(Outcome.POLICE, "Told at once.", " "), Missing.REFERENCE),
        (DecisionDetails(Outcome.SOCIAL_CARE, "Told at once.", "MASH 12"), None),
    ],
)
def test_a_decision_has_a_reason_and_what_was_passed_on_a_reference(
    decision: DecisionDetails, missing: Missing | None
) -> None:
    assert what_is_missing(decision) is missing


@given(st.booleans(), st.booleans())
def test_a_flagged_text_never_reaches_a_parent(is_open: bool, may_go_on: bool) -> None:
    text, other = uuid4(), uuid4()
    flags = {text: Flag(is_open, may_go_on)}
    assert not reaches_parents(flags, text)
    assert reaches_meeting(flags, text) == (may_go_on and not is_open)
    assert reaches_parents(flags, other)
    assert reaches_meeting(flags, other)


@pytest.mark.parametrize(
    "text",
    ["He HURTS me", "i want to  die", "Dad hit\nme", "I am scared of him", "I don’t feel unsafe?"],
)
def test_words_raise_the_priority(text: str) -> None:
    assert looks_first([Said("", "All is well"), Said("", text)])


@pytest.mark.parametrize("text", ["", "I like maths and dinner", "My diet is good", "He skills up"])
def test_other_words_do_not(text: str) -> None:
    assert not finds_words(text)


def test_a_council_adds_its_own_words() -> None:
    assert finds_words("Ona mnie BIJE", ["bij*"])
    assert not finds_words("Ona mnie bije")
    assert not finds_words("anything", ["", "*"])


@given(st.text(max_size=200), st.lists(st.text(max_size=12), max_size=4))
def test_no_text_and_no_word_breaks_the_search(text: str, added: list[str]) -> None:
    assert finds_words(text, added) in (True, False)
