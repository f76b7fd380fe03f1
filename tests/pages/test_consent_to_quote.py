"""Whether words may be quoted: asked beside every text, in every way, and never ticked before."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from portal.actions import surveys
from portal.actions.event_feedback import open_form
from portal.actions.events import add_event
from portal.domain.events import EngagementKind, EventDetails, Host
from portal.domain.moderation import State
from portal.domain.people import Role, Viewer
from portal.domain.questions import CONSENT_WORDS, MAY_QUOTE, consent_key
from portal.domain.waves import CohortKind, CohortRule, Wave
from portal.store import desk_texts, responses, waves
from portal.store.events import find_event
from tests.open_waves import LAST_DAY, NOW, TODAY, add_families, add_instrument, give_links
from tests.pages.conftest import CheckingClient, SignIn
from tests.pages.telephone import ring
from tests.people import add_staff
from tests.survey_of_parts import PARTS, WRITTEN, open_wave_of

HELP, SHORT = consent_key("own.help"), consent_key("own.short")
MET = EventDetails(EngagementKind.ENGAGEMENT, "Meeting", TODAY, "Hall", frozenset(Host), "")
SAID = {"own.yes": "yes", "own.help": "Long words"}


@pytest.fixture
def officer(session: Session, sign_in: SignIn) -> CheckingClient:
    staff_id = add_staff(session, Role.PARTICIPATION_OFFICER)
    session.commit()
    return sign_in(Role.PARTICIPATION_OFFICER, staff_id)


@pytest.fixture
def wave_id(session: Session) -> UUID:
    add_families(session, 12)
    made = open_wave_of(session, WRITTEN)
    session.commit()
    return made


@pytest.fixture
def path(session: Session, wave_id: UUID) -> str:
    token = give_links(session, wave_id)[0].token
    session.commit()
    return f"/s/{token}"


def waiting(session: Session, wave_id: UUID) -> list[dict[str, str]]:
    session.rollback()
    session.expire_all()
    return [dict(each.answers) for each in responses.list_waiting(session, wave_id)]


def boxes(client: CheckingClient) -> dict[str, bool]:
    """The boxes that ask for consent, and whether they are ticked."""
    found = client.page.select("main input[type=checkbox][name$='~quote']")
    return {str(box["name"]): box.has_attr("checked") for box in found}


def test_a_family_is_asked_beside_each_text_and_a_tick_without_words_is_nothing(
    session: Session, client: CheckingClient, wave_id: UUID, path: str
) -> None:
    client.get(path)
    assert boxes(client) == {HELP: False, SHORT: False}
    assert client.text().count(CONSENT_WORDS) == 2
    answer = client.post(path, data={**SAID, HELP: MAY_QUOTE, SHORT: MAY_QUOTE})
    assert answer.status_code == 303
    assert waiting(session, wave_id) == [{**SAID, HELP: MAY_QUOTE}]


def test_nothing_else_than_the_tick_is_consent(
    session: Session, client: CheckingClient, wave_id: UUID, path: str
) -> None:
    client.get(path)
    client.post(path, data={**SAID, HELP: "on", consent_key("own.yes"): MAY_QUOTE})
    assert waiting(session, wave_id) == [SAID]


def test_it_is_kept_for_later_and_can_be_taken_back(
    session: Session, client: CheckingClient, wave_id: UUID, path: str
) -> None:
    client.get(path)
    client.post(path, data={**SAID, HELP: MAY_QUOTE, "press": "later"})
    client.get(path)
    assert boxes(client) == {HELP: True, SHORT: False}
    client.post(path, data=SAID)
    assert waiting(session, wave_id) == [SAID]


def test_in_a_survey_of_parts_each_page_keeps_it_and_the_last_shows_it(
    session: Session, client: CheckingClient
) -> None:
    add_families(session, 12)
    wave_id = open_wave_of(session, PARTS)
    path = f"/s/{give_links(session, wave_id)[0].token}"
    session.commit()
    client.post(path, data={"part": "1", "own.who": "nobody"})
    client.post(path, data={"part": "2", "own.help": "Time", HELP: MAY_QUOTE})
    client.post(path, data={"part": "4", "own.number": "3", "own.short": "Ok", SHORT: MAY_QUOTE})
    client.get(f"{path}?part=check")
    assert f"Time ({CONSENT_WORDS})" in client.text()
    client.get(f"{path}?part=4")
    assert boxes(client) == {SHORT: True}
    client.post(path, data={"part": "4", "own.number": "3", "own.short": "Ok"})
    client.post(path, data={"part": "check"})
    (answers,) = waiting(session, wave_id)
    assert (answers[HELP], SHORT in answers) == (MAY_QUOTE, False)


def test_the_public_link_carries_it_from_page_to_page(
    session: Session, client: CheckingClient
) -> None:
    rule = CohortRule(CohortKind.ANYBODY, TODAY, TODAY)
    new = surveys.NewWave("Fair", add_instrument(session, PARTS), rule, (), LAST_DAY, None)
    wave_id = surveys.create_wave(session, new, today=TODAY, now=NOW)
    assert isinstance(wave_id, UUID)
    wave = surveys.open_wave(session, wave_id, today=TODAY, now=NOW)
    assert isinstance(wave, Wave)
    session.commit()
    path = f"/s/open/{wave.public_code}"
    client.get(path)
    typed = {"own.who": "nobody"}
    for part, more in (
        ("1", {}),
        ("2", {"own.help": "Time", HELP: MAY_QUOTE}),
        ("4", {"own.number": "3"}),
        ("check", {}),
    ):
        hidden = client.page.select("main input[type=hidden]")
        carried = {str(each["name"]): str(each["value"]) for each in hidden}
        client.post(path, data={**carried, **typed, **more, "part": part})
        typed = {}
    assert waiting(session, wave_id)[0][HELP] == MAY_QUOTE


def test_it_is_typed_in_from_paper_and_asked_in_a_call(
    session: Session, officer: CheckingClient, wave_id: UUID
) -> None:
    person = give_links(session, wave_id)[0]
    session.commit()
    call = ring(officer, wave_id, person)
    assert "“May we quote these words, without your name?”" in officer.text()
    assert boxes(officer) == {HELP: False, SHORT: False}
    officer.submit(call, {**SAID, HELP: MAY_QUOTE})
    assert waiting(session, wave_id) == [{**SAID, HELP: MAY_QUOTE}]
    officer.get(f"/surveys/{wave_id}/paper")
    assert boxes(officer) == {HELP: False, SHORT: False}
    refused = {"number": "none", "own.help": "x", HELP: MAY_QUOTE}
    assert officer.submit(f"/surveys/{wave_id}/paper", refused).status_code == 422
    assert boxes(officer) == {HELP: True, SHORT: False}, "nothing typed in is lost"


def test_every_preview_shows_it(session: Session, officer: CheckingClient, wave_id: UUID) -> None:
    instrument_id = waves.get_wave(session, wave_id).instrument_id
    session.rollback()
    officer.get(f"/instruments/{instrument_id}/preview/phone")
    assert boxes(officer) == {HELP: False, SHORT: False}
    officer.get(f"/instruments/{instrument_id}/preview/paper")
    assert officer.text().count(f"☐ {CONSENT_WORDS}") == 2
    officer.get(f"/instruments/{instrument_id}/preview/telephone")
    assert officer.text().count("“May we quote these words, without your name?”") == 2
    officer.get(f"/surveys/{wave_id}/questions")
    assert officer.text().count(f"☐ {CONSENT_WORDS}") == 2


def test_events_and_inspections_ask_too(
    session: Session, client: CheckingClient, officer: CheckingClient
) -> None:
    viewer = Viewer(Role.PARTICIPATION_OFFICER, add_staff(session, Role.PARTICIPATION_OFFICER))
    event_id = add_event(session, viewer, MET, NOW, new_id=uuid4())
    open_form(session, viewer, event_id, LAST_DAY, NOW)
    event = find_event(session, event_id)
    assert event is not None
    assert event.form is not None
    path, sheets = f"/at/{event.form.code}", f"/events/{event_id}/sheets"
    session.commit()
    client.get(path)
    box = client.page.select_one("input[name=may_quote]")
    assert box is not None
    assert not box.has_attr("checked")
    for words, tick in (("Quote me", {"may_quote": "y"}), ("Do not", {})):
        fields = {"new_id": str(uuid4()), "next_step": words, **tick}
        assert client.post(path, data=fields).status_code == 303
    session.expire_all()
    listed = desk_texts.list_texts(session, State.WAITING, offset=0, limit=9)
    found = [desk_texts.find_text(session, each.ref) for each in listed]
    assert {(each.words, each.may_quote) for each in found if each} == {
        ("Quote me", True),
        ("Do not", False),
    }
    session.rollback()
    officer.get(sheets)
    assert f"☐ {CONSENT_WORDS}" in officer.text()
    officer.get("/inspections/new")
    box = officer.page.select_one("input[name=may_quote]")
    assert box is not None
    assert not box.has_attr("checked")
