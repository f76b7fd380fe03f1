"""The whole story of a case as lines, the latest first: what happened and who said so, what was
recorded and put right, what was sent, what came in, what was done."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import format_date, gettext

from portal.domain.advice import service_in_detail
from portal.domain.case_events import RecordedEvent, standing
from portal.domain.case_facts import Event, EventKind, Recorded
from portal.domain.dates import london_day
from portal.domain.exceptions import LawfulException, read_exception
from portal.features.desk import wording
from portal.kit.advice_wording import SERVICE_WORDS
from portal.kit.plan_wording import REASONS, STEPS
from portal.kit.task_wording import TASK_WORDS
from portal.kit.telling import Told
from portal.store import story
from portal.store.story import StoryLine
from portal.store.tasks import ListedTask


@dataclass(frozen=True, slots=True)
class Line:
    """``recorded`` is the date of the record that the line tells of; ``who`` is the member of
    staff; ``event_id`` names what can still be put right."""

    on: date
    what: str
    recorded: Recorded | None = None
    who: str = ""
    note: str = ""
    event_id: UUID | None = None


def tell_story(
    told: Told,
    recorded: Sequence[RecordedEvent],
    others: Sequence[StoryLine],
    tasks: Sequence[ListedTask],
    known_on: date,
) -> list[Line]:
    """What was known at the end of this day, the latest first."""
    lines = [
        *(Line(step.when.on, str(STEPS[step.kind]), step.when) for step in told.status.happened),
        *_exceptions(told.case.facts.events),
        *_recorded(recorded),
        *(_other(line) for line in others),
        *(_done(task) for task in tasks if task.done_at is not None),
    ]
    known = [line for line in lines if line.on <= known_on]
    return sorted(known, key=lambda line: line.on, reverse=True)


def _exceptions(events: Sequence[Event]) -> Iterator[Line]:
    for event in events:
        if event.kind is EventKind.EXCEPTION:
            yield Line(
                event.when.on, _event_words(event.kind, event.when.on, event.detail), event.when
            )


def _recorded(rows: Sequence[RecordedEvent]) -> Iterator[Line]:
    """Each row on the day of its recording, which need not be the day of what happened."""
    by_id = {row.id: row for row in rows}
    open_ids = {row.id for row in standing(rows)}
    for row in rows:
        what = _recorded_words(row, by_id.get(row.replaces) if row.replaces else None)
        open_id = row.id if row.id in open_ids else None
        yield Line(
            london_day(row.recorded_at), what, None, row.recorded_by, row.note, event_id=open_id
        )


def _recorded_words(row: RecordedEvent, before: RecordedEvent | None) -> str:
    fact = _fact(row)
    if before is None:
        return str(gettext("Recorded: %(fact)s", fact=fact))
    if row.is_withdrawn:
        return str(gettext("Taken back: %(fact)s", fact=fact))
    return str(gettext("Put right: %(fact)s. Before: %(before)s", fact=fact, before=_fact(before)))


def _fact(row: RecordedEvent) -> str:
    return f"{_event_words(row.kind, row.day, row.detail)}, {format_date(row.day, 'medium')}"


def _event_words(kind: EventKind, day: date, detail: str) -> str:
    words = str(wording.EVENTS[kind])
    if kind is EventKind.EXCEPTION:
        exception = read_exception(day, detail)
        if isinstance(exception, LawfulException):
            until = exception.excused_until
            parts = [
                words,
                str(REASONS[exception.reason]),
                gettext("until %(day)s", day=format_date(until, "medium")) if until else "",
                exception.decided_by,
            ]
            return ", ".join(part for part in parts if part)
        return str(wording.EVENTS[EventKind.AGREED_DELAY])
    service = service_in_detail(detail)
    whom = str(SERVICE_WORDS[service]) if service else detail
    return f"{words}, {whom}" if whom else words


def _other(line: StoryLine) -> Line:
    on = london_day(line.at)
    match line.told:
        case story.Told.MESSAGE:
            return Line(on, wording.message_words(line))
        case story.Told.VIEWS:
            return Line(on, str(gettext("Views came in")))
        case story.Told.FLAG:
            day = format_date(line.day, "medium")
            source = wording.source_words(line.word)
            if line.ended_at is None:
                return Line(
                    on, gettext("Called wrong: %(day)s, from %(source)s", day=day, source=source)
                )
            return Line(
                on,
                gettext(
                    "Called wrong: %(day)s, from %(source)s. Answered on %(settled)s",
                    day=day,
                    source=source,
                    settled=format_date(london_day(line.ended_at), "medium"),
                ),
            )


def _done(task: ListedTask) -> Line:
    assert task.done_at is not None  # noqa: S101 - only tasks that are done come here
    what = gettext("Done: %(task)s", task=str(TASK_WORDS[task.kind]))
    return Line(london_day(task.done_at), what, None, task.done_by or "", task.note)
