"""An invented council to look round in: its records, its people, and the messages it would send."""

from flask import Flask

from portal.features.demo.commands import demo_commands
from portal.features.demo.routes import blueprint, refuse_another_database


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.cli.add_command(demo_commands)
    app.before_request(refuse_another_database)
