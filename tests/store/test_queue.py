"""Jobs and messages: taken by one worker at a time, given back by a worker that dies."""

import threading
from collections import Counter
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.messages import MessageKind, Recipient, RecipientKind
from portal.domain.retries import LEASE, TRIES_ALLOWED, wait_before_retry
from portal.store import jobs, outbox, outbox_claims
from portal.store.connection import open_for
from portal.store.db import db
from portal.store.queue import ClaimLostError
from portal.store.tables.jobs import Job
from portal.store.tables.outbox import OutboxMessage

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def add_message(session: Session, kind: MessageKind = MessageKind.SIGN_IN) -> UUID:
    to = Recipient(RecipientKind.FAMILY_MEMBER, uuid4())
    new = outbox.NewMessage(to, kind, "/sign-in/link/abc", "123456")
    return outbox.add_messages(session, [(new, None)], NOW)[0]


def test_jobs_are_taken_in_order_and_once(session: Session) -> None:
    second = jobs.add_job(session, "b", {}, NOW)
    first = jobs.add_job(session, "a", {"child": "1"}, NOW - SECOND)
    later = jobs.add_job(session, "c", {}, NOW + SECOND)
    taken = [jobs.claim_job(session, NOW) for _ in range(3)]
    assert [job and job.id for job in taken] == [first, second, None]
    assert taken[0] is not None
    assert taken[0].payload == {"child": "1"}
    again = jobs.claim_job(session, NOW + SECOND)
    assert again is not None
    assert again.id == later


def test_a_way_in_overtakes_what_is_sent_to_many(session: Session) -> None:
    surveys = {add_message(session, MessageKind.SURVEY_INVITATION) for _ in range(3)}
    way_in = add_message(session)
    taken = [outbox_claims.claim_message(session, NOW) for _ in range(4)]
    assert taken[0] is not None
    assert taken[0].id == way_in
    assert {message.id for message in taken[1:] if message} == surveys


def test_a_job_that_has_ended_is_not_taken_again(session: Session) -> None:
    jobs.add_job(session, "a", {}, NOW)
    job = jobs.claim_job(session, NOW)
    assert job is not None
    jobs.end_job(session, job, NOW)
    assert jobs.claim_job(session, NOW + 2 * LEASE) is None
    assert not jobs.has_waiting_job(session, NOW + 2 * LEASE)


def test_what_a_dead_worker_held_comes_back_after_its_lease(session: Session) -> None:
    jobs.add_job(session, "a", {}, NOW)
    dead = jobs.claim_job(session, NOW)
    assert jobs.claim_job(session, NOW + LEASE - SECOND) is None
    heir = jobs.claim_job(session, NOW + LEASE)
    assert dead is not None
    assert heir is not None
    assert heir.id == dead.id
    with pytest.raises(ClaimLostError):
        jobs.end_job(session, dead, NOW + LEASE)
    jobs.end_job(session, heir, NOW + LEASE)


def test_a_job_that_kills_its_worker_every_time_is_given_up(session: Session) -> None:
    job_id = jobs.add_job(session, "a", {}, NOW)
    given_up = NOW + LEASE * TRIES_ALLOWED
    after = jobs.add_job(session, "b", {}, given_up + SECOND)
    moments = [NOW + LEASE * number for number in range(TRIES_ALLOWED)]
    for moment in moments:
        taken = jobs.claim_job(session, moment)
        assert taken is not None
        assert taken.id == job_id
    following = jobs.claim_job(session, given_up + SECOND)
    assert following is not None
    assert following.id == after
    assert session.get_one(Job, job_id).outcome == "failed"


def test_a_failed_try_waits_longer_each_time_and_ends(session: Session) -> None:
    job_id = jobs.add_job(session, "a", {}, NOW)
    moment = NOW
    for tries in range(1, TRIES_ALLOWED + 1):
        job = jobs.claim_job(session, moment)
        assert job is not None
        assert job.tries == tries
        again = jobs.postpone_job(session, job, reason="OSError", now=moment)
        wait = wait_before_retry(tries)
        assert again is (wait is not None)
        if wait is not None:
            assert jobs.claim_job(session, moment + wait - SECOND) is None
            moment += wait
    session.expire_all()
    row = session.get_one(Job, job_id)
    assert (row.outcome, row.reason) == ("failed", "OSError")


def test_link_and_code_are_sealed_and_destroyed_when_the_message_has_gone(
    session: Session,
) -> None:
    message_id = add_message(session)
    row = session.get_one(OutboxMessage, message_id)
    assert row.link_sealed is not None
    assert row.code_sealed is not None
    assert b"sign-in" not in row.link_sealed
    assert b"123456" not in row.code_sealed
    message = outbox_claims.claim_message(session, NOW)
    assert message is not None
    assert outbox.get_link_and_code(session, message_id) == ("/sign-in/link/abc", "123456")
    outbox_claims.end_message(session, message, outcome=outbox_claims.SENT, reason=None, now=NOW)
    kept = session.execute(
        select(OutboxMessage.link_sealed, OutboxMessage.code_sealed, OutboxMessage.outcome)
    ).one()
    assert tuple(kept) == (None, None, "sent")


def test_link_and_code_are_destroyed_when_the_message_is_given_up(session: Session) -> None:
    add_message(session)
    moment = NOW
    for _ in range(TRIES_ALLOWED):
        message = outbox_claims.claim_message(session, moment)
        assert message is not None
        outbox_claims.postpone_message(session, message, reason="away", now=moment)
        moment += timedelta(days=1)
    kept = session.execute(
        select(OutboxMessage.link_sealed, OutboxMessage.code_sealed, OutboxMessage.outcome)
    ).one()
    assert tuple(kept) == (None, None, "failed")


def test_the_link_to_stop_messages_finds_its_reader_and_no_other_does(session: Session) -> None:
    message_id = add_message(session)
    token = outbox.stop_token(session, message_id)
    to = session.get_one(OutboxMessage, message_id).recipient_id
    found = outbox.find_recipient_by_stop_token(session, token)
    assert found == Recipient(RecipientKind.FAMILY_MEMBER, to)
    changed = ("A" if token[-5] != "A" else "B").join((token[:-5], token[-4:]))
    for wrong in (changed, token[:-1], "", "x", "é", "a" * 43, outbox.stop_token(session, uuid4())):
        assert outbox.find_recipient_by_stop_token(session, wrong) is None


def test_many_workers_take_each_job_exactly_once(app: Flask) -> None:
    count, workers = 60, 4
    with app.app_context():
        open_for("write")
        for _ in range(count):
            jobs.add_job(db.session(), "a", {}, NOW)
        db.session.commit()
    taken: Counter[UUID] = Counter()
    faults: list[BaseException] = []

    def work() -> None:
        try:
            with app.app_context():
                open_for("write")
                while (job := jobs.claim_job(db.session(), NOW)) is not None:
                    db.session.commit()
                    jobs.end_job(db.session(), job, NOW)
                    db.session.commit()
                    taken[job.id] += 1
                db.session.rollback()
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=work) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(taken) == count
    assert set(taken.values()) == {1}
