"""Releases: previewed and published by the participation officer, read by the group, exported."""

from flask import Flask

from portal.actions.releases import MAKE_PAPERS
from portal.domain.figures import Thresholds
from portal.features.releases import correcting, routes, row_file
from portal.features.releases.blueprint import blueprint
from portal.features.releases.commands import releases_commands
from portal.features.releases.files import release_sheets
from portal.features.releases.jobs import make_papers
from portal.kit.jobs import add_handler

__all__ = ["correcting", "init_app", "routes", "row_file"]


def refuse_wrong_thresholds(app: Flask) -> None:
    """A name that is misspelt must stop the start, not the first preview. Raises ValueError."""
    try:
        Thresholds.changed(app.config["DISCLOSURE_THRESHOLDS"])
    except ValueError as error:
        raise ValueError(f"The setting DISCLOSURE_THRESHOLDS: {error}.") from error


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.cli.add_command(releases_commands)
    add_handler(app, MAKE_PAPERS, make_papers)
    refuse_wrong_thresholds(app)
    # The demo council releases waves too, and one feature never imports another.
    app.extensions["release_sheets"] = release_sheets  # for the demo's releases
