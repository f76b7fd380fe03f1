"""The periods that a page offers, each with a short name for its address."""

from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import format_date, gettext

from portal.domain.dates import add_months
from portal.domain.timeliness import Period

MONTHS_OFFERED = 12


@dataclass(frozen=True, slots=True)
class Offered:
    """``key`` is the year or the month as it stands in an address, such as 2026 or 2026-10."""

    key: str
    label: str
    period: Period


def offer_periods(today: date) -> list[Offered]:
    """This year and the last, then the last twelve months, the latest first."""
    years = [
        Offered(
            str(year),
            str(gettext("The year %(year)d", year=year)),
            Period(date(year, 1, 1), date(year, 12, 31)),
        )
        for year in (today.year, today.year - 1)
    ]
    this_month = today.replace(day=1)
    firsts = [add_months(this_month, -number) for number in range(MONTHS_OFFERED)]
    months = [
        Offered(
            f"{first:%Y-%m}",
            format_date(first, "MMMM y"),
            Period(first, add_months(first, 1) - timedelta(1)),
        )
        for first in firsts
    ]
    return years + months


def find_period(key: str, today: date) -> Offered:
    """The period of this name; this year where the name is none that is offered."""
    offered = offer_periods(today)
    return next((each for each in offered if each.key == key), offered[0])
