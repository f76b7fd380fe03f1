"""A slip in an open survey is put right: all read it from then on, and the report says so."""

from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from portal.actions import surveys
from portal.actions.survey_corrections import correct_wave
from portal.domain.co_production import SignOff
from portal.domain.instruments import Instrument, Section, ask_measures
from portal.domain.measures import Respondent
from portal.domain.people import Role
from portal.domain.questions import Question, QuestionKind
from portal.domain.waves import Wave
from portal.store import waves
from portal.store.co_production import freeze_sign_off
from tests.open_waves import (
    AUGUST_2020,
    LAST_DAY,
    NOW,
    SEPTEMBER_2020_WAVE,
    TODAY,
    add_families,
    add_instrument,
    give_links,
)
from tests.pages.conftest import CheckingClient, SignIn
from tests.people import add_staff

SLIP, RIGHT = "Anyting else?", "Anything else?"
FIELDS = {"before": SLIP, "after": RIGHT, "reason": "A letter was missing.", "same": "y"}


@pytest.fixture
def officer(session: Session, sign_in: SignIn) -> CheckingClient:
    staff_id = add_staff(session, Role.PARTICIPATION_OFFICER)
    session.commit()
    return sign_in(Role.PARTICIPATION_OFFICER, staff_id)


@pytest.fixture
def wave_id(session: Session) -> UUID:
    """An open wave of four measures and one question with a slip in it, on one page."""
    measures = ask_measures("Plans", Respondent.PARENT_OR_CARER, SEPTEMBER_2020_WAVE)
    assert isinstance(measures, Instrument)
    slip = Question("else", QuestionKind.SHORT_TEXT, SLIP)
    made = Instrument(
        "Plans", Respondent.PARENT_OR_CARER, (Section("", (*measures.questions, slip)),)
    )
    asks = add_instrument(session, made)
    add_families(session, 12)
    new = surveys.NewWave("New plans", asks, AUGUST_2020, (), LAST_DAY, None)
    wave_id = surveys.create_wave(session, new, today=TODAY, now=NOW)
    assert isinstance(wave_id, UUID)
    assert isinstance(surveys.open_wave(session, wave_id, today=TODAY, now=NOW), Wave)
    session.commit()
    return wave_id


def test_words_that_families_signed_off_say_that_they_were_put_right(
    session: Session, client: CheckingClient, officer: CheckingClient, wave_id: UUID
) -> None:
    freeze_sign_off(session, wave_id, SignOff(NOW))
    [invited, *_] = give_links(session, wave_id)
    session.commit()
    client.get(f"/s/{invited.token}")
    assert "Signed off by families" in client.text()
    assert "put a slip" not in client.text()
    officer.get(f"/surveys/{wave_id}/correct")
    officer.submit(f"/surveys/{wave_id}/correct", FIELDS)
    client.get(f"/s/{invited.token}")
    assert "We put a slip in the words right on Monday 23 November 2026." in client.text()


def test_a_slip_is_put_right_and_every_answer_counts(
    session: Session, client: CheckingClient, officer: CheckingClient, wave_id: UUID
) -> None:
    links = give_links(session, wave_id)
    session.commit()
    for invited in links[:6]:
        client.get(f"/s/{invited.token}")
        assert SLIP in client.text()
        client.post(f"/s/{invited.token}", data={"plan.needs": "agree", "else": "No"})
    kept = links[6].token
    client.get(f"/s/{kept}")
    client.post(f"/s/{kept}", data={"plan.needs": "disagree", "press": "later"})

    path = f"/surveys/{wave_id}/correct"
    officer.get(path)
    assert officer.submit(path, FIELDS).status_code == 303
    officer.get(f"/surveys/{wave_id}")
    assert f"it said “{RIGHT}” instead of “{SLIP}”" in officer.text()

    client.get(f"/s/{kept}")
    assert RIGHT in client.text()
    assert SLIP not in client.text()
    assert client.page.select_one("input[name='plan.needs'][value=disagree][checked]")
    for invited in links[6:]:
        client.get(f"/s/{invited.token}")
        client.post(f"/s/{invited.token}", data={"plan.needs": "agree"})

    session.rollback()
    surveys.close_wave(session, wave_id, now=NOW)
    surveys.write_responses(session, wave_id, now=NOW)
    session.commit()
    officer.get(f"/releases/waves/{wave_id}/preview")
    assert "100 %" in officer.text()
    assert "answers from before and after can be compared" in officer.text()
    assert f"“{RIGHT}” instead of “{SLIP}”. A letter was missing." in officer.text()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"before": ""}, "Choose the words"),
        ({"before": "Strongly agree"}, "valid"),
        ({"after": ""}, "Enter the right words"),
        ({"after": "I was fully involved in making the plan."}, "in another place already"),
        ({"after": "Anything about {plan.needs}?"}, "curly brackets"),
        ({"reason": ""}, "Enter what was wrong"),
        ({"same": ""}, "close the survey"),
    ],
)
def test_what_is_no_correction_is_refused_and_nothing_typed_is_lost(
    session: Session, officer: CheckingClient, wave_id: UUID, wrong: dict[str, str], message: str
) -> None:
    path = f"/surveys/{wave_id}/correct"
    officer.get(path)
    given = {key: value for key, value in (FIELDS | wrong).items() if value}
    assert officer.submit(path, given).status_code == 422
    assert message in officer.text()
    if "reason" not in wrong:
        assert "A letter was missing." in officer.text()
    session.rollback()
    assert waves.get_wave(session, wave_id).version == 1


def test_of_two_corrections_at_once_the_second_is_told(session: Session, wave_id: UUID) -> None:
    seen = waves.get_wave(session, wave_id)
    words = {"before": SLIP, "after": RIGHT, "reason": "Slip"}
    assert correct_wave(session, wave_id, **words, today=TODAY) is None
    (correction,) = waves.get_wave(session, wave_id).corrections
    assert not waves.replace_version(session, seen, seen.instrument, correction)
    assert waves.get_wave(session, wave_id).version == 2
    session.commit()


def test_only_a_survey_that_is_under_way_has_words_to_put_right(
    session: Session, officer: CheckingClient, wave_id: UUID
) -> None:
    surveys.close_wave(session, wave_id, now=NOW)
    session.commit()
    officer.get(f"/surveys/{wave_id}")
    assert officer.get(f"/surveys/{wave_id}/correct").status_code == 404
    assert officer.submit(f"/surveys/{wave_id}/correct", FIELDS).status_code == 404
