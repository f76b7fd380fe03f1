"""Messages after they are written: read again by their readers, answered, and mended by staff."""

from flask import Flask

from portal.features.messages import own, routes


def init_app(app: Flask) -> None:
    app.register_blueprint(routes.blueprint)
    app.register_blueprint(own.blueprint)
