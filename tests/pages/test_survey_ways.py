"""The other ways into a survey: a code typed in, a link for anybody, and paper."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.actions import surveys
from portal.actions.survey_answers import OpenSurvey, find_by_link, send_answers
from portal.actions.survey_texts import take_texts
from portal.domain.people import Role
from portal.domain.sign_in import CODES_FROM_ONE_PLACE
from portal.domain.waves import CohortKind, CohortRule, Mode, Wave
from portal.store import responses, waves
from portal.store.connection import open_for
from portal.store.tables.sessions import ReadTrail
from portal.store.tables.surveys import (
    SurveyInvitation,
    SurveyPaperNumber,
    SurveyPress,
    SurveyWaiting,
)
from tests.conftest import Clock
from tests.open_waves import (
    LAST_DAY,
    NOW,
    SEPTEMBER_2020_WAVE,
    TODAY,
    Invited,
    add_families,
    add_instrument,
    add_questions,
    give_links,
    open_wave,
)
from tests.pages.conftest import CheckingClient, SignIn
from tests.people import add_staff
from tests.survey_of_parts import PARTS, WRITTEN, open_wave_of

ALL_AGREE = {choice.key: "agree" for choice in SEPTEMBER_2020_WAVE}


@pytest.fixture
def wave_id(session: Session) -> UUID:
    add_families(session, 12)
    made = open_wave(session)
    session.commit()
    return made


@pytest.fixture
def invited(session: Session, wave_id: UUID) -> Invited:
    person = give_links(session, wave_id)[0]
    session.commit()
    return person


@pytest.fixture
def code(session: Session, invited: Invited) -> str:
    found = session.get_one(SurveyInvitation, invited.invitation_id).short_code
    session.rollback()
    assert found
    return found


@pytest.fixture
def officer(session: Session, sign_in: SignIn) -> CheckingClient:
    staff_id = add_staff(session, Role.PARTICIPATION_OFFICER)
    session.commit()
    return sign_in(Role.PARTICIPATION_OFFICER, staff_id)


def open_public(session: Session, instrument_id: UUID | None = None) -> Wave:
    """A wave that anybody may answer."""
    made = surveys.create_wave(
        session,
        surveys.NewWave(
            "At the fair",
            instrument_id or add_questions(session),
            CohortRule(CohortKind.ANYBODY, TODAY, TODAY),
            (),
            LAST_DAY,
            None,
        ),
        today=TODAY,
        now=NOW,
    )
    assert isinstance(made, UUID)
    opened = surveys.open_wave(session, made, today=TODAY, now=NOW)
    assert isinstance(opened, Wave)
    session.commit()
    return opened


def modes(session: Session, wave_id: UUID) -> dict[Mode, int]:
    session.rollback()
    session.expire_all()
    found = dict(waves.get_wave(session, wave_id).modes)
    session.rollback()
    return found


def waiting(session: Session) -> int:
    session.rollback()
    found = session.scalar(select(func.count()).select_from(SurveyWaiting)) or 0
    session.rollback()
    return found


# --- a code -----------------------------------------------------------------------------------


def test_a_code_opens_the_same_survey_as_the_link(
    session: Session, client: CheckingClient, invited: Invited, code: str, wave_id: UUID
) -> None:
    client.post(f"/s/{invited.token}", data={"plan.needs": "disagree", "press": "later"})
    client.get("/s")
    typed = f" {code[:4].lower()}-{code[4:]} "
    path = client.post("/s", data={"code": typed}).location
    assert path == f"/s/{invited.token}"
    client.get(path)
    assert client.page.select_one("input[name='plan.needs'][value=disagree][checked]")
    sent = client.post(path, data=ALL_AGREE)
    assert client.get(sent.location).status_code == 200
    assert "Your answers are in" in client.text()
    assert modes(session, wave_id)[Mode.PORTAL] == 1
    client.get(f"/s/{invited.token}")
    assert "answered already" in client.text()


def test_a_code_that_is_none_says_what_to_do(client: CheckingClient, code: str) -> None:
    for wrong in ("", "AAAAAAAA", "'; --"):
        assert client.post("/s", data={"code": wrong}).status_code == 422
        assert client.page.select_one(".govuk-error-summary a[href='#code']")


def test_guessing_codes_stops(client: CheckingClient, clock: Clock, code: str) -> None:
    for _ in range(CODES_FROM_ONE_PLACE.times):
        client.post("/s", data={"code": "AAAAAAAA"})
    assert client.post("/s", data={"code": code}).status_code == 429
    assert "Wait an hour" in client.text()
    clock.move(hours=1)
    assert client.post("/s", data={"code": code}).status_code == 303


# --- anybody ----------------------------------------------------------------------------------


def test_anybody_answers_from_the_public_link(session: Session, client: CheckingClient) -> None:
    wave = open_public(session)
    path = f"/s/open/{wave.public_code}"
    client.get(path)
    assert "we cannot count these answers per person" in client.text()
    keys = [key_on(client)]
    sent = client.post(path, data=ALL_AGREE | {"key": keys[0]})
    assert sent.status_code == 303
    assert "Set-Cookie" not in sent.headers
    client.get(sent.location)
    assert "Your answers are in" in client.text()
    client.get(path)
    assert key_on(client) not in keys, "each page has a key of its own"
    assert modes(session, wave.id)[Mode.PORTAL] == 1


def key_on(client: CheckingClient) -> str:
    box = client.page.select_one("input[name=key]")
    assert box is not None
    return str(box["value"])


def test_pressing_twice_counts_nobody_twice(session: Session, client: CheckingClient) -> None:
    wave = open_public(session)
    path = f"/s/open/{wave.public_code}"
    client.get(path)
    same = ALL_AGREE | {"key": key_on(client)}
    for _ in range(3):
        assert client.post(path, data=same).status_code == 303
    assert (modes(session, wave.id)[Mode.PORTAL], waiting(session)) == (1, 1)


def test_the_public_link_goes_page_by_page_and_loses_no_word(
    session: Session, client: CheckingClient
) -> None:
    wave = open_public(session, add_instrument(session, PARTS))
    path = f"/s/open/{wave.public_code}"
    client.get(path)

    def press(fields: dict[str, object]) -> None:
        hidden = client.page.select("main form input[type=hidden]")
        carried = {str(box["name"]): str(box["value"]) for box in hidden}
        assert client.post(path, data=carried | fields).status_code in {200, 422}

    press({"own.who": "nobody", "own.yes": "yes"})
    press({"own.help": "A call\nor two"})
    press({"own.short": "Slow"})
    assert "We need an answer to this question" in client.text()
    press({"own.number": "2", "own.short": "Slow"})
    for words in ("Check your answers", "A call", "Slow", "Nobody"):
        assert words in client.text()
    press({"press": "back"})
    press({"own.number": "3", "own.short": "Slow"})
    hidden = {str(b["name"]): str(b["value"]) for b in client.page.select("main form input")}
    sent = client.post(path, data=hidden)
    assert sent.status_code == 303
    session.rollback()
    (sent_answers,) = responses.list_waiting(session, wave.id)
    assert sent_answers.answers == {
        "own.who": "nobody",
        "own.yes": "yes",
        "own.help": "A call\nor two",
        "own.number": "3",
        "own.short": "Slow",
    }


def test_nothing_is_kept_for_later_where_nobody_is_known(
    session: Session, client: CheckingClient
) -> None:
    wave = open_public(session, add_instrument(session, PARTS))
    path = f"/s/open/{wave.public_code}"
    client.get(path)
    client.post(path, data={"part": "1", "own.who": "nobody", "press": "later"})
    assert "What would have helped?" in client.text()
    assert "later" not in client.text()


def test_after_the_last_day_the_public_link_says_that_it_is_over(
    session: Session, client: CheckingClient, clock: Clock
) -> None:
    wave = open_public(session)
    path = f"/s/open/{wave.public_code}"
    clock.move(days=(LAST_DAY - clock().date() + timedelta(days=1)).days)
    client.get(path)
    assert "survey is over" in client.text()
    client.post(path, data=ALL_AGREE)
    assert "survey is over" in client.text()
    assert waiting(session) == 0
    assert client.get("/s/open/nothing").status_code == 404


def test_a_wave_for_anybody_invites_nobody_and_keeps_no_key_when_it_closes(
    session: Session, client: CheckingClient
) -> None:
    wave = open_public(session)
    client.get(f"/s/open/{wave.public_code}")
    client.post(f"/s/open/{wave.public_code}", data=ALL_AGREE | {"key": key_on(client)})
    session.rollback()
    open_for("write")
    assert session.scalar(select(func.count()).select_from(SurveyPress)) == 1
    assert surveys.close_wave(session, wave.id, now=NOW) is None
    surveys.write_responses(session, wave.id, now=NOW)
    session.commit()
    for table in (SurveyPress, SurveyPaperNumber, SurveyInvitation):
        assert not session.scalar(select(func.count()).select_from(table))


def test_the_officer_makes_and_opens_a_wave_for_anybody(
    session: Session, officer: CheckingClient, client: CheckingClient
) -> None:
    session.rollback()
    open_for("write")
    instrument_id = add_questions(session)
    session.commit()
    officer.get("/surveys/new")
    made = officer.submit(
        "/surveys/new",
        {
            "title": "At the fair",
            "instrument": str(instrument_id),
            "cohort": "anybody",
            "groups": "need",
            "closes_on-day": "4",
            "closes_on-month": "12",
            "closes_on-year": "2026",
            "baseline": "",
        },
    )
    assert made.status_code == 303, officer.text()
    officer.get(made.location)
    assert "Nobody is written to" in officer.text()
    assert officer.submit(f"{made.location}/open").status_code == 303
    officer.get(made.location)
    assert "invitations" not in officer.text()
    link = officer.page.select_one("main a[href*='/s/open/']")
    assert link is not None
    assert client.get("/s/open/" + str(link["href"]).rpartition("/")[2]).status_code == 200


# --- paper ------------------------------------------------------------------------------------


def test_the_officer_types_in_a_familys_form_once(
    session: Session,
    officer: CheckingClient,
    client: CheckingClient,
    invited: Invited,
    code: str,
    wave_id: UUID,
) -> None:
    path = f"/surveys/{wave_id}/paper"
    officer.get(path)
    assert len(officer.page.select("fieldset")) == 4
    assert officer.submit(path, ALL_AGREE | {"number": code.lower()}).status_code == 303
    officer.get(path)
    assert "The form is in" in officer.text()
    assert modes(session, wave_id)[Mode.PAPER] == 1
    assert officer.submit(path, ALL_AGREE | {"number": code}).status_code == 422
    assert "has answered already" in officer.text()
    assert officer.page.select("input[checked]"), "what was typed is shown again"
    client.get(f"/s/{invited.token}")
    assert "answered already" in client.text()
    assert officer.submit(path, ALL_AGREE | {"number": "AAAAAAAA"}).status_code == 422
    assert "No invitation to this survey has this number" in officer.text()
    assert officer.submit(path, {"number": code}).status_code == 422
    assert (modes(session, wave_id)[Mode.PAPER], waiting(session)) == (1, 1)


def test_a_public_form_on_paper_is_taken_once_by_its_number(
    session: Session, officer: CheckingClient
) -> None:
    wave = open_public(session)
    path = f"/surveys/{wave.id}/paper"
    officer.get(path)
    for number, status, words in (
        ("", 422, "Enter the number"),
        ("a  17", 303, ""),
        ("A 17", 422, "typed in before"),
        ("A 18", 303, ""),
    ):
        assert officer.submit(path, ALL_AGREE | {"number": number}).status_code == status
        officer_says = "" if status == 303 else officer.text()
        assert words in officer_says
        officer.get(path)
    assert (modes(session, wave.id)[Mode.PAPER], waiting(session)) == (2, 2)


def test_paper_is_not_typed_in_for_a_wave_that_is_not_open(
    session: Session, officer: CheckingClient, wave_id: UUID
) -> None:
    session.rollback()
    open_for("write")
    assert surveys.close_wave(session, wave_id, now=NOW) is None
    session.commit()
    assert officer.get(f"/surveys/{wave_id}/paper").status_code == 404


# --- what was written, and the report -----------------------------------------------------------


def test_the_officer_reads_what_families_wrote_and_that_is_noted(
    session: Session, officer: CheckingClient
) -> None:
    session.rollback()
    open_for("write")
    add_families(session, 12)
    wave_id = open_wave_of(session, WRITTEN)
    for person in give_links(session, wave_id)[:10]:
        survey = find_by_link(session, person.token, TODAY)
        assert isinstance(survey, OpenSurvey)
        given = {"own.help": "A call,\n<b>please</b>"}
        assert send_answers(session, survey, given, Mode.PORTAL) is None
    session.commit()
    path = f"/surveys/{wave_id}/texts"
    officer.get(path)
    assert "please" not in officer.text()
    session.rollback()
    open_for("write")
    take_texts(session, wave_id, NOW)
    session.commit()
    officer.get(path)
    assert officer.text().count("<b>please</b>") == 10
    session.rollback()
    reads = session.scalars(select(ReadTrail).where(ReadTrail.purpose == "survey_texts")).all()
    assert len(reads) == 2
    assert {read.child_id for read in reads} == {None}


def test_the_report_of_a_wave_for_anybody_says_that_nobody_counted_who_was_asked(
    session: Session, client: CheckingClient, officer: CheckingClient
) -> None:
    wave = open_public(session)
    for number in range(24):
        given = dict.fromkeys(ALL_AGREE, "agree" if number % 2 else "disagree")
        assert client.post(f"/s/open/{wave.public_code}", data=given).status_code == 303
    officer.get(f"/surveys/{wave.id}")
    assert f"/s/open/{wave.public_code}" in officer.text()
    assert officer.page.select_one("figure svg")
    session.rollback()
    open_for("write")
    assert surveys.close_wave(session, wave.id, now=NOW) is None
    surveys.write_responses(session, wave.id, now=NOW)
    session.commit()
    officer.get(f"/releases/waves/{wave.id}/preview")
    assert "Nobody counted who was asked" in officer.text()
    assert "24 (100 %)" in officer.text()
    assert "Answered on paper 0" in officer.text()
