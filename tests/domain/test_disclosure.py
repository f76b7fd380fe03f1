"""Rules 1 to 4 and 7, one by one, at both sides of every threshold."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.disclosure import RULES_VERSION, protect
from portal.domain.figures import (
    Figure,
    Hidden,
    MeasureCounts,
    ProtectedSnapshot,
    Thresholds,
    WaveCounts,
)
from portal.domain.measures import Agreement
from portal.domain.statistics import Share

THRESHOLDS = Thresholds()


def options(agree: int, other: int, cant_say: int = 0) -> dict[str, int]:
    return {Agreement.AGREE: agree, Agreement.DISAGREE: other, Agreement.CANT_SAY: cant_say}


def wave(
    counts: Mapping[str, int],
    *,
    asked: int = 1000,
    answered: int | None = None,
    groups: Mapping[str, Mapping[str, int]] | None = None,
) -> WaveCounts:
    measure = MeasureCounts("plan.needs", counts)
    if groups:
        cells: dict[tuple[str, ...], Mapping[str, int]] = {
            (group,): options for group, options in groups.items()
        }
        measure = MeasureCounts("plan.needs", counts, ("need",), cells)
    return WaveCounts(asked, {"portal": answered or sum(counts.values())}, (measure,))


def figure_of(counted: WaveCounts, *held: WaveCounts) -> Figure:
    return protect(counted, THRESHOLDS, held=held).figures[0]


@pytest.mark.parametrize(
    ("agree", "other", "hidden"),
    [
        (0, 0, Hidden.TOO_FEW),
        (4, 0, Hidden.TOO_FEW),
        (4, 1, Hidden.TOO_FEW_FOR_A_SHARE),
        (9, 0, Hidden.TOO_FEW_FOR_A_SHARE),
        (9, 1, None),
        (10, 0, None),
    ],
)
def test_rule_1_goes_by_the_valid_base_of_the_measure(
    agree: int, other: int, hidden: Hidden | None
) -> None:
    figure = figure_of(wave(options(agree, other, cant_say=20)))
    assert figure.hidden == hidden
    assert (figure.share is None) == (hidden is not None)


def test_under_5_nothing_but_that_is_told() -> None:
    figure = figure_of(wave(options(4, 0, cant_say=20)))
    assert figure == Figure("plan.needs", Hidden.TOO_FEW)


def test_from_5_to_9_asked_and_answered_are_told() -> None:
    figure = figure_of(wave(options(9, 0, cant_say=20)))
    assert figure == Figure("plan.needs", Hidden.TOO_FEW_FOR_A_SHARE, asked=1000, answered=29)


@pytest.mark.parametrize(
    ("counts", "asked", "hidden"),
    [
        (options(9, 1), 40, None),
        (options(9, 1), 13, None),  # 77 %
        (options(9, 1), 12, Hidden.HELD_FOR_NEXT_WAVE),  # 83 %
        (options(6, 2, cant_say=2), 12, Hidden.TOO_FEW_FOR_A_SHARE),
        (options(8, 2), 10, Hidden.HELD_FOR_NEXT_WAVE),
        (options(20, 0), 25, Hidden.HELD_FOR_NEXT_WAVE),  # 80 % exactly; rule 4
        (options(30, 0), 30, None),
        (options(15, 5), 20, None),  # needs no exception
    ],
)
def test_a_headline_that_needs_the_exception_waits_where_nearly_all_answered(
    counts: Mapping[str, int], asked: int, hidden: Hidden | None
) -> None:
    assert figure_of(wave(counts, asked=asked)).hidden == hidden


def test_a_held_measure_is_shown_pooled_with_the_next_wave() -> None:
    first, second = wave(options(9, 1), asked=12), wave(options(16, 4), asked=24)
    figure = figure_of(second, first)
    assert figure.share == Share(25, 30)
    assert (figure.asked, figure.answered, figure.waves) == (36, 30, 2)


def test_a_pooled_measure_waits_again_where_the_pool_still_needs_the_exception() -> None:
    first, second = wave(options(9, 1), asked=12), wave(options(18, 2), asked=24)
    assert figure_of(second, first) == Figure("plan.needs", Hidden.HELD_FOR_NEXT_WAVE, waves=2)


def test_a_breakdown_is_pooled_only_where_both_waves_have_it() -> None:
    groups = {"a": options(10, 5), "b": options(8, 7)}
    with_groups = wave(options(18, 12), groups=groups)
    assert figure_of(with_groups, with_groups).breakdowns == {
        "need": {"a": Share(20, 30), "b": Share(16, 30)}
    }
    assert figure_of(with_groups, wave(options(9, 1))).breakdowns == {}


@pytest.mark.parametrize(
    ("group", "shown"),
    [
        (options(5, 4), False),  # base of 9
        (options(5, 5), True),
        (options(26, 4), False),
        (options(4, 26), False),
        (options(25, 5), True),
        (options(29, 0), False),  # rule 4
        (options(0, 29), False),
        (options(30, 0), True),
        (options(0, 30), True),
    ],
)
def test_rules_2_and_4_hide_a_group(group: Mapping[str, int], shown: bool) -> None:
    rest = {"b": options(60, 40), "c": options(200, 100)}
    total = options(260 + group[Agreement.AGREE], 140 + group[Agreement.DISAGREE])
    breakdown = figure_of(wave(total, groups={"a": group, **rest})).breakdowns["need"]
    # Rule 3: where one alone is hidden, the next smallest is hidden too. Rule 7: by being left out.
    assert breakdown.keys() == ({"a", "b", "c"} if shown else {"c"})
    assert breakdown["c"] == Share(200, 300)


def test_no_breakdown_stands_under_a_hidden_headline() -> None:
    figure = figure_of(wave(options(5, 4), groups={"a": options(3, 2), "b": options(2, 2)}))
    assert figure.breakdowns == {}


def test_a_breakdown_of_one_group_is_left_out() -> None:
    assert figure_of(wave(options(9, 1), groups={"a": options(9, 1)})).breakdowns == {}


@pytest.mark.parametrize(
    ("modes", "shown"),
    [
        (
            {"portal": 6, "telephone": 4, "paper": 0},
            {"portal": None, "telephone": None, "paper": 0},
        ),
        ({"portal": 5, "telephone": 5}, {"portal": 5, "telephone": 5}),
        ({"portal": 10, "telephone": 0}, {"portal": 10, "telephone": 0}),
        (
            {"portal": 50, "telephone": 7, "paper": 2},
            {"portal": 50, "telephone": None, "paper": None},
        ),
        (
            {"portal": 50, "telephone": 1, "paper": 2},
            {"portal": None, "telephone": None, "paper": None},
        ),
        ({"portal": 3, "telephone": 1}, {"portal": None, "telephone": None}),
    ],
)
def test_small_counts_by_mode_are_hidden_and_cannot_be_subtracted(
    modes: Mapping[str, int], shown: Mapping[str, int | None]
) -> None:
    assert protect(WaveCounts(100, modes, ()), THRESHOLDS).modes == shown


def test_fewer_than_5_answers_are_told_as_that() -> None:
    counts = WaveCounts(100, {"portal": 0, "telephone": 4}, ())
    snapshot = protect(counts, THRESHOLDS)
    assert snapshot.answered is None
    assert snapshot.modes == {"portal": None, "telephone": None}


@pytest.mark.parametrize(
    ("cant_say", "blank", "shown"),
    [(0, 0, (0, 0)), (5, 0, (5, 0)), (7, 9, (7, 9)), (4, 0, (None, None)), (9, 1, (None, None))],
)
def test_small_counts_without_an_opinion_are_hidden_together(
    cant_say: int, blank: int, shown: tuple[int | None, int | None]
) -> None:
    counts = options(9, 3, cant_say)
    figure = figure_of(wave(counts, answered=12 + cant_say + blank))
    assert (figure.cant_say, figure.blank) == shown


def test_the_snapshot_says_which_rules_made_it() -> None:
    stricter = Thresholds(share=20)
    snapshot = protect(wave(options(9, 1)), stricter)
    assert snapshot.rules_version == RULES_VERSION
    assert snapshot.thresholds == stricter
    assert snapshot.figures[0].hidden is Hidden.TOO_FEW_FOR_A_SHARE


@pytest.mark.parametrize(
    ("asked", "answered", "groups"),
    [(9, 10, None), (40, 9, None), (40, 10, {"a": options(8, 1), "b": options(0, 0)})],
)
def test_numbers_that_contradict_each_other_are_refused(
    asked: int, answered: int, groups: Mapping[str, Mapping[str, int]] | None
) -> None:
    with pytest.raises(ValueError, match=r"more|do not add up"):
        wave(options(9, 1), asked=asked, answered=answered, groups=groups)


group_counts = st.builds(options, st.integers(0, 40), st.integers(0, 40), st.integers(0, 6))


@given(
    st.dictionaries(st.sampled_from("abcde"), group_counts, min_size=1),
    st.integers(0, 8),
    st.integers(0, 200),
)
def test_nothing_that_the_rules_hide_is_in_any_snapshot(
    groups: dict[str, dict[str, int]], blank: int, not_answered: int
) -> None:
    total: dict[str, int] = {
        option: sum(g[option] for g in groups.values())
        for option in Agreement
        if option in options(0, 0)
    }
    answered = sum(total.values()) + blank
    counted = wave(total, asked=answered + not_answered + 1, answered=answered or 1, groups=groups)
    assert_nothing_small(protect(counted, THRESHOLDS))


def assert_nothing_small(snapshot: ProtectedSnapshot) -> None:
    assert snapshot.answered is None or snapshot.answered >= 5
    assert not any(n is not None and 1 <= n <= 4 for n in snapshot.modes.values())
    for figure in snapshot.figures:
        assert figure.cant_say not in (1, 2, 3, 4)
        assert figure.blank not in (1, 2, 3, 4)
        assert (figure.share is None) == (figure.hidden is not None)
        for shares in figure.breakdowns.values():
            for share in shares.values():
                sides = {share.agree, share.valid - share.agree}
                assert share.valid >= 10
                assert not sides & {1, 2, 3, 4}
                assert share.valid >= 30 or 0 not in sides
