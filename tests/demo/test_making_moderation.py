"""The demo's families write, and nobody whom they name is in what may be quoted."""

from random import Random
from uuid import UUID

from sqlalchemy.orm import Session

from portal.actions import instruments, surveys
from portal.actions.survey_answers import OpenSurvey, find_by_link, send_answers
from portal.domain.moderation import State
from portal.domain.people import Role, Viewer
from portal.domain.waves import Mode, Wave
from portal.features.demo.making_moderation import moderate_surveys, say_something
from portal.store import desk_texts, moderation, themes
from tests.open_waves import AUGUST_2020, LAST_DAY, NOW, TODAY, add_families, give_links
from tests.people import add_setting, add_staff

NAMED = ("Harrow", "Oakfield", "Rowan", "01632")


def test_names_are_marked_and_what_is_left_is_quoted(session: Session) -> None:
    officer = Viewer(Role.PARTICIPATION_OFFICER, add_staff(session, Role.PARTICIPATION_OFFICER))
    add_setting(session, name="Oakfield Primary School")
    add_families(session, 120)
    asked = instruments.add_shipped(session, NOW)["parents-plan"]
    new = surveys.NewWave("Plans", asked, AUGUST_2020, (), LAST_DAY, None)
    wave = surveys.create_wave(session, new, today=TODAY, now=NOW)
    assert isinstance(wave, UUID)
    assert isinstance(surveys.open_wave(session, wave, today=TODAY, now=NOW), Wave)
    rng = Random(1)
    for person in give_links(session, wave):
        survey = find_by_link(session, person.token, TODAY)
        assert isinstance(survey, OpenSurvey)
        answers = {"plan.needs": "agree"} | say_something(rng)
        assert send_answers(session, survey, answers, Mode.PORTAL) is None
    assert surveys.close_wave(session, wave, now=NOW) is None
    surveys.write_responses(session, wave, now=NOW)
    waiting = desk_texts.count_texts(session)[State.WAITING]
    assert moderate_surveys(session, officer, [wave], TODAY, NOW) == waiting > 0
    quoted = " ".join(each.words for each in moderation.list_quotations(session, wave))
    assert quoted
    assert not [name for name in NAMED if name in quoted]
    assert moderation.count_themes(session, wave).moderated == waiting
    assert len(themes.list_themes(session)) == 5
