"""Everything in one list: the accurate list of children, on a page and as a file."""

from flask import Flask

from portal.features.accurate_list.routes import blueprint

__all__ = ["init_app"]


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
