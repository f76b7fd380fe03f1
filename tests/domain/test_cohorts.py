"""Filters of a cohort, and a list of case references as it is pasted."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.cohorts import (
    PHASES,
    CohortFacts,
    Stage,
    find_doubled,
    find_phase,
    find_stage,
    is_covered,
    read_caserefs,
)
from portal.domain.waves import UNKNOWN, CohortFilter, CohortKind, CohortRule, FactKind, FilterKind

TODAY = date(2026, 11, 23)
ANNA = CohortFacts(date(2018, 3, 1), 3, "special school", "ASD", "pl")
BARE = CohortFacts(None, None, None, None, None)


def rule(*filters: CohortFilter) -> CohortRule:
    return CohortRule(
        CohortKind.FINAL_PLAN_ISSUED, date(2026, 8, 1), date(2026, 8, 31), filters=filters
    )


@pytest.mark.parametrize(
    ("kind", "hers"),
    [
        (FilterKind.PHASE, "key_stage_2"),
        (FilterKind.YEAR_GROUP, "3"),
        (FilterKind.SETTING_TYPE, "special school"),
        (FilterKind.AGE_BAND, "5-10"),
        (FilterKind.NEED, "ASD"),
        (FilterKind.LANGUAGE, "pl"),
    ],
)
def test_each_filter_looks_at_its_own_fact(kind: FilterKind, hers: str) -> None:
    assert is_covered(rule(CohortFilter(kind, (hers, "another"))), ANNA, TODAY)
    assert not is_covered(rule(CohortFilter(kind, ("another",))), ANNA, TODAY)
    assert is_covered(rule(CohortFilter(kind, (UNKNOWN,))), BARE, TODAY)
    assert not is_covered(rule(CohortFilter(kind, (hers,))), BARE, TODAY)


def test_all_filters_must_be_met() -> None:
    polish = CohortFilter(FilterKind.LANGUAGE, ("pl",))
    deaf = CohortFilter(FilterKind.NEED, ("HI",))
    assert is_covered(rule(), ANNA, TODAY)
    assert is_covered(rule(polish), ANNA, TODAY)
    assert not is_covered(rule(polish, deaf), ANNA, TODAY)


@pytest.mark.parametrize(
    ("began", "meeting", "stage"),
    [
        (None, None, UNKNOWN),
        (date(2025, 11, 24), None, Stage.NEW_PLAN),
        (date(2025, 11, 23), None, Stage.LATER),
        (date(2020, 8, 1), date(2026, 8, 31), Stage.REVIEW),
        (date(2020, 8, 1), date(2026, 8, 30), Stage.LATER),
        (date(2020, 8, 1), date(2026, 11, 24), Stage.LATER),
    ],
)
def test_a_plan_is_new_then_reviewed(began: date | None, meeting: date | None, stage: str) -> None:
    assert find_stage(began, meeting, TODAY) == stage


def test_an_ethnicity_that_nobody_asked_for_is_not_known() -> None:
    for code, shown in (("BAFR", "BAFR"), ("REFU", "REFU"), ("NOBT", UNKNOWN), (None, UNKNOWN)):
        facts = replace(BARE, ethnicity=code)
        assert facts.value(FactKind.ETHNICITY, TODAY) == shown


@given(st.integers(-3, 14))
def test_every_school_year_has_its_phase(year_group: int) -> None:
    assert find_phase(year_group) in PHASES


@pytest.mark.parametrize(
    ("year_group", "phase"),
    [
        (0, "early_years"),
        (1, "key_stage_1"),
        (2, "key_stage_1"),
        (3, "key_stage_2"),
        (6, "key_stage_2"),
        (7, "key_stage_3"),
        (9, "key_stage_3"),
        (11, "key_stage_4"),
        (12, "post_16"),
        (15, UNKNOWN),
        (None, UNKNOWN),
    ],
)
def test_phases_turn_with_the_key_stages(year_group: int | None, phase: str) -> None:
    assert find_phase(year_group) == phase


def test_the_way_of_choosing_is_the_same_whatever_the_days_and_the_order() -> None:
    one, other = (
        CohortFilter(FilterKind.NEED, ("ASD", "HI")),
        CohortFilter(FilterKind.NEED, ("HI", "ASD")),
    )
    assert rule(one).way_of_choosing == rule(other).way_of_choosing != rule().way_of_choosing
    assert rule().way_of_choosing == CohortKind.FINAL_PLAN_ISSUED


references = st.text("ABC123-/ ", min_size=1, max_size=8).map(str.strip).filter(bool)


@given(st.lists(references), st.sampled_from([",", "\n", "\r\n", " , ", "\t", ";", "\n\n"]))
def test_a_pasted_list_loses_nothing(caserefs: list[str], between: str) -> None:
    assert read_caserefs(between.join(caserefs)) == tuple(caserefs)


@given(st.lists(references))
def test_the_doubled_are_named_once_each(caserefs: list[str]) -> None:
    doubled: Any = find_doubled(caserefs)
    assert len(set(doubled)) == len(doubled)
    assert set(doubled) == {one for one in caserefs if caserefs.count(one) > 1}
