"""`flask messages bounced`: what a mail system hands over about a message that came back."""

from typing import IO

import click
from flask.cli import AppGroup

from portal.domain.sending import DeliveryStatus
from portal.kit.now import now
from portal.outside.bounces import Bounce, read_bounce, read_message_id
from portal.store.db import db
from portal.store.deliveries import note_statuses

messages_commands = AppGroup("messages", help="What comes back about messages.")


@messages_commands.command("bounced")
@click.argument("message_id", required=False)
@click.option("--report", type=click.File("rb"), default="-", help="Instead of standard input.")
def note_bounce(message_id: str | None, report: IO[bytes]) -> None:
    """Note that a message came back: by its MESSAGE_ID, or from a delivery report on standard
    input. Its reader then stands in the list of families whom we cannot reach.

    Ends well also where it is about none of our messages: a mail system would send that back, too.
    """
    found = _of_id(message_id) if message_id else read_bounce(report.read())
    known = found is not None and note_statuses(
        db.session(), {found.message_id: found.status}, now()
    )
    db.session.commit()
    click.echo("Noted." if known else "Nothing to note.")


def _of_id(message_id: str) -> Bounce | None:
    found = read_message_id(message_id)
    return Bounce(found, DeliveryStatus.PERMANENT_FAILURE) if found else None
