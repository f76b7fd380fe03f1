"""Ratings of the action plan and what shows that they are deserved: added and never changed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.domain.action_plan import (
    Evidence,
    FigureEvidence,
    FileEvidence,
    RatingEntry,
    ReleaseEvidence,
)
from portal.domain.advice import FileKind, Scan
from portal.domain.commitments import Rating
from portal.store.changes import adds_new
from portal.store.sealing import seal_bytes, unseal_bytes
from portal.store.tables.action_plan import ActionPlanFile, ActionPlanRating
from portal.store.tables.people import Staff

_FILES = ActionPlanFile.__tablename__
_CONTENT = "content"
"""The column that stands in what is authenticated with a file's content, wherever it lies."""


def list_entries(session: Session) -> Mapping[UUID, Sequence[RatingEntry]]:
    """By action, everything that was ever said, the earliest first."""
    files: defaultdict[UUID, list[FileEvidence]] = defaultdict(list)
    for file in session.scalars(select(ActionPlanFile).order_by(ActionPlanFile.added_at)):
        files[file.rating_id].append(_read_file(file))
    rows = session.execute(
        select(ActionPlanRating, Staff.name).join(Staff, Staff.id == ActionPlanRating.rated_by_id)
    ).all()
    corrected = {row.corrects_id for row, _ in rows}
    before = {row.id: row.corrects_id for row, _ in rows}
    rows = sorted(rows, key=lambda pair: (pair[0].rated_at, _depth(before, pair[0].id)))
    entries: defaultdict[UUID, list[RatingEntry]] = defaultdict(list)
    for row, name in rows:
        entries[row.action_id].append(
            RatingEntry(
                id=row.id,
                action_id=row.action_id,
                point=row.point,
                rating=Rating(row.rating),
                evidence=(*_read_evidence(row), *files[row.id]),
                rated_by=name,
                rated_at=row.rated_at,
                reason=row.reason,
                corrects=row.corrects_id,
                corrected=row.id in corrected,
            )
        )
    return entries


def add_entry(
    session: Session,
    new_id: UUID,
    action_id: UUID,
    point: date,
    rating: Rating,
    *,
    release: ReleaseEvidence | None,
    figure: FigureEvidence | None,
    reason: str,
    corrects: UUID | None,
    by: UUID,
    now: datetime,
) -> bool:
    """Add what was said; False, and nothing added, where this id is taken. Raises IntegrityError
    where the entry it corrects has been corrected, or the point rated, by somebody else."""
    row = ActionPlanRating(
        id=new_id,
        action_id=action_id,
        point=point,
        rating=rating,
        reason=reason,
        corrects_id=corrects,
        release_id=release.release_id if release else None,
        measure=release.measure if release else "",
        figure=figure.figure if figure else "",
        figure_source=figure.source if figure else "",
        figure_on=figure.on if figure else None,
        rated_at=now,
        rated_by_id=by,
    )
    return adds_new(session, row, new_id)


def add_file(
    session: Session,
    rating_id: UUID,
    action_id: UUID,
    *,
    name: str,
    kind: FileKind,
    content: bytes,
    scan: Scan,
    now: datetime,
) -> tuple[FileEvidence, bytes]:
    """Keep what is known of a file; with it the sealed content, for the object store."""
    file = FileEvidence(uuid4(), action_id, name, kind, scan, uuid4().hex)
    session.add(
        ActionPlanFile(
            id=file.id,
            rating_id=rating_id,
            action_id=action_id,
            object_name=file.object_name,
            name=name,
            kind=kind,
            scan=scan,
            added_at=now,
        )
    )
    session.flush()
    sealed = seal_bytes(
        session,
        subject_id=action_id,
        table=_FILES,
        column=_CONTENT,
        row_id=file.id,
        content=content,
    )
    return file, sealed


def find_file(session: Session, file_id: UUID) -> FileEvidence | None:
    row = session.get(ActionPlanFile, file_id)
    return _read_file(row) if row else None


def open_content(session: Session, file: FileEvidence, sealed: bytes) -> bytes:
    """What was sealed for this file. Raises SealBrokenError."""
    return unseal_bytes(
        session,
        subject_id=file.action_id,
        table=_FILES,
        column=_CONTENT,
        row_id=file.id,
        sealed=sealed,
    )


def note_scan(session: Session, file_id: UUID, scan: Scan) -> None:
    session.execute(update(ActionPlanFile).where(ActionPlanFile.id == file_id).values(scan=scan))


def _depth(before: Mapping[UUID, UUID | None], entry_id: UUID) -> int:
    """How many entries this one comes after, where two were given at one moment."""
    depth, earlier = 0, before[entry_id]
    while earlier is not None:
        depth, earlier = depth + 1, before[earlier]
    return depth


def _read_evidence(row: ActionPlanRating) -> tuple[Evidence, ...]:
    evidence: list[Evidence] = []
    if row.release_id is not None:
        evidence.append(ReleaseEvidence(row.release_id, row.measure))
    if row.figure_on is not None:
        evidence.append(FigureEvidence(row.figure, row.figure_source, row.figure_on))
    return tuple(evidence)


def _read_file(row: ActionPlanFile) -> FileEvidence:
    return FileEvidence(
        row.id, row.action_id, row.name, FileKind(row.kind), Scan(row.scan), row.object_name
    )
