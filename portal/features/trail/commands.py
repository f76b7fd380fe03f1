"""The proof that nobody has changed the read trail, and its expiry by hand."""

from datetime import datetime

import click
from flask.cli import AppGroup

from portal.actions.trail import check_trail, expire_trail
from portal.features.trail.jobs import limits_at
from portal.features.trail.wording import FLAWS
from portal.kit.now import LONDON, now
from portal.store.connection import open_for
from portal.store.db import db
from portal.store.trail_expiry import count_due

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
    click.echo(f"Receipts of expiries: {checked.receipts}")
    click.echo(f"Lines not chained yet: {checked.waiting}")
    if verdict.broken is not None:
        broken = verdict.broken
        click.echo(f"Broken at link {broken.sequence}: {FLAWS[broken.flaw]}.", err=True)
        context.exit(1)
    click.echo(f"Digest of the last link: {verdict.last.hex() or 'none'}")


@trail_commands.command("expire")
@click.option("--dry-run", is_flag=True, help="Count, and delete nothing.")
def expire_lines(dry_run: bool) -> None:
    """Delete the lines whose time has come. The worker does the same once a day.

    How long lines are kept is in the settings TRAIL_YEARS_STAFF and TRAIL_YEARS_FAMILY. Lines of
    a child under a legal hold stay. A receipt is kept, and `trail verify` asks for it.
    """
    open_for("read" if dry_run else "write")
    session, limits = db.session(), limits_at(now())
    due = count_due(session, limits)
    click.echo(f"Due, read by staff before {_day(limits.staff_before)}: {due.staff}")
    click.echo(f"Due, read by families before {_day(limits.family_before)}: {due.family}")
    if due.first_read_at and due.last_read_at:
        click.echo(f"Read between {_day(due.first_read_at)} and {_day(due.last_read_at)}")
    click.echo(f"Kept by a legal hold: {due.held}")
    if dry_run:
        return
    deleted = 0
    while receipt := expire_trail(session, limits, now()):
        session.commit()
        deleted += receipt.lines
    click.echo(f"Deleted: {deleted}")


def _day(moment: datetime) -> str:
    return moment.astimezone(LONDON).date().isoformat()
