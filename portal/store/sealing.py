"""Sealed columns: readable with keys that are not in the database, and erased by losing one.

AES-256-GCM with a random nonce. Table, column and row id are authenticated with the text, so a
sealed value moved to another place does not open. Each person has one data key, wrapped by a
key-encryption key that the settings hold by id. Destroying the data key erases what it sealed in
every table, export and backup at once.
"""

import hmac
import secrets
from base64 import b64decode
from binascii import Error as NotBase64
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.addresses import read_address
from portal.store.changes import insert_into
from portal.store.tables.keys import DataKey

KEY_BYTES = 32
NONCE_BYTES = 12  # NIST SP 800-38D 8.2
_BATCH = 500
_RECENT = 64


class SealBrokenError(Exception):
    """The value was changed, moved from its row, or sealed with another key."""


class SubjectErasedError(Exception):
    """This person's data key has been destroyed."""


class KeysMissingError(Exception):
    """The settings lack a key that is needed, or hold one that cannot be used."""


@dataclass(frozen=True, slots=True)
class Vault:
    """The keys of the settings: key-encryption keys by id, the current id, the lookup key."""

    keks: Mapping[str, bytes] = field(repr=False)
    current: str
    lookup_key: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if self.current not in self.keks:
            raise KeysMissingError(f"no key-encryption key has the current id {self.current!r}")
        if any(len(key) != KEY_BYTES for key in (*self.keks.values(), self.lookup_key)):
            raise KeysMissingError(f"every key must be {KEY_BYTES} bytes, written in base64")

    @classmethod
    def from_text(cls, keks: str, lookup_key: str) -> "Vault":
        """Read ``id:base64 id:base64 …``, the current key first, and the lookup key in base64.

        Raises KeysMissingError where a part is absent or cannot be read.
        """
        try:
            pairs = [entry.split(":", 1) for entry in keks.split()]
            by_id = {key_id: b64decode(text, validate=True) for key_id, text in pairs}
            return cls(by_id, next(iter(by_id)), b64decode(lookup_key, validate=True))
        except (NotBase64, ValueError, StopIteration) as error:
            raise KeysMissingError("keys are written as id:base64, separated by spaces") from error

    def digest(self, purpose: str, value: str) -> bytes:
        """A keyed HMAC-SHA256 of a value; the purpose keeps equal values of two kinds apart."""
        return hmac.digest(self.lookup_key, f"{purpose}\x1f{value}".encode(), sha256)

    def wrap(self, subject_id: UUID, data_key: bytes) -> bytes:
        return _encrypt(self.keks[self.current], data_key, _wrapping(subject_id, self.current))

    def unwrap(self, row: DataKey) -> bytes:
        """Raises SubjectErasedError, KeysMissingError or SealBrokenError."""
        if row.wrapped is None:
            raise SubjectErasedError(row.subject_id)
        if row.kek_id not in self.keks:
            raise KeysMissingError(f"the settings hold no key-encryption key {row.kek_id!r}")
        return _decrypt(self.keks[row.kek_id], row.wrapped, _wrapping(row.subject_id, row.kek_id))


def seal(
    session: Session, *, subject_id: UUID, table: str, column: str, row_id: UUID, text: str
) -> bytes:
    """Seal a text for one place. Makes the person's data key the first time.

    Raises SubjectErasedError where the person has been erased.
    """
    return seal_bytes(
        session,
        subject_id=subject_id,
        table=table,
        column=column,
        row_id=row_id,
        content=text.encode(),
    )


def unseal(
    session: Session, *, subject_id: UUID, table: str, column: str, row_id: UUID, sealed: bytes
) -> str:
    """The text that was sealed for this place. Raises SealBrokenError or SubjectErasedError."""
    return unseal_bytes(
        session, subject_id=subject_id, table=table, column=column, row_id=row_id, sealed=sealed
    ).decode()


def seal_bytes(
    session: Session, *, subject_id: UUID, table: str, column: str, row_id: UUID, content: bytes
) -> bytes:
    """The same as `seal` for a file, which has to fit into memory."""
    key = _vault(session).unwrap(_key_row(session, subject_id, make=True))
    return _encrypt(key, content, _place(table, column, row_id))


def unseal_bytes(
    session: Session, *, subject_id: UUID, table: str, column: str, row_id: UUID, sealed: bytes
) -> bytes:
    """The same as `unseal` for a file."""
    key = _vault(session).unwrap(_key_row(session, subject_id, make=False))
    return _decrypt(key, sealed, _place(table, column, row_id))


def lookup(session: Session, value: str) -> bytes:
    """What is stored beside a sealed e-mail or mobile to find it by: equal for equal addresses.

    Raises ValueError where the value is neither an e-mail address nor a mobile number.
    """
    address = read_address(value)
    if address is None:
        raise ValueError("neither an e-mail address nor a mobile number")
    return keyed_digest(session, address.channel, address.value)


def keyed_digest(session: Session, purpose: str, value: str) -> bytes:
    """A digest that cannot be guessed at without the key, for what is short: codes, addresses."""
    return _vault(session).digest(purpose, value)


def prepare_keys(session: Session, subject_ids: Iterable[UUID]) -> Sequence[DataKey]:
    """Make and fetch the data keys of many people in few statements.

    While the caller holds the result, sealing for these people asks the database nothing.
    """
    wanted = iter(dict.fromkeys(subject_ids))
    rows: list[DataKey] = []
    while batch := list(islice(wanted, _BATCH)):
        known = _select(session, batch)
        have = {row.subject_id for row in known}
        missing = [subject_id for subject_id in batch if subject_id not in have]
        if missing:
            _make(session, missing)
            known += _select(session, missing)
        rows += known
    return rows


def erase(session: Session, subject_id: UUID) -> None:
    """Destroy a person's data key: nothing sealed for them can be read again, in any copy."""
    row = _key_row(session, subject_id, make=True)
    row.wrapped = None
    session.flush()


def rewrap_keys(session: Session, limit: int = _BATCH) -> int:
    """Wrap up to ``limit`` data keys with the current key-encryption key; how many it was.

    Call and commit until it answers 0; the older key can then leave the settings.
    """
    vault = _vault(session)
    rows = session.scalars(
        select(DataKey)
        .where(DataKey.kek_id != vault.current, DataKey.wrapped.is_not(None))
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        row.wrapped = vault.wrap(row.subject_id, vault.unwrap(row))
        row.kek_id = vault.current
    session.flush()
    return len(rows)


def _vault(session: Session) -> Vault:
    vault = session.info.get("vault")
    if not isinstance(vault, Vault):
        raise KeysMissingError("this session was opened without a vault")
    return vault


def _key_row(session: Session, subject_id: UUID, *, make: bool) -> DataKey:
    row = session.get(DataKey, subject_id)
    if row is None and make:
        _make(session, [subject_id])
        row = session.get(DataKey, subject_id)
    if row is None:
        raise SealBrokenError("nothing was ever sealed for this person")
    # The session forgets rows that nobody holds: a page that opens several columns of one person
    # would ask for the key each time.
    session.info.setdefault("recent_keys", deque(maxlen=_RECENT)).append(row)
    return row


def _select(session: Session, subject_ids: Sequence[UUID]) -> list[DataKey]:
    return list(session.scalars(select(DataKey).where(DataKey.subject_id.in_(subject_ids))))


def _make(session: Session, subject_ids: Sequence[UUID]) -> None:
    """Two writers may need one person's key at the same moment: the first one's is kept."""
    vault = _vault(session)
    values: list[dict[str, Any]] = [
        {
            "subject_id": subject_id,
            "kek_id": vault.current,
            "wrapped": vault.wrap(subject_id, secrets.token_bytes(KEY_BYTES)),
        }
        for subject_id in subject_ids
    ]
    session.execute(insert_into(session, DataKey).on_conflict_do_nothing(), values)


def _place(table: str, column: str, row_id: UUID) -> bytes:
    return f"{table}|{column}|{row_id}".encode()


def _wrapping(subject_id: UUID, kek_id: str) -> bytes:
    return f"data_keys|{subject_id}|{kek_id}".encode()


def _encrypt(key: bytes, plain: bytes, context: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, context)


def _decrypt(key: bytes, sealed: bytes, context: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], context)
    except (InvalidTag, ValueError) as error:
        raise SealBrokenError(context.decode()) from error
