"""How a date stands today. Late is said only of law, and only where the record can be trusted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from portal.domain.case_facts import CaseFacts, EventKind, Recorded, RecordSource
from portal.domain.clocks import ClockKey, Deadline, Force
from portal.domain.exceptions import LawfulException, excused_day, excuses, read_exception
from portal.domain.plan_stages import Due, Standing
from portal.domain.review_clock import VIEWS_ASKED_DAYS_BEFORE_MEETING

RECORDS_FRESH_DAYS = 10
"""How old a record may be and still be believed: a weekly feed may come three days late."""


@dataclass(frozen=True, slots=True)
class ClockPolicy:
    """A council's own choices. ``feed_allows`` is how old a record may be and still be believed."""

    feed_allows: timedelta = timedelta(RECORDS_FRESH_DAYS)
    views_asked_days_before_meeting: int = VIEWS_ASKED_DAYS_BEFORE_MEETING


@dataclass(frozen=True, slots=True)
class CaseDates:
    """The dates of one case on one day, and what can be said of them."""

    facts: CaseFacts
    today: date
    policy: ClockPolicy

    def due(
        self,
        deadline: Deadline,
        counted: Recorded | None,
        *,
        wrong_clock: bool = False,
        ended_by_event: bool = False,
    ) -> Due:
        """How this deadline stands.

        ``wrong_clock`` says that the case has another start which the files do not hold;
        ``ended_by_event`` that only the events file would tell that it was met, so that a record
        without any events cannot tell that it was not.
        """
        doubtful = wrong_clock or (ended_by_event and not self.facts.events)
        if doubtful or not self._can_be_trusted(counted):
            return Due(deadline, Standing.CHECKING, counted)
        if self.today <= deadline.day or deadline.force is Force.GUIDANCE:
            return Due(deadline, Standing.IN_TIME, counted)
        if deadline.force is Force.TARGET:
            return Due(deadline, Standing.TARGET_MISSED, counted)
        return self._overdue(deadline, counted)

    def _overdue(self, deadline: Deadline, counted: Recorded | None) -> Due:
        found = self._exceptions_to(deadline, counted)
        if any(in_doubt for _, in_doubt in found):
            return Due(deadline, Standing.CHECKING, counted)
        # The one that reaches furthest; one with no date of its own reaches any day.
        exception = max(
            (exception for exception, _ in found),
            key=lambda each: each.excused_until or date.max,
            default=None,
        )
        if exception is None:
            late = (self.today - deadline.day).days
            return Due(deadline, Standing.LATE, counted, late)
        excused = excused_day(exception, deadline)
        late = 0 if excused is None else max((self.today - excused).days, 0)
        standing = Standing.LATE if late else Standing.EXCUSED
        return Due(deadline, standing, counted, late, exception, excused)

    def _exceptions_to(
        self, deadline: Deadline, counted: Recorded | None
    ) -> list[tuple[LawfulException, bool]]:
        """Each exception that this limit knows, and whether the record of it is in doubt."""
        return [
            (exception, exception.in_doubt or event.when.in_doubt)
            for event in self.facts.events
            if event.kind is EventKind.EXCEPTION
            and (counted is None or event.when.on >= counted.on)
            and isinstance(
                exception := read_exception(event.when.on, event.detail), LawfulException
            )
            and excuses(exception, deadline)
        ]

    def _can_be_trusted(self, counted: Recorded | None) -> bool:
        if counted is not None and (counted.in_doubt or not self._is_current(counted)):
            return False
        return self._is_fresh(self.facts.as_of)

    def _is_current(self, counted: Recorded) -> bool:
        """What was recorded here does not grow old; a file's date does."""
        return counted.source is RecordSource.PORTAL or self._is_fresh(counted.as_of)

    def _is_fresh(self, as_of: date | None) -> bool:
        return as_of is not None and self.today - as_of <= self.policy.feed_allows


def still_to_come(dues: Iterable[Due], today: date, keys: frozenset[ClockKey]) -> tuple[Due, ...]:
    """Leave out those of ``keys`` whose day has passed: the record cannot tell whether they were
    met, or nothing was owed."""
    return tuple(due for due in dues if due.key not in keys or today <= due.day)
