"""Days as a council lives them: working days, school years, school year groups."""

from datetime import date, timedelta


def days(number: int) -> timedelta:
    return timedelta(days=number)


def working_day(day: date) -> date:
    """``day``, or the Friday before it where it falls at a weekend."""
    return day - days(max(0, day.weekday() - 4))


def before_the_break(day: date) -> date:
    """``day``, or the last working day before the Christmas break that it falls in."""
    if (day.month, day.day) >= (12, 19):
        return working_day(date(day.year, 12, 18))
    if (day.month, day.day) <= (1, 4):
        return working_day(date(day.year - 1, 12, 18))
    return day


def school_year(today: date) -> int:
    """The calendar year in which the school year of ``today`` began."""
    return today.year if today.month >= 9 else today.year - 1


def year_group(born: date, today: date) -> int:
    """Reception is 0, nursery below it; born 1 Sep 2014 to 31 Aug 2015 is 6 in 2025/26."""
    return school_year(today) - school_year(born) - 5


def year_group_code(group: int) -> str:
    """As the SEN2 return writes it; past Year 14 there is no year group, so it is left empty."""
    early = {-2: "N1", -1: "N2", 0: "R"}
    if group in early:
        return early[group]
    return str(group) if 1 <= group <= 14 else ""
