"""Who may enter a route. Every route says so itself; one that does not stops the application.

    @blueprint.get("/children")
    @audience(Role.FAMILY_MEMBER, Role.YOUNG_PERSON, Role.CHILD)
    def list_children() -> str: ...

Which *objects* a person may reach is not decided here but in the store, where each query starts
from the viewer.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, current_app, redirect, request, session, url_for
from werkzeug.exceptions import Unauthorized
from werkzeug.wrappers import Response

from portal.domain.people import FAMILY_ROLES, STAFF_ROLES, Role
from portal.kit.signed_in import AFTER_SIGN_IN, find_viewer

View = TypeVar("View", bound=Callable[..., Any])

AUDIENCE = "audience"
EVERYONE: frozenset[Role] = frozenset()
STATIC_ENDPOINT = "static"


class UndeclaredAudienceError(RuntimeError):
    """A route was registered that does not say who may enter."""


class SignedOutWhileWritingError(Unauthorized):
    """The sign-in ended before the words were sent; the page that answers gives them back."""

    def __init__(self, entrance: str) -> None:
        super().__init__()
        self.entrance = entrance


LONG_WORD = 20
_NEVER_SHOWN = ("password", "csrf_token")


def typed_words() -> list[str]:
    """What somebody wrote in the form that was sent: not what they ticked or chose, whose values
    are short words of ours."""
    return [
        text
        for name, text in request.form.items(multi=True)
        if not any(part in name for part in _NEVER_SHOWN) and _was_written(text)
    ]


def _was_written(text: str) -> bool:
    """More than one word, a long one, or one in a script of which no value of ours is made: many
    are written without spaces."""
    if len(text.split()) > 1 or not text.isascii():
        return True
    return len(text) >= LONG_WORD and text.strip(".,;:!?'\"()").isalpha()


def audience(*roles: Role) -> Callable[[View], View]:
    """Let in people signed in with one of these roles."""
    if not roles:
        raise ValueError("name at least one role, or use @public")

    def declare(view: View) -> View:
        setattr(view, AUDIENCE, frozenset(roles))
        return view

    return declare


family = audience(*sorted(FAMILY_ROLES))
staff = audience(*sorted(STAFF_ROLES))


def public(view: View) -> View:
    """Let everybody in, signed in or not."""
    setattr(view, AUDIENCE, EVERYONE)
    return view


def audience_of(app: Flask, endpoint: str) -> frozenset[Role] | None:
    """Who may enter; empty means everybody; None means that the route does not say."""
    if endpoint == STATIC_ENDPOINT:
        return EVERYONE
    return getattr(app.view_functions[endpoint], AUDIENCE, None)


def refuse_undeclared_routes(app: Flask) -> None:
    """Raise `UndeclaredAudienceError` naming each route that does not say who may enter."""
    silent = sorted(
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if audience_of(app, rule.endpoint) is None
    )
    if silent:
        raise UndeclaredAudienceError(", ".join(silent))


def _check_audience() -> Response | None:
    if request.endpoint is None:
        return None
    allowed = audience_of(current_app, request.endpoint)
    if not allowed:
        return None
    viewer = find_viewer()
    if viewer is None:
        entrance = url_for(
            "sign_in.start_sign_in" if allowed & FAMILY_ROLES else "sign_in.start_staff_sign_in"
        )
        if request.method == "GET":
            session[AFTER_SIGN_IN] = request.full_path.rstrip("?")
        elif typed_words():
            raise SignedOutWhileWritingError(entrance)
        return redirect(entrance)
    if viewer.role not in allowed:
        abort(403)
    return None


def init_app(app: Flask) -> None:
    app.before_request(_check_audience)
