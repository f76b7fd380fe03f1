"""Draft plans and proposed changes: written and served by caseworkers, read and commented on by
families, and answered."""

from flask import Flask

from portal.features.drafts import answering, commenting, family, serving, writing
from portal.features.drafts.blueprint import blueprint

__all__ = ["answering", "commenting", "family", "init_app", "serving", "writing"]


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
