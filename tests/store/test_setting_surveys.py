"""Which coordinators are asked; and a family never is."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.actions import surveys
from portal.actions.survey_answers import OpenSurvey, find_by_link, find_for_call, send_answers
from portal.actions.survey_cohorts import AsksOthers, choose_cohort
from portal.domain.instruments import Instrument, Section
from portal.domain.measures import Respondent
from portal.domain.people import Role, Viewer
from portal.domain.questions import FIXED_SCALES, Question, QuestionKind
from portal.domain.waves import CohortKind, CohortRule, GroupKind, Mode, TooFewInvited, Wave
from portal.store import answers, survey_counts, waves
from portal.store.cohorts import Asked
from portal.store.setting_surveys import list_waiting_for_setting
from portal.store.tables.children import Setting
from portal.store.tables.people import Staff
from portal.store.tables.surveys import SurveyInvitation, SurveyResponse
from tests.open_waves import (
    AUGUST_2020,
    NOW,
    TODAY,
    add_families,
    add_instrument,
    add_questions,
)
from tests.people import add_staff
from tests.setting_waves import (
    ALL_AGREE,
    PLANS,
    TERM,
    School,
    add_pupil,
    add_school,
    add_setting_draft,
    give_setting_links,
    open_setting_wave,
)

ANYBODY = CohortRule(CohortKind.ANYBODY, TODAY, TODAY)


def asked(session: Session, rule: CohortRule, groups: tuple[GroupKind, ...] = ()) -> list[Asked]:
    wave = waves.get_wave(session, add_setting_draft(session, rule, groups=groups))
    return list(choose_cohort(session, wave, TODAY, surveys_a_term=1).asked)


def add_schools(session: Session, number: int = 10) -> list[School]:
    return [add_school(session) for _ in range(number)]


def test_a_coordinator_is_asked_about_each_plan_issued_in_the_days(session: Session) -> None:
    school, other = add_schools(session, 2)
    second = add_pupil(session, school.setting_id, date(2020, 8, 31))
    add_pupil(session, school.setting_id, date(2020, 9, 1))
    add_families(session, 3)
    assert {
        (one.staff_id, one.child_id, one.family_member_id) for one in asked(session, PLANS)
    } == {
        (school.staff_id, school.child_id, None),
        (school.staff_id, second, None),
        (other.staff_id, other.child_id, None),
    }


def test_a_setting_is_asked_once_about_a_term(session: Session) -> None:
    school = add_school(session)
    add_pupil(session, school.setting_id)
    [one] = asked(session, TERM, (GroupKind.SETTING_TYPE, GroupKind.NEED))
    assert (one.staff_id, one.setting_id, one.child_id) == (
        school.staff_id,
        school.setting_id,
        None,
    )
    assert one.groups == ("Mainstream school", "")


def test_one_coordinator_of_several_is_asked_and_none_who_has_left(session: Session) -> None:
    school = add_school(session)
    add_staff(session, Role.COORDINATOR, setting_id=school.setting_id, name="Zz Later")
    assert {one.staff_id for one in asked(session, PLANS)} == {school.staff_id}
    session.execute(
        update(Staff).where(Staff.setting_id == school.setting_id).values(closed_at=NOW)
    )
    assert asked(session, PLANS) == asked(session, TERM) == []


def test_a_setting_that_is_off_the_record_or_has_no_pupil_is_not_asked(session: Session) -> None:
    school = add_school(session)
    session.execute(
        update(Setting).where(Setting.id == school.setting_id).values(marked_absent_on=TODAY)
    )
    assert asked(session, PLANS) == asked(session, TERM) == []


def test_about_one_plan_no_group_is_kept(session: Session) -> None:
    add_school(session)
    [one] = asked(session, PLANS, (GroupKind.SETTING_TYPE, GroupKind.NEED))
    assert one.groups == ("", "")


def test_ten_plans_of_one_coordinator_are_one_person(session: Session) -> None:
    school = add_school(session)
    for _ in range(12):
        add_pupil(session, school.setting_id)
    wave_id = add_setting_draft(session, PLANS)
    refusal = surveys.open_wave(session, wave_id, today=TODAY, now=NOW)
    assert refusal == TooFewInvited({(): 1})


def test_no_family_is_asked_what_settings_are_asked_nor_the_other_way(session: Session) -> None:
    add_schools(session, 12)
    add_families(session, 12)
    for wave_id, meant in (
        (add_setting_draft(session, AUGUST_2020), Respondent.SETTING),
        (add_setting_draft(session, ANYBODY), Respondent.SETTING),
        (
            add_setting_draft(session, PLANS, instrument_id=add_questions(session)),
            Respondent.PARENT_OR_CARER,
        ),
    ):
        refusal = surveys.open_wave(session, wave_id, today=TODAY, now=NOW)
        assert refusal == AsksOthers(meant)
    assert not session.scalars(select(SurveyInvitation)).all()


@pytest.mark.parametrize("respondent", [Respondent.CHILD, Respondent.YOUNG_PERSON])
def test_parents_are_not_asked_what_the_young_are_asked_and_a_public_link_is_their_way(
    session: Session, respondent: Respondent
) -> None:
    add_families(session, 12)
    own = Question(
        "own.well",
        QuestionKind.YES_NO,
        "Is it going well?",
        options=FIXED_SCALES[QuestionKind.YES_NO],
    )
    instrument_id = add_instrument(session, Instrument("Own", respondent, (Section("", (own,)),)))
    written_to = add_setting_draft(session, AUGUST_2020, instrument_id=instrument_id)
    assert surveys.open_wave(session, written_to, today=TODAY, now=NOW) == AsksOthers(respondent)
    assert not session.scalars(select(SurveyInvitation)).all()
    for_anybody = add_setting_draft(session, ANYBODY, instrument_id=instrument_id)
    assert isinstance(surveys.open_wave(session, for_anybody, today=TODAY, now=NOW), Wave)


def test_a_coordinator_who_has_left_the_setting_has_no_way_in(session: Session) -> None:
    schools = add_schools(session)
    elsewhere = add_school(session, issued=date(2019, 1, 1))
    wave_id = open_setting_wave(session)
    links = give_setting_links(session, wave_id)
    for change in ({"closed_at": NOW}, {"setting_id": elsewhere.setting_id}):
        left = schools.pop().staff_id
        viewer = Viewer(Role.COORDINATOR, left)
        assert len(list_waiting_for_setting(session, viewer, TODAY)) == 1
        session.execute(update(Staff).where(Staff.id == left).values(**change))
        assert not isinstance(find_by_link(session, links[left][1], TODAY), OpenSurvey)
        assert not list_waiting_for_setting(session, viewer, TODAY)


def test_the_desk_rings_no_setting(session: Session) -> None:
    add_schools(session)
    wave_id = open_setting_wave(session)
    for invitation_id, _ in give_setting_links(session, wave_id).values():
        assert not isinstance(find_for_call(session, wave_id, invitation_id, TODAY), OpenSurvey)


def close_answered(session: Session, wave_id: UUID, number: int) -> None:
    links = list(give_setting_links(session, wave_id).values())
    for _, token in links[:number]:
        survey = find_by_link(session, token, TODAY)
        assert isinstance(survey, OpenSurvey)
        assert send_answers(session, survey, ALL_AGREE, Mode.PORTAL) is None
    assert surveys.close_wave(session, wave_id, now=NOW) is None
    surveys.write_responses(session, wave_id, now=NOW)


def test_a_closed_wave_keeps_who_was_asked_and_not_who_answered(session: Session) -> None:
    schools = add_schools(session)
    wave_id = open_setting_wave(session, TERM, groups=[GroupKind.SETTING_TYPE])
    close_answered(session, wave_id, 3)
    kept = session.scalars(select(SurveyInvitation)).all()
    assert {row.staff_id for row in kept} == {school.staff_id for school in schools}
    assert not any(row.used for row in kept)
    responses = session.scalars(select(SurveyResponse)).all()
    assert [row.group_values for row in responses] == [[""]] * 3
    counts = survey_counts.get_counts(session, waves.get_wave(session, wave_id)).questions
    assert counts["setting.access"].counts == {"agree": 3}


def test_two_terms_that_asked_the_same_coordinators_share_them(session: Session) -> None:
    add_schools(session)
    first, second = (open_setting_wave(session, TERM) for _ in range(2))
    assert answers.share_asked_in_both(session, second, first) == 1.0
