"""Calendar arithmetic the law needs. Dates are calendar dates in Europe/London, without a time."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

FRIDAY = 4
JUNE = 6
SEPTEMBER = 9
TERMS_BEGIN = (1, 4, SEPTEMBER)
LONDON = ZoneInfo("Europe/London")


def london_day(moment: datetime) -> date:
    """The calendar date in London at this (aware) instant."""
    return moment.astimezone(LONDON).date()


def london_midnight(moment: datetime) -> datetime:
    """The (aware) instant at which the London day of this instant began."""
    return datetime.combine(london_day(moment), time(), LONDON)


def add_months(start: date, months: int) -> date:
    """The corresponding date so many calendar months on; a month too short gives its last day.

    This is how "within two months of" is counted (*Dodds v Walker* [1981] UKHL 5).
    """
    first = _first_of_month(start, months)
    return first.replace(day=min(start.day, (_first_of_month(first, 1) - timedelta(1)).day))


def last_day_of_period(first_day: date, months: int) -> date:
    """Last day of a period of so many months *beginning with* ``first_day``.

    The day before the corresponding date. Where there is no corresponding date the month's end is
    the last day, so that a period beginning on 29 February ends on 28 February.
    """
    first = _first_of_month(first_day, months)
    month_end = _first_of_month(first, 1) - timedelta(1)
    return min(first + timedelta(first_day.day - 2), month_end)


def _first_of_month(day: date, months_later: int) -> date:
    years, month_index = divmod(day.month - 1 + months_later, 12)
    return date(day.year + years, month_index + 1, 1)


@dataclass(frozen=True, slots=True, order=True)
class SchoolYear:
    """1 September of ``start`` to 31 August of the next year."""

    start: int

    @classmethod
    def of(cls, day: date) -> "SchoolYear":
        return cls(day.year if day.month >= SEPTEMBER else day.year - 1)

    @property
    def first_day(self) -> date:
        return date(self.start, SEPTEMBER, 1)

    @property
    def last_day(self) -> date:
        return date(self.start + 1, SEPTEMBER, 1) - timedelta(1)

    @property
    def leaving_date(self) -> date:
        """The last Friday in June (Education (School Leaving Date) Order 1997)."""
        end_of_june = date(self.start + 1, JUNE, 30)
        return end_of_june - timedelta((end_of_june.weekday() - FRIDAY) % 7)


@dataclass(frozen=True, slots=True, order=True)
class SchoolTerm:
    """Autumn from 1 September, spring from 1 January, summer from 1 April: the terms of the
    Department for Education's funding, since each school's own dates are in no file."""

    first_day: date

    @classmethod
    def of(cls, day: date) -> "SchoolTerm":
        return cls(date(day.year, max(m for m in TERMS_BEGIN if m <= day.month), 1))

    @property
    def next(self) -> "SchoolTerm":
        return SchoolTerm.of(self.last_day + timedelta(1))

    @property
    def last_day(self) -> date:
        later = [month for month in TERMS_BEGIN if month > self.first_day.month]
        following = date(self.first_day.year + (not later), min(later or TERMS_BEGIN), 1)
        return following - timedelta(1)


def birthday(born: date, age: int) -> date:
    """The day on which an age is reached; 1 March where the year has no 29 February."""
    return last_day_of_period(born, age * 12) + timedelta(1)
