"""Legal dates worked out for anybody: a public page that stores nothing, and a command."""

from flask import Flask

from portal.features.deadlines.commands import deadlines
from portal.features.deadlines.routes import blueprint


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    # Nothing is stored, so nothing can be forged; without a token there is no cookie either.
    app.extensions["csrf"].exempt(blueprint)
    app.cli.add_command(deadlines)
