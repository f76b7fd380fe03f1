"""How a message travels: at what hour, together with what, by which way, and how that ended."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from portal.domain.addresses import Channel
from portal.domain.dates import LONDON
from portal.domain.messages import NEWS_KINDS, USEFUL_FOR, MessageKind

RING_WITHIN = timedelta(days=5)  # a caseworker rings whoever asked to be told by telephone
_POST_TAKES = timedelta(days=3)
_HOURS = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)")


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From ``begins`` until just before ``ends``, by the clock in London, over midnight too."""

    begins: time
    ends: time

    @classmethod
    def read(cls, text: str) -> "QuietHours | None":
        """Read "20:00-08:00"; an empty text means none. Raises ValueError."""
        if not text:
            return None
        found = _HOURS.fullmatch(text)
        if found is None:
            raise ValueError(f"quiet hours are written as 20:00-08:00, not {text!r}")
        first, second, third, fourth = (int(part) for part in found.groups())
        return cls(time(first, second), time(third, fourth))

    def hold(self, moment: datetime) -> bool:
        """Whether nobody is to be disturbed at this (aware) instant."""
        clock = moment.astimezone(LONDON).time()
        if self.begins <= self.ends:
            return self.begins <= clock < self.ends
        return clock >= self.begins or clock < self.ends


@dataclass(frozen=True, slots=True)
class SendingRules:
    """``gather``: how long news waits for more news to the same person, which then is one message;
    nothing is gathered where it is zero."""

    quiet: QuietHours | None = None
    gather: timedelta = timedelta()

    def is_quiet(self, now: datetime) -> bool:
        return self.quiet is not None and self.quiet.hold(now)


AT_ONCE = SendingRules()


class DeliveryStatus(StrEnum):
    """What became of a message once it was handed over (the words of GOV.UK Notify)."""

    HANDED_OVER = "handed-over"
    PERMANENT_FAILURE = "permanent-failure"  # no such address
    TEMPORARY_FAILURE = "temporary-failure"  # full, switched off, away
    TECHNICAL_FAILURE = "technical-failure"  # between us and whoever carries it


FAILURES = frozenset(DeliveryStatus) - {DeliveryStatus.HANDED_OVER}


def choose_channel(
    kind: MessageKind,
    *,
    asked: Channel | None,
    prefers: Channel | None,
    has: frozenset[Channel],
    possible: frozenset[Channel],
    at_home: bool,
) -> Channel | None:
    """By which way a message goes; None where there is none.

    ``has`` are the addresses on record, ``possible`` what can be carried here. ``at_home``: a
    member of a family, who can be rung and be sent a letter on paper, because the case system
    knows where they live. How they asked to be reached a minute ago comes first, then what they
    prefer, then what there is. Only news is told by telephone: a link or a code has to be held in
    the hand. What has run out before the post comes does not go by post.
    """
    by_post = at_home and USEFUL_FOR.get(kind, _POST_TAKES) >= _POST_TAKES
    ways: set[Channel] = {way for way in has & possible if way is not Channel.LETTER}
    if by_post:
        ways.add(Channel.LETTER)
    if at_home and kind in NEWS_KINDS and prefers is Channel.PHONE:
        ways.add(Channel.PHONE)
    for channel in (asked, prefers, Channel.EMAIL, Channel.SMS, Channel.LETTER):
        if channel in ways:
            return channel
    return None
