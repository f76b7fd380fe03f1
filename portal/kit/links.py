"""Paths on this site that go into messages, and paths that a page may send somebody on to."""

from urllib.parse import urlsplit

from flask import current_app, session
from werkzeug.exceptions import HTTPException

from portal.domain.people import Role
from portal.kit.access import audience_of
from portal.kit.signed_in import AFTER_SIGN_IN

HOME = "front.show_home"


def path_for(endpoint: str, **values: object) -> str:
    """The path of a page. Unlike `url_for`, also outside a request: in the worker and commands."""
    return str(current_app.url_map.bind("").build(endpoint, values))


def safe_path(target: str | None, role: Role) -> str:
    """``target`` where it is a page of this site that this role may open, else the start page.

    Whatever comes from a link or a form is read here before anybody is sent to it, so that nobody
    is led away to another site.
    """
    home = path_for(HOME)
    if not target or not target.startswith("/") or target.startswith("//"):
        return home
    if any(ord(character) <= 32 or character == "\\" for character in target):
        return home
    parts = urlsplit(target)
    if parts.scheme or parts.netloc:
        return home
    try:
        endpoint, _ = current_app.url_map.bind("").match(parts.path, method="GET")
    except HTTPException:
        return home
    allowed = audience_of(current_app, endpoint)
    if allowed is None or (allowed and role not in allowed):
        return home
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def take_destination(role: Role) -> str:
    """Where somebody who has just signed in wanted to go; asked once."""
    return safe_path(session.pop(AFTER_SIGN_IN, None), role)
