"""Inspections as they are kept: words and photos sealed, of a link only the digest."""

from datetime import UTC, datetime
from threading import Thread
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.actions import inspection_photos as photos_actions
from portal.actions import inspections as actions
from portal.actions.inspection_photos import CleanPhoto
from portal.actions.uploads import TooMany
from portal.domain.advice import FileKind, Scan
from portal.domain.inspections import InspectionDetails, LinkUsed, Works
from portal.domain.people import Role, Viewer
from portal.outside.object_store import ObjectMissingError
from portal.store import inspections
from portal.store.connection import open_for
from portal.store.db import db
from portal.store.inspection_photos import list_photos
from portal.store.tables.inspections import (
    InspectionLinkRow,
    InspectionPhotoRow,
    InspectionRow,
)
from portal.store.tables.jobs import Job
from tests.people import add_staff

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
DETAILS = InspectionDetails("Local Offer", TODAY, 3, "CanaryWords: no search", Works.IN_PART)
PHOTO = CleanPhoto("CanaryAbout: a door", FileKind.PNG, b"CanaryPicture")


class Memory:
    """An object store for a test."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def put(self, name: str, content: bytes) -> None:
        self.kept[name] = content

    def get(self, name: str) -> bytes:
        if name not in self.kept:
            raise ObjectMissingError(name)
        return self.kept[name]

    def remove(self, name: str) -> None:
        self.kept.pop(name, None)


@pytest.fixture
def viewer(session: Session) -> Viewer:
    return Viewer(Role.PARTICIPATION_OFFICER, add_staff(session, Role.PARTICIPATION_OFFICER))


@pytest.fixture
def inspection_id(session: Session, viewer: Viewer) -> UUID:
    return actions.add_inspection(session, viewer, DETAILS, NOW, new_id=uuid4())


def test_an_inspection_is_read_as_it_was_typed_in_and_its_words_are_sealed(
    session: Session, viewer: Viewer, inspection_id: UUID
) -> None:
    found = inspections.find_inspection(session, inspection_id)
    assert found is not None
    assert (found.details, found.by_link, found.shown_on) == (DETAILS, False, None)
    [row] = session.scalars(select(InspectionRow))
    assert b"Canary" not in row.saw_sealed
    session.expunge_all()  # a second press is another request
    again = actions.add_inspection(session, viewer, DETAILS, NOW, new_id=inspection_id)
    other = InspectionDetails("Library", TODAY, 3, "Another", Works.WELL)
    different = actions.add_inspection(session, viewer, other, NOW, new_id=inspection_id)
    assert again == inspection_id != different


def test_the_group_finds_only_what_is_shown(session: Session, inspection_id: UUID) -> None:
    assert inspections.find_inspection(session, inspection_id, shown_only=True) is None
    assert list(inspections.list_inspections(session, shown_only=True)) == []
    assert len(inspections.list_inspections(session, shown_only=False)) == 1
    inspections.show_inspection(session, inspection_id, TODAY)
    session.expire_all()
    assert inspections.find_inspection(session, inspection_id, shown_only=True) is not None
    assert len(inspections.list_inspections(session, shown_only=True)) == 1
    inspections.show_inspection(session, inspection_id, None)
    session.expire_all()
    assert inspections.find_inspection(session, inspection_id, shown_only=True) is None


def keep(session: Session, store: Memory, inspection_id: UUID, number: int, scanned: bool) -> Any:
    return photos_actions.keep_photos(
        session, store, inspection_id, [PHOTO] * number, scanned=scanned, now=NOW
    )


def test_photos_lie_sealed_and_there_are_not_too_many(
    session: Session, inspection_id: UUID
) -> None:
    store = Memory()
    assert keep(session, store, inspection_id, 3, scanned=False) is None
    assert keep(session, store, inspection_id, 4, scanned=False) == TooMany()
    assert len(store.kept) == 3
    assert not any(b"Canary" in content for content in store.kept.values())
    for row in session.scalars(select(InspectionPhotoRow)):
        assert b"Canary" not in row.about_sealed
    for photo in list_photos(session, inspection_id):
        assert (photo.about, photo.may_be_opened) == (PHOTO.about, True)
        assert photos_actions.read_photo(session, store, photo) == PHOTO.content


@pytest.mark.parametrize("infected", [True, False])
def test_a_photo_waits_for_the_scanner(
    session: Session, inspection_id: UUID, infected: bool
) -> None:
    store = Memory()
    keep(session, store, inspection_id, 1, scanned=True)
    [photo] = list_photos(session, inspection_id)
    assert not photo.may_be_opened
    [job] = session.scalars(select(Job).where(Job.kind == photos_actions.SCAN_PHOTO))
    assert job.payload == {"photo_id": str(photo.id)}
    asked: list[bytes] = []

    def holds_virus(content: bytes) -> bool:
        asked.append(content)
        return infected

    for _ in range(2):
        photos_actions.scan_photo(session, store, photo.id, holds_virus)
        session.expire_all()
    assert asked == [PHOTO.content], "asked once"
    [scanned] = list_photos(session, inspection_id)
    assert scanned.scan is (Scan.INFECTED if infected else Scan.CLEAN)
    assert bool(store.kept) is not infected


def test_a_photo_that_the_store_has_lost_is_not_scanned_for_ever(
    session: Session, inspection_id: UUID
) -> None:
    store = Memory()
    keep(session, store, inspection_id, 1, scanned=True)
    [photo] = list_photos(session, inspection_id)
    store.kept.clear()
    scan = photos_actions.scan_photo(session, store, photo.id, lambda _: False)
    session.expire_all()
    assert scan is Scan.MISSING
    [lost] = list_photos(session, inspection_id)
    assert (lost.scan, lost.may_be_opened) == (Scan.MISSING, False)


def test_of_a_link_only_the_digest_is_kept_and_a_second_press_replaces_it(
    session: Session, viewer: Viewer
) -> None:
    link_id = uuid4()
    first = actions.make_link(session, viewer, link_id, TODAY, NOW)
    token = actions.make_link(session, viewer, link_id, TODAY, NOW)
    assert inspections.find_link(session, first) is None
    link = inspections.find_link(session, token)
    assert link is not None
    assert (link.id, link.used) == (link_id, False)
    [row] = session.scalars(select(InspectionLinkRow))
    assert token.encode() not in row.token_digest
    inspections.use_link(session, link_id)
    session.expire_all()
    new = actions.make_link(session, viewer, link_id, TODAY, NOW)
    assert inspections.find_link(session, token) is not None, "a used link is left alone"
    assert inspections.find_link(session, new) is not None


def test_a_link_pressed_many_times_at_once_takes_one_inspection(
    app: Flask, session: Session, viewer: Viewer
) -> None:
    token = actions.make_link(session, viewer, uuid4(), TODAY, NOW)
    session.commit()
    outcomes: list[Any] = []

    def send() -> None:
        with app.app_context():
            open_for("write")
            own = db.session()
            try:
                outcomes.append(
                    actions.send_by_link(
                        own, Memory(), token, DETAILS, [PHOTO], scanned=False, today=TODAY, now=NOW
                    )
                )
                own.commit()
            finally:
                db.session.remove()

    threads = [Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count(None) == 1
    assert outcomes.count(LinkUsed()) == 5
    [listed] = inspections.list_inspections(session, shown_only=False)
    assert listed.by_link
    assert len(list_photos(session, listed.id)) == 1
