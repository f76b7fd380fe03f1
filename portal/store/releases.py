"""Releases: written once, read ever after. Nothing here reads an answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, func, select, text, true
from sqlalchemy.orm import Session, aliased

from portal.domain.release_json import read_canonical_json, write_canonical_json
from portal.domain.releases import Release, Snapshot, checksum_of
from portal.store.tables.releases import ReleaseFileRow, ReleaseJoinedWave, ReleaseRow


class DamagedReleaseError(Exception):
    """What is stored is not what was released: its checksum does not fit."""


@dataclass(frozen=True, slots=True)
class ReleaseFile:
    content: bytes
    checksum: str


@dataclass(frozen=True, slots=True)
class Replaced:
    """The release that a correction replaces, and what changed."""

    release_id: UUID
    what_changed: str


def add_release(
    session: Session,
    waves: Sequence[UUID],
    snapshot: Snapshot,
    released_by: UUID,
    now: datetime,
    *,
    replaces: Replaced | None = None,
) -> Release:
    """Freeze a snapshot under the next number. The last of ``waves`` is the one that is released,
    those before it have joined it."""
    if session.get_bind().dialect.name == "postgresql":
        # Two releases at once must not take one number; SQLite's writers are alone anyway.
        session.execute(text("LOCK TABLE releases IN SHARE ROW EXCLUSIVE MODE"))
    canonical = write_canonical_json(snapshot)
    *joined, wave_id = waves
    row = ReleaseRow(
        id=uuid4(),
        number=(session.scalar(select(func.max(ReleaseRow.number))) or 0) + 1,
        wave_id=wave_id,
        corrects_id=replaces.release_id if replaces else None,
        correction=replaces.what_changed if replaces else None,
        rules_version=snapshot.protected.rules_version,
        snapshot=canonical,
        checksum=checksum_of(canonical.encode()),
        released_at=now,
        released_by_id=released_by,
    )
    session.add(row)
    session.flush()
    session.add_all(
        ReleaseJoinedWave(release_id=row.id, place=place, wave_id=each)
        for place, each in enumerate(joined)
    )
    session.flush()
    return _read(row, tuple(joined), None)


def find_release(session: Session, release_id: UUID) -> Release | None:
    return next(iter(_list(session, ReleaseRow.id == release_id)), None)


def list_releases(session: Session) -> list[Release]:
    """All releases, the newest first, those too that were corrected."""
    return _list(session, true())


def read_canonical(session: Session, release_id: UUID) -> str:
    """What was released, to the letter. Raises NoResultFound."""
    return session.get_one(ReleaseRow, release_id).snapshot


def _list(session: Session, which: ColumnElement[bool]) -> list[Release]:
    newer = aliased(ReleaseRow)
    rows = session.execute(
        select(ReleaseRow, newer.id)
        .outerjoin(newer, newer.corrects_id == ReleaseRow.id)
        .where(which)
        .order_by(ReleaseRow.number.desc())
    ).all()
    joined: dict[UUID, list[UUID]] = {}
    for each in session.scalars(
        select(ReleaseJoinedWave)
        .join(ReleaseRow, ReleaseRow.id == ReleaseJoinedWave.release_id)
        .where(which)
        .order_by(ReleaseJoinedWave.release_id, ReleaseJoinedWave.place)
    ):
        joined.setdefault(each.release_id, []).append(each.wave_id)
    return [_read(row, tuple(joined.get(row.id, ())), by) for row, by in rows]


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


def _read(row: ReleaseRow, joined: tuple[UUID, ...], corrected_by: UUID | None) -> Release:
    _check(row.snapshot.encode(), row.checksum)
    return Release(
        id=row.id,
        number=row.number,
        wave_id=row.wave_id,
        released_at=row.released_at,
        checksum=row.checksum,
        snapshot=read_canonical_json(row.snapshot),
        joined=joined,
        corrects=row.corrects_id,
        correction=row.correction or "",
        corrected_by=corrected_by,
    )


def _check(content: bytes, checksum: str) -> None:
    if checksum_of(content) != checksum:
        raise DamagedReleaseError
