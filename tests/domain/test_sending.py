"""How a message travels: at what hour, and by which way."""

from datetime import UTC, datetime, time, timedelta

import pytest

from portal.domain.addresses import Channel
from portal.domain.messages import FAMILY_KINDS, NEWS_KINDS, MessageKind
from portal.domain.sending import AT_ONCE, QuietHours, SendingRules, choose_channel

NIGHT = QuietHours(time(20), time(8))
E, S, L, P = Channel.EMAIL, Channel.SMS, Channel.LETTER, Channel.PHONE


def test_quiet_hours_are_read_as_they_are_written() -> None:
    assert QuietHours.read("20:00-08:00") == NIGHT
    assert QuietHours.read("") is None


@pytest.mark.parametrize("text", ["20-8", "20:00", "25:00-08:00", "20:00–08:00", "nights"])
def test_quiet_hours_that_cannot_be_read_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"quiet hours|hour must be"):
        QuietHours.read(text)


@pytest.mark.parametrize(
    ("moment", "quiet"),
    [
        # Winter: London is UTC
        (datetime(2026, 11, 23, 19, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 23, 20, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 24, 7, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 24, 8, 0, tzinfo=UTC), False),
        # Summer: an hour ahead of it
        (datetime(2026, 7, 1, 18, 59, tzinfo=UTC), False),
        (datetime(2026, 7, 1, 19, 0, tzinfo=UTC), True),
        (datetime(2026, 7, 1, 6, 59, tzinfo=UTC), True),
        (datetime(2026, 7, 1, 7, 0, tzinfo=UTC), False),
    ],
)
def test_quiet_hours_go_by_the_clock_in_london(moment: datetime, quiet: bool) -> None:
    assert NIGHT.hold(moment) is quiet


def test_quiet_hours_within_a_day() -> None:
    siesta = QuietHours(time(12), time(14))
    assert siesta.hold(datetime(2026, 11, 23, 13, 0, tzinfo=UTC))
    assert not siesta.hold(datetime(2026, 11, 23, 14, 0, tzinfo=UTC))


def test_without_quiet_hours_no_hour_is_quiet() -> None:
    midnight = datetime(2026, 11, 23, tzinfo=UTC)
    assert not AT_ONCE.is_quiet(midnight)
    assert SendingRules(NIGHT, timedelta()).is_quiet(midnight)


def ways(*channels: Channel) -> frozenset[Channel]:
    return frozenset(channels)


NEWS = sorted(NEWS_KINDS)[0]
SURVEY, WAY_IN, FIRST = (
    MessageKind.SURVEY_INVITATION,
    MessageKind.SIGN_IN,
    MessageKind.FAMILY_INVITATION,
)


@pytest.mark.parametrize(
    ("kind", "asked", "prefers", "has", "possible", "goes"),
    [
        (WAY_IN, E, S, ways(E, S), ways(E, S), E),  # as they asked a minute ago
        (NEWS, None, S, ways(E, S), ways(E, S), S),  # as they prefer
        (NEWS, None, None, ways(E, S), ways(E, S), E),
        (NEWS, None, S, ways(E, S), ways(E), E),  # as can be carried
        (NEWS, None, E, ways(S), ways(E, S), S),
        (NEWS, None, L, ways(E, S), ways(E, S), L),
        (NEWS, None, E, ways(), ways(E, S), L),  # where only a letter is left
        (NEWS, None, S, ways(S), ways(E), L),
        (FIRST, None, L, ways(E), ways(E), L),
        (WAY_IN, None, L, ways(), ways(E), None),  # run out before the post comes
        (WAY_IN, E, L, ways(E), ways(E), E),
        (NEWS, None, P, ways(E, S), ways(E, S), P),
        (NEWS, None, P, ways(), ways(E, S), P),
        (SURVEY, None, P, ways(E), ways(E), E),  # a link has to be held in the hand
        (SURVEY, None, P, ways(), ways(E), L),
        (NEWS, None, E, ways(E, L), ways(E, L), E),
        (NEWS, None, L, ways(E, L), ways(E, L), L),
    ],
)
def test_a_message_goes_as_asked_then_as_preferred_then_as_can_be(
    kind: MessageKind,
    asked: Channel | None,
    prefers: Channel | None,
    has: frozenset[Channel],
    possible: frozenset[Channel],
    goes: Channel | None,
) -> None:
    way = choose_channel(
        kind, asked=asked, prefers=prefers, has=has, possible=possible, at_home=True
    )
    assert way is goes


def test_nobody_at_work_is_sent_paper_or_rung() -> None:
    for prefers in (L, P, None):
        assert (
            choose_channel(
                NEWS, asked=None, prefers=prefers, has=ways(), possible=ways(E), at_home=False
            )
            is None
        )


def test_what_holds_a_secret_or_answers_at_once_is_no_news() -> None:
    assert {
        MessageKind.SIGN_IN,
        MessageKind.FAMILY_INVITATION,
        MessageKind.SURVEY_INVITATION,
        MessageKind.SURVEY_REMINDER,
        MessageKind.VIEWS_RECEIVED,
    } <= FAMILY_KINDS - NEWS_KINDS
    assert MessageKind.STAFF_SET_UP not in NEWS_KINDS
