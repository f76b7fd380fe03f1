"""The yearly publication of comments on the Local Offer: when it is due, and its numbers.

At least once a year, with the council's response and the action it intends to take: SEND
Regulations 2014 (SI 2014/1530) reg 56. Comments are read on their page as soon as they are
answered; this is the year in one piece, frozen, with what was kept out in numbers.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from portal.domain.ages import AgeBand
from portal.domain.dates import add_months
from portal.domain.disclosure import RULES_VERSION, hidden_counts
from portal.domain.figures import Thresholds
from portal.domain.local_offer import KEPT_OUT, Decision, Handled, Shown, State, Support, Who

MONTHS_BETWEEN = 12
DRAFTED_BEFORE = timedelta(days=60)

FACTS: Mapping[str, tuple[str, ...]] = {
    "who": tuple(Who),
    "support": tuple(Support),
    "age": tuple(AgeBand),
}
NOT_SAID = "not-said"


def publication_due(last: date | None, first: date | None) -> date | None:
    """The last day of the next publication: a year after the last one or, before there is any,
    after the first comment; None while there is neither."""
    since = last or first
    return None if since is None else add_months(since, MONTHS_BETWEEN)


def is_draft_due(due: date | None, today: date) -> bool:
    """Whether the next publication should be worked on by now."""
    return due is not None and today >= due - DRAFTED_BEFORE


def is_late(due: date | None, today: date) -> bool:
    return due is not None and today > due


@dataclass(frozen=True, slots=True)
class NotReady:
    """What has to be done first: comments that nobody has decided on, or a second person has yet
    to look at; comments to be published that have no answer; people who asked for an answer of
    their own. So no year leaves one out, and what the senders said of themselves adds up to what
    was received."""

    unread: int
    unanswered: int
    not_told: int


@dataclass(frozen=True, slots=True)
class NothingReceived:
    """No comment came since the last publication."""


def check_ready(comments: Iterable[Handled], not_told: int) -> NotReady | NothingReceived | None:
    """None where a publication can be released of these, which are in none yet. ``not_told``: how
    many of their writers wait for an answer of their own."""
    states = [each.state for each in comments]
    unread = states.count(State.WAITING) + states.count(State.FOR_SECOND)
    unanswered = states.count(State.TO_ANSWER)
    if unread or unanswered or not_told:
        return NotReady(unread, unanswered, not_told)
    return None if states else NothingReceived()


@dataclass(frozen=True, slots=True)
class Summary:
    """A year's comments in numbers, as anybody may see them. None stands for hidden.

    ``published`` is always shown: whoever reads the comments can count them. ``senders``: what they
    said of themselves, by kind of fact; empty where ``received`` is hidden. ``checksums``: of each
    comment that the publication shows, by its id.
    """

    rules_version: str
    thresholds: Thresholds
    since: date | None
    until: date
    received: int | None
    published: int
    kept_out: Mapping[str, int | None]
    senders: Mapping[str, Mapping[str, int | None]]
    checksums: Mapping[str, str]


def summarise(
    decided: Iterable[Decision],
    senders: Iterable[Mapping[str, str]],
    shown: Iterable[Shown],
    *,
    since: date | None,
    until: date,
    thresholds: Thresholds,
) -> Summary:
    """Count, and hide what is small.

    The comments stand beside the numbers, so a reader knows how many were published, and what was
    received gives how many were kept out: it is hidden with them where these are 1 to 4.
    """
    decided, senders = list(decided), list(senders)
    kept = {str(reason): decided.count(reason) for reason in KEPT_OUT}
    few_kept = 0 < sum(kept.values()) < thresholds.few
    received = None if few_kept else len(decided)
    return Summary(
        rules_version=RULES_VERSION,
        thresholds=thresholds,
        since=since,
        until=until,
        received=received,
        published=decided.count(Decision.PUBLISH),
        kept_out=dict.fromkeys(kept) if few_kept else _protect(kept, thresholds),
        senders={}
        if few_kept or len(senders) < thresholds.few
        else {kind: _protect(_count(kind, senders), thresholds) for kind in FACTS},
        checksums={str(each.id): each.checksum for each in shown},
    )


def _count(kind: str, senders: Iterable[Mapping[str, str]]) -> dict[str, int]:
    counts = dict.fromkeys((*FACTS[kind], NOT_SAID), 0)
    for facts in senders:
        counts[facts.get(kind, NOT_SAID)] += 1
    return counts


def _protect(counts: Mapping[str, int], thresholds: Thresholds) -> dict[str, int | None]:
    hidden = hidden_counts(counts, thresholds)
    return {key: None if key in hidden else count for key, count in counts.items()}


@dataclass(frozen=True, slots=True)
class Publication:
    """One year's publication. A draft has no number and no summary yet."""

    id: UUID
    due_on: date
    number: int | None = None
    released_on: date | None = None
    summary: Summary | None = None
    checksum: str = ""


def write_summary(summary: Summary) -> dict[str, Any]:
    """The summary as JSON knows it."""
    raw = asdict(summary)
    raw["since"] = summary.since.isoformat() if summary.since else None
    raw["until"] = summary.until.isoformat()
    return raw


def read_summary(raw: Mapping[str, Any]) -> Summary:
    """The summary that was written, in the order in which it is read. Raises KeyError, TypeError or
    ValueError on anything else."""
    senders = raw["senders"]
    return Summary(
        **{
            **raw,
            "kept_out": {str(reason): raw["kept_out"][reason] for reason in KEPT_OUT},
            "senders": {
                kind: {value: senders[kind][value] for value in (*values, NOT_SAID)}
                for kind, values in FACTS.items()
                if kind in senders
            },
            "thresholds": Thresholds(**raw["thresholds"]),
            "since": date.fromisoformat(raw["since"]) if raw["since"] else None,
            "until": date.fromisoformat(raw["until"]),
        }
    )
