"""Releases: written once, read ever after. Nothing here reads an answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from portal.domain.releases import (
    Release,
    Snapshot,
    checksum_of,
    read_canonical_json,
    write_canonical_json,
)
from portal.store.tables.releases import ReleaseFileRow, ReleaseRow


class DamagedReleaseError(Exception):
    """What is stored is not what was released: its checksum does not fit."""


@dataclass(frozen=True, slots=True)
class ReleaseFile:
    content: bytes
    checksum: str


def add_release(
    session: Session, wave_id: UUID, snapshot: Snapshot, released_by: UUID, now: datetime
) -> Release:
    """Freeze a snapshot under the next number."""
    if session.get_bind().dialect.name == "postgresql":
        # Two releases at once must not take one number; SQLite's writers are alone anyway.
        session.execute(text("LOCK TABLE releases IN SHARE ROW EXCLUSIVE MODE"))
    canonical = write_canonical_json(snapshot)
    row = ReleaseRow(
        id=uuid4(),
        number=(session.scalar(select(func.max(ReleaseRow.number))) or 0) + 1,
        wave_id=wave_id,
        rules_version=snapshot.protected.rules_version,
        snapshot=canonical,
        checksum=checksum_of(canonical.encode()),
        released_at=now,
        released_by_id=released_by,
    )
    session.add(row)
    session.flush()
    return _read(row)


def find_release(session: Session, release_id: UUID) -> Release | None:
    row = session.get(ReleaseRow, release_id)
    return _read(row) if row else None


def list_releases(session: Session) -> list[Release]:
    """All releases, the newest first."""
    rows = session.scalars(select(ReleaseRow).order_by(ReleaseRow.number.desc()))
    return [_read(row) for row in rows]


def add_files(session: Session, release_id: UUID, files: Mapping[str, bytes]) -> None:
    session.add_all(
        ReleaseFileRow(
            release_id=release_id, name=name, content=content, checksum=checksum_of(content)
        )
        for name, content in files.items()
    )
    session.flush()


def list_file_names(session: Session, release_id: UUID) -> frozenset[str]:
    return frozenset(
        session.scalars(select(ReleaseFileRow.name).where(ReleaseFileRow.release_id == release_id))
    )


def find_file(session: Session, release_id: UUID, name: str) -> ReleaseFile | None:
    row = session.get(ReleaseFileRow, (release_id, name))
    if row is None:
        return None
    _check(row.content, row.checksum)
    return ReleaseFile(row.content, row.checksum)


def _read(row: ReleaseRow) -> Release:
    _check(row.snapshot.encode(), row.checksum)
    return Release(
        id=row.id,
        number=row.number,
        wave_id=row.wave_id,
        released_at=row.released_at,
        checksum=row.checksum,
        snapshot=read_canonical_json(row.snapshot),
    )


def _check(content: bytes, checksum: str) -> None:
    if checksum_of(content) != checksum:
        raise DamagedReleaseError
