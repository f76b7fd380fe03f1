"""From what a caseworker reads to a release for those who commission."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from uuid import UUID

from sqlalchemy.orm import Session

from portal.domain.commissioning import Period, Provision
from portal.domain.commissioning_figures import (
    CommissioningRelease,
    CommissioningSnapshot,
    Earlier,
    PeriodReleased,
    gather,
    take_snapshot,
)
from portal.domain.exports import FileFormat, Sheet
from portal.domain.figures import Thresholds
from portal.domain.people import Viewer
from portal.domain.reviews import NotLinked
from portal.outside.spreadsheets import write_spreadsheet
from portal.store import commissioning as store
from portal.store import commissioning_releases as releases
from portal.store.reviews import ReviewOfChild, find_review
from portal.store.trail import ReadPurpose, record_read

DICTIONARY = "dictionary"

MakeSheets = Callable[[CommissioningSnapshot], Sequence[Sheet]]
"""Gives the sheets of a release's files: the figures, then the dictionary."""


@dataclass(frozen=True, slots=True)
class Coding:
    """A review with what was asked for in it: what the caseworker said, and what the choices say by
    themselves."""

    of: ReviewOfChild
    said: store.Said
    by_choice: frozenset[Provision]


def open_coding(
    session: Session, viewer: Viewer, review_id: UUID, today: date
) -> Coding | NotLinked:
    """What was asked for in a review of a child whose views this person may read, noted in the
    trail."""
    of = find_review(session, viewer, review_id, today)
    if of is None:
        return NotLinked()
    record_read(session, viewer, child_id=of.review.child_id, purpose=ReadPurpose.READ_VIEWS)
    by_choice = frozenset(store.list_by_choice(session, review_id))
    return Coding(of, store.find_said(session, review_id), by_choice)


def keep_coding(
    session: Session, viewer: Viewer, review_id: UUID, said: store.Said, today: date
) -> NotLinked | None:
    """Make it what was asked for in this review; the same again changes nothing."""
    of = find_review(session, viewer, review_id, today)
    if of is None:
        return NotLinked()
    record_read(session, viewer, child_id=of.review.child_id, purpose=ReadPurpose.READ_VIEWS)
    store.keep_said(session, of.review, said, viewer.person_id, today)
    return None


def preview_release(
    session: Session, period: Period, thresholds: Thresholds
) -> CommissioningSnapshot | PeriodReleased:
    """What a release of this period would show."""
    released = releases.list_releases(session)
    for each in released:
        if each.snapshot.period.key == period.key:
            return PeriodReleased(each.id)
    earlier = [
        Earlier(each.snapshot.figures, gather(store.stream_asked(session, days), days))
        for each in released
        if (days := each.snapshot.period).overlaps(period)
    ]
    people = gather(store.stream_asked(session, period), period)
    return take_snapshot(people, earlier, period, thresholds)


def release_period(
    session: Session,
    viewer: Viewer,
    period: Period,
    thresholds: Thresholds,
    make_sheets: MakeSheets,
    now: datetime,
) -> CommissioningRelease | PeriodReleased:
    """Freeze a period's numbers and make their files, once."""
    releases.lock_releases(session)
    snapshot = preview_release(session, period, thresholds)
    if isinstance(snapshot, PeriodReleased):
        return snapshot
    release = releases.add_release(session, snapshot, viewer.person_id, now)
    sheets = make_sheets(snapshot)
    files = {str(each): _render(each, sheets) for each in FileFormat}
    files[DICTIONARY] = _render(FileFormat.CSV, sheets[-1:])
    releases.add_files(session, release.id, files)
    return release


def _render(file_format: FileFormat, sheets: Sequence[Sheet]) -> bytes:
    out = BytesIO()
    write_spreadsheet(out, file_format, sheets)
    return out.getvalue()
