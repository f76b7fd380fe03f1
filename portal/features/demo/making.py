"""A demo database from nothing: the council's records, and a year of what families said."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.actions.staff_accounts import add_account
from portal.domain.addresses import read_address
from portal.features.demo.cast import CAST, SCHOOL, CastMember
from portal.store import demo, staff
from portal.store.demo import DemoMark, KnownPerson


def make_demo(
    session: Session,
    *,
    seed: int,
    children: int,
    now: datetime,
    today: date,
    tell: Callable[[str], object],
) -> None:
    """Fill an empty, migrated database. ``tell`` is given a line for each thing done."""
    demo.add_mark(session, DemoMark(seed, today, children), find_cast(session))


def find_cast(session: Session) -> list[KnownPerson]:
    """Everybody of the demo page, staff added where the records did not bring them."""
    contacts = [member.contact_id for member in CAST if member.contact_id is not None]
    families = demo.person_ids(session, contacts)
    return [
        KnownPerson(
            member.key,
            member.role,
            _staff_id(session, member)
            if member.contact_id is None
            else families[member.contact_id],
        )
        for member in CAST
    ]


def _staff_id(session: Session, member: CastMember) -> UUID:
    address = read_address(member.email)
    known = None if address is None else staff.find_staff_by_email(session, address)
    if known is not None:
        return known
    setting_id = staff.find_setting_by_urn(session, SCHOOL.urn)
    added = add_account(
        session, role=member.role, name=member.name, email=member.email, setting_id=setting_id
    )
    if not isinstance(added, UUID):
        raise TypeError(f"{member.name} cannot be added: {added}")
    return added
