"""Waves that closed before closing counted them are counted by the worker, each once."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.actions import survey_days
from portal.actions.survey_days import COUNT
from portal.domain.waves import GroupKind, Wave, WaveState
from portal.store import survey_counts, waves
from portal.store.connection import open_for, session_beside
from portal.store.db import db
from portal.store.jobs import DONE, add_job, was_added_since
from portal.store.survey_counts import Counts
from portal.store.tables.jobs import Job
from portal.store.tables.survey_counts import SurveyCount
from portal.store.tables.surveys import SurveyAnswer
from tests.closed_waves import add_closed_wave, answered
from tests.conftest import Clock

AGREED = {"plan.needs": "agree"}


def run_worker(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["worker", "--until-empty"])
    assert result.exit_code == 0, result.output


def agreed(session: Session, wave_id: UUID) -> int:
    counted = survey_counts.get_counts(session, waves.get_wave(session, wave_id))
    return counted.questions["plan.needs"].counts["agree"]


def wave_of_before(session: Session, answers: int) -> UUID:
    wave_id = add_closed_wave(session, answered(answers, AGREED, ("ASD",)), groups=[GroupKind.NEED])
    session.execute(delete(SurveyCount).where(SurveyCount.wave_id == wave_id))
    return wave_id


def test_the_worker_counts_them_each_in_a_job_of_its_own(app: Flask, clock: Clock) -> None:
    with app.app_context():
        open_for("write")
        before = [wave_of_before(db.session(), number) for number in (11, 12)]
        since = add_closed_wave(db.session(), answered(13, AGREED))
        closing = add_closed_wave(db.session(), [], state=WaveState.CLOSING)
        db.session.commit()
    run_worker(app)
    with app.app_context():
        open_for("write")
        session = db.session()
        assert [agreed(session, wave_id) for wave_id in before] == [11, 12]
        assert not survey_counts.is_rolled_up(session, closing)
        payloads = session.scalars(select(Job.payload).where(Job.kind == COUNT)).all()
        assert sorted(each["wave_id"] for each in payloads) == sorted(map(str, before))
        session.execute(delete(SurveyAnswer))
        session.commit()
    clock.move(days=1)
    run_worker(app)
    with app.app_context():
        open_for("write")
        session = db.session()
        assert [agreed(session, wave_id) for wave_id in (*before, since)] == [11, 12, 13]
        assert len(session.scalars(select(Job).where(Job.kind == COUNT)).all()) == 2


def test_two_workers_that_both_find_one_count_it_once(app: Flask, clock: Clock) -> None:
    with app.app_context():
        open_for("write")
        wave_id = wave_of_before(db.session(), 11)
        for _ in range(2):
            survey_days.count_due(db.session(), now=clock())
        db.session.commit()
    run_worker(app)
    with app.app_context():
        open_for("write")
        jobs = db.session().scalars(select(Job).where(Job.kind == COUNT)).all()
        assert len(jobs) >= 2
        assert {job.outcome for job in jobs} == {DONE}
        assert agreed(db.session(), wave_id) == 11


def test_others_write_while_a_wave_is_counted(
    app: Flask, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    count_answers = survey_counts.count_answers

    def count_beside_somebody(reading: Session, wave: Wave) -> Counts:
        with session_beside(reading, "write") as other:
            add_job(other, "test.other", {}, clock())
        return count_answers(reading, wave)

    with app.app_context():
        open_for("write")
        wave_id = wave_of_before(db.session(), 11)
        db.session.commit()
    monkeypatch.setattr(survey_counts, "count_answers", count_beside_somebody)
    run_worker(app)
    with app.app_context():
        open_for("write")
        assert was_added_since(db.session(), "test.other", datetime.min.replace(tzinfo=UTC))
        assert agreed(db.session(), wave_id) == 11
