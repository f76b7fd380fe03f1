"""`flask demo settings` and `flask demo create`: what `make demo` runs before it serves."""

import base64
import secrets
import tomllib
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from flask_migrate import upgrade
from sqlalchemy import inspect

from portal.features.demo.making import make_demo
from portal.kit.now import now, today
from portal.store import demo
from portal.store.db import db

demo_commands = AppGroup("demo", help="An invented council to look round in.")

SEED = 2026
CHILDREN = 2000
KEY_BYTES = 32


@demo_commands.command("settings")
@click.option("--port", default=8000, show_default=True)
def write_settings(port: int) -> None:
    """Write instance/settings.toml for a demo, with secrets of its own, unless it is there.

    Refuses to touch the settings of an installation that is no demo.
    """
    file = Path(current_app.instance_path) / "settings.toml"
    known = tomllib.loads(file.read_text()) if file.exists() else {}
    if known and not known.get("DEMO"):
        raise click.ClickException(f"{file} holds the settings of a real installation.")
    settings = {
        "DEMO": True,
        "DELIVERY": "demo",
        "QUIET_HOURS": "",  # whoever looks round at night wants to see what is sent
        "DIGEST_MINUTES": 1,
        "COUNCIL_NAME": "Larkmere Council",
        "SECRET_KEY": secrets.token_urlsafe(KEY_BYTES),
        "KEY_ENCRYPTION_KEYS": f"demo:{_key()}",
        "LOOKUP_KEY": _key(),
        **known,
        "BASE_URL": f"http://127.0.0.1:{port}",
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    lines = [f"{name} = {_toml(value)}\n" for name, value in settings.items()]
    file.write_text("".join(lines), encoding="utf-8")
    file.chmod(0o600)


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def _toml(value: object) -> str:
    return str(value).lower() if isinstance(value, bool | int) else f'"{value}"'


@demo_commands.command("create")
@click.option("--children", default=CHILDREN, show_default=True)
@click.option("--seed", default=SEED, show_default=True)
def create_demo(children: int, seed: int) -> None:
    """Fill an empty database with an invented council; one that is made already is left alone.

    Refuses a database that something else has made.
    """
    if not current_app.config["DEMO"]:
        raise click.ClickException("The setting DEMO is off.")
    tables = inspect(db.engine).get_table_names()
    if tables and "demo_marker" not in tables:
        raise click.ClickException("This database was not made by the demo.")
    upgrade()
    session = db.session()
    if mark := demo.find_mark(session):
        click.echo(f"The demo council of {mark.made_on} is kept.")
        return
    if demo.holds_anybody(session):
        raise click.ClickException("This database was not made by the demo.")
    click.echo(f"Inventing a council of {children} children.")
    make_demo(
        session,
        seed=seed,
        children=children,
        now=now(),
        today=today(),
        make_sheets=current_app.extensions["release_sheets"],
        asked_for_sheets=current_app.extensions["commissioning_sheets"],
        tell=click.echo,
    )
    session.commit()
