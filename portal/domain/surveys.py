"""Why a survey cannot be answered."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WaveClosed:
    """The wave takes no more answers, ever or, where it was stopped, for now."""

    for_now: bool = False


@dataclass(frozen=True, slots=True)
class AlreadyAnswered:
    """This invitation has been used; one person gives one response."""


@dataclass(frozen=True, slots=True)
class NothingAnswered:
    """A response needs at least one answer, otherwise it would count nobody as somebody."""
