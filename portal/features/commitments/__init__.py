"""You said, we did: kept by the participation officer, read by everybody."""

from flask import Flask

from portal.features.commitments.routes import blueprint


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
