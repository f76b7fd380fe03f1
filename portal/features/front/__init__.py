"""The start page, what the site says about itself, and whether it is well."""

from flask import Flask

from portal.features.front.routes import blueprint


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
