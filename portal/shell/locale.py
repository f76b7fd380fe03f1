"""Language and direction of a page."""

from flask import Flask
from flask_babel import Babel, format_date, format_datetime, get_locale

babel = Babel()

LONG_DATE = "EEEE d MMMM y"
SHORT_DATE = "d MMM y"


def long_date(value: object) -> str:
    """A date as families read it: "Friday 12 March 2027"."""
    return str(format_date(value, LONG_DATE))


def short_date(value: object) -> str:
    """A date in a dense table of a staff page: "12 Mar 2027"."""
    return str(format_date(value, SHORT_DATE))


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
