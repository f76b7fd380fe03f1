"""Snapshots: compared with a baseline, written down in one way, read back the same."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.disclosure import protect
from portal.domain.figures import (
    Hidden,
    MeasureCounts,
    ProtectedSnapshot,
    Thresholds,
    WaveCounts,
)
from portal.domain.measures import Agreement
from portal.domain.release_json import read_canonical_json, write_canonical_json
from portal.domain.releases import (
    Comparison,
    MeasureAsked,
    Release,
    Snapshot,
    WaveFacts,
    checksum_of,
    compare_with,
    find_waiting_waves,
    join_months,
)
from portal.domain.statistics import AskedAs, Direction, NotComparable, Share
from portal.domain.waves import CohortKind, CohortRule

COHORT = CohortRule(CohortKind.FINAL_PLAN_ISSUED, date(2020, 8, 1), date(2020, 8, 31))
ASKED = MeasureAsked("plan.needs", "The plan – “needs”", AskedAs(1, tuple(Agreement), COHORT.kind))


def snapshot(agree: int, other: int, asked: MeasureAsked = ASKED) -> Snapshot:
    options = {Agreement.AGREE.value: agree, Agreement.DISAGREE.value: other}
    counts = MeasureCounts(
        asked.measure, options, ("need",), {("a",): {"agree": agree}, ("",): {"disagree": other}}
    )
    return Snapshot(
        WaveFacts("Autumn", 1, COHORT, date(2020, 9, 30), (asked,), ("plan.outcomes",)),
        protect(
            WaveCounts(500, {"portal": agree + other, "telephone": 0}, (counts,)), Thresholds()
        ),
        {asked.measure: Comparison(Direction.BETTER, "Spring", Share(1, 2))},
    )


@given(st.integers(0, 200), st.integers(0, 200))
def test_a_snapshot_is_read_back_as_it_was_written(agree: int, other: int) -> None:
    made = snapshot(agree, other)
    text = write_canonical_json(made)
    assert read_canonical_json(text) == made
    assert write_canonical_json(read_canonical_json(text)) == text


def test_canonical_json_is_one_text_for_one_snapshot() -> None:
    text = write_canonical_json(snapshot(45, 15))
    assert text == json.dumps(
        json.loads(text), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    assert "“needs”" in text
    assert checksum_of(b"abc").startswith("ba7816bf8f01cfea")


def compared(now: Snapshot, before: Snapshot | None, asked_both: float = 0.0) -> Comparison:
    figure = now.figure("plan.needs")
    assert figure is not None
    return compare_with(now.asked("plan.needs"), figure, before, asked_both)


def test_a_figure_is_compared_with_that_of_the_baseline() -> None:
    assert compared(snapshot(90, 10), snapshot(60, 40)) == Comparison(
        Direction.BETTER, "Autumn", Share(60, 100)
    )


def released(number: int, made: Snapshot) -> Release:
    return Release(uuid4(), number, uuid4(), datetime(2026, 1, number, tzinfo=UTC), "", made)


def test_a_wave_waits_until_a_later_one_shows_its_measure() -> None:
    shown = released(1, snapshot(45, 15))
    held = replace(snapshot(9, 1), protected=protect_nearly_all(9, 1))
    first, second = released(2, held), released(3, held)
    pooled_twice = replace(
        held,
        protected=replace(held.protected, figures=(replace(held.protected.figures[0], waves=2),)),
    )
    third = released(4, pooled_twice)
    assert find_waiting_waves(ASKED, []) == ()
    assert find_waiting_waves(ASKED, [shown]) == ()
    assert find_waiting_waves(ASKED, [first, shown]) == (first.wave_id,)
    assert find_waiting_waves(ASKED, [third, second, shown]) == (third.wave_id, second.wave_id)
    assert find_waiting_waves(ASKED, [shown, first]) == ()


def test_a_measure_asked_otherwise_does_not_end_the_waiting() -> None:
    held = released(1, replace(snapshot(9, 1), protected=protect_nearly_all(9, 1)))
    other = replace(ASKED, asked_as=AskedAs(2, tuple(Agreement), COHORT.kind))
    assert find_waiting_waves(other, [held]) == ()
    assert find_waiting_waves(ASKED, [released(2, snapshot(45, 15, other)), held]) == (
        held.wave_id,
    )


def protect_nearly_all(agree: int, other: int) -> ProtectedSnapshot:
    counts = MeasureCounts("plan.needs", {"agree": agree, "disagree": other})
    return protect(WaveCounts(12, {"portal": agree + other}, (counts,)), Thresholds())


def test_without_a_released_baseline_nothing_is_compared() -> None:
    assert compared(snapshot(90, 10), None) == Comparison(NotComparable.NO_EARLIER_FIGURE)


def test_a_baseline_that_did_not_ask_is_none() -> None:
    other = snapshot(60, 40, replace(ASKED, measure="plan.provision"))
    assert compared(snapshot(90, 10), other) == Comparison(NotComparable.NO_EARLIER_FIGURE)


@pytest.mark.parametrize(("now", "before"), [((5, 0), (60, 40)), ((90, 10), (5, 0))])
def test_a_hidden_figure_is_never_compared(now: tuple[int, int], before: tuple[int, int]) -> None:
    outcome = compared(snapshot(*now), snapshot(*before))
    assert outcome == Comparison(NotComparable.HIDDEN_FIGURE, "Autumn")
    assert snapshot(5, 0).protected.figures[0].hidden is Hidden.TOO_FEW_FOR_A_SHARE


def test_another_wording_or_the_same_families_are_not_comparable() -> None:
    before = snapshot(60, 40, replace(ASKED, asked_as=AskedAs(2, tuple(Agreement), COHORT.kind)))
    assert compared(snapshot(90, 10), before).outcome is NotComparable.OTHER_WORDING
    assert compared(snapshot(90, 10), snapshot(60, 40), 0.5) == Comparison(
        NotComparable.SAME_FAMILIES, "Autumn"
    )


@given(st.lists(st.integers(0, 30), min_size=1, max_size=12))
def test_every_month_is_in_one_report_and_none_is_larger_than_it_must_be(sizes: list[int]) -> None:
    months = [(uuid4(), size) for size in sizes]
    groups = join_months(months, 10)
    assert [each for together, _ in groups for each in together] == [each for each, _ in months]
    answered = dict(months)
    for together, number in groups:
        assert number == sum(answered[each] for each in together)
        assert sum(answered[each] for each in together[:-1]) < 10 or len(together) == 1
    assert all(number >= 10 for _, number in groups[:-1])
