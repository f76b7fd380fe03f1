"""Signing in and out: families by a link or a code, staff by a password and an authenticator."""

from flask import Flask

from portal.actions.sign_in import SEND_WAY_IN
from portal.actions.sign_in_traces import FORGET_TRACES
from portal.features.sign_in import leaving, set_up, staff  # noqa: F401 - they add their routes
from portal.features.sign_in.blueprint import blueprint
from portal.features.sign_in.family import send_way_in
from portal.features.sign_in.forgetting import forget_traces


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.extensions["job_handlers"].update({SEND_WAY_IN: send_way_in, FORGET_TRACES: forget_traces})
