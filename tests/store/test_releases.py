"""Releases are numbered, frozen and checked against their checksums."""

from uuid import uuid4

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.domain.people import Role
from portal.store import releases
from portal.store.releases import DamagedReleaseError
from portal.store.tables.releases import ReleaseFileRow, ReleaseRow
from tests.closed_waves import NOW, add_closed_wave
from tests.domain.test_releases import snapshot
from tests.people import add_staff


def test_a_release_is_read_back_with_the_next_number(session: Session) -> None:
    officer = add_staff(session, Role.PARTICIPATION_OFFICER)
    made = [
        releases.add_release(
            session, [add_closed_wave(session, [])], snapshot(45, 15), officer, NOW
        )
        for _ in range(2)
    ]
    assert [release.number for release in made] == [1, 2]
    assert releases.list_releases(session) == made[::-1]
    assert releases.find_release(session, made[0].id) == made[0]
    assert made[0].snapshot == snapshot(45, 15)
    assert releases.find_release(session, uuid4()) is None


def test_a_wave_is_released_once(session: Session) -> None:
    officer = add_staff(session, Role.PARTICIPATION_OFFICER)
    wave_id = add_closed_wave(session, [])
    releases.add_release(session, [wave_id], snapshot(45, 15), officer, NOW)
    with pytest.raises(IntegrityError):
        releases.add_release(session, [wave_id], snapshot(45, 15), officer, NOW)


def test_a_file_is_read_back_as_it_was_stored(session: Session) -> None:
    officer = add_staff(session, Role.PARTICIPATION_OFFICER)
    wave_id = add_closed_wave(session, [])
    release = releases.add_release(session, [wave_id], snapshot(45, 15), officer, NOW)
    releases.add_files(session, release.id, {"csv": b"a,b"})
    file = releases.find_file(session, release.id, "csv")
    assert file is not None
    assert file.content == b"a,b"
    assert releases.list_file_names(session, release.id) == {"csv"}
    assert releases.find_file(session, release.id, "ods") is None


def test_what_was_changed_after_its_release_is_not_read(session: Session) -> None:
    officer = add_staff(session, Role.PARTICIPATION_OFFICER)
    wave_id = add_closed_wave(session, [])
    release = releases.add_release(session, [wave_id], snapshot(45, 15), officer, NOW)
    releases.add_files(session, release.id, {"csv": b"a,b"})
    session.execute(update(ReleaseFileRow).values(content=b"a,c"))
    session.execute(update(ReleaseRow).values(snapshot="{}"))
    session.expire_all()
    with pytest.raises(DamagedReleaseError):
        releases.find_file(session, release.id, "csv")
    with pytest.raises(DamagedReleaseError):
        releases.find_release(session, release.id)
