"""Sealed columns on both databases."""

from base64 import b64encode
from uuid import uuid4

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from portal.store.db import db
from portal.store.sealing import (
    KeysMissingError,
    SealBrokenError,
    SubjectErasedError,
    Vault,
    erase,
    keyed_digest,
    lookup,
    prepare_keys,
    rewrap_keys,
    seal,
    unseal,
)
from portal.store.tables.keys import DataKey

SUBJECT, ROW = uuid4(), uuid4()
TEXT = "Żółw likes the quiet room"


def seal_text(session: Session, text: str = TEXT) -> bytes:
    return seal(session, subject_id=SUBJECT, table="drafts", column="text", row_id=ROW, text=text)


def open_text(session: Session, sealed: bytes, **place: object) -> str:
    where: dict[str, object] = {
        "subject_id": SUBJECT,
        "table": "drafts",
        "column": "text",
        "row_id": ROW,
    }
    return unseal(session, sealed=sealed, **(where | place))  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["", TEXT, "x" * 100_000])
def test_what_is_sealed_opens_in_its_place(session: Session, text: str) -> None:
    assert open_text(session, seal_text(session, text)) == text


def test_the_same_text_never_looks_the_same_and_is_not_readable(session: Session) -> None:
    first, second = seal_text(session), seal_text(session)
    assert first != second
    assert TEXT.encode() not in first
    assert b"quiet" not in first


@pytest.mark.parametrize("place", [{"table": "views"}, {"column": "title"}, {"row_id": uuid4()}])
def test_a_sealed_value_moved_to_another_place_does_not_open(
    session: Session, place: dict[str, object]
) -> None:
    sealed = seal_text(session)
    with pytest.raises(SealBrokenError):
        open_text(session, sealed, **place)


def test_a_sealed_value_given_to_another_person_does_not_open(session: Session) -> None:
    sealed = seal_text(session)
    other = uuid4()
    with pytest.raises(SealBrokenError):
        open_text(session, sealed, subject_id=other)
    seal(session, subject_id=other, table="drafts", column="text", row_id=ROW, text="mine")
    with pytest.raises(SealBrokenError):
        open_text(session, sealed, subject_id=other)


@pytest.mark.parametrize("position", [0, 11, 12, -1])
def test_a_changed_byte_is_noticed(session: Session, position: int) -> None:
    sealed = bytearray(seal_text(session))
    sealed[position] ^= 1
    with pytest.raises(SealBrokenError):
        open_text(session, bytes(sealed))


@pytest.mark.parametrize("length", [0, 5, 12, 20])
def test_a_value_cut_short_is_noticed(session: Session, length: int) -> None:
    with pytest.raises(SealBrokenError):
        open_text(session, seal_text(session)[:length])


def test_erasing_a_person_shuts_everything_and_seals_nothing_more(session: Session) -> None:
    sealed = seal_text(session)
    erase(session, SUBJECT)
    with pytest.raises(SubjectErasedError):
        open_text(session, sealed)
    with pytest.raises(SubjectErasedError):
        seal_text(session)
    assert session.scalar(select(DataKey.wrapped).where(DataKey.subject_id == SUBJECT)) is None


def test_somebody_erased_before_anything_was_sealed_stays_erased(session: Session) -> None:
    erase(session, SUBJECT)
    with pytest.raises(SubjectErasedError):
        seal_text(session)


def test_one_person_has_one_data_key(session: Session) -> None:
    for _ in range(3):
        seal_text(session)
    prepare_keys(session, [SUBJECT, SUBJECT])
    assert session.scalar(select(func.count()).select_from(DataKey)) == 1


def test_a_key_made_in_a_transaction_that_was_rolled_back_is_not_used_again(
    session: Session,
) -> None:
    seal_text(session)
    session.rollback()
    sealed = seal_text(session)
    session.commit()
    session.expunge_all()
    assert open_text(session, sealed) == TEXT


def test_keys_of_many_people_are_prepared_in_few_statements(session: Session) -> None:
    people = [uuid4() for _ in range(1200)]
    prepare_keys(session, people[:700])
    held = prepare_keys(session, people)
    assert {row.subject_id for row in held} == set(people)
    statements: list[str] = []

    def note(_conn: object, _cur: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        for person in people:
            seal(session, subject_id=person, table="t", column="c", row_id=person, text="x")
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert statements == []


def key(fill: int) -> bytes:
    return bytes([fill]) * 32


def test_turning_the_keys_wraps_each_data_key_anew_and_the_old_key_can_go(
    session: Session,
) -> None:
    old = session.info["vault"]
    sealed = seal_text(session)
    prepare_keys(session, (uuid4() for _ in range(7)))
    gone = uuid4()
    erase(session, gone)
    session.commit()
    try:
        session.info["vault"] = Vault({**old.keks, "new": key(7)}, "new", old.lookup_key)
        assert [rewrap_keys(session, limit=5) for _ in range(3)] == [5, 3, 0]
        session.commit()
        session.expunge_all()
        session.info["vault"] = Vault({"new": key(7)}, "new", old.lookup_key)
        assert open_text(session, sealed) == TEXT
        session.info["vault"] = old
        session.expunge_all()
        with pytest.raises(KeysMissingError):
            open_text(session, sealed)
    finally:
        session.info["vault"] = old


def test_a_session_without_a_vault_says_so(session: Session) -> None:
    vault = session.info.pop("vault")
    try:
        with pytest.raises(KeysMissingError):
            seal_text(session)
    finally:
        session.info["vault"] = vault


def test_addresses_are_found_however_they_were_typed(session: Session) -> None:
    assert lookup(session, "Sam@Example.org") == lookup(session, " sam@example.org ")
    assert lookup(session, "07700 900123") == lookup(session, "+44 7700 900123")
    assert lookup(session, "07700 900123") != lookup(session, "07700 900124")
    with pytest.raises(ValueError, match="neither"):
        lookup(session, "not an address")


def test_equal_values_of_two_kinds_have_two_digests(session: Session) -> None:
    assert keyed_digest(session, "email", "x") != keyed_digest(session, "code", "x")


def test_keys_are_read_from_the_settings_the_current_one_first() -> None:
    one, two = b64encode(key(1)).decode(), b64encode(key(2)).decode()
    vault = Vault.from_text(f"2026:{two} 2025:{one}", one)
    assert vault.current == "2026"
    assert vault.keks == {"2025": key(1), "2026": key(2)}
    assert one not in repr(vault)
    assert "\\x01" not in repr(vault)


@pytest.mark.parametrize(
    ("keks", "lookup_key"),
    [
        ("", b64encode(key(1)).decode()),
        ("a", b64encode(key(1)).decode()),
        ("a:!!!", b64encode(key(1)).decode()),
        ("a:c2hvcnQ=", b64encode(key(1)).decode()),
        ("a:" + b64encode(key(1)).decode(), ""),
    ],
)
def test_keys_that_cannot_be_used_are_refused(keks: str, lookup_key: str) -> None:
    with pytest.raises(KeysMissingError):
        Vault.from_text(keks, lookup_key)
