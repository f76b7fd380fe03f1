"""Old lines of the trail expire with a receipt; the chain verifies on; both databases."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from portal.actions import trail as trail_actions
from portal.actions.legal_holds import end_hold, set_hold
from portal.actions.trail import EXPIRE_TRAIL, chain_trail, check_trail, expire_trail
from portal.domain.dates import london_day
from portal.domain.people import FAMILY_ROLES, Role, Viewer
from portal.domain.trail_chain import Broken, Flaw, Receipt
from portal.domain.trail_expiry import Limits
from portal.shell import worker
from portal.store.db import db
from portal.store.jobs import has_waiting_job
from portal.store.legal_holds import list_holds
from portal.store.tables.jobs import Job
from portal.store.tables.sessions import ReadTrail
from portal.store.tables.trail_digests import TrailDigest
from portal.store.tables.trail_expiries import TrailExpiry
from portal.store.trail import ReadPurpose, record_read, write_pending
from tests.conftest import Clock
from tests.people import add_child, add_staff

YEAR = 365.25


def read(
    session: Session, child_id: UUID | None, at: datetime, role: Role = Role.CASEWORKER
) -> None:
    viewer = Viewer(role, uuid4())
    purpose = ReadPurpose.PLAN_STATUS if role in FAMILY_ROLES else ReadPurpose.CASE_WORK
    record_read(session, viewer, child_id=child_id, purpose=purpose)
    write_pending(session, at)


@pytest.fixture
def old(session: Session, clock: Clock) -> UUID:
    """Of one child, chained: staff reads 7, 5 and 1 years ago, family reads 3 and 1 years ago; and
    an export about no child 7 years ago."""
    child_id = add_child(session, caseref="CR-9")
    for years, role in (
        (7, Role.CASEWORKER),
        (5, Role.COORDINATOR),
        (3, Role.FAMILY_MEMBER),
        (1, Role.CASEWORKER),
        (1, Role.YOUNG_PERSON),
    ):
        read(session, child_id, clock() - timedelta(days=years * YEAR), role)
    read(session, None, clock() - timedelta(days=7 * YEAR - 1))
    chain_trail(session, clock())
    return child_id


def expire(session: Session, clock: Clock) -> Receipt | None:
    clock.move(minutes=1)
    limits = Limits.of(london_day(clock()), staff_years=6, family_years=2)
    return expire_trail(session, limits, clock())


def left(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(ReadTrail)) or 0


def test_lines_expire_by_who_read_and_the_chain_still_holds(
    session: Session, clock: Clock, old: UUID
) -> None:
    receipt = expire(session, clock)
    assert receipt is not None
    assert receipt.lines == 3
    assert receipt.first_read_at < receipt.last_read_at < receipt.family_before
    checked = check_trail(session)
    assert checked.verdict.broken is None
    assert (checked.verdict.verified, checked.verdict.expired, checked.receipts) == (6, 3, 1)
    assert left(session) == 3

    assert expire(session, clock) is None, "a second run finds nothing"
    read(session, old, clock())
    chain_trail(session, clock())
    clock.move(days=6 * YEAR)
    assert expire(session, clock) is not None
    checked = check_trail(session)
    assert checked.verdict.broken is None
    assert (checked.verdict.verified, checked.verdict.expired, checked.receipts) == (7, 6, 2)


def test_what_is_not_chained_yet_does_not_expire(session: Session, clock: Clock) -> None:
    read(session, None, clock() - timedelta(days=8 * YEAR))
    assert expire(session, clock) is None
    assert left(session) == 1


def test_a_legal_hold_stops_it_until_it_ends(session: Session, clock: Clock, old: UUID) -> None:
    viewer = Viewer(Role.ADMINISTRATOR, add_staff(session, Role.ADMINISTRATOR))
    assert set_hold(session, viewer, "CR-9", reason="An appeal", now=clock()) is None
    receipt = expire(session, clock)
    assert receipt is not None
    assert receipt.lines == 1, "only the export that is about no child"
    (hold,) = list_holds(session)
    assert end_hold(session, viewer, hold.id, now=clock()) is None
    receipt = expire(session, clock)
    assert receipt is not None
    assert receipt.lines == 2
    assert check_trail(session).verdict.broken is None


def _delete_one_more(session: Session) -> None:
    """Calls a line expired that was not, under the receipt that there is."""
    moment = session.scalar(select(TrailExpiry.expired_at))
    target = session.scalar(select(TrailDigest.line_id).where(TrailDigest.expired_at.is_(None)))
    session.execute(delete(ReadTrail).where(ReadTrail.id == target))
    session.execute(
        update(TrailDigest).where(TrailDigest.line_id == target).values(expired_at=moment)
    )
    session.execute(update(TrailExpiry).values(lines=TrailExpiry.lines + 1))


def _invent_a_receipt(session: Session) -> None:
    target, at = session.execute(
        select(ReadTrail.id, ReadTrail.read_at).order_by(ReadTrail.read_at).limit(1)
    ).one()
    session.execute(delete(ReadTrail).where(ReadTrail.id == target))
    session.execute(update(TrailDigest).where(TrailDigest.line_id == target).values(expired_at=at))
    moments = dict.fromkeys(
        ("expired_at", "staff_before", "family_before", "first_read_at", "last_read_at"), at
    )
    session.add(TrailExpiry(**moments, lines=1, digest=b"x" * 32))
    session.flush()


@pytest.mark.parametrize(
    ("tamper", "sequence"),
    [
        (lambda s: s.execute(delete(TrailExpiry)), 1),
        (lambda s: s.execute(update(TrailExpiry).values(lines=2)), 1),
        (
            lambda s: s.execute(update(TrailExpiry).values(staff_before=TrailExpiry.family_before)),
            1,
        ),
        (lambda s: s.execute(update(TrailExpiry).values(digest=b"x" * 32)), 1),
        (_delete_one_more, 1),
        (_invent_a_receipt, 3),
    ],
)
def test_a_receipt_that_does_not_hold_covers_nothing(
    session: Session,
    clock: Clock,
    old: UUID,
    tamper: Callable[[Session], object],
    sequence: int,
) -> None:
    expire(session, clock)
    tamper(session)
    assert check_trail(session).verdict.broken == Broken(sequence, Flaw.RECEIPT_MISSING)


def test_a_link_of_an_expired_line_cannot_be_changed(
    session: Session, clock: Clock, old: UUID
) -> None:
    expire(session, clock)
    session.execute(update(TrailDigest).where(TrailDigest.sequence == 1).values(digest=b"x" * 32))
    assert check_trail(session).verdict.broken is not None


def test_much_expires_in_several_jobs(
    session: Session, clock: Clock, old: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trail_actions, "LINKS_AT_ONCE", 2)
    for _ in range(2):
        expire(session, clock)
    assert left(session) == 3
    assert has_waiting_job(session, clock())
    assert check_trail(session).verdict.broken is None


def test_the_worker_expires_once_a_day(
    app: Flask, session: Session, clock: Clock, old: UUID
) -> None:
    session.commit()
    assert worker.schedule_due()
    worker.work_until_empty()
    after = db.session()
    outcomes = select(Job.outcome).where(Job.kind == EXPIRE_TRAIL)
    assert after.scalars(outcomes).all() == ["done"]
    assert left(after) == 3
    assert check_trail(after).verdict.broken is None


def test_the_command_counts_without_deleting_and_then_deletes(
    app: Flask, session: Session, clock: Clock, old: UUID
) -> None:
    viewer = Viewer(Role.ADMINISTRATOR, add_staff(session, Role.ADMINISTRATOR))
    held = add_child(session, caseref="CR-10")
    read(session, held, clock() - timedelta(days=9 * YEAR))
    chain_trail(session, clock())
    set_hold(session, viewer, "CR-10", reason="A complaint", now=clock())
    session.commit()
    runner = app.test_cli_runner()
    tried = runner.invoke(args=["trail", "expire", "--dry-run"])
    assert tried.exit_code == 0, tried.output
    assert "Due, read by staff before 2020-11-23: 2" in tried.output
    assert "Due, read by families before 2024-11-23: 1" in tried.output
    assert "Kept by a legal hold: 1" in tried.output
    assert "Deleted" not in tried.output
    session.rollback()
    assert left(session) == 7
    session.rollback()

    done = runner.invoke(args=["trail", "expire"])
    assert "Deleted: 3" in done.output
    verified = runner.invoke(args=["trail", "verify"])
    assert verified.exit_code == 0, verified.output
    assert "(3 of them expired)" in verified.output
    assert "Receipts of expiries: 1" in verified.output
