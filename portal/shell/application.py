"""The one factory: settings, then each floor's `init_app`, from the ground up."""

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from flask import Flask
from flask_compress import Compress
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from portal import features
from portal.domain.rights import ParentsAccess
from portal.kit import access, edge, signed_in
from portal.shell import (
    backup,
    errors,
    headers,
    locale,
    logs,
    serving,
    settings,
    templating,
    worker,
)
from portal.store import tables as _tables  # noqa: F401 - fills the metadata
from portal.store.connection import watch
from portal.store.db import db
from portal.store.sealing import Vault

YEAR_SECONDS = 31_536_000


def create_app(given: dict[str, Any] | None = None) -> Flask:
    """Build the application. ``given`` overrides settings, in tests and commands.

    Raises `UndeclaredAudienceError` where a route does not say who may enter, ValueError where the
    setting PARENTS_ACCESS names no rule.
    """
    app = Flask("portal.shell", instance_relative_config=True, instance_path=str(settings.INSTANCE))
    settings.load_settings(app, given)
    logs.init_app(app)
    _init_store(app)
    CSRFProtect(app)
    signed_in.init_app(app)
    edge.init_app(app)
    access.init_app(app)
    locale.init_app(app)
    templating.init_app(app)
    headers.init_app(app)
    errors.init_app(app)
    Compress(app)
    backup.init_app(app)
    serving.init_app(app)
    worker.init_app(app)
    for feature in iter_modules(features.__path__):
        module = import_module(f"{features.__name__}.{feature.name}")
        module.init_app(app)
    access.refuse_undeclared_routes(app)
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app, root=app.static_folder, prefix="static/", max_age=YEAR_SECONDS
    )
    if proxies := app.config["PROXIES"]:
        # Only as many as the settings count: a caller could write further addresses.
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=proxies, x_proto=proxies
        )
    return app


def _init_store(app: Flask) -> None:
    keys, lookup = app.config["KEY_ENCRYPTION_KEYS"], app.config["LOOKUP_KEY"]
    app.extensions["vault"] = Vault.from_text(keys, lookup) if keys else None
    app.extensions["parents_access"] = ParentsAccess(app.config["PARENTS_ACCESS"])
    db.init_app(app)
    Migrate(app, db, str(settings.ROOT / "migrations"), compare_type=True, render_as_batch=True)
    with app.app_context():
        watch(db.engine)
