"""Totals of before the portal: what may be typed in, and what may be said beside a release."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.disclosure import protect
from portal.domain.figures import MeasureCounts, Thresholds, WaveCounts
from portal.domain.past_waves import (
    EarlierPoint,
    FigureWrong,
    NotCompared,
    PastFigure,
    PastWave,
    find_earlier_points,
    read_figure,
)
from portal.domain.releases import MeasureAsked, Snapshot, WaveFacts
from portal.domain.statistics import AskedAs, Direction, Share
from portal.domain.waves import CohortKind, CohortRule

NEEDS = PastFigure(uuid4(), "plan.needs", 1, 50, Share(50, 100))
PAST = PastWave(
    id=uuid4(),
    title="September 2020",
    asked_on=date(2020, 9, 1),
    answered=100,
    asked=None,
    same_way=True,
    source="A report",
    typed_by="Somebody",
    typed_at=datetime(2026, 11, 23, tzinfo=UTC),
    figures=(NEEDS,),
)


def release(agree: int = 80, of: int = 100, wording: int = 1) -> Snapshot:
    cohort = CohortRule(CohortKind.FINAL_PLAN_ISSUED, date(2026, 8, 1), date(2026, 8, 31))
    asked = MeasureAsked("plan.needs", "It is right.", AskedAs(wording, ("agree",), "rule"))
    counts = MeasureCounts("plan.needs", {"agree": agree, "disagree": of - agree})
    return Snapshot(
        WaveFacts("Now", 1, cohort, date(2026, 9, 30), (asked,), ()),
        protect(WaveCounts(1000, {"portal": of, "telephone": 0}, (counts,)), Thresholds()),
        {},
    )


def outcome(snapshot: Snapshot, wave: PastWave = PAST) -> object:
    [point] = find_earlier_points(snapshot, (wave,))
    assert isinstance(point, EarlierPoint)
    return point.outcome


def test_known_counts_asked_in_the_same_way_are_compared() -> None:
    assert outcome(release(80)) is Direction.BETTER
    assert outcome(release(20)) is Direction.WORSE
    assert outcome(release(52)) is Direction.NO_CLEAR_CHANGE


def test_a_percentage_alone_is_never_compared() -> None:
    printed = replace(PAST, figures=(replace(NEEDS, share=None),))
    assert outcome(release(), printed) is NotCompared.COUNTS_UNKNOWN


def test_another_wording_another_way_or_a_hidden_figure_is_never_compared() -> None:
    assert outcome(release(wording=2)) is NotCompared.OTHER_WORDING
    assert outcome(release(), replace(PAST, same_way=False)) is NotCompared.OTHER_WAY
    assert outcome(release(3, 8)) is NotCompared.HIDDEN_FIGURE


def test_only_the_measures_of_the_release_have_earlier_points() -> None:
    other = replace(PAST, figures=(replace(NEEDS, measure="review.satisfied"),))
    assert find_earlier_points(release(), (other,)) == ()


@given(st.integers(0, 200), st.integers(10, 200))
def test_two_counts_give_their_percentage(agree: int, base: int) -> None:
    read = read_figure(agree, base, None)
    if agree > base:
        assert read == FigureWrong()
    else:
        assert read == (Share(agree, base).percent, Share(agree, base))


@pytest.mark.parametrize(
    ("agree", "base", "percent"),
    [(None, None, None), (None, None, 101), (4, 9, None), (4, None, 40), (None, 10, 40)],
)
def test_what_is_neither_is_refused(
    agree: int | None, base: int | None, percent: int | None
) -> None:
    assert read_figure(agree, base, percent) == FigureWrong()


def test_a_printed_percentage_stands_alone() -> None:
    assert read_figure(None, None, 90) == (90, None)
