"""Who is asked: the rule over the records, and the stop list."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.domain.waves import (
    UNKNOWN,
    CohortFilter,
    CohortKind,
    CohortRule,
    FilterKind,
    GroupKind,
)
from portal.store import contact_reports, waves
from portal.store.cohorts import (
    find_cohort,
    list_asked_often,
    list_cohort,
    list_unknown,
    list_values,
)
from portal.store.tables.cases import ActivePlan, Placement, Plan
from portal.store.tables.children import Child, Setting
from portal.store.tables.people import FamilyLink, FamilyMember
from tests.open_waves import AUGUST_2020, NOW, TODAY, add_families, add_questions, open_wave
from tests.people import add_adult, add_child, add_need, add_plan, add_setting, link

Family = tuple[UUID, UUID]


def add_family(session: Session, *, issued: date = date(2020, 8, 15)) -> Family:
    child_id, adult_id = add_child(session), add_adult(session)
    link(session, child_id, adult_id)
    add_plan(session, child_id, start_on=issued)
    return child_id, adult_id


def asked(session: Session, rule: CohortRule = AUGUST_2020) -> set[Family]:
    people = list_cohort(session, rule, (), TODAY)
    pairs = [
        (person.child_id, person.family_member_id)
        for person in people
        if person.child_id and person.family_member_id
    ]
    assert len(pairs) == len(set(pairs)), "nobody is asked twice about one child"
    return set(pairs)


def test_the_first_and_the_last_day_count(session: Session) -> None:
    inside = {
        add_family(session, issued=date(2020, 8, 1)),
        add_family(session, issued=date(2020, 8, 31)),
    }
    add_family(session, issued=date(2020, 7, 31))
    add_family(session, issued=date(2020, 9, 1))
    assert asked(session) == inside


def test_each_adult_is_asked_once_however_many_children(session: Session) -> None:
    child_id, mother = add_family(session)
    father = add_adult(session)
    link(session, child_id, father, relationship="father")
    sibling = add_child(session)
    link(session, sibling, mother)
    add_plan(session, sibling, start_on=date(2020, 8, 20))
    found = asked(session)
    assert sorted(adult for _, adult in found) == sorted([mother, father])
    assert found <= {(child_id, mother), (sibling, mother), (child_id, father)}


def test_a_second_plan_in_the_same_days_asks_nobody_twice(session: Session) -> None:
    family = add_family(session)
    add_plan(session, family[0], start_on=date(2020, 8, 20))
    assert asked(session) == {family}


def test_review_meetings_make_a_cohort_too(session: Session) -> None:
    child_id, adult_id = add_family(session, issued=date(2019, 1, 7))
    plan_id = session.query(Plan.id).filter_by(child_id=child_id).scalar()
    session.add(
        ActivePlan(
            id=uuid4(), active_plans_id="a1", plan_id=plan_id, review_meeting_on=date(2026, 10, 6)
        )
    )
    session.flush()
    october = CohortRule(CohortKind.REVIEW_MEETING_HELD, date(2026, 10, 1), date(2026, 10, 31))
    assert asked(session, october) == {(child_id, adult_id)}
    assert asked(session) == set()


Stop = Callable[[Session, Family], object]


def change_link(**values: object) -> Stop:
    return lambda session, family: session.execute(
        update(FamilyLink).where(FamilyLink.child_id == family[0]).values(**values)
    )


STOPS: dict[str, Stop] = {
    "plan ceased": lambda session, family: session.execute(
        update(Plan).where(Plan.child_id == family[0]).values(ceased_on=date(2026, 1, 5))
    ),
    "child gone from the record": lambda session, family: session.execute(
        update(Child).where(Child.id == family[0]).values(marked_absent_on=date(2026, 1, 5))
    ),
    "restriction": change_link(restriction="no contact"),
    "unreadable restriction": change_link(restriction_unreadable=True),
    "responsibility unknown": change_link(responsibility="unknown"),
    "access ended": change_link(access_until=date(2026, 1, 5)),
    "the child themself": change_link(relationship="self"),
    "surveys stopped": lambda session, family: session.execute(
        update(FamilyMember).where(FamilyMember.id == family[1]).values(surveys_stopped_at=NOW)
    ),
    "wrong child": lambda session, family: contact_reports.add_report(session, family[1], NOW),
}


@pytest.mark.parametrize("stop", STOPS)
def test_the_stop_list_asks_nobody(session: Session, stop: str) -> None:
    other, family = add_family(session), add_family(session)
    assert asked(session) == {other, family}
    STOPS[stop](session, family)
    assert asked(session) == {other}


def test_groups_come_from_the_record_or_are_unknown(session: Session) -> None:
    family = add_family(session)
    add_need(session, family[0], "SLCN", rank=2)
    add_need(session, family[0], "ASD", rank=1)
    plan_id = session.query(Plan.id).filter_by(child_id=family[0]).scalar()
    for kind, setting_type in (("named", "special school"), ("attended", "mainstream school")):
        setting_id = add_setting(session, setting_type=setting_type)
        urn = session.get_one(Setting, setting_id).urn
        session.add(
            Placement(id=uuid4(), kind=kind, source_id=kind, plan_id=plan_id, urn=urn, rank=1)
        )
    bare = add_family(session)
    session.execute(
        update(Child).where(Child.id == family[0]).values(ethnicity="BAFR", language="pl")
    )
    nothing_known = {"birth_date": None, "year_group": None, "ethnicity": "NOBT"}
    session.execute(update(Child).where(Child.id == bare[0]).values(nothing_known))
    groups = {
        person.child_id: person.groups
        for person in list_cohort(session, AUGUST_2020, tuple(GroupKind), TODAY)
    }
    assert groups == {
        family[0]: ("ASD", "key_stage_2", "mainstream school", "5-10", "BAFR", "pl"),
        bare[0]: (UNKNOWN,) * 6,
    }


def narrowed(kind: FilterKind, *values: str) -> CohortRule:
    return replace(AUGUST_2020, filters=(CohortFilter(kind, values),))


def test_a_rule_is_narrowed_by_the_child_s_record(session: Session) -> None:
    polish, other = add_family(session), add_family(session)
    session.execute(update(Child).values(language=None, year_group=None))
    session.execute(update(Child).where(Child.id == polish[0]).values(language="pl", year_group=8))
    add_need(session, polish[0], "HI", rank=1)
    for kind, value in (
        (FilterKind.LANGUAGE, "pl"),
        (FilterKind.YEAR_GROUP, "8"),
        (FilterKind.PHASE, "key_stage_3"),
        (FilterKind.NEED, "HI"),
    ):
        assert asked(session, narrowed(kind, value)) == {polish}
        assert asked(session, narrowed(kind, UNKNOWN)) == {other}
    found = list_values(session)
    assert (found[FilterKind.LANGUAGE], found[FilterKind.NEED]) == (["pl"], ["HI"])


def test_a_list_asks_the_families_on_it_and_names_who_is_not_known(session: Session) -> None:
    family, _ = add_family(session, issued=date(2015, 1, 7)), add_family(session)
    caseref = session.get_one(Child, family[0]).caseref
    assert caseref is not None
    rule = CohortRule(CohortKind.LISTED, TODAY, TODAY, caserefs=(caseref, "no-such", caseref))
    assert asked(session, rule) == {family}
    assert list_unknown(session, rule.caserefs) == ["no-such"]


def test_those_left_out_are_counted(session: Session) -> None:
    stays, stopped, often = (add_family(session) for _ in range(3))
    STOPS["surveys stopped"](session, stopped)
    cohort = find_cohort(session, AUGUST_2020, (), TODAY, asked_often={often[1]})
    assert [one.family_member_id for one in cohort.asked] == [stays[1]]
    assert set(cohort.facts) == {stays[0]}
    assert (cohort.on_stop_list, cohort.asked_often) == (1, 1)


def test_who_was_asked_often_enough_since_a_day(session: Session) -> None:
    add_families(session, 10)
    open_wave(session)
    assert list_asked_often(session, TODAY, 2) == frozenset()
    assert len(list_asked_often(session, TODAY, 1)) == 10
    assert list_asked_often(session, TODAY + timedelta(days=1), 1) == frozenset()


def test_a_wave_keeps_how_its_families_are_chosen(session: Session) -> None:
    rule = CohortRule(
        CohortKind.LISTED,
        TODAY,
        TODAY,
        (CohortFilter(FilterKind.NEED, ("ASD", UNKNOWN)),),
        ("a 1", "b,2"),
    )
    wave_id = uuid4()
    waves.add_wave(
        session,
        wave_id,
        title="Listed",
        instrument_id=add_questions(session),
        cohort=rule,
        groups=(),
        closes_on=TODAY,
        baseline_id=None,
        now=NOW,
    )
    session.expire_all()
    assert waves.get_wave(session, wave_id).cohort == rule
