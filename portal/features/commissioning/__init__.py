"""What reviews and views asked for: coded by the caseworker who read them, released in numbers to
those who commission."""

from flask import Flask

from portal.features.commissioning import coding, releasing
from portal.features.commissioning.blueprint import blueprint
from portal.features.commissioning.files import commissioning_sheets

__all__ = ["coding", "init_app", "releasing"]


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    # The demo council releases too, and one feature never imports another.
    app.extensions["commissioning_sheets"] = commissioning_sheets
