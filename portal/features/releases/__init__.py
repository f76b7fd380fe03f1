"""Releases: previewed and published by the participation officer, read by the group, exported."""

from flask import Flask

from portal.domain.figures import Thresholds
from portal.features.releases import routes, row_file
from portal.features.releases.blueprint import blueprint
from portal.features.releases.files import release_sheets

__all__ = ["init_app", "routes", "row_file"]


def refuse_wrong_thresholds(app: Flask) -> None:
    """A name that is misspelt must stop the start, not the first preview. Raises ValueError."""
    try:
        Thresholds.changed(app.config["DISCLOSURE_THRESHOLDS"])
    except ValueError as error:
        raise ValueError(f"The setting DISCLOSURE_THRESHOLDS: {error}.") from error


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    refuse_wrong_thresholds(app)
    # The demo council releases waves too, and one feature never imports another.
    app.extensions["release_sheets"] = release_sheets  # for the demo's releases
