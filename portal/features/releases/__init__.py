"""Releases: previewed and published by the participation officer, read by the group, exported."""

from flask import Flask

from portal.features.releases import routes, row_file
from portal.features.releases.blueprint import blueprint

__all__ = ["init_app", "routes", "row_file"]


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
