"""The one commit of a request.

A view that *returns* has decided something: it is committed, whatever status it chose. A view that
*raises* (an abort, a fault) has not: it is rolled back. A GET reads in a transaction that the
database holds to reading; what it may still write goes through `store.connection.write_door`.
The trail of reads is committed before the page leaves.
"""

from flask import Flask, g, request
from werkzeug.wrappers import Response

from portal.kit.now import now
from portal.store import trail
from portal.store.connection import open_for
from portal.store.db import db

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def _begin() -> None:
    open_for("read" if request.method in SAFE_METHODS else "write")


def abandon() -> None:
    """Roll back what this request has written; error handlers call it."""
    g.abandoned = True
    db.session.rollback()
    db.session.info.pop(trail.PENDING, None)


def _commit(response: Response) -> Response:
    if not g.get("abandoned"):
        trail.write_pending(db.session(), now())
        db.session.commit()
    return response


def init_app(app: Flask) -> None:
    app.before_request(_begin)
    app.after_request(_commit)
