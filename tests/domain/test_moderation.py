"""Rule 6: nothing unmoderated, unredacted or unconsented ever leaves, whatever was done before."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.moderation import (
    Decision,
    NoConsent,
    NothingLeft,
    NothingToDo,
    Outcome,
    ReasonMissing,
    SamePerson,
    State,
    Step,
    StepKind,
    counted,
    is_confirmed,
    leaves,
    may_confirm,
    may_decide,
    may_take_back,
    standing,
    start_clock,
    state_of,
)
from portal.domain.redaction import GAP
from portal.domain.themes import Theme, ThemeWords, suggest_themes

DAY = date(2026, 11, 23)
ANN, BEN = uuid4(), uuid4()
THEME = uuid4()
QUOTE = Decision(Outcome.QUOTE, words=f"{GAP} was kind", themes=frozenset({THEME}))
SECOND = Decision(Outcome.QUOTE, words=f"{GAP} was kind", needs_second=True)

DECISIONS = st.builds(
    Decision,
    st.sampled_from(Outcome),
    words=st.sampled_from(["", " ", f"{GAP} rang"]),
    reason=st.sampled_from(["", "Names a school"]),
    themes=st.frozensets(st.sampled_from([THEME]), max_size=1),
    needs_second=st.booleans(),
)


@st.composite
def steps(draw: st.DrawFn) -> list[Step]:
    """Any history at all, whether the desk would allow it or not."""
    made = []
    for kind in draw(st.lists(st.sampled_from(StepKind), max_size=6)):
        decision = draw(DECISIONS) if kind is StepKind.DECIDED else None
        made.append(Step(uuid4(), kind, draw(st.sampled_from([ANN, BEN])), DAY, decision))
    return made


@given(steps(), st.booleans())
def test_nothing_leaves_without_a_decision_consent_and_second_eyes(
    history: list[Step], may_quote: bool
) -> None:
    decision = leaves(history, may_quote=may_quote)
    if decision is None:
        return
    assert may_quote
    assert decision.outcome is Outcome.QUOTE
    assert decision.words.strip()
    places = [place for place, step in enumerate(history) if step.kind is StepKind.DECIDED]
    decided = history[places[-1]]
    assert decided.decision == decision, "the last decision, and none before it"
    after = history[places[-1] + 1 :]
    assert {step.kind for step in after} <= {StepKind.CONFIRMED}, "nobody took it back"
    if decision.needs_second:
        assert any(step.by != decided.by for step in after)


@given(steps())
def test_withheld_and_undecided_texts_are_not_counted(history: list[Step]) -> None:
    themes = counted(history)
    if themes is None:
        return
    stands = standing(history)
    assert stands is not None
    assert stands.decision is not None
    assert stands.decision.outcome is not Outcome.WITHHELD
    assert themes == stands.decision.themes
    assert state_of(history) is State.SETTLED


@given(steps())
def test_the_state_follows_from_the_history(history: list[Step]) -> None:
    state = state_of(history)
    assert (state is State.WAITING) == (standing(history) is None)
    assert (state is State.SETTLED) == is_confirmed(history)


def step(kind: StepKind, by: UUID = ANN, decision: Decision | None = None) -> Step:
    return Step(uuid4(), kind, by, DAY, decision)


DECIDED = step(StepKind.DECIDED, ANN, SECOND)


@pytest.mark.parametrize(
    ("history", "state", "quoted"),
    [
        ([], State.WAITING, False),
        ([step(StepKind.DECIDED, ANN, QUOTE)], State.SETTLED, True),
        ([DECIDED], State.FOR_SECOND, False),
        ([DECIDED, step(StepKind.CONFIRMED, ANN)], State.FOR_SECOND, False),
        ([DECIDED, step(StepKind.CONFIRMED, BEN)], State.SETTLED, True),
        ([DECIDED, step(StepKind.SENT_BACK, BEN)], State.WAITING, False),
        (
            [DECIDED, step(StepKind.CONFIRMED, BEN), step(StepKind.WITHDRAWN, ANN)],
            State.WAITING,
            False,
        ),
        ([DECIDED, step(StepKind.CONFIRMED, BEN), DECIDED], State.FOR_SECOND, False),
        ([step(StepKind.DECIDED, ANN, QUOTE), step(StepKind.CHANGED)], State.WAITING, False),
        (
            [step(StepKind.DECIDED, ANN, Decision(Outcome.THEME_ONLY, needs_second=True))],
            State.SETTLED,
            False,
        ),
    ],
)
def test_a_history_by_hand(history: list[Step], state: State, quoted: bool) -> None:
    assert state_of(history) is state
    assert (leaves(history, may_quote=True) is not None) is quoted
    assert leaves(history, may_quote=False) is None


def test_who_may_decide_what() -> None:
    assert may_decide(QUOTE, may_quote=True) is None
    assert may_decide(QUOTE, may_quote=False) == NoConsent()
    assert may_decide(Decision(Outcome.QUOTE, f"{GAP}. {GAP}!"), may_quote=True) == NothingLeft()
    assert may_decide(Decision(Outcome.WITHHELD, reason=" "), may_quote=True) == ReasonMissing()
    assert may_decide(Decision(Outcome.WITHHELD, reason="Abuse"), may_quote=False) is None
    assert may_decide(Decision(Outcome.THEME_ONLY), may_quote=False) is None


def test_the_second_pair_of_eyes_is_another_person() -> None:
    assert may_confirm([DECIDED], ANN) == SamePerson()
    assert may_confirm([DECIDED], BEN) is None
    assert may_confirm([], BEN) == NothingToDo()
    assert may_confirm([step(StepKind.DECIDED, ANN, QUOTE)], BEN) == NothingToDo()


def test_taking_back_needs_a_reason() -> None:
    assert may_take_back([DECIDED], "Says who") is None
    assert may_take_back([DECIDED], " ") == ReasonMissing()
    assert may_take_back([], "Says who") == NothingToDo()


def test_suggested_themes_are_those_whose_words_stand_there() -> None:
    bus = Theme(uuid4(), 1, ThemeWords("Transport", "Getting there", ("taxi", "school bus")))
    old = Theme(uuid4(), 2, ThemeWords("Old", "Gone", ("bus",)), retired=True)
    none = Theme(uuid4(), 1, ThemeWords("Letters", "What we send"))
    text = "The School  bus was late"
    assert suggest_themes(text, [bus, old, none]) == {bus.id: "school bus"}
    assert suggest_themes("The taxis", [bus]) == {}


@pytest.mark.parametrize(
    ("found", "since", "due"),
    [
        (date(2026, 11, 24), date(2026, 11, 23), date(2026, 11, 24)),  # a Tuesday
        (date(2026, 11, 28), date(2026, 11, 27), date(2026, 11, 30)),  # a Saturday
        (date(2026, 12, 26), date(2026, 12, 25), date(2026, 12, 29)),  # Boxing Day on a Saturday
    ],
)
def test_one_working_day_from_the_day_it_may_have_come(found: date, since: date, due: date) -> None:
    holidays = frozenset({date(2026, 12, 25), date(2026, 12, 28)})
    clock = start_clock(found, holidays)
    assert (clock.since, clock.due) == (since, due)
    assert not clock.is_late(due)
    assert clock.is_late(date.fromordinal(due.toordinal() + 1))
