"""Signing in and out: families by a link or a code, staff by a password and an authenticator."""

from flask import Flask

from portal.actions.sign_in import SEND_WAY_IN
from portal.actions.sign_in_traces import FORGET_TRACES
from portal.features.sign_in import leaving, roles, set_up, staff  # noqa: F401 - they add routes
from portal.features.sign_in.blueprint import blueprint
from portal.features.sign_in.family import send_way_in
from portal.features.sign_in.forgetting import forget_traces
from portal.kit.jobs import add_handler, once_a_day


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    add_handler(app, SEND_WAY_IN, send_way_in)
    add_handler(app, FORGET_TRACES, forget_traces, is_due=once_a_day(FORGET_TRACES))
