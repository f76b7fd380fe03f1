"""Comments on the Local Offer: an open form, the council's answers, a publication every year."""

from datetime import datetime

from flask import Flask
from sqlalchemy.orm import Session

from portal.actions.local_offer import PREPARE, prepare_publication
from portal.domain.dates import london_day
from portal.features.local_offer import commenting, desk, publishing, reading
from portal.features.local_offer.blueprints import (
    desk_blueprint,
    form_blueprint,
    public_blueprint,
)
from portal.kit.jobs import add_handler, once_a_day

__all__ = ["commenting", "desk", "init_app", "publishing", "reading"]


def _prepare(session: Session, _payload: dict[str, str], now: datetime) -> None:
    prepare_publication(session, london_day(now))


def init_app(app: Flask) -> None:
    app.register_blueprint(form_blueprint)
    app.register_blueprint(public_blueprint)
    app.register_blueprint(desk_blueprint)
    # Anybody may comment, and no cookie says who does: there is no sign-in that a forged post could
    # use. A token would only set a cookie, and lose the words of a phone that keeps none.
    app.extensions["csrf"].exempt(form_blueprint)
    add_handler(app, PREPARE, _prepare, is_due=once_a_day(PREPARE))
