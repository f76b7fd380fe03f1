"""Surveys: staff make and run a wave; families answer it by link, signed in or on the telephone."""

from flask import Flask

from portal.actions.survey_days import CLOSE_OVERDUE, COUNT, COUNT_DUE, REMIND, REMIND_DUE
from portal.actions.survey_series import OPEN_DUE
from portal.actions.survey_texts import TAKE, TAKE_DUE
from portal.actions.surveys import INVITE, SWEEP, WRITE_RESPONSES
from portal.features.surveys import (
    calls,
    codes,
    corrections,
    family,
    jobs,
    own,
    paper,
    past,
    public,
    series,
    setting,
    staff,
    texts,
)
from portal.features.surveys.blueprints import (
    family_blueprint,
    own_blueprint,
    setting_blueprint,
    staff_blueprint,
)
from portal.kit.jobs import add_handler, once_a_day

__all__ = [
    "calls",
    "codes",
    "corrections",
    "family",
    "init_app",
    "own",
    "paper",
    "past",
    "public",
    "series",
    "setting",
    "staff",
    "texts",
]


def init_app(app: Flask) -> None:
    app.register_blueprint(staff_blueprint)
    app.register_blueprint(family_blueprint)
    app.register_blueprint(own_blueprint)
    app.register_blueprint(setting_blueprint)
    # Nobody can forge a post to an address that nobody can guess: the link itself is the guard. A
    # token in a cookie would add nothing, and would lose the answers of a phone that keeps none.
    app.extensions["csrf"].exempt(family_blueprint)
    add_handler(app, INVITE, jobs.send_invitations)
    add_handler(app, WRITE_RESPONSES, jobs.write_responses)
    add_handler(app, SWEEP, jobs.sweep_bookkeeping)
    add_handler(app, TAKE, jobs.take_texts)
    add_handler(app, TAKE_DUE, jobs.take_texts_due, is_due=once_a_day(TAKE_DUE))
    add_handler(app, CLOSE_OVERDUE, jobs.close_overdue, is_due=once_a_day(CLOSE_OVERDUE))
    add_handler(app, COUNT_DUE, jobs.count_due, is_due=once_a_day(COUNT_DUE))
    add_handler(app, COUNT, jobs.count_wave)
    add_handler(app, REMIND_DUE, jobs.remind_due, is_due=once_a_day(REMIND_DUE))
    add_handler(app, REMIND, jobs.send_reminders)
    add_handler(app, OPEN_DUE, jobs.open_due, is_due=once_a_day(OPEN_DUE))
