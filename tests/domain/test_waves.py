"""The rules of a wave: whom it may ask, when it opens, what it may keep of a group."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.surveys import AlreadyAnswered, WaveClosed
from portal.domain.waves import (
    BLANK,
    TRACED_BELOW,
    UNKNOWN,
    ClosesTooSoon,
    CohortKind,
    CohortRule,
    Combination,
    DatesReversed,
    TooFewInvited,
    WaveState,
    find_age_band,
    is_reminder_due,
    may_answer,
    may_create,
    may_open,
    merge_small_groups,
)

LAST_DAY = date(2026, 12, 4)


AUGUST = CohortRule(CohortKind.FINAL_PLAN_ISSUED, date(2026, 8, 1), date(2026, 8, 31))
REVERSED = CohortRule(CohortKind.FINAL_PLAN_ISSUED, date(2026, 8, 31), date(2026, 8, 1))


@pytest.mark.parametrize(
    ("cohort", "closes_on", "expected"),
    [
        (AUGUST, LAST_DAY, None),
        (REVERSED, LAST_DAY, DatesReversed()),
        (AUGUST, date(2026, 12, 3), ClosesTooSoon()),
    ],
)
def test_a_wave_is_made_only_with_dates_in_their_order(
    cohort: CohortRule, closes_on: date, expected: object
) -> None:
    assert may_create(cohort, closes_on, today=LAST_DAY) == expected


@pytest.mark.parametrize(("invited", "opens"), [(0, False), (9, False), (10, True), (40, True)])
def test_a_wave_without_groups_opens_from_ten_invited(invited: int, opens: bool) -> None:
    assert (may_open([()] * invited) is None) is opens


def test_a_wave_opens_only_where_every_combination_holds_ten() -> None:
    invited = [("ASD", "5-10")] * 10 + [("ASD", "11-15")] * 9 + [("SLCN", "5-10")]
    assert may_open(invited) == TooFewInvited({("ASD", "11-15"): 9, ("SLCN", "5-10"): 1})


combinations = st.tuples(st.sampled_from("abc"), st.sampled_from("xyz"), st.sampled_from("12"))
used_counts = st.dictionaries(combinations, st.integers(0, 25), max_size=18)


@given(used_counts)
def test_no_stored_combination_narrows_to_fewer_than_ten(
    used: dict[Combination, int],
) -> None:
    stored = merge_small_groups(used)
    assert set(stored) == {groups for groups, count in used.items() if count}
    sizes: Counter[Combination] = Counter()
    for own, kept in stored.items():
        sizes[kept] += used[own]
    if sum(used.values()) >= TRACED_BELOW:
        assert all(size >= TRACED_BELOW for size in sizes.values())
    else:
        assert all(value == BLANK for kept in sizes for value in kept)


@given(used_counts)
def test_merging_only_ever_blanks_and_never_invents(used: dict[Combination, int]) -> None:
    for own, kept in merge_small_groups(used).items():
        assert len(own) == len(kept)
        assert all(after in (before, BLANK) for before, after in zip(own, kept, strict=True))


def test_groups_of_ten_are_kept_and_the_finest_group_goes_first() -> None:
    used: dict[Combination, int] = {
        ("ASD", "5-10"): 12,
        ("ASD", "11-15"): 6,
        ("ASD", "16-25"): 5,
        ("SLCN", "5-10"): 10,
    }
    assert merge_small_groups(used) == {
        ("ASD", "5-10"): ("ASD", "5-10"),
        ("ASD", "11-15"): ("ASD", BLANK),
        ("ASD", "16-25"): ("ASD", BLANK),
        ("SLCN", "5-10"): ("SLCN", "5-10"),
    }


def test_a_small_rest_takes_the_smallest_other_group_with_it() -> None:
    assert merge_small_groups({("a",): 11, ("b",): 30, ("c",): 3}) == {
        ("a",): (BLANK,),
        ("b",): ("b",),
        ("c",): (BLANK,),
    }


def test_a_wave_without_groups_has_nothing_to_merge() -> None:
    assert merge_small_groups({(): 3}) == {(): ()}
    assert merge_small_groups({}) == {}


@pytest.mark.parametrize(
    ("state", "used", "today", "expected"),
    [
        (WaveState.OPEN, False, LAST_DAY, None),
        (WaveState.OPEN, False, date(2026, 12, 5), WaveClosed()),
        (WaveState.OPEN, True, LAST_DAY, AlreadyAnswered()),
        (WaveState.CLOSING, False, LAST_DAY, WaveClosed()),
        (WaveState.STOPPED, False, LAST_DAY, WaveClosed(for_now=True)),
        (WaveState.STOPPED, False, date(2026, 12, 5), WaveClosed()),
        (WaveState.CLOSED, True, LAST_DAY, WaveClosed()),
        (WaveState.DRAFT, False, LAST_DAY, WaveClosed()),
    ],
)
def test_an_invitation_is_answered_once_and_only_while_open(
    state: WaveState, used: bool, today: date, expected: object
) -> None:
    assert may_answer(state, used=used, closes_on=LAST_DAY, today=today) == expected


@pytest.mark.parametrize(
    ("born", "band"),
    [
        (date(2021, 11, 24), "0-4"),
        (date(2021, 11, 23), "5-10"),
        (date(2010, 11, 24), "11-15"),
        (date(2010, 11, 23), "16-25"),
        (date(2000, 11, 23), UNKNOWN),
        (date(2027, 1, 1), UNKNOWN),
        (None, UNKNOWN),
    ],
)
def test_age_bands_turn_on_the_birthday(born: date | None, band: str) -> None:
    assert find_age_band(born, date(2026, 11, 23)) == band


@pytest.mark.parametrize(
    ("opened", "today", "due"),
    [
        (date(2026, 11, 1), date(2026, 11, 26), False),
        (date(2026, 11, 1), date(2026, 11, 27), True),
        (date(2026, 11, 1), date(2026, 12, 3), True),  # no worker ran for some days
        (date(2026, 11, 1), LAST_DAY, False),
        (date(2026, 11, 26), date(2026, 11, 27), True),
        (date(2026, 11, 27), date(2026, 11, 28), False),
    ],
)
def test_a_reminder_goes_a_week_before_the_last_day(opened: date, today: date, due: bool) -> None:
    assert is_reminder_due(opened, LAST_DAY, today) is due
