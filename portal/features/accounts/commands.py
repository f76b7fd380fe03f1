"""Accounts from the command line: the first administrator, invitations, turning of keys."""

from uuid import UUID

import click
from flask import current_app
from flask.cli import AppGroup

from portal.actions import sign_in, staff_accounts
from portal.domain.people import STAFF_ROLES, Role
from portal.features.accounts.blueprint import invitation_path, set_up_path
from portal.kit.now import now
from portal.store import families, staff
from portal.store.db import db
from portal.store.sealing import rewrap_keys

ROLES = sorted(role.value for role in STAFF_ROLES)

accounts_commands = AppGroup("accounts", help="Accounts of staff.")
families_commands = AppGroup("families", help="Families and their way in.")
keys_commands = AppGroup("keys", help="The keys of sealed columns.")


@accounts_commands.command("add")
@click.option("--role", required=True, type=click.Choice(ROLES))
@click.option("--email", required=True)
@click.option("--name", required=True)
@click.option("--urn", help="The setting of a coordinator, by its URN.")
@click.option("--send", is_flag=True, help="Send the link by message instead of printing it.")
def add_account(role: str, email: str, name: str, urn: str | None, send: bool) -> None:
    """Add a member of staff, and print the one-time link that sets the account up."""
    session = db.session()
    setting_id = staff.find_setting_by_urn(session, urn) if urn else None
    if urn and setting_id is None:
        raise click.ClickException("No setting has this URN.")
    added = staff_accounts.add_account(
        session, role=Role(role), name=name, email=email, setting_id=setting_id
    )
    match added:
        case UUID():
            pass
        case staff_accounts.NotAnEmail():
            raise click.ClickException("This is not an e-mail address.")
        case staff_accounts.EmailTaken():
            raise click.ClickException("Somebody with this e-mail address has an account already.")
        case staff_accounts.SettingNeeded():
            raise click.ClickException("A coordinator needs --urn.")
        case staff_accounts.NotForStaff():
            raise click.ClickException("This is not a role of staff.")
    if send:
        staff_accounts.send_set_up_link(session, staff_id=added, link_path=set_up_path, now=now())
    else:
        path = staff_accounts.make_set_up_link(
            session, staff_id=added, link_path=set_up_path, now=now()
        )
        click.echo(current_app.config["BASE_URL"].rstrip("/") + path)
    session.commit()


@families_commands.command("invite")
@click.argument("contact_ids", nargs=-1, required=True)
def invite(contact_ids: tuple[str, ...]) -> None:
    """Queue an invitation for each CONTACT_ID of the contacts file.

    The stop list still decides whether it goes.
    """
    session = db.session()
    for contact_id in contact_ids:
        family_member_id = families.find_by_contact_id(session, contact_id)
        if family_member_id is None:
            raise click.ClickException(f"No contact has the number {contact_id}. Nobody invited.")
        sign_in.invite_family_member(
            session, family_member_id=family_member_id, link_path=invitation_path, now=now()
        )
    session.commit()
    click.echo(f"Invitations queued: {len(contact_ids)}")


@keys_commands.command("rotate")
def rotate_keys() -> None:
    """Wrap every data key with the current key-encryption key, the first one in the settings."""
    session = db.session()
    done = 0
    while batch := rewrap_keys(session):
        session.commit()
        done += batch
    click.echo(f"Keys wrapped anew: {done}")
