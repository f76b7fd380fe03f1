"""Pages for what goes wrong: plain words, a way on, nothing of the fault itself."""

import structlog
from flask import Flask, render_template, request, url_for
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.wrappers import Response

from portal.kit.access import SignedOutWhileWritingError, typed_words
from portal.kit.edge import abandon
from portal.store.connection import open_for

log = structlog.get_logger()

KEEPS_WORDS = frozenset({403, 404, 429})
"""Somebody may have written on a page that, meanwhile, is no longer theirs to send."""


def _words(code: int) -> tuple[str, str]:
    match code:
        case 400:
            return gettext("We could not read that"), gettext(
                "Something in what was sent was not as we expect. Go back and try again."
            )
        case 403:
            return gettext("This page is not for you to open"), gettext(
                "You are signed in, but this page is for other people. "
                "If you think that is wrong, ask us."
            )
        case 404:
            return gettext("We cannot find this page"), gettext(
                "It may have moved, or the address may have a mistake in it."
            )
        case 405:
            return gettext("This page cannot be opened that way"), gettext(
                "Go to the start page and try from there."
            )
        case 413:
            return gettext("That is too big to send"), gettext(
                "Choose a smaller file, or send several one at a time."
            )
        case 429:
            return gettext("Too many tries"), gettext("Wait a few minutes, then try again.")
        case 503:
            return gettext("We are closed for a moment"), gettext(
                "Try again in a few minutes. What you sent before is safe."
            )
        case _:
            return gettext("Something went wrong on our side"), gettext(
                "It is not your fault. Try again in a few minutes. What you sent before is safe."
            )


def _page(code: int) -> tuple[str, int]:
    title, advice = _words(code)
    return render_template("errors/error.html", page_title=title, advice=advice), code


def _http_error(error: HTTPException) -> tuple[str, int] | Response:
    abandon()
    if error.code is None or error.code < 400:
        return error.get_response()  # a redirect raised by the router
    if error.code in KEEPS_WORDS and request.method == "POST" and typed_words():
        title, _ = _words(error.code)
        return _not_sent(title, url_for("front.show_home")), error.code
    return _page(error.code)


def _foreign_host(error: SecurityError) -> Response:
    """Not a page: its links would be made from a name that is not ours."""
    abandon()
    words = gettext("This site does not answer to that name.")
    return Response(words, 400, mimetype="text/plain")


def _not_sent(title: str, way_on: str) -> str:
    """The words of a form that we could not take, given back."""
    abandon()
    return render_template(
        "errors/not_sent.html", page_title=title, words=typed_words(), way_on=way_on
    )


def _forged(_error: CSRFError) -> tuple[str, int]:
    return _not_sent(gettext("This page was open for too long"), request.path), 400


def _signed_out(error: SignedOutWhileWritingError) -> tuple[str, int]:
    return _not_sent(gettext("You were signed out"), error.entrance), 401


def _busy(error: OperationalError) -> tuple[str, int]:
    """The database is out of reach, or somebody has written for longer than we wait."""
    abandon()
    open_for("read")
    log.error("database busy", kind=type(error).__name__)
    if not typed_words():
        return _page(503)
    return _not_sent(gettext("We could not save this just now"), request.path), 503


def _fault(error: Exception) -> tuple[str, int]:
    abandon()
    log.error("fault", kind=type(error).__name__, exc_info=error)
    return _page(500)


def init_app(app: Flask) -> None:
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(SecurityError, _foreign_host)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(SignedOutWhileWritingError, _signed_out)
    app.register_error_handler(OperationalError, _busy)
    if not app.testing:
        app.register_error_handler(Exception, _fault)
