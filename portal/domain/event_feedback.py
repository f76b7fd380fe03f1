"""What people say of an event: three statements, and what should be done next.

The statements are the same at every event, under keys that never change; another wording is
another key. A public form takes what anybody sends, so it counts answers and never people.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from portal.domain.disclosure import protect
from portal.domain.figures import Figure, Hidden, MeasureCounts, Thresholds, WaveCounts
from portal.domain.measures import Agreement
from portal.domain.sign_in import Limit
from portal.domain.statistics import Share

TEXT_AT_MOST = 2000
SHEET_AT_MOST = 9999
FROM_ONE_PLACE = Limit(200, timedelta(hours=1))
"""Wide, because everybody at an event may share its network."""


class Statement(StrEnum):
    """What people agree with or not. The value is what is stored."""

    SAY = "event.say"
    HEARD = "event.heard"
    USEFUL = "event.useful"


class Way(StrEnum):
    """How feedback came in: by the public form, or on a sheet that the officer typed in."""

    ONLINE = "online"
    PAPER = "paper"


Answers = Mapping[Statement, Agreement]


@dataclass(frozen=True, slots=True)
class Feedback:
    """What one form says. A statement without an answer is left out. ``may_quote``: whoever wrote
    ``next_step`` lets us quote it."""

    answers: Answers
    next_step: str
    may_quote: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.answers and not self.next_step


@dataclass(frozen=True, slots=True)
class FormUnknown:
    """No event has this code."""


@dataclass(frozen=True, slots=True)
class FormClosed:
    """The last day has passed, the results have been shown, or no more can come in."""


@dataclass(frozen=True, slots=True)
class FormStillOpen:
    """Answers may still come, so there are no results to show yet."""


@dataclass(frozen=True, slots=True)
class NothingSaid:
    """No statement is answered and nothing is written."""


@dataclass(frozen=True, slots=True)
class NumberUsed:
    """The sheet with this number has been typed in before."""

    number: int


@dataclass(frozen=True, slots=True)
class TooMuchFromOnePlace:
    """More than `FROM_ONE_PLACE` allows."""


@dataclass(frozen=True, slots=True)
class StatementResult:
    """One statement as anybody may see it. ``hidden`` is None exactly where there is a share."""

    statement: Statement
    hidden: Hidden | None
    share: Share | None = None
    cant_say: int | None = None
    blank: int | None = None


@dataclass(frozen=True, slots=True)
class EventResults:
    """The feedback of one event after disclosure control. None stands for hidden; ``answered``
    counts forms, not people."""

    rules_version: str
    thresholds: Thresholds
    answered: int | None
    ways: Mapping[str, int | None]
    statements: tuple[StatementResult, ...]


def make_results(
    given: Iterable[Answers], ways: Mapping[Way, int], thresholds: Thresholds
) -> EventResults:
    """Count the answers and protect the counts.

    How many were asked cannot be known. The engine is told that everybody answered, which is its
    most careful case.
    """
    counts: dict[str, dict[str, int]] = {statement: {} for statement in Statement}
    for answers in given:
        for statement, option in answers.items():
            counts[statement][option] = counts[statement].get(option, 0) + 1
    modes = {str(way): count for way, count in ways.items()}
    measures = tuple(MeasureCounts(key, options) for key, options in counts.items())
    shown = protect(WaveCounts(sum(modes.values()), modes, measures), thresholds)
    return EventResults(
        rules_version=shown.rules_version,
        thresholds=shown.thresholds,
        answered=shown.answered,
        ways=shown.modes,
        statements=tuple(_of_figure(figure) for figure in shown.figures),
    )


def _of_figure(figure: Figure) -> StatementResult:
    return StatementResult(
        statement=Statement(figure.measure),
        hidden=figure.hidden,
        share=figure.share,
        cant_say=figure.cant_say,
        blank=figure.blank,
    )


def write_results(results: EventResults) -> dict[str, Any]:
    """The results as JSON knows them."""
    return asdict(results)


def read_results(raw: Mapping[str, Any]) -> EventResults:
    """The results that were written. Raises KeyError, TypeError or ValueError on anything else."""
    return EventResults(
        **{
            **raw,
            "thresholds": Thresholds(**raw["thresholds"]),
            "statements": tuple(_read_statement(each) for each in raw["statements"]),
        }
    )


def _read_statement(raw: Mapping[str, Any]) -> StatementResult:
    return StatementResult(
        **{
            **raw,
            "statement": Statement(raw["statement"]),
            "hidden": raw["hidden"] and Hidden(raw["hidden"]),
            "share": raw["share"] and Share(**raw["share"]),
        }
    )
