"""What every template may use: the council's words, the menu, the style sheet's address."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, current_app, url_for
from flask_babel import LazyString
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader

from portal.kit.signed_in import find_viewer
from portal.shell.navigation import entries_for


@cache
def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def asset(name: str) -> str:
    """The address of a static file; it changes with the content, so a browser may keep it."""
    folder = current_app.static_folder or ""
    return url_for("static", filename=name, v=_digest(Path(folder) / name))


def _as_text(value: object) -> object:
    """A lazily translated string calls itself safe HTML; what was filled into it may not be."""
    return str(value) if isinstance(value, LazyString) else value


def init_app(app: Flask) -> None:
    app.jinja_env.finalize = _as_text
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.do")
    loader = app.jinja_env.loader
    assert loader is not None  # noqa: S101 - Flask always sets one
    app.jinja_env.loader = ChoiceLoader(
        [loader, PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})]
    )
    app.jinja_env.globals.update(asset=asset)

    @app.context_processor
    def site() -> dict[str, object]:
        viewer = find_viewer()
        return {
            "council": app.config["COUNCIL_NAME"],
            "demo": app.config["DEMO"],
            "duty_line": app.config["DUTY_LINE"],
            "quick_exit_url": app.config["QUICK_EXIT_URL"],
            "viewer": viewer,
            "navigation": entries_for(viewer),
        }
