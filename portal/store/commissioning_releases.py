"""Releases about commissioning: written once, read ever after."""

import json
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from portal.domain.commissioning_figures import (
    CommissioningRelease,
    CommissioningSnapshot,
    read_snapshot,
    write_snapshot,
)
from portal.domain.dates import london_day
from portal.domain.releases import checksum_of
from portal.store.releases import DamagedReleaseError
from portal.store.tables.commissioning import CommissioningFileRow, CommissioningReleaseRow


def lock_releases(session: Session) -> None:
    """Let nobody else release until the transaction ends; SQLite's writers are alone anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE commissioning_releases IN SHARE ROW EXCLUSIVE MODE"))


def add_release(
    session: Session, snapshot: CommissioningSnapshot, by: UUID, now: datetime
) -> CommissioningRelease:
    """Freeze a snapshot under the next number. The caller holds the lock."""
    canonical = json.dumps(
        write_snapshot(snapshot), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    row = CommissioningReleaseRow(
        id=uuid4(),
        number=(session.scalar(select(func.max(CommissioningReleaseRow.number))) or 0) + 1,
        period=snapshot.period.key,
        snapshot=canonical,
        checksum=checksum_of(canonical.encode()),
        released_at=now,
        released_by_id=by,
    )
    session.add(row)
    session.flush()
    return _read(row)


def list_releases(session: Session) -> list[CommissioningRelease]:
    """All of them, the newest first."""
    rows = session.scalars(
        select(CommissioningReleaseRow).order_by(CommissioningReleaseRow.number.desc())
    )
    return [_read(row) for row in rows]


def find_release(session: Session, release_id: UUID) -> CommissioningRelease | None:
    row = session.get(CommissioningReleaseRow, release_id)
    return _read(row) if row else None


def add_files(session: Session, release_id: UUID, files: Mapping[str, bytes]) -> None:
    session.add_all(
        CommissioningFileRow(
            release_id=release_id, name=name, content=content, checksum=checksum_of(content)
        )
        for name, content in files.items()
    )
    session.flush()


def find_file(session: Session, release_id: UUID, name: str) -> bytes | None:
    row = session.get(CommissioningFileRow, (release_id, name))
    if row is None:
        return None
    if checksum_of(row.content) != row.checksum:
        raise DamagedReleaseError
    return row.content


def _read(row: CommissioningReleaseRow) -> CommissioningRelease:
    if checksum_of(row.snapshot.encode()) != row.checksum:
        raise DamagedReleaseError
    return CommissioningRelease(
        id=row.id,
        number=row.number,
        checksum=row.checksum,
        released_on=london_day(row.released_at),
        snapshot=read_snapshot(json.loads(row.snapshot)),
    )
