"""Advice from professionals: a caseworker asks, they answer by a link, the family sees who."""

from flask import Flask

from portal.actions.advice_files import SCAN_FILE
from portal.actions.uploads import REMOVE_OBJECT
from portal.features.advice import answering, family, giver, jobs, not_answering, staff
from portal.features.advice.blueprints import blueprint, giver_blueprint
from portal.kit.jobs import add_handler, once_a_day

__all__ = ["answering", "family", "giver", "init_app", "not_answering", "staff"]


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.register_blueprint(giver_blueprint)
    add_handler(app, jobs.NUDGE, jobs.nudge, is_due=once_a_day(jobs.NUDGE))
    add_handler(app, SCAN_FILE, jobs.scan_file)
    add_handler(app, REMOVE_OBJECT, jobs.remove_object)
