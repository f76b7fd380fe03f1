"""The moderation desk: words that people wrote are read, redacted, decided on and put under themes,
and nothing of them leaves before. The group sees the themes, and the words that were shown."""

from flask import Flask

from portal.actions.moderation import KEEP_CLOCKS
from portal.features.moderation import deciding, desk, jobs, quotations, themes
from portal.features.moderation.blueprint import blueprint
from portal.kit.jobs import add_handler, once_a_day

__all__ = ["deciding", "desk", "init_app", "quotations", "themes"]


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    add_handler(app, KEEP_CLOCKS, jobs.keep_clocks, is_due=once_a_day(KEEP_CLOCKS))
