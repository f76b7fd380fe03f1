"""The shares in time, with the cases behind each figure."""

from flask import Flask

from portal.features.timeliness.routes import blueprint

__all__ = ["init_app"]


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
