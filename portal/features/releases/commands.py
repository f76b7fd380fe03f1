"""`flask releases verify`: whether what was released is still what the stored answers give."""

import click
from flask.cli import AppGroup
from sqlalchemy.exc import NoResultFound

from portal.actions.releases import rebuild_release
from portal.store import releases
from portal.store.connection import open_for
from portal.store.db import db
from portal.store.survey_counts import NotCountedError

releases_commands = AppGroup("releases", help="Released reports.")


@releases_commands.command("verify")
def verify_releases() -> None:
    """Make each release again from the stored survey and compare it, letter for letter.

    Ends with 1 where one differs. A damaged release is not even read: its checksum is tried first.
    """
    open_for("read")
    session = db.session()
    differing = 0
    for release in reversed(releases.list_releases(session)):
        try:
            again = rebuild_release(session, release)
        except (NoResultFound, NotCountedError):
            click.echo(f"Report {release.number}: its answers are kept no more.")
            continue
        except ValueError:
            again = ""  # what was counted contradicts itself
        if again is None:
            click.echo(f"Report {release.number}: made under earlier rules, not made again.")
        elif again == releases.read_canonical(session, release.id):
            click.echo(f"Report {release.number}: the same, {release.checksum}.")
        else:
            differing += 1
            click.echo(f"Report {release.number}: DIFFERS.")
    if differing:
        raise click.exceptions.Exit(1)
