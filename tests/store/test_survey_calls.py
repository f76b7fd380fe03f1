"""The desk under the adversary: nobody is traced by who was rung; each planted leak is found."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.actions import calls as survey_calls
from portal.actions.calls import Recorded
from portal.actions.survey_answers import OpenSurvey, find_for_call, send_answers
from portal.domain.calls import Attempt, CallOutcome
from portal.domain.people import Role
from portal.domain.waves import Mode
from portal.store import call_attempts
from portal.store.call_attempts import Claim
from portal.store.connection import open_for
from portal.store.tables.calls import SurveyCallAttempt, SurveyCallClaim
from portal.store.tables.surveys import SurveyInvitation, SurveyWaiting
from tests.open_waves import NOW, TODAY, Invited, add_families, give_links, open_wave
from tests.people import add_staff
from tests.store.test_survey_adversary import Course, begin, close

NOBODY = Attempt(CallOutcome.NO_ANSWER, None, "Rings best after six")


@pytest.fixture
def caller(session: Session) -> UUID:
    staff_id = add_staff(session, Role.PARTICIPATION_OFFICER)
    session.commit()
    return staff_id


@pytest.fixture
def answer_when_rung(caller: UUID) -> Callable[[Session, Invited, Mapping[str, str]], None]:
    """Not reached by a first call, and answering in a second."""

    def way(session: Session, person: Invited, answers: Mapping[str, str]) -> None:
        wave_id = session.get_one(SurveyInvitation, person.invitation_id).wave_id
        survey = ring(session, wave_id, person, caller)
        noted = survey_calls.record_attempt(session, uuid4(), survey, NOBODY, NOW)
        assert isinstance(noted, Recorded)
        session.commit()
        survey = ring(session, wave_id, person, caller)
        assert send_answers(session, survey, answers, Mode.TELEPHONE) is None
        call_attempts.let_go(session, person.invitation_id)
        session.commit()

    return way


def ring(session: Session, wave_id: UUID, person: Invited, caller: UUID) -> OpenSurvey:
    taken = survey_calls.take_person(session, wave_id, person.invitation_id, caller, NOW)
    assert isinstance(taken, OpenSurvey)
    session.commit()
    found = find_for_call(session, wave_id, person.invitation_id, TODAY)
    assert isinstance(found, OpenSurvey)
    return found


Way = Callable[[Session, Invited, Mapping[str, str]], None]


def test_nobody_is_traced_who_answers_on_the_telephone(
    session: Session, answer_when_rung: Way
) -> None:
    course = begin(session, answered=12, way=answer_when_rung)
    assert len(session.scalars(select(SurveyCallAttempt)).all()) == 12
    assert course.found() == set(), "while the wave is open"
    close(course)
    assert course.found() == set()


def test_leaving_the_calls_is_found(
    session: Session, answer_when_rung: Way, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The real code with its destroying broken."""
    monkeypatch.setattr(call_attempts, "destroy_calls", lambda *_: None)
    course = begin(session, answered=1, way=answer_when_rung)
    close(course)
    assert "calls" in course.found()


def plant_answered(course: Course, _caller: UUID) -> None:
    course.session.execute(update(SurveyCallAttempt).values(outcome="answered"))


def plant_claim(course: Course, caller: UUID) -> None:
    """Whoever has answered is still with a caller, who tells when and how."""
    add_claim(course, caller)


def plant_together(course: Course, _caller: UUID) -> None:
    course.session.execute(update(SurveyCallAttempt).values(number=SurveyCallAttempt.number))
    course.session.execute(update(SurveyWaiting).values(sealed=SurveyWaiting.sealed))


def plant_later(course: Course, caller: UUID) -> None:
    close(course)
    open_for("write")
    add_claim(course, caller)


def add_claim(course: Course, caller: UUID) -> None:
    course.session.add(
        SurveyCallClaim(
            invitation_id=UUID(course.in_order[0]),
            wave_id=course.wave_id,
            staff_id=caller,
            until=NOW,
        )
    )


@pytest.mark.parametrize("plant", [plant_answered, plant_claim, plant_later, plant_together])
def test_the_adversary_finds_a_call_that_tells(
    session: Session,
    caller: UUID,
    answer_when_rung: Way,
    plant: Callable[[Course, UUID], None],
) -> None:
    course = begin(session, answered=1, way=answer_when_rung)
    assert course.found() == set()
    plant(course, caller)
    session.commit()
    # SQLite writes no transaction beside a row.
    no_trace = plant is plant_together and session.get_bind().dialect.name == "sqlite"
    assert ("calls" in course.found()) == (not no_trace)


def test_two_callers_at_once_and_one_gets_the_person(session: Session, caller: UUID) -> None:
    add_families(session, 12)
    wave_id = open_wave(session)
    [first, *_] = give_links(session, wave_id)
    other = add_staff(session, Role.PARTICIPATION_OFFICER)
    ring(session, wave_id, first, caller)
    taken = survey_calls.take_person(session, wave_id, first.invitation_id, other, NOW)
    assert isinstance(taken, Claim)
    assert (taken.staff_id, taken.until) == (caller, NOW + timedelta(minutes=20))
    later = NOW + timedelta(minutes=20)
    again = survey_calls.take_person(session, wave_id, first.invitation_id, other, later)
    assert isinstance(again, OpenSurvey)
