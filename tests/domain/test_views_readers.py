"""Who sees what: neither parent the other's, and a child's only as the child chose."""

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.reviews import ReviewState
from portal.domain.views import (
    AUDIENCES,
    Addition,
    Audience,
    Provenance,
    SentViews,
    Version,
    Wording,
)
from portal.domain.views_answers import Answer
from portal.domain.views_questions import QUESTIONS, Voice
from portal.domain.views_readers import (
    Reader,
    may_read,
    readers_once_circulated,
    visible_to,
)

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
OUTSIDE = (Reader.MEETING, Reader.FAMILY)


def version(number: int, keys: list[str], audience: Audience) -> Version:
    answers = {key: Answer(words=f"{number} {key}") for key in keys}
    return Version(number, NOW, Wording(answers, Provenance.OWN_WORDS, "", audience))


def sent(
    voice: Voice,
    *versions: Version,
    additions: tuple[Audience, ...] = (),
) -> SentViews:
    return SentViews(
        voice,
        versions,
        tuple(
            Addition(n, NOW, f"later {n}", Provenance.OWN_WORDS, "", audience)
            for n, audience in enumerate(additions)
        ),
    )


def words_shown(views: SentViews | None) -> set[str]:
    if views is None:
        return set()
    answers = {a.words for v in views.versions for a in v.wording.answers.values()}
    return answers | {addition.words for addition in views.additions}


@pytest.mark.parametrize("reader", Reader)
def test_nobody_is_shown_what_was_not_sent(reader: Reader) -> None:
    assert visible_to(reader, sent(Voice.CHILD), ReviewState.CIRCULATED) is None


@given(audience=st.sampled_from(Audience), review=st.sampled_from(ReviewState))
def test_no_member_of_the_family_ever_sees_an_adults_views(
    audience: Audience, review: ReviewState
) -> None:
    keys = [question.key for question in QUESTIONS[Voice.PARENT_CARER]]
    views = sent(Voice.PARENT_CARER, version(1, keys, audience), additions=(audience,))
    assert visible_to(Reader.FAMILY, views, review) is None


@pytest.mark.parametrize("voice", [Voice.CHILD, Voice.YOUNG_PERSON])
@pytest.mark.parametrize(
    ("audience", "shown"),
    [(Audience.MEETING, True), (Audience.NOT_PARENTS, False), (Audience.COUNCIL, False)],
)
def test_parents_see_a_childs_views_only_as_the_child_chose(
    voice: Voice, audience: Audience, shown: bool
) -> None:
    views = sent(voice, version(1, ["likes"], audience))
    seen = visible_to(Reader.FAMILY, views, ReviewState.CIRCULATED)
    assert words_shown(seen) == ({"1 likes"} if shown else set())


@pytest.mark.parametrize(
    ("audience", "shown"),
    [(Audience.MEETING, True), (Audience.NOT_PARENTS, True), (Audience.COUNCIL, False)],
)
def test_the_meeting_sees_what_is_not_for_the_council_alone(
    audience: Audience, shown: bool
) -> None:
    views = sent(Voice.CHILD, version(1, ["likes"], audience))
    assert (visible_to(Reader.MEETING, views, ReviewState.CIRCULATED) is not None) is shown


@pytest.mark.parametrize("reader", OUTSIDE)
def test_nobody_but_the_council_reads_before_views_go_round(reader: Reader) -> None:
    views = sent(Voice.CHILD, version(1, ["likes"], Audience.MEETING))
    assert visible_to(reader, views, ReviewState.OPEN) is None
    assert words_shown(visible_to(Reader.CASEWORKER, views, ReviewState.OPEN)) == {"1 likes"}


@given(review=st.sampled_from(ReviewState), audience=st.sampled_from(Audience))
def test_what_was_said_to_the_council_alone_stays_there(
    review: ReviewState, audience: Audience
) -> None:
    views = sent(Voice.PARENT_CARER, version(1, ["home", "council-only"], audience))
    for reader in OUTSIDE:
        assert "1 council-only" not in words_shown(visible_to(reader, views, review))
    assert "1 council-only" in words_shown(visible_to(Reader.CASEWORKER, views, review))


def test_the_meeting_does_not_learn_that_only_the_council_was_told_something() -> None:
    views = sent(Voice.PARENT_CARER, version(1, ["council-only"], Audience.MEETING))
    assert visible_to(Reader.MEETING, views, ReviewState.CIRCULATED) is None


def test_the_last_choice_holds_for_what_was_sent_before_it() -> None:
    views = sent(
        Voice.CHILD,
        version(1, ["likes"], Audience.MEETING),
        version(2, ["likes"], Audience.NOT_PARENTS),
    )
    assert visible_to(Reader.FAMILY, views, ReviewState.CIRCULATED) is None


def test_others_see_the_last_version_and_the_council_every_one() -> None:
    views = sent(
        Voice.CHILD,
        version(1, ["likes"], Audience.NOT_PARENTS),
        version(2, ["likes"], Audience.MEETING),
    )
    seen = visible_to(Reader.FAMILY, views, ReviewState.CIRCULATED)
    assert words_shown(seen) == {"2 likes"}
    for reader in (Reader.AUTHOR, Reader.CASEWORKER):
        assert words_shown(visible_to(reader, views, ReviewState.OPEN)) == {"1 likes", "2 likes"}


def test_each_addition_keeps_its_own_choice() -> None:
    views = sent(
        Voice.CHILD,
        version(1, ["likes"], Audience.COUNCIL),
        additions=(Audience.MEETING, Audience.NOT_PARENTS, Audience.COUNCIL),
    )
    family = visible_to(Reader.FAMILY, views, ReviewState.CIRCULATED)
    meeting = visible_to(Reader.MEETING, views, ReviewState.CIRCULATED)
    assert words_shown(family) == {"later 0"}
    assert words_shown(meeting) == {"later 0", "later 1"}


def test_word_that_views_could_not_be_had_reaches_the_meeting() -> None:
    wording = Wording({}, Provenance.NOT_OBTAINED, "In hospital")
    views = sent(Voice.CHILD, Version(1, NOW, wording))
    seen = visible_to(Reader.MEETING, views, ReviewState.CIRCULATED)
    assert seen is not None
    assert seen.versions[0].wording == wording


@given(
    reader=st.sampled_from(Reader),
    voice=st.sampled_from(Voice),
    audience=st.sampled_from(Audience),
    council_only=st.booleans(),
)
def test_going_round_only_ever_shows_more(
    reader: Reader, voice: Voice, audience: Audience, council_only: bool
) -> None:
    before = may_read(reader, voice, audience, ReviewState.OPEN, council_only=council_only)
    after = may_read(reader, voice, audience, ReviewState.CIRCULATED, council_only=council_only)
    assert after >= before


@pytest.mark.parametrize("voice", Voice)
def test_a_wider_audience_never_has_fewer_readers(voice: Voice) -> None:
    readers = [set(readers_once_circulated(voice, audience)) for audience in AUDIENCES[voice]]
    for wider, narrower in pairwise(readers):
        assert narrower < wider
    assert readers[-1] == {Reader.CASEWORKER}
    council_only = readers_once_circulated(voice, Audience.MEETING, council_only=True)
    assert council_only == (Reader.CASEWORKER,)
