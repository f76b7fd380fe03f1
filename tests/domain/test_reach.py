"""Whom a survey reached: no group that tells of fewer than ten people, and nothing lost."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.figures import Thresholds
from portal.domain.reach import (
    Reach,
    ReachKind,
    ShownReach,
    close_reach,
    count_reach,
    join_reach,
    protect_reach,
)
from portal.domain.waves import BLANK, TRACED_BELOW

OTHERS = ("mainstream", "5-10", "WBRI", "ENG", "later")


def people(**needs: int) -> list[tuple[str, ...]]:
    """So many people of each need, alike in everything else."""
    return [(need, *OTHERS) for need, number in needs.items() for _ in range(number)]


def by_need(rows: Sequence[Reach]) -> dict[str, tuple[int, int, int | None]]:
    return {
        row.value: (row.caseload, row.asked, row.answered)
        for row in rows
        if row.kind is ReachKind.NEED
    }


def test_the_caseload_and_those_asked_are_counted_by_group() -> None:
    rows = count_reach(people(ASD=100, SEMH=50, HI=3), people(ASD=40, SEMH=20))
    assert by_need(rows) == {"ASD": (100, 40, None), "SEMH": (50, 20, None), "HI": (3, 0, None)}
    assert {row.kind for row in rows} == set(ReachKind)


def test_small_groups_are_put_together_when_the_wave_closes() -> None:
    rows = count_reach(
        people(ASD=90, SEMH=50, MLD=30, HI=20), people(ASD=40, SEMH=30, MLD=20, HI=9)
    )
    closed = close_reach(rows, people(ASD=25, SEMH=12, MLD=4, HI=2))
    # Four and two are too few, and so are six: the smallest other joins them.
    assert by_need(closed) == {"ASD": (90, 40, 25), BLANK: (100, 59, 18)}


def test_a_group_of_ten_of_whom_nobody_answered_is_told() -> None:
    rows = count_reach(people(ASD=90, SEMH=50), people(ASD=40, SEMH=30))
    assert by_need(close_reach(rows, people(ASD=25))) == {"ASD": (90, 40, 25), "SEMH": (50, 30, 0)}


def test_where_fewer_than_ten_answered_nothing_is_told_apart() -> None:
    rows = count_reach(people(ASD=90, SEMH=50), people(ASD=40, SEMH=30))
    assert by_need(close_reach(rows, people(ASD=9))) == {BLANK: (140, 70, 9)}


numbers = st.dictionaries(st.sampled_from("ABCDEF"), st.integers(0, 60), min_size=1)


@given(numbers, st.data())
def test_no_group_tells_of_fewer_than_ten(asked: dict[str, int], data: st.DataObject) -> None:
    answered = {need: data.draw(st.integers(0, number)) for need, number in asked.items()}
    closed = close_reach(count_reach(people(**asked), people(**asked)), people(**answered))
    for kind in ReachKind:
        rows = [row for row in closed if row.kind is kind]
        assert sum(row.answered or 0 for row in rows) == sum(answered.values())
        assert sum(row.asked for row in rows) == sum(asked.values())
        for row in rows:
            small = row.asked < TRACED_BELOW or 0 < (row.answered or 0) < TRACED_BELOW
            assert len(rows) == 1 or not small


def test_of_several_waves_only_shared_groups_stand_alone() -> None:
    first = [Reach(ReachKind.NEED, "ASD", 90, 40, 25), Reach(ReachKind.NEED, BLANK, 30, 20, 12)]
    last = [
        Reach(ReachKind.NEED, "ASD", 95, 30, 15),
        Reach(ReachKind.NEED, "SEMH", 20, 15, 11),
        Reach(ReachKind.NEED, BLANK, 15, 15, 10),
    ]
    assert join_reach([last]) == last
    assert by_need(join_reach([first, last])) == {"ASD": (95, 70, 40), BLANK: (35, 50, 33)}


def test_what_is_shown_leaves_out_a_kind_of_one_group_and_hides_small_numbers() -> None:
    rows = [
        Reach(ReachKind.NEED, BLANK, 20, 15, 10),
        Reach(ReachKind.NEED, "ASD", 95, 30, 15),
        Reach(ReachKind.NEED, "SEMH", 90, 20, 0),
        Reach(ReachKind.LANGUAGE, "ENG", 205, 65, 25),
    ]
    assert protect_reach(rows, Thresholds()) == {
        "need": (
            ShownReach("ASD", 95, 30, 15),
            ShownReach("SEMH", 90, 20, 0),
            ShownReach(BLANK, 20, 15, 10),
        )
    }
    stricter = protect_reach(rows, Thresholds(share=20))["need"]
    assert [row.asked for row in stricter] == [30, None, None]
    assert [row.answered for row in stricter] == [None, 0, None]
