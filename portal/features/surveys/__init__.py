"""Surveys: staff make and run a wave; families answer it by link, signed in or on the telephone."""

from flask import Flask

from portal.actions.surveys import INVITE, SWEEP, WRITE_RESPONSES
from portal.features.surveys import calls, family, jobs, own, staff
from portal.features.surveys.blueprints import family_blueprint, own_blueprint, staff_blueprint
from portal.kit.jobs import add_handler

__all__ = ["calls", "family", "init_app", "own", "staff"]


def init_app(app: Flask) -> None:
    app.register_blueprint(staff_blueprint)
    app.register_blueprint(family_blueprint)
    app.register_blueprint(own_blueprint)
    # Nobody can forge a post to an address that nobody can guess: the link itself is the guard. A
    # token in a cookie would add nothing, and would lose the answers of a phone that keeps none.
    app.extensions["csrf"].exempt(family_blueprint)
    add_handler(app, INVITE, jobs.send_invitations)
    add_handler(app, WRITE_RESPONSES, jobs.write_responses)
    add_handler(app, SWEEP, jobs.sweep_bookkeeping)
