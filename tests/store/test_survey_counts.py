"""A wave is counted once, when it closes, and never read again."""

from collections import Counter
from datetime import date

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.actions import surveys
from portal.domain.reach import Reach, ReachKind
from portal.domain.waves import BLANK, GroupKind
from portal.store import survey_counts, waves
from portal.store.survey_counts import NotCountedError
from portal.store.tables.survey_counts import SurveyCount, SurveyReach
from portal.store.tables.surveys import SurveyAnswer, SurveyInvitation
from tests.closed_waves import add_closed_wave, answered
from tests.open_waves import NOW, add_families, give_links, open_wave
from tests.people import add_child, add_need, add_plan
from tests.store.test_survey_adversary import answer

YES, NO = {"plan.needs": "agree"}, {"plan.needs": "disagree", "plan.provision": "cant_say"}


def test_counts_stay_when_the_answers_are_gone(session: Session) -> None:
    rows = answered(12, YES, ("ASD",)) + answered(11, NO, ("SEMH",))
    wave = waves.get_wave(session, add_closed_wave(session, rows, groups=[GroupKind.NEED]))
    session.execute(delete(SurveyAnswer))
    survey_counts.roll_up(session, wave)
    counted = survey_counts.get_counts(session, wave)
    assert counted.responses == {("",): 0, ("ASD",): 12, ("SEMH",): 11}
    needs = counted.questions["plan.needs"]
    assert needs.counts == {"agree": 12, "disagree": 11}
    assert needs.breakdowns == {"need": {"ASD": {"agree": 12}, "SEMH": {"disagree": 11}}}
    assert counted.questions["plan.provision"].counts == {"cant_say": 11}


def test_a_wave_without_answers_is_counted_too(session: Session) -> None:
    wave_id = add_closed_wave(session, [])
    assert survey_counts.is_rolled_up(session, wave_id)
    counted = survey_counts.get_counts(session, waves.get_wave(session, wave_id))
    assert (counted.questions, counted.responses) == ({}, {(): 0})


def test_a_wave_of_before_is_named_until_it_is_counted(session: Session) -> None:
    wave = waves.get_wave(session, add_closed_wave(session, answered(12, YES)))
    session.execute(delete(SurveyCount))
    assert survey_counts.list_not_rolled_up(session) == [wave.id]
    with pytest.raises(NotCountedError):
        survey_counts.get_counts(session, wave)
    survey_counts.roll_up(session, wave)
    assert survey_counts.list_not_rolled_up(session) == []
    assert survey_counts.get_counts(session, wave).questions["plan.needs"].counts == {"agree": 12}


def reach_of(session: Session) -> dict[str, tuple[int, int, int | None]]:
    rows = session.scalars(select(SurveyReach).where(SurveyReach.kind == ReachKind.NEED))
    return {row.value: (row.caseload, row.asked, row.answered) for row in rows}


def test_who_was_heard_is_counted_by_group_when_the_wave_closes(session: Session) -> None:
    add_families(session, 60, needs=("ASD", "ASD", "ASD", "SEMH", "HI"))
    wave_id = open_wave(session)
    session.commit()
    assert reach_of(session) == {
        "ASD": (36, 36, None),
        "SEMH": (12, 12, None),
        "HI": (12, 12, None),
    }

    invited = {
        row.id: row.reach_values[0]
        for row in session.scalars(select(SurveyInvitation))
        if row.reach_values
    }
    used: Counter[str] = Counter()
    for person in give_links(session, wave_id):
        need = invited[person.invitation_id]
        if used[need] < {"ASD": 20, "SEMH": 11, "HI": 0}[need]:
            used[need] += 1
            answer(session, person, YES)
    surveys.close_wave(session, wave_id, now=NOW)
    surveys.write_responses(session, wave_id, now=NOW)
    assert reach_of(session) == {"ASD": (36, 36, 20), "SEMH": (12, 12, 11), "HI": (12, 12, 0)}
    everybody = Reach(ReachKind.AGE_BAND, "5-10", 60, 60, 31)
    assert everybody in survey_counts.list_reach(session, wave_id)
    assert not any(row.reach_values for row in session.scalars(select(SurveyInvitation)))


def test_where_few_answered_no_group_is_told_apart(session: Session) -> None:
    add_families(session, 40, needs=("ASD", "SEMH"))
    wave_id = open_wave(session)
    for person in give_links(session, wave_id)[:6]:
        answer(session, person, YES)
    surveys.close_wave(session, wave_id, now=NOW)
    surveys.write_responses(session, wave_id, now=NOW)
    assert reach_of(session) == {BLANK: (40, 40, 6)}


def test_the_whole_caseload_is_counted_not_only_those_asked(session: Session) -> None:
    add_families(session, 12)
    elsewhere = add_child(session)
    add_plan(session, elsewhere, start_on=date(2019, 1, 1))
    add_need(session, elsewhere, "VI")
    open_wave(session)
    assert reach_of(session) == {"ASD": (12, 12, None), "VI": (1, 0, None)}
