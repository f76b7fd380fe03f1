"""Members of staff and what they sign in with."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.addresses import Address
from portal.domain.people import Role
from portal.store.recipients import digest_of
from portal.store.sealing import prepare_keys, seal, unseal
from portal.store.tables.children import Setting
from portal.store.tables.people import Staff


@dataclass(frozen=True, slots=True)
class StaffAccount:
    """A member of staff as the list of accounts shows one."""

    id: UUID
    role: Role
    name: str
    email: str
    setting: str | None
    is_set_up: bool
    is_closed: bool


@dataclass(frozen=True, slots=True)
class Credentials:
    """What one member of staff proves with."""

    staff_id: UUID
    role: Role
    name: str
    email: str
    password_hash: str | None
    totp_secret: str | None
    totp_last_step: int | None
    is_closed: bool


def add_staff(
    session: Session, *, role: Role, name: str, email: Address, setting_id: UUID | None
) -> UUID:
    """Add somebody who cannot sign in yet. The e-mail must not be taken (`find_staff_by_email`)."""
    staff_id = uuid4()
    session.add(
        Staff(
            id=staff_id,
            role=role,
            name=name,
            email_sealed=_seal(session, staff_id, "email_sealed", email.value),
            email_lookup=digest_of(session, email),
            setting_id=setting_id,
        )
    )
    session.flush()
    return staff_id


def find_staff_by_email(session: Session, email: Address) -> UUID | None:
    """The member of staff with this e-mail, whether or not the account is open."""
    return session.scalar(select(Staff.id).where(Staff.email_lookup == digest_of(session, email)))


def find_credentials(
    session: Session, staff_id: UUID, *, for_update: bool = False
) -> Credentials | None:
    """What this person proves with; locked ``for_update``, so that each code is taken once."""
    query = select(Staff).where(Staff.id == staff_id)
    if for_update:
        query = query.with_for_update().execution_options(populate_existing=True)
    row = session.scalars(query).one_or_none()
    if row is None:
        return None
    secret = row.totp_secret_sealed
    return Credentials(
        staff_id=row.id,
        role=Role(row.role),
        name=row.name,
        email=_unseal(session, row.id, "email_sealed", row.email_sealed),
        password_hash=row.password_hash,
        totp_secret=_unseal(session, row.id, "totp_secret_sealed", secret) if secret else None,
        totp_last_step=row.totp_last_step,
        is_closed=row.closed_at is not None,
    )


def set_password(session: Session, staff_id: UUID, password_hash: str) -> None:
    session.get_one(Staff, staff_id).password_hash = password_hash
    session.flush()


def set_totp_secret(session: Session, staff_id: UUID, secret: str) -> None:
    """A new authenticator: the old one's codes are worthless."""
    row = session.get_one(Staff, staff_id)
    row.totp_secret_sealed = _seal(session, staff_id, "totp_secret_sealed", secret)
    row.totp_last_step = None
    session.flush()


def note_totp_step(session: Session, staff_id: UUID, step: int) -> None:
    """The code of this time step has been used; it and older ones are refused from here on."""
    session.get_one(Staff, staff_id).totp_last_step = step
    session.flush()


def close_account(session: Session, staff_id: UUID, now: datetime) -> None:
    session.get_one(Staff, staff_id).closed_at = now
    session.flush()


def find_account(session: Session, staff_id: UUID) -> StaffAccount | None:
    row = session.get(Staff, staff_id)
    return _account(session, row, None) if row else None


def list_accounts(session: Session) -> Sequence[StaffAccount]:
    """Everybody who works here, by name."""
    rows = session.execute(
        select(Staff, Setting.name)
        .outerjoin(Setting, Setting.id == Staff.setting_id)
        .order_by(Staff.name, Staff.id)
    ).all()
    keys = prepare_keys(session, (row.id for row, _ in rows))
    accounts = [_account(session, row, setting) for row, setting in rows]
    del keys  # held until here, so that no e-mail asks the database for its key
    return accounts


def list_names(session: Session, staff_ids: Collection[UUID]) -> dict[UUID, str]:
    """The names of these members of staff."""
    query = select(Staff).where(Staff.id.in_(staff_ids))
    return {row.id: row.name for row in session.scalars(query)}


def list_settings(session: Session) -> Sequence[tuple[UUID, str]]:
    """Settings that a coordinator may belong to, by name."""
    rows = session.execute(select(Setting.id, Setting.name).order_by(Setting.name, Setting.id))
    return [(setting_id, name) for setting_id, name in rows]


def list_open_accounts(session: Session, role: Role) -> Sequence[UUID]:
    """Everybody of a role whose account is not closed."""
    query = select(Staff.id).where(Staff.role == role, Staff.closed_at.is_(None))
    return session.scalars(query.order_by(Staff.id)).all()


def find_setting_by_urn(session: Session, urn: str) -> UUID | None:
    return session.scalar(select(Setting.id).where(Setting.urn == urn))


def _account(session: Session, row: Staff, setting: str | None) -> StaffAccount:
    return StaffAccount(
        id=row.id,
        role=Role(row.role),
        name=row.name,
        email=_unseal(session, row.id, "email_sealed", row.email_sealed),
        setting=setting,
        is_set_up=row.password_hash is not None and row.totp_last_step is not None,
        is_closed=row.closed_at is not None,
    )


def _seal(session: Session, staff_id: UUID, column: str, text: str) -> bytes:
    return seal(
        session, subject_id=staff_id, table="staff", column=column, row_id=staff_id, text=text
    )


def _unseal(session: Session, staff_id: UUID, column: str, sealed: bytes) -> str:
    return unseal(
        session, subject_id=staff_id, table="staff", column=column, row_id=staff_id, sealed=sealed
    )
