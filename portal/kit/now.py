"""The one clock of the Flask side; `CLOCK` in the settings lets tests move time."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import cast
from zoneinfo import ZoneInfo

from flask import current_app

LONDON = ZoneInfo("Europe/London")


def system_clock() -> datetime:
    return datetime.now(UTC)


def now() -> datetime:
    """This instant, aware, in UTC."""
    return cast(Callable[[], datetime], current_app.config["CLOCK"])()


def today() -> date:
    """The calendar date in London, by which every legal time limit runs."""
    return now().astimezone(LONDON).date()
