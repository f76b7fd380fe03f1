"""The proof that nobody has changed the read trail."""

import click
from flask.cli import AppGroup

from portal.actions.trail import check_trail
from portal.features.trail.wording import FLAWS
from portal.store.connection import open_for
from portal.store.db import db

trail_commands = AppGroup("trail", help="The trail of reads.")


@trail_commands.command("verify")
@click.pass_context
def verify_trail(context: click.Context) -> None:
    """Verify the chain over the read trail, from its first link to its last.

    Exit 0: every link holds. Exit 1: one does not; the first such link is named.
    """
    open_for("read")
    checked = check_trail(db.session())
    verdict = checked.verdict
    click.echo(f"Links verified: {verdict.verified} ({verdict.expired} of them expired)")
    click.echo(f"Lines not chained yet: {checked.waiting}")
    if verdict.broken is not None:
        broken = verdict.broken
        click.echo(f"Broken at link {broken.sequence}: {FLAWS[broken.flaw]}.", err=True)
        context.exit(1)
    click.echo(f"Digest of the last link: {verdict.last.hex() or 'none'}")
