"""How long lines of the read trail are kept.

Source: the portal's own privacy rules: a setting per kind of record; a legal hold stops it.
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from portal.domain.dates import LONDON, add_months

YEARS_AT_LEAST = 1
"""The family's page goes back twelve months."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Lines read before these moments have come to their end: of staff and everybody else who
    works on a case, and of families."""

    staff_before: datetime
    family_before: datetime

    @classmethod
    def of(cls, today: date, *, staff_years: int, family_years: int) -> "Limits":
        """Raises ValueError for less than a year."""
        if min(staff_years, family_years) < YEARS_AT_LEAST:
            raise ValueError("the trail is kept for a year at least")
        return cls(_years_ago(today, staff_years), _years_ago(today, family_years))


def _years_ago(today: date, years: int) -> datetime:
    return datetime.combine(add_months(today, -12 * years), time(), LONDON)
