"""Comments on the Local Offer: what may be decided, answered, undone and published, and the numbers
of a year."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.ages import AgeBand, age_band_of
from portal.domain.figures import Thresholds
from portal.domain.local_offer import (
    KEPT_OUT,
    About,
    ActionIncomplete,
    Answer,
    ChangedMeanwhile,
    Decided,
    Decision,
    Handled,
    NobodyToldOfIt,
    NotAgreedTo,
    NothingLeft,
    SamePerson,
    Sender,
    Shown,
    State,
    Subject,
    Support,
    WasAgreedTo,
    Who,
    may_answer,
    may_confirm,
    may_decide,
    may_send_back,
    may_withdraw,
)
from portal.domain.local_offer_publications import (
    NothingReceived,
    NotReady,
    Summary,
    check_ready,
    is_draft_due,
    is_late,
    publication_due,
    read_summary,
    summarise,
    write_summary,
)

TODAY = date(2026, 11, 23)
OFFICER, COLLEAGUE = uuid4(), uuid4()
ANSWER = Answer("We did not know.", "Put the list on one page", "Local Offer editor", TODAY)
FEW = Thresholds().few


def comment(*, may_publish: bool = True) -> Handled:
    return Handled(uuid4(), About.CONTENT, Subject.TRAVEL, may_publish, TODAY)


def decided(
    decision: Decision = Decision.PUBLISH, *, words: str = "No bus", needs_second: bool = False
) -> Decided:
    return Decided(decision, OFFICER, TODAY, words, needs_second=needs_second)


def published(**changes: object) -> Handled:
    return replace(comment(), decided=decided(), **changes)  # type: ignore[arg-type]


def test_what_may_be_decided_of_a_waiting_comment() -> None:
    assert may_decide(comment(), decided()) is None
    assert may_decide(comment(may_publish=False), decided()) == NotAgreedTo()
    assert may_decide(comment(), decided(words="[…] […].")) == NothingLeft()
    assert may_decide(comment(), decided(Decision.NOT_AGREED)) == WasAgreedTo()
    assert may_decide(comment(may_publish=False), decided(Decision.NOT_AGREED)) is None
    assert may_decide(comment(), decided(Decision.ONE_PERSON)) == NobodyToldOfIt()
    passed = replace(decided(Decision.ONE_PERSON), passed_to="Complaints team")
    assert may_decide(comment(), passed) is None
    assert may_decide(published(), decided()) == ChangedMeanwhile()


def test_a_second_person_is_another_person() -> None:
    waiting = replace(comment(), decided=decided(needs_second=True))
    assert waiting.state is State.FOR_SECOND
    assert may_confirm(waiting, OFFICER) == SamePerson()
    assert may_confirm(waiting, COLLEAGUE) is None
    confirmed = replace(
        waiting, decided=replace(decided(needs_second=True), confirmed_by=COLLEAGUE)
    )
    assert confirmed.state is State.TO_ANSWER
    assert may_confirm(confirmed, COLLEAGUE) == ChangedMeanwhile()
    assert may_answer(waiting, ANSWER) == ChangedMeanwhile(), "nothing is shown before"


@pytest.mark.parametrize(
    ("answer", "refusal"),
    [
        (ANSWER, None),
        (Answer("It is there: see page 3."), None),
        (Answer("We will.", "Put it there"), ActionIncomplete()),
        (Answer("We will.", "Put it there", "Editor"), ActionIncomplete()),
        (Answer("We will.", "", "Editor", TODAY), ActionIncomplete()),
    ],
)
def test_an_action_has_an_owner_and_a_day(answer: Answer, refusal: object) -> None:
    assert may_answer(published(), answer) == refusal


def test_what_a_publication_counts_is_frozen_but_can_be_taken_out() -> None:
    shown = published(answer=ANSWER, shown_on=TODAY)
    assert shown.state is State.SHOWN
    assert may_answer(shown, ANSWER) is None, "it can still be put better"
    assert may_send_back(shown)
    assert not may_withdraw(shown), "sending back does that"
    frozen = replace(shown, publication_id=uuid4())
    assert may_answer(frozen, ANSWER) == ChangedMeanwhile()
    assert not may_send_back(frozen)
    assert may_withdraw(frozen)
    assert replace(frozen, withdrawn_on=TODAY).state is State.WITHDRAWN


def test_the_next_publication_is_due_a_year_after_the_last() -> None:
    assert publication_due(None, None) is None
    assert publication_due(None, TODAY) == date(2027, 11, 23)
    assert publication_due(date(2024, 2, 29), TODAY) == date(2025, 2, 28)
    due = date(2027, 11, 23)
    assert not is_draft_due(due, due - timedelta(61))
    assert is_draft_due(due, due - timedelta(60))
    assert not is_late(due, due)
    assert is_late(due, due + timedelta(1))
    assert not is_late(None, due)


def test_nothing_is_left_out_of_a_year() -> None:
    kept = replace(comment(), decided=decided(Decision.VEXATIOUS))
    shown = published(answer=ANSWER, shown_on=TODAY)
    assert check_ready([], 0) == NothingReceived()
    assert check_ready([kept, shown], 0) is None
    second = replace(comment(), decided=decided(needs_second=True))
    assert check_ready([kept, shown, comment(), second, published()], 2) == NotReady(2, 1, 2)


def read(summary: Summary) -> tuple[object, ...]:
    """Everything that a summary tells, in one piece."""
    return (
        summary.received,
        summary.published,
        tuple(summary.kept_out.values()),
        tuple((kind, tuple(row.values())) for kind, row in summary.senders.items()),
    )


def make(counts: Sequence[int], senders: Sequence[Sender] = ()) -> Summary:
    decisions = [each for each, number in zip(Decision, counts, strict=True) for _ in range(number)]
    return summarise(
        decisions,
        [each.facts for each in senders],
        [],
        since=None,
        until=TODAY,
        thresholds=Thresholds(),
    )


def test_no_small_number_of_comments_kept_out_can_be_worked_out() -> None:
    """The adversary knows the rules and every figure, and tries every year that would look alike:
    no count of 1 to 4 is the same in all of them."""
    years = [(published, *kept) for published in (0, 3, 12) for kept in product(range(8), repeat=4)]
    alike: dict[object, list[tuple[int, ...]]] = {}
    for counts in years:
        alike.setdefault(read(make(counts)), []).append(counts)
    # Years with counts at the edge of the range may have their look-alikes outside it.
    for same in alike.values():
        if any(max(counts[1:]) == 7 for counts in same):
            continue
        for place in range(1, 5):
            told = {counts[place] for counts in same}
            assert len(told) > 1 or not 0 < told.pop() < FEW, same


def test_a_planted_weakness_is_found() -> None:
    """With what was received shown, one comment kept out is told by subtraction."""
    few = make((12, 1, 0, 0, 0))
    assert few.received is None
    assert set(few.kept_out.values()) == {None}
    assert make((12, 5, 0, 0, 0)).received == 17
    assert make((12, 0, 0, 0, 0)).received == 12


people = st.builds(
    Sender,
    st.none() | st.sampled_from(Who),
    st.none() | st.sampled_from(Support),
    st.none() | st.sampled_from(AgeBand),
)


@given(st.lists(people, max_size=40), st.integers(0, 8))
def test_what_senders_said_shows_no_small_number(senders: list[Sender], kept: int) -> None:
    summary = make((max(0, len(senders) - kept), min(kept, len(senders)), 0, 0, 0), senders)
    for row in summary.senders.values():
        hidden = [count for count in row.values() if count is None]
        shown = [count for count in row.values() if count is not None]
        assert all(count == 0 or count >= FEW for count in shown)
        assert len(hidden) != 1
        assert not hidden or len(senders) - sum(shown) >= FEW
    if summary.received is None:
        assert not summary.senders, "it would add up to what is hidden"


@given(st.lists(st.integers(0, 9), min_size=5, max_size=5), st.lists(people, max_size=12))
def test_a_summary_is_read_as_it_was_written(counts: list[int], senders: list[Sender]) -> None:
    summary = make(counts, senders)
    written = json.loads(json.dumps(write_summary(summary), sort_keys=True))
    assert read_summary(written) == summary
    for kind, row in read_summary(written).senders.items():
        assert list(row) == list(summary.senders[kind]), "in the same order"


def test_a_comment_that_changed_has_another_checksum() -> None:
    shown = Shown(UUID(int=1), About.EASE, Subject.WHOLE, "Too long", ANSWER, TODAY)
    assert shown.checksum == replace(shown, shown_on=TODAY + timedelta(1)).checksum
    for changed in (
        replace(shown, words="Too short"),
        replace(shown, answer=replace(ANSWER, action="Nothing")),
        replace(shown, answer=replace(ANSWER, due=None)),
    ):
        assert changed.checksum != shown.checksum


@pytest.mark.parametrize(
    ("born", "band"),
    [
        (date(2021, 11, 24), AgeBand.EARLY),
        (date(2021, 11, 23), AgeBand.PRIMARY),
        (date(2007, 11, 24), AgeBand.POST_16),
        (date(2007, 11, 23), AgeBand.POST_19),
        (date(2000, 11, 24), AgeBand.POST_19),
        (date(2000, 11, 23), None),
        (date(2026, 11, 24), None),
        (None, None),
    ],
)
def test_nineteen_to_twenty_five_stands_apart(born: date | None, band: AgeBand | None) -> None:
    assert age_band_of(born, TODAY) is band


def test_every_reason_is_counted() -> None:
    assert set(KEPT_OUT) | {Decision.PUBLISH} == set(Decision)
