"""The drill: that text messages really reach the people of the rota."""

from datetime import datetime
from uuid import uuid4

import click
from flask.cli import AppGroup

from portal.actions.safeguarding import begin_drill
from portal.domain.safeguarding import Step
from portal.domain.safeguarding_hours import next_opening
from portal.features.safeguarding.wording import DELIVERIES, STATES, STEPS
from portal.kit.now import LONDON, now
from portal.kit.safeguarding_watch import watch_at
from portal.store.connection import open_for
from portal.store.db import db
from portal.store.safeguarding_reading import list_drills
from portal.store.safeguarding_rota import list_leads

safeguarding_commands = AppGroup("safeguarding", help="The watch over concerns.")


@safeguarding_commands.command("drill")
@click.pass_context
def start_drill(context: click.Context) -> None:
    """Raise a concern that says that it is a drill, and tell the rota as if it were real.

    It goes the whole way: text message and e-mail to whoever is on, on to the next person if
    nobody takes it in time. `flask safeguarding drills` shows how it went. Exit 1: there is nobody
    to tell, so nothing was started.
    """
    open_for("write")
    session, moment = db.session(), now()
    leads = list_leads(session)
    if not leads:
        click.echo("Nobody has an open account as a safeguarding lead.", err=True)
        context.exit(1)
    for lead in leads:
        if not lead.has_mobile:
            click.echo(f"No mobile number: {lead.name}", err=True)
    watch = watch_at(session, moment)
    drill_id = begin_drill(session, watch, moment, new_id=uuid4())
    session.commit()
    opens = next_opening(watch.rota, moment)
    if opens is not None and opens > moment:
        click.echo(f"Nobody is on now. The drill begins {opens.astimezone(LONDON):%d %B, %H:%M}.")
    click.echo(f"Drill {drill_id} has begun. The worker sends the messages.")


@safeguarding_commands.command("drills")
@click.option("--last", default=1, show_default=True, help="How many drills to show.")
def show_drills(last: int) -> None:
    """Show the history of the last drills: who was told by which way, and who took it when."""
    open_for("read")
    for line, history in list_drills(db.session(), limit=last):
        click.echo(f"Drill {line.id}, {_moment(line.raised_at)}: {STATES[line.state]}")
        for happened in history:
            who = happened.told or happened.by
            way = ""
            if happened.step is Step.TOLD:
                way = f" ({happened.channel}: {DELIVERIES[happened.delivery]})"
            click.echo(f"  {_moment(happened.at)}  {STEPS[happened.step]} {who}{way}")


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(LONDON):%d %B %Y, %H:%M}"
