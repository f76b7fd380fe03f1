"""Until when a decision can be taken further. Information only: the advice service helps.

Sources: SEND Regulations 2014, reg 33 (mediation); Tribunal Procedure (First-tier Tribunal)
(Health, Education and Social Care Chamber) Rules 2008, rules 12 and 20 (appeal).
"""

from dataclasses import dataclass
from datetime import date, timedelta

from portal.domain.dates import add_months

SATURDAY = 5
AUGUST, DECEMBER = 8, 12


@dataclass(frozen=True, slots=True)
class AppealLimits:
    """Last days to ask a mediation adviser, and for the Tribunal to receive an appeal.

    ``appeal_by`` is later where a mediation certificate comes later than a month after the notice;
    an appeal about section I alone needs no certificate.
    """

    mediation_contact_by: date
    appeal_by: date


def appeal_limits(notice: date, *, certificate: date | None = None) -> AppealLimits:
    """Counted from the day of the notice and, once there is one, the day of the certificate."""
    two_months = add_months(notice, 2)
    latest = two_months if certificate is None else max(two_months, add_months(certificate, 1))
    return AppealLimits(mediation_contact_by=two_months, appeal_by=_moved_on(latest))


def _moved_on(limit: date) -> date:
    """A limit in August, or from 25 December to 1 January, moves to the next working day after."""
    if limit.month == AUGUST:
        return _first_working_day(date(limit.year, 9, 1))
    if (limit.month, limit.day) >= (DECEMBER, 25):
        return _first_working_day(date(limit.year + 1, 1, 2))
    if (limit.month, limit.day) == (1, 1):
        return _first_working_day(date(limit.year, 1, 2))
    return limit


def _first_working_day(day: date) -> date:
    while day.weekday() >= SATURDAY or _is_new_year_holiday(day):
        day += timedelta(1)
    return day


def _is_new_year_holiday(day: date) -> bool:
    """The Monday after a New Year's Day that falls on a Saturday or Sunday is the bank holiday."""
    new_year = date(day.year, 1, 1)
    if new_year.weekday() < SATURDAY:
        return day == new_year
    return day == new_year + timedelta(7 - new_year.weekday())
