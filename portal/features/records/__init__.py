"""The council's records: files taken in, from the command line and on a page for the officer."""

from flask import Flask

from portal.features.records.commands import records_commands
from portal.features.records.jobs import CHECK_RECORDS, TAKE_RECORDS, check_records, take_records
from portal.features.records.routes import blueprint
from portal.kit.jobs import add_handler


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.cli.add_command(records_commands)
    add_handler(app, CHECK_RECORDS, check_records)
    add_handler(app, TAKE_RECORDS, take_records)
