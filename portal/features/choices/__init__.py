"""The end of compulsory school age: what changes, and the young person's own choices."""

from flask import Flask

from portal.actions.rights_days import RIGHTS_DAYS
from portal.features.choices import jobs, routes
from portal.kit.jobs import add_handler, once_a_day


def init_app(app: Flask) -> None:
    app.register_blueprint(routes.blueprint)
    add_handler(app, RIGHTS_DAYS, jobs.keep_rights_days, is_due=once_a_day(RIGHTS_DAYS))
