"""Pages that are the same for everybody, made once a process and language.

A survey's page before the first answer, and its thank-you, hold nothing of the person who reads
them, and a wave's page is asked for by thousands in the hour after the messages went out.
"""

from collections.abc import Callable, Hashable

from flask import session
from flask_babel import get_locale

from portal.kit.signed_in import find_viewer

_KEPT_AT_MOST = 200
_pages: dict[tuple[Hashable, str], str] = {}


def keep_page(key: Hashable, render: Callable[[], str]) -> str:
    """The page of this key. Made anew for somebody signed in, whose menu stands on it."""
    if find_viewer() is not None or session:
        return render()
    place = (key, str(get_locale()))
    if place not in _pages:
        if len(_pages) >= _KEPT_AT_MOST:
            _pages.clear()
        _pages[place] = render()
    return _pages[place]
