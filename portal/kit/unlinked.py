"""Pages whose answers must lead back to nobody, so their use is written down nowhere.

A line in the log and a note in the sign-in session both hold the minute. Laid side by side they
would tell who answered, and where few answered also what: so a request for such a page has neither.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import current_app, request

View = TypeVar("View", bound=Callable[..., Any])

_UNLINKED = "unlinked"


def unlinked(view: View) -> View:
    """Write down nowhere that this page was asked for or sent; a fault is still logged."""
    setattr(view, _UNLINKED, True)
    return view


def is_unlinked() -> bool:
    """Whether the request at hand is for such a page."""
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, _UNLINKED, False)
