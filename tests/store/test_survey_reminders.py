"""Reminding those who have not answered leaves nothing that tells whose answers are whose."""

from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.actions import survey_days
from portal.domain.waves import WaveState
from portal.store import invitations, waves
from portal.store.tables.outbox import OutboxMessage
from portal.store.tables.surveys import SurveyInvitation
from tests.open_waves import NOW, TODAY, add_families, give_links, open_wave
from tests.store.test_survey_adversary import ANSWERED, ASKED, begin, close


def remind(session: Session, wave_id: UUID, parts: int) -> None:
    for part in range(parts):
        survey_days.send_reminders(
            session, wave_id, part=part, of=parts, path_of=lambda token: f"/s/{token}", now=NOW
        )
    session.commit()


def test_the_adversary_traces_nobody_after_a_stop_and_a_reminder(session: Session) -> None:
    course = begin(session)
    assert survey_days.stop_wave(session, course.wave_id) is None
    assert survey_days.resume_wave(session, course.wave_id, today=TODAY, now=NOW) is None
    remind(session, course.wave_id, parts=2)
    reminded = session.scalars(select(OutboxMessage.recipient_id)).all()
    assert len(set(reminded)) == len(reminded) == ASKED - ANSWERED
    assert course.found() == set(), "while the wave is open"
    close(course)
    assert course.found() == set()


@pytest.mark.parametrize("parts", [1, 3, 8])
def test_the_parts_are_everybody_once(session: Session, parts: int) -> None:
    add_families(session, 30)
    wave_id = open_wave(session)
    give_links(session, wave_id)
    found = [
        person.id
        for part in range(parts)
        for person in invitations.list_unanswered(session, wave_id, part=part, of=parts)
    ]
    everybody = session.scalars(select(SurveyInvitation.id)).all()
    assert sorted(found) == sorted(everybody)


def test_two_workers_mark_a_wave_as_reminded_once(session: Session) -> None:
    add_families(session, 12)
    wave_id = open_wave(session)
    assert waves.note_reminded(session, wave_id, NOW)
    assert not waves.note_reminded(session, wave_id, NOW)
    assert waves.list_never_reminded(session) == []
    assert waves.get_wave(session, wave_id).state is WaveState.OPEN
