"""The chain over the read trail: what it finds, and that a line may expire; on both databases."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.actions import trail as trail_actions
from portal.actions.trail import CHAIN_TRAIL, chain_trail, chaining_is_due, check_trail
from portal.domain.people import Role, Viewer
from portal.domain.trail_chain import Broken, Flaw, append
from portal.shell import worker
from portal.store import trail_chain
from portal.store.connection import open_for
from portal.store.db import db
from portal.store.jobs import add_job, has_waiting_job
from portal.store.sealing import Vault
from portal.store.tables.jobs import Job
from portal.store.tables.sessions import ReadTrail
from portal.store.tables.trail_digests import TrailDigest
from portal.store.trail import ReadPurpose, record_read, write_pending
from tests.conftest import KEY, Clock
from tests.people import add_child

LINES = 5

Tamper = Callable[[Session], object]


def read(session: Session, clock: Clock, child_id: UUID | None) -> None:
    """A caseworker opens a record, a minute after the one before."""
    clock.move(minutes=1)
    viewer = Viewer(Role.CASEWORKER, uuid4())
    record_read(session, viewer, child_id=child_id, purpose=ReadPurpose.CASE_WORK)
    write_pending(session, clock())


@pytest.fixture
def chained(session: Session, clock: Clock) -> Session:
    """Five reads, one of them of no one child, chained by two jobs."""
    child_id = add_child(session)
    for number in range(LINES):
        read(session, clock, None if number == 2 else child_id)
        if number == 1:
            chain_trail(session, clock())
    chain_trail(session, clock())
    return session


def line_of(session: Session, sequence: int) -> UUID:
    return session.execute(
        select(TrailDigest.line_id).where(TrailDigest.sequence == sequence)
    ).scalar_one()


def set_link(session: Session, at: int, **values: Any) -> None:
    session.execute(update(TrailDigest).where(TrailDigest.sequence == at).values(**values))


def set_line(session: Session, sequence: int, **values: Any) -> None:
    line_id = line_of(session, sequence)
    session.execute(update(ReadTrail).where(ReadTrail.id == line_id).values(**values))


def delete_line(session: Session, sequence: int) -> None:
    session.execute(delete(ReadTrail).where(ReadTrail.id == line_of(session, sequence)))


def delete_link(session: Session, sequence: int) -> None:
    session.execute(delete(TrailDigest).where(TrailDigest.sequence == sequence))


def swap_links(session: Session) -> None:
    """The second and the third change places."""
    for old, new in ((2, 99), (3, 2), (99, 3)):
        set_link(session, old, sequence=new)


def swap_lines(session: Session) -> None:
    """The links stay, but the second line says what the third said, and the other way round."""
    second, third = line_of(session, 2), line_of(session, 3)
    beside = uuid4()
    for old, new in ((second, beside), (third, second), (beside, third)):
        session.execute(update(ReadTrail).where(ReadTrail.id == old).values(id=new))


def delete_both(session: Session) -> None:
    delete_line(session, 2)
    delete_link(session, 2)


def close_the_gap(session: Session) -> None:
    """Line and link deleted, and the later links counted anew."""
    delete_both(session)
    for sequence in range(3, LINES + 1):
        set_link(session, sequence, sequence=sequence - 1)


def change_with_another_key(session: Session) -> None:
    """Somebody with the database, who knows how it is made but not the key."""
    set_line(session, 2, purpose="row_file")
    vault = session.info["vault"]
    session.info["vault"] = Vault.from_text(f"test:{KEY}", KEY[::-1][1:] + "=")
    chain = [(link, line) for link, line in trail_chain.stream_chain(session) if line is not None]
    digest = trail_chain.trail_digest(session)
    for link in append([line for _, line in chain], None, digest):
        set_link(session, link.sequence, digest=link.digest, previous=link.previous)
    session.info["vault"] = vault


def test_an_untouched_chain_holds(chained: Session) -> None:
    checked = check_trail(chained)
    assert checked.verdict.broken is None
    assert (checked.verdict.verified, checked.verdict.expired, checked.waiting) == (LINES, 0, 0)


def test_links_are_in_the_order_of_the_reads(chained: Session) -> None:
    lines = [line for _, line in trail_chain.stream_chain(chained) if line is not None]
    assert lines == sorted(lines, key=lambda line: line.read_at)


def test_a_trail_without_lines_holds(session: Session) -> None:
    checked = check_trail(session)
    assert checked.verdict.broken is None
    assert checked.verdict.verified == checked.waiting == 0


@pytest.mark.parametrize(
    ("tamper", "broken"),
    [
        (lambda s: set_line(s, 3, role="coordinator"), Broken(3, Flaw.LINE_CHANGED)),
        (lambda s: set_line(s, 3, person_id=uuid4()), Broken(3, Flaw.LINE_CHANGED)),
        (lambda s: set_line(s, 3, purpose="read_views"), Broken(3, Flaw.LINE_CHANGED)),
        (lambda s: set_line(s, 1, child_id=None), Broken(1, Flaw.LINE_CHANGED)),
        (
            lambda s: set_line(s, LINES, read_at=Clock().at + timedelta(microseconds=1)),
            Broken(LINES, Flaw.LINE_CHANGED),
        ),
        (lambda s: delete_line(s, 1), Broken(1, Flaw.LINE_DELETED)),
        (lambda s: delete_line(s, LINES), Broken(LINES, Flaw.LINE_DELETED)),
        (lambda s: delete_link(s, 1), Broken(1, Flaw.LINK_MISSING)),
        (delete_both, Broken(2, Flaw.LINK_MISSING)),
        (close_the_gap, Broken(2, Flaw.OUT_OF_ORDER)),
        (swap_links, Broken(2, Flaw.OUT_OF_ORDER)),
        (swap_lines, Broken(2, Flaw.LINE_CHANGED)),
        (lambda s: set_link(s, 2, digest=b"x" * 32), Broken(2, Flaw.LINE_CHANGED)),
        (lambda s: set_link(s, 4, previous=b"x" * 32), Broken(4, Flaw.OUT_OF_ORDER)),
        (change_with_another_key, Broken(1, Flaw.LINE_CHANGED)),
    ],
)
def test_what_was_tampered_with_is_found_and_named(
    chained: Session, tamper: Tamper, broken: Broken
) -> None:
    tamper(chained)
    verdict = check_trail(chained).verdict
    assert verdict.broken == broken
    assert verdict.verified == broken.sequence - 1


def test_a_deleted_line_that_somebody_calls_expired_is_found_without_a_receipt(
    chained: Session, clock: Clock
) -> None:
    delete_line(chained, 2)
    set_link(chained, 2, expired_at=clock())
    assert check_trail(chained).verdict.broken == Broken(2, Flaw.RECEIPT_MISSING)


def test_calling_a_line_expired_does_not_hide_that_it_was_changed(
    chained: Session, clock: Clock
) -> None:
    set_line(chained, 2, purpose="row_file")
    set_link(chained, 2, expired_at=clock())
    assert check_trail(chained).verdict.broken == Broken(2, Flaw.LINE_CHANGED)


def test_two_jobs_at_once_cannot_fork_the_chain(chained: Session) -> None:
    """Whichever comes second has the sequence of the first: it is rolled back and tried again."""
    forked = {"sequence": LINES, "line_id": uuid4(), "digest": b"", "previous": b""}
    with pytest.raises(IntegrityError):
        chained.execute(insert(TrailDigest), forked)
    chained.rollback()


def test_much_is_chained_in_several_jobs(
    session: Session, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trail_actions, "LINKS_AT_ONCE", 2)
    for _ in range(3):
        read(session, clock, None)
    chain_trail(session, clock())
    assert check_trail(session).waiting == 1
    assert has_waiting_job(session, clock())


def test_chaining_is_due_where_a_line_waits_and_no_job_was_added_just_now(
    session: Session, clock: Clock
) -> None:
    assert not chaining_is_due(session, clock())
    read(session, clock, None)
    assert chaining_is_due(session, clock())
    add_job(session, CHAIN_TRAIL, {}, clock())
    assert not chaining_is_due(session, clock())
    clock.move(minutes=30)
    assert chaining_is_due(session, clock())


def test_the_worker_chains_by_itself(app: Flask, session: Session, clock: Clock) -> None:
    read(session, clock, None)
    session.commit()
    assert worker.schedule_due()
    worker.work_until_empty()
    after = db.session()  # the worker has put away the session that it used
    assert after.scalars(select(Job.outcome).where(Job.kind == "trail.chain")).all() == ["done"]
    checked = check_trail(after)
    assert (checked.verdict.verified, checked.waiting) == (1, 0)


def test_the_command_counts_the_links_and_names_the_first_that_is_broken(
    app: Flask, chained: Session, clock: Clock
) -> None:
    read(chained, clock, None)
    chained.commit()
    runner = app.test_cli_runner()
    well = runner.invoke(args=["trail", "verify"])
    assert well.exit_code == 0, well.output
    assert f"Links verified: {LINES} (0 of them expired)" in well.output
    assert "Lines not chained yet: 1" in well.output

    chained.rollback()
    open_for("write")  # the command only read
    for sequence in (2, 4):
        set_line(chained, sequence, purpose="row_file")
    chained.commit()
    broken = runner.invoke(args=["trail", "verify"])
    assert broken.exit_code == 1
    assert "Links verified: 1 " in broken.output
    assert "Broken at link 2: its line of the trail was changed." in broken.output
