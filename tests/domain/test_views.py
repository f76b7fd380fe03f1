"""Answering, sending, changing until views go round, and adding after."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from portal.domain.reviews import ReviewState
from portal.domain.views import (
    AUDIENCES,
    NEEDS_DETAIL,
    PROVENANCES,
    Addition,
    Audience,
    Contribution,
    ContributionState,
    Missing,
    Provenance,
    SentViews,
    Version,
    Wording,
    contribution_state,
    may_add,
    may_change,
    missing_answers,
    reference_of,
)
from portal.domain.views_answers import Answer
from portal.domain.views_questions import QUESTIONS, Choice, Voice

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
SAID = Wording({"gone-well": Answer(words="Swimming")}, Provenance.OWN_WORDS)


def contribution(
    working: Wording = SAID, versions: tuple[Version, ...] = (), additions: int = 0
) -> Contribution:
    later = tuple(
        Addition(n + 1, NOW, "Later", Provenance.OWN_WORDS, "", Audience.MEETING)
        for n in range(additions)
    )
    return Contribution(
        id=UUID(int=1),
        review_id=UUID(int=2),
        author_id=UUID(int=3),
        sent=SentViews(Voice.PARENT_CARER, versions, later),
        working=working,
    )


def test_a_reference_is_eight_signs_that_are_not_misread() -> None:
    assert reference_of(UUID("ffffffff-ffff-4fff-8fff-ffffffffffff")) == "ZZZZ-ZZZZ"
    assert reference_of(UUID("01234567-89ab-4cde-8fff-ffffffffffff")) == "04HM-ASW9"


def test_sending_needs_one_answer_and_how_it_was_obtained() -> None:
    assert missing_answers(Wording()) == (Missing.ANSWERS, Missing.PROVENANCE)
    assert missing_answers(SAID) == ()
    blank = Wording({"gone-well": Answer()}, Provenance.OWN_WORDS)
    assert missing_answers(blank) == (Missing.ANSWERS,)


@pytest.mark.parametrize("key", [q.key for q in QUESTIONS[Voice.CHILD]])
def test_any_one_answer_is_enough(key: str) -> None:
    assert missing_answers(Wording({key: Answer(words="Hi")}, Provenance.OWN_WORDS)) == ()


@pytest.mark.parametrize("provenance", Provenance)
def test_help_from_somebody_needs_that_somebody(provenance: Provenance) -> None:
    answers = {"likes": Answer(Choice.GOING_WELL)}
    bare = missing_answers(Wording(answers, provenance))
    assert bare == ((Missing.PROVENANCE_DETAIL,) if provenance in NEEDS_DETAIL else ())
    assert missing_answers(Wording(answers, provenance, "Gran")) == ()


def test_word_that_views_could_not_be_had_needs_a_reason_and_no_answer() -> None:
    assert missing_answers(Wording({}, Provenance.NOT_OBTAINED)) == (Missing.PROVENANCE_DETAIL,)
    assert missing_answers(Wording({}, Provenance.NOT_OBTAINED, "Not well")) == ()


def test_adults_speak_for_themselves_and_have_no_parents_to_keep_it_from() -> None:
    assert Provenance.PROXY not in PROVENANCES[Voice.PARENT_CARER]
    assert Audience.NOT_PARENTS not in AUDIENCES[Voice.PARENT_CARER]
    for voice in (Voice.CHILD, Voice.YOUNG_PERSON):
        assert PROVENANCES[voice] == tuple(Provenance)
        assert AUDIENCES[voice] == tuple(Audience)


def test_the_states_of_views_from_draft_to_added_to() -> None:
    sent = (Version(1, NOW, SAID),)
    newer = Wording({"gone-well": Answer(words="Riding")}, Provenance.OWN_WORDS)
    open_, round_ = ReviewState.OPEN, ReviewState.CIRCULATED
    state = contribution_state
    assert state(contribution(), open_) is ContributionState.DRAFT
    assert state(contribution(versions=sent), open_) is ContributionState.SENT
    assert state(contribution(newer, sent), open_) is ContributionState.CHANGED
    assert state(contribution(newer, sent), round_) is ContributionState.CIRCULATED
    assert state(contribution(versions=sent, additions=1), round_) is ContributionState.ADDED_TO


@pytest.mark.parametrize(
    "change",
    [
        Wording({"gone-well": Answer(words="Riding")}, Provenance.OWN_WORDS),
        Wording(SAID.answers, Provenance.OWN_CHOICES),
        Wording(SAID.answers, Provenance.OWN_WORDS, audience=Audience.COUNCIL),
        Wording(SAID.answers, Provenance.OWN_WORDS, "Gran"),
    ],
)
def test_any_difference_a_reader_could_see_waits_to_be_sent(change: Wording) -> None:
    assert contribution(change, (Version(1, NOW, SAID),)).has_unsent_changes


def test_an_emptied_answer_is_the_same_as_none() -> None:
    emptied = Wording({**SAID.answers, "home": Answer()}, Provenance.OWN_WORDS)
    assert not contribution(emptied, (Version(1, NOW, SAID),)).has_unsent_changes


def test_somebody_late_may_still_begin_after_views_went_round() -> None:
    assert may_change(contribution(), ReviewState.CIRCULATED)
    assert not may_add(contribution(), ReviewState.CIRCULATED)


class LifeOfViews(RuleBasedStateMachine):
    """Whatever the order of events: what was sent never changes, nothing is taken after closing,
    and a person whose review is not closed always has one way to say more."""

    def __init__(self) -> None:
        super().__init__()
        self.review = ReviewState.OPEN
        self.views = contribution(Wording())
        self.seen: tuple[Version, ...] = ()

    @precondition(lambda self: may_change(self.views, self.review))
    @rule(words=st.text(min_size=1, max_size=5))
    def write(self, words: str) -> None:
        working = Wording({"home": Answer(words=words)}, Provenance.OWN_WORDS)
        self.views = contribution(working, self.views.sent.versions, len(self.views.sent.additions))

    @precondition(
        lambda self: may_change(self.views, self.review) and not missing_answers(self.views.working)
    )
    @rule()
    def send(self) -> None:
        number = len(self.views.sent.versions) + 1
        version = Version(number, NOW + timedelta(minutes=number), self.views.working)
        versions = (*self.views.sent.versions, version)
        self.views = contribution(self.views.working, versions, len(self.views.sent.additions))

    @precondition(lambda self: may_add(self.views, self.review))
    @rule()
    def add(self) -> None:
        self.views = contribution(
            self.views.working, self.views.sent.versions, len(self.views.sent.additions) + 1
        )

    @precondition(lambda self: self.review is ReviewState.OPEN)
    @rule()
    def circulate(self) -> None:
        self.review = ReviewState.CIRCULATED

    @rule()
    def close(self) -> None:
        self.review = ReviewState.CLOSED

    @invariant()
    def what_was_sent_stays(self) -> None:
        assert self.views.sent.versions[: len(self.seen)] == self.seen
        self.seen = self.views.sent.versions

    @invariant()
    def one_way_to_say_more_until_closed(self) -> None:
        ways = [may_change(self.views, self.review), may_add(self.views, self.review)]
        assert sum(ways) == (0 if self.review is ReviewState.CLOSED else 1)

    @invariant()
    def the_state_tells_what_may_be_done(self) -> None:
        state = contribution_state(self.views, self.review)
        if state is ContributionState.CHANGED:
            assert may_change(self.views, self.review)
        if state in {ContributionState.CIRCULATED, ContributionState.ADDED_TO}:
            assert not may_change(self.views, self.review)


TestLifeOfViews = LifeOfViews.TestCase
