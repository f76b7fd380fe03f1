"""Language and direction of a page."""

from datetime import date, datetime
from functools import lru_cache

from babel import Locale, dates
from flask import Flask
from flask_babel import Babel, format_datetime, get_locale, to_user_timezone

babel = Babel()

LONG_DATE = "EEEE d MMMM y"
SHORT_DATE = "d MMM y"


@lru_cache(maxsize=10_000)
def _write_date(day: date, form: str, locale: Locale) -> str:
    """A page shows the same few dates many times over, and writing one takes a while."""
    return dates.format_date(day, form, locale)


def _day_in_london(day: date) -> date:
    return to_user_timezone(day).date() if isinstance(day, datetime) else day


def long_date(day: date) -> str:
    """A date as families read it: "Friday 12 March 2027"."""
    return _write_date(_day_in_london(day), LONG_DATE, get_locale())


def short_date(day: date) -> str:
    """A date in a dense table of a staff page: "12 Mar 2027"."""
    return _write_date(_day_in_london(day), SHORT_DATE, get_locale())


def long_moment(value: object) -> str:
    """An instant as families read it, in London's time: "Friday 12 March 2027, 14:05"."""
    return str(format_datetime(value, f"{LONG_DATE}, HH:mm"))


def init_app(app: Flask) -> None:
    babel.init_app(app)
    app.jinja_env.filters.update(
        long_date=long_date, short_date=short_date, long_moment=long_moment
    )
    app.jinja_env.globals.update(
        page_language=lambda: str(get_locale()).replace("_", "-"),
        page_direction=lambda: get_locale().text_direction,
    )
