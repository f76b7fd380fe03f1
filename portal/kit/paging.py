"""Where in a long list a page begins, as its address says."""

from flask import request

PAGES_AT_MOST = 100_000
"""No list is so long; a database cannot count from a number of twenty digits."""


def page_asked() -> int:
    """The number of the page, from 1; the first where the address says nothing that can be read."""
    return number_asked("page", first=1, most=PAGES_AT_MOST)


def number_asked(name: str, *, first: int, most: int) -> int:
    """A whole number of the address, kept within its bounds; ``first`` where there is none."""
    return min(max(request.args.get(name, first, type=int), first), most)
