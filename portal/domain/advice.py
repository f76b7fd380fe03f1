"""Advice for an assessment: who may be asked, by when they answer, what an answer can say.

Whoever the council asks must answer within six weeks (SEND Regulations 2014, reg 8(1)). The day
counts from the day on which they received the request; ours goes by e-mail and is received on the
day it is sent.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from portal.domain.clocks import ASSESSMENT_RULES, ClockKey, Start, apply_rule
from portal.domain.dates import london_day
from portal.domain.exceptions import LawfulReason

PROVISIONS_AT_MOST = 6
TEXT_AT_MOST = 20_000  # characters of one answer
OPEN_FOR = timedelta(hours=4)
"""How long a browser that gave the code may read and write; words are saved at every step."""


class Service(StrEnum):
    """Who is asked: SEND Regulations 2014, reg 6(1)(b) to (h); families (a) elsewhere."""

    EDUCATION = "education"
    EDUCATIONAL_PSYCHOLOGY = "educational_psychology"
    HEALTH = "health"
    SOCIAL_CARE = "social_care"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Adviser:
    """The professional who is asked. ``role`` is what they work as, and is shown to the family;
    name and e-mail never are."""

    name: str
    role: str
    email: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as the caseworker writes it. The manager hears of it when it is late."""

    service: Service
    adviser: Adviser
    question: str
    manager_name: str
    manager_email: str


def reply_due(received_on: date) -> date:
    """The last lawful day for the answer to a request received on this day (reg 8(1))."""
    return apply_rule(ASSESSMENT_RULES, ClockKey.ADVICE_REPLY, Start.ADVICE_ASKED, received_on).day


@dataclass(frozen=True, slots=True)
class Provision:
    """One piece of help that the adviser recommends: what, how much and how often, by whom."""

    what: str
    how_often: str
    who: str

    @property
    def is_empty(self) -> bool:
        return not (self.what or self.how_often or self.who)


@dataclass(frozen=True, slots=True)
class Advice:
    """What an adviser writes, finished or not."""

    needs: str = ""
    provisions: tuple[Provision, ...] = ()
    outcomes: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.needs or self.provisions or self.outcomes)


class Reply(StrEnum):
    """How a request was answered."""

    ADVICE = "advice"
    CANNOT_ADVISE = "cannot_advise"


class State(StrEnum):
    """Where a request stands."""

    WAITING = "waiting"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class AdviceRequest:
    """One request and what came of it. What is sealed was opened with the child's key.

    ``missed_on`` is the day of an appointment that the child was not brought to, as the adviser
    says; a lawful exception only once a caseworker has recorded it. ``passed_to`` is the
    colleague whom the adviser named instead. ``excused_on`` is the day that exception was decided.
    """

    id: UUID
    child_id: UUID
    asked: Asked
    asked_on: date
    due_on: date
    reply: Reply | None = None
    replied_at: datetime | None = None
    withdrawn_at: datetime | None = None
    shared_on: date | None = None
    missed_on: date | None = None
    missed_note: str = ""
    excused_on: date | None = None
    passed_to: Adviser | None = None
    decline_reason: str = ""
    advice: Advice = field(default_factory=Advice)

    @property
    def state(self) -> State:
        if self.withdrawn_at is not None:
            return State.WITHDRAWN
        return State.WAITING if self.reply is None else State.ANSWERED

    @property
    def replied_on(self) -> date | None:
        return london_day(self.replied_at) if self.replied_at else None

    @property
    def withdrawn_on(self) -> date | None:
        return london_day(self.withdrawn_at) if self.withdrawn_at else None

    @property
    def is_shared(self) -> bool:
        return self.shared_on is not None

    def is_late(self, today: date) -> bool:
        return self.state is State.WAITING and today > self.due_on

    @property
    def event_detail(self) -> str:
        """What ties the answer's event to the request's in the record, without a name."""
        return event_detail(self.asked.service, self.id)


def event_detail(service: Service, request_id: UUID) -> str:
    """The detail of the events of one request: two requests to one service stay apart."""
    return f"{service} {request_id.hex[:8]}"


def service_in_detail(detail: str) -> Service | None:
    """The service that such a detail is about; none where somebody wrote it by hand."""
    word, _, number = detail.partition(" ")
    is_ours = len(number) == 8 and set(number) <= set("0123456789abcdef")
    return Service(word) if is_ours and word in set(Service) else None


def missed_appointment_detail(excused_until: date | None, decided_by: str) -> str:
    """The exception of reg 8(2) as the record writes it (`portal.domain.exceptions`)."""
    until = excused_until.isoformat() if excused_until else ""
    return f"{LawfulReason.MISSED_APPOINTMENT}; {until}; {decided_by}"


class Nudge(StrEnum):
    """What the council does by itself about a request that waits."""

    REMINDER = "advice_reminder"
    LATE = "advice_late"
    ESCALATION = "advice_escalation"


@dataclass(frozen=True, slots=True)
class NudgePolicy:
    """The council's own choice: days before and after the due day."""

    remind_before: Sequence[int]
    remind_after: Sequence[int]
    escalate_after: int

    def __post_init__(self) -> None:
        if min((*self.remind_before, *self.remind_after, self.escalate_after), default=1) < 1:
            raise ValueError("reminders and escalation are so many days, from 1")


def nudges_reached(due_on: date, today: date, policy: NudgePolicy) -> list[tuple[Nudge, date]]:
    """Everything whose day has come by today, in the order of the days."""
    days = [
        *((Nudge.REMINDER, due_on - timedelta(count)) for count in policy.remind_before),
        *((Nudge.REMINDER, due_on + timedelta(count)) for count in policy.remind_after),
        (Nudge.LATE, due_on + timedelta(1)),
        (Nudge.ESCALATION, due_on + timedelta(policy.escalate_after)),
    ]
    return sorted(
        ((nudge, day) for nudge, day in days if day <= today), key=lambda reached: reached[1]
    )


def tidy(advice: Advice) -> Advice:
    """The same without space around it and without empty lines of provision."""
    return Advice(
        advice.needs.strip(),
        tuple(_tidy_provisions(advice.provisions)),
        advice.outcomes.strip(),
    )


def _tidy_provisions(provisions: Iterable[Provision]) -> Iterable[Provision]:
    for provision in provisions:
        tidied = Provision(
            provision.what.strip(), provision.how_often.strip(), provision.who.strip()
        )
        if not tidied.is_empty:
            yield tidied


class FileKind(StrEnum):
    """The kinds of file that are taken, by their usual ending."""

    PDF = "pdf"
    DOCX = "docx"
    ODT = "odt"
    TEXT = "txt"
    PNG = "png"
    JPEG = "jpg"


_ENDINGS = {"jpeg": FileKind.JPEG, **{kind.value: kind for kind in FileKind}}


def file_kind_of(name: str) -> FileKind | None:
    """The kind that a file's name promises; whether it keeps the promise is found by reading it."""
    _, dot, ending = name.rpartition(".")
    return _ENDINGS.get(ending.lower()) if dot else None


class Scan(StrEnum):
    """What the virus scanner said of a file. Only where one is configured does a file wait.

    ``MISSING``: when it was to be scanned, the store had lost it.
    """

    NOT_SCANNED = "not_scanned"
    WAITING = "waiting"
    CLEAN = "clean"
    INFECTED = "infected"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class AdviceFile:
    """A file that came with advice, cleaned and sealed. ``size`` in bytes, as it is handed out."""

    id: UUID
    request_id: UUID
    child_id: UUID
    object_name: str
    name: str
    kind: FileKind
    size: int
    scan: Scan

    @property
    def may_be_opened(self) -> bool:
        return self.scan in {Scan.NOT_SCANNED, Scan.CLEAN}
