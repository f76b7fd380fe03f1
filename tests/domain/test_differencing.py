"""Rule 5: whatever is added and subtracted, no group comes out that could not be shown."""

from collections.abc import Mapping
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.domain.differencing import Shown, find_small_group, is_held_back
from portal.domain.disclosure import protect
from portal.domain.figures import (
    Figure,
    MeasureCounts,
    Thresholds,
    WaveCounts,
    add_options,
    may_show_group,
)
from portal.domain.statistics import Share

THRESHOLDS = Thresholds()


def measure(cells: Mapping[Any, tuple[int, int]], *dimensions: str) -> MeasureCounts:
    options = {groups: {"agree": a, "disagree": b} for groups, (a, b) in cells.items()}
    return MeasureCounts("plan.needs", add_options(options.values()), dimensions, options)


def figure_of(counts: MeasureCounts) -> Figure:
    answered = sum(counts.counts.values())
    return protect(
        WaveCounts(3 * answered + 1, {"portal": answered}, (counts,)), THRESHOLDS
    ).figures[0]


def test_ages_and_phases_that_say_nearly_the_same_are_not_both_shown() -> None:
    cells = {
        ("primary", "5-10"): (40, 20),
        ("secondary", "11-15"): (30, 30),
        ("secondary", "16-25"): (4, 3),  # 7 pupils of Year 11 who are 16
        ("college", "16-25"): (25, 20),
    }
    figure = figure_of(measure(cells, "phase", "age_band"))
    assert figure.breakdowns["phase"].keys() == {"primary", "secondary", "college"}
    assert figure.breakdowns.get("age_band", {}).keys() <= {"5-10"}


def test_breakdowns_that_tell_nothing_small_together_are_both_shown() -> None:
    cells = {(need, age): (20, 15) for need in ("ASD", "SEMH") for age in ("5-10", "11-15")}
    breakdowns = figure_of(measure(cells, "need", "age_band")).breakdowns
    assert {dimension: set(groups) for dimension, groups in breakdowns.items()} == {
        "need": {"ASD", "SEMH"},
        "age_band": {"5-10", "11-15"},
    }


def test_a_difference_with_nearly_nobody_on_one_side_is_found_too() -> None:
    cells = {
        ("primary", "5-10"): (40, 20),
        ("secondary", "11-15"): (30, 30),
        ("secondary", "16-25"): (10, 2),  # 12 people, of whom 2 do not agree
        ("college", "16-25"): (25, 20),
    }
    figure = figure_of(measure(cells, "phase", "age_band"))
    assert figure.breakdowns.get("age_band", {}).keys() <= {"5-10"}


MONTHS = {
    "May": measure({(): (12, 8)}),
    "June": measure({(): (14, 9)}),
    "July": measure({(): (4, 3)}),
}


def shown(*months: str) -> Shown[str]:
    share = Share(
        sum(MONTHS[month].counts["agree"] for month in months),
        sum(sum(MONTHS[month].counts.values()) for month in months),
    )
    return Shown(months, Figure("plan.needs", None, share=share))


@pytest.mark.parametrize(
    ("releases", "held"),
    [
        ([("May",), ("June",)], False),
        ([("May",), ("June",), ("May", "June", "July")], True),  # July's 7 are the rest
        ([("May",), ("June", "July")], False),
        ([("May",), ("June",), ("June", "July")], True),
        ([("May", "June"), ("May", "June", "July")], True),
    ],
)
def test_a_release_is_held_back_where_it_tells_a_few_from_earlier_ones(
    releases: list[tuple[str, ...]], held: bool
) -> None:
    assert is_held_back(MONTHS, [shown(*months) for months in releases], THRESHOLDS) is held


def test_hidden_figures_tell_nothing() -> None:
    hidden = Shown(("May", "June", "July"), Figure("plan.needs", None))
    assert not is_held_back(MONTHS, [shown("May"), shown("June"), hidden], THRESHOLDS)


def test_other_groups_of_the_same_answers_are_put_together_with_those_shown_before() -> None:
    cells = {
        ("primary", "5-10"): (40, 20),
        ("secondary", "11-15"): (30, 30),
        ("secondary", "16-25"): (4, 3),
        ("college", "16-25"): (25, 20),
    }
    whole = measure(cells, "phase", "age_band")
    total = Share(99, 172)
    by_phase = Figure(
        "plan.needs", None, share=total, breakdowns={"phase": {"college": Share(25, 45)}}
    )
    by_age = Figure(
        "plan.needs", None, share=total, breakdowns={"age_band": {"16-25": Share(29, 52)}}
    )
    before, now = Shown(("w",), by_phase), Shown(("w",), by_age)
    assert is_held_back({"w": whole}, [before, now], THRESHOLDS)
    assert not is_held_back({"w": whole}, [before], THRESHOLDS)
    assert not is_held_back({"w": whole}, [now], THRESHOLDS)


# --- a reader who tries every sum ----------------------------------------------------------------

sides = st.tuples(st.integers(0, 14), st.integers(0, 14)).filter(any)
NEEDS, AGES = ("a", "b", "c"), ("1", "2", "3")
cells = st.dictionaries(
    st.tuples(st.sampled_from(NEEDS), st.sampled_from(AGES)), sides, min_size=2, max_size=7
)


def try_every_sum(counts: MeasureCounts, groups: Mapping[str, set[str]]) -> list[Share]:
    """Each group that some sum of everybody and these groups, counted -2 to 2 times, comes to."""
    known = [set(counts.cells)]
    for place, dimension in enumerate(counts.dimensions):
        known += [
            {cell for cell in counts.cells if cell[place] == group}
            for group in sorted(groups.get(dimension, ()))
        ]
    found = []
    for factors in product((-2, -1, 0, 1, 2), repeat=len(known)):
        times = {
            cell: sum(f for f, group in zip(factors, known, strict=True) if cell in group)
            for cell in counts.cells
        }
        if set(times.values()) <= {0, 1} and any(times.values()):
            inside = [counts.cells[cell] for cell, counted in times.items() if counted]
            agree = sum(options["agree"] for options in inside)
            found.append(Share(agree, agree + sum(options["disagree"] for options in inside)))
    return found


@settings(max_examples=200)
@given(
    cells, st.sets(st.sampled_from(NEEDS), max_size=2), st.sets(st.sampled_from(AGES), max_size=2)
)
def test_whatever_a_reader_can_sum_up_is_found(
    found: dict[tuple[str, str], tuple[int, int]], needs: set[str], ages: set[str]
) -> None:
    counts = measure(found, "need", "age")
    everybody = Share(counts.counts["agree"], sum(counts.counts.values()))
    shown_groups = {"need": needs, "age": ages}
    too_small = [
        total
        for total in try_every_sum(counts, shown_groups)
        if total != everybody and not may_show_group(total, THRESHOLDS)
    ]
    if find_small_group(counts, shown_groups, THRESHOLDS) is None:
        assert too_small == []


@settings(max_examples=200)
@given(cells)
def test_a_snapshot_gives_no_small_group_whatever_is_summed_up(
    found: dict[tuple[str, str], tuple[int, int]],
) -> None:
    counts = measure(found, "need", "age")
    figure = figure_of(counts)
    everybody = Share(counts.counts["agree"], sum(counts.counts.values()))
    shown_groups = {each: set(groups) for each, groups in figure.breakdowns.items()}
    # More than two shown of three is all that the third adds to the reader's sums.
    few = {each: set(sorted(groups)[:2]) for each, groups in shown_groups.items()}
    for total in try_every_sum(counts, few):
        assert total == everybody or may_show_group(total, THRESHOLDS)


@pytest.mark.parametrize(("numbers", "found"), [((30, 12), False), ((30, 9), True)])
def test_what_lies_in_a_larger_group_is_found_by_its_number(
    numbers: tuple[int, int], found: bool
) -> None:
    """``secondary`` lies in ``16-25`` but for the second number of people."""
    inner, outer = numbers
    counts = measure(
        {
            ("secondary", "16-25"): (inner, inner),
            ("college", "16-25"): (outer - 4, 4) if found else (outer // 2, outer // 2),
            ("primary", "5-10"): (40, 40),
        },
        "phase",
        "age",
    )
    groups = {"phase": {"secondary"}, "age": {"16-25"}}
    assert (find_small_group(counts, groups, THRESHOLDS) is not None) == found
