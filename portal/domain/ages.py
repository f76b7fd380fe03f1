"""Ages in five bands, with 19 to 25 apart: what councils commission for after school is another
matter, and the Written Statement of Action names it."""

from datetime import date
from enum import StrEnum


class AgeBand(StrEnum):
    """Full years of age, the first and the last included."""

    EARLY = "0-4"
    PRIMARY = "5-10"
    SECONDARY = "11-15"
    POST_16 = "16-18"
    POST_19 = "19-25"


_LAST_YEARS = {
    AgeBand.EARLY: 4,
    AgeBand.PRIMARY: 10,
    AgeBand.SECONDARY: 15,
    AgeBand.POST_16: 18,
    AgeBand.POST_19: 25,
}


def age_band_of(born: date | None, on: date) -> AgeBand | None:
    """The band of somebody's age on a day; None where the birth is not known, or the age is
    outside all bands."""
    if born is None or born > on:
        return None
    age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    return next((band for band, last in _LAST_YEARS.items() if age <= last), None)
