"""What the reader of a message can say back: not for me, no more surveys."""

from flask import Flask

from portal.features.messages.routes import blueprint


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
