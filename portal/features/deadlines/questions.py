"""What somebody asks a clock, checked and answered in the same way for the page and the command."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import ClassVar

from flask_babel import gettext, lazy_gettext
from flask_babel.speaklater import LazyString

from portal.domain.clocks import SEND_REGULATIONS_BEGIN, ClockKey, Deadline, assessment_deadlines
from portal.domain.review_clock import review_deadlines
from portal.domain.rights import FIRST_BIRTH, compulsory_school_age_ends, rights_from
from portal.domain.transfers import Phase, post16_transfer_deadlines, school_transfer_deadlines

LAST_DAY = date(2199, 12, 31)
FIRST_TRANSFER_YEAR = 2015


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a question cannot be answered, beside the field it is about."""

    field: str
    message: str


@dataclass(frozen=True, slots=True)
class AssessmentQuestion:
    FIRST_DAY: ClassVar = SEND_REGULATIONS_BEGIN
    NOT_BEFORE: ClassVar = {"draft_served": ("received",), "advice_asked": ("received",)}

    received: date
    draft_served: date | None = None
    advice_asked: date | None = None

    def answer(self) -> dict[ClockKey, Deadline]:
        return assessment_deadlines(
            self.received, draft_served=self.draft_served, advice_asked=self.advice_asked
        )


@dataclass(frozen=True, slots=True)
class ReviewQuestion:
    FIRST_DAY: ClassVar = SEND_REGULATIONS_BEGIN
    NOT_BEFORE: ClassVar = {
        "last_review": ("plan_made",),
        "meeting": ("plan_made",),
        "notice": ("plan_made", "meeting"),
    }

    plan_made: date
    last_review: date | None = None
    meeting: date | None = None
    notice: date | None = None

    def answer(self) -> Mapping[ClockKey, Deadline]:
        return review_deadlines(
            self.plan_made,
            last_review=self.last_review,
            meeting=self.meeting,
            notice=self.notice,
        )


@dataclass(frozen=True, slots=True)
class TransferQuestion:
    """``year`` is the calendar year of a September move; a move between colleges has a day."""

    FIRST_DAY: ClassVar = SEND_REGULATIONS_BEGIN
    NOT_BEFORE: ClassVar[Mapping[str, Sequence[str]]] = {}

    phase: Phase
    year: int | None = None
    move: date | None = None

    def answer(self) -> dict[ClockKey, Deadline]:
        if self.move is not None:
            return post16_transfer_deadlines(self.move)
        if self.year is None:
            raise ValueError("a question without a year or a day is not checked")
        return school_transfer_deadlines(self.phase, self.year)


@dataclass(frozen=True, slots=True)
class RightsQuestion:
    FIRST_DAY: ClassVar = FIRST_BIRTH
    NOT_BEFORE: ClassVar[Mapping[str, Sequence[str]]] = {}

    born: date

    def answer(self) -> dict[str, date]:
        return {
            "compulsory_school_age_ends": compulsory_school_age_ends(self.born),
            "rights_from": rights_from(self.born),
        }


Question = AssessmentQuestion | ReviewQuestion | TransferQuestion | RightsQuestion

DATE_NAMES: dict[str, LazyString] = {
    "received": lazy_gettext("the day the council got the request"),
    "draft_served": lazy_gettext("the day the draft plan was sent"),
    "advice_asked": lazy_gettext("the day the advice was asked for"),
    "plan_made": lazy_gettext("the day the plan was made"),
    "last_review": lazy_gettext("the day the last review ended"),
    "meeting": lazy_gettext("the day of the review meeting"),
    "notice": lazy_gettext("the day you were sent the changes"),
}


def problems_of(question: Question) -> Iterator[Problem]:
    """Everything that keeps this question from being answered."""
    given = {field.name: getattr(question, field.name) for field in fields(question)}
    dates = {name: day for name, day in given.items() if isinstance(day, date)}
    for name, day in dates.items():
        if not question.FIRST_DAY <= day <= LAST_DAY:
            yield Problem(
                name,
                gettext(
                    "Enter a date from %(first)s to %(last)s",
                    first=question.FIRST_DAY.isoformat(),
                    last=LAST_DAY.isoformat(),
                ),
            )
        for earlier in question.NOT_BEFORE.get(name, ()):
            if earlier in dates and day < dates[earlier]:
                yield Problem(
                    name,
                    gettext("This date cannot be before %(other)s", other=DATE_NAMES[earlier]),
                )
    if isinstance(question, TransferQuestion):
        yield from _problems_of_transfer(question)


def _problems_of_transfer(question: TransferQuestion) -> Iterator[Problem]:
    if question.phase is Phase.POST16_POST16:
        if question.move is None:
            yield Problem("move", gettext("Enter the day of the move to the other college"))
        if question.year is not None:
            yield Problem("year", gettext("Leave the year empty: the day of the move is enough"))
        return
    if question.move is not None:
        yield Problem("move", gettext("Leave the day empty: the year of the move is enough"))
    if question.year is None or not FIRST_TRANSFER_YEAR <= question.year <= LAST_DAY.year:
        yield Problem(
            "year",
            gettext(
                "Enter the year of the move, from %(first)s to %(last)s",
                first=FIRST_TRANSFER_YEAR,
                last=LAST_DAY.year,
            ),
        )
