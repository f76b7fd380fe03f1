"""Breaking the glass: a caseworker opens a record outside their caseload, and others see it."""

from flask import Flask

from portal.features.break_glass.routes import blueprint


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
