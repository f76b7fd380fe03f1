"""Indicators: how the work goes, in figures chosen with parents."""

from flask import Flask

from portal.features.indicators import deciding, numbers, routes  # noqa: F401 - they add routes
from portal.features.indicators.blueprint import blueprint
from portal.features.indicators.commands import indicators_commands
from portal.features.indicators.jobs import COUNT_MONTHS, count_months
from portal.kit.jobs import add_handler, once_a_day


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.cli.add_command(indicators_commands)
    add_handler(app, COUNT_MONTHS, count_months, is_due=once_a_day(COUNT_MONTHS))
