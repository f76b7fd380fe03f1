"""Messages after they are written: read again by their readers, answered, and mended by staff."""

from flask import Flask

from portal.features.messages import jobs, own, paper, routes, unreachable
from portal.features.messages.commands import messages_commands
from portal.kit.jobs import add_handler, once_a_day


def init_app(app: Flask) -> None:
    for each in (routes, own, unreachable, paper):
        app.register_blueprint(each.blueprint)
    app.cli.add_command(messages_commands)
    add_handler(app, jobs.ASK_STATUSES, jobs.ask_statuses, is_due=jobs.asking_is_due)
    daily = once_a_day(jobs.FORGET_LETTERS)
    add_handler(app, jobs.FORGET_LETTERS, jobs.forget_letters, is_due=daily)
