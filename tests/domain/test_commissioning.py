"""What was asked for: counted once a child, and nothing small shown or told by what is shown."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from itertools import product
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.commissioning import (
    SAID_BY_CHOICE,
    Asked,
    Period,
    Provision,
    find_period,
    kinds_by_choice,
    offer_periods,
    quarter_period,
)
from portal.domain.commissioning_figures import (
    AGE,
    AGES,
    ALL,
    KIND,
    NEED,
    NEEDS,
    Cell,
    Earlier,
    gather,
    list_too_near,
    protect_counts,
    read_snapshot,
    take_snapshot,
    write_snapshot,
)
from portal.domain.figures import Thresholds
from portal.domain.views import Provenance
from portal.domain.views_questions import QUESTIONS, Choice, Voice
from tests.domain.commissioning_adversary import solve

TODAY = date(2026, 11, 23)
QUARTER = Period("2026-q3", date(2026, 7, 1), date(2026, 9, 30))
YEAR = Period("2025-26", date(2025, 9, 1), date(2026, 8, 31))
LIMITS = Thresholds()
BORN = (date(2023, 1, 1), date(2017, 1, 1), date(2013, 1, 1), date(2009, 1, 1), date(2004, 1, 1))


def asked(child: int, kind: Provision, need: str | None = "ASD", born: int = 1) -> Asked:
    return Asked(UUID(int=child), kind, need, BORN[born])


def many(first: int, number: int, kind: Provision, need: str = "ASD", born: int = 1) -> list[Asked]:
    return [asked(child, kind, need, born) for child in range(first, first + number)]


asks = st.lists(
    st.builds(
        asked,
        st.integers(1, 60),
        st.sampled_from(list(Provision)[:4]),
        st.sampled_from(["ASD", "SEMH", "SLCN", "HI"]),
        st.integers(0, 2),
    ),
    max_size=120,
).map(lambda found: [asked(a.child_id.int, a.provision, *_of(a.child_id.int)) for a in found])


def _of(child: int) -> tuple[str, int]:
    """A child has one main need and one age."""
    return ("ASD", "ASD", "SEMH", "SEMH", "SLCN", "HI")[child % 6], (0, 1, 1, 2)[child % 4]


def count(people: Mapping[Cell, frozenset[object]]) -> dict[Cell, int]:
    return {cell: len(inside) for cell, inside in people.items()}


# --- what asks ----------------------------------------------------------------------------------


def test_choices_that_ask_are_choices_of_the_young_persons_questions() -> None:
    by_key = {each.key: each for each in QUESTIONS[Voice.YOUNG_PERSON]}
    for question, choice in SAID_BY_CHOICE:
        assert choice in by_key[question].choices


def test_somebody_elses_choice_is_not_their_voice() -> None:
    said = {"friends": Choice.NOT_GOING_WELL, "keeps-well": Choice.GOING_WELL}
    assert kinds_by_choice(said, Provenance.OWN_CHOICES) == {Provision.FRIENDS_AND_COMMUNITY}
    assert kinds_by_choice(said, Provenance.PROXY) == frozenset()
    assert kinds_by_choice(said, Provenance.NOT_OBTAINED) == frozenset()


# --- periods ------------------------------------------------------------------------------------


def test_only_what_is_over_is_offered() -> None:
    keys = [each.key for each in offer_periods(TODAY)]
    assert keys[:4] == ["2025-26", "2024-25", "2023-24", "2026-q3"]
    assert all(each.last < TODAY for each in offer_periods(TODAY))
    assert find_period("2026-q4", TODAY) is None
    assert find_period("2025-26", TODAY) == YEAR
    assert find_period("2026-q3", TODAY) == QUARTER
    assert QUARTER.overlaps(YEAR)
    assert not YEAR.overlaps(quarter_period(TODAY))


# --- counting -----------------------------------------------------------------------------------


def test_a_child_counts_once_a_kind() -> None:
    kind = Provision.TRANSPORT
    people = gather([asked(1, kind), asked(1, kind), asked(1, Provision.OTHER)], QUARTER)
    assert count(people)[Cell(KIND, kind)] == 1
    assert count(people)[Cell(ALL)] == 2
    assert count(people)[Cell(AGE, kind, "5-10")] == 1


def test_what_the_record_does_not_say_is_counted_as_not_known() -> None:
    one = Asked(UUID(int=1), Provision.OTHER, None, None)
    other = Asked(UUID(int=2), Provision.OTHER, "XYZ", BORN[4])
    people = gather([one, other], QUARTER)
    assert set(people) == {
        Cell(ALL),
        Cell(KIND, "other"),
        Cell(NEED, "other", "unknown"),
        Cell(NEED, "other", "OTH"),
        Cell(AGE, "other", "unknown"),
        Cell(AGE, "other", "19-25"),
    }


@given(asks)
def test_both_tables_add_up_to_the_totals(found: list[Asked]) -> None:
    counts = count(gather(found, QUARTER))
    assert counts.get(Cell(ALL), 0) == sum(n for c, n in counts.items() if c.table == KIND)
    for kind in Provision:
        for table in (NEED, AGE):
            parts = sum(n for c, n in counts.items() if (c.table, c.kind) == (table, kind))
            assert parts == counts.get(Cell(KIND, kind), 0)


# --- what is shown ------------------------------------------------------------------------------


@given(asks)
def test_the_adversary_finds_no_small_number(found: list[Asked]) -> None:
    counts = count(gather(found, QUARTER))
    shown = protect_counts(counts, LIMITS)
    assert all(number >= LIMITS.few for number in shown.values())
    small = {cell: n for cell, n in solve(counts, shown).items() if n < LIMITS.few}
    assert small == {}


@given(asks)
def test_a_row_with_a_shown_total_leaves_enough_untold(found: list[Asked]) -> None:
    counts = count(gather(found, QUARTER))
    shown = protect_counts(counts, LIMITS)
    for cell in shown:
        if cell.table == KIND:
            for table in (NEED, AGE):
                told = sum(
                    n for each, n in shown.items() if (each.table, each.kind) == (table, cell.kind)
                )
                assert shown[cell] - told == 0 or shown[cell] - told >= LIMITS.few


def test_a_planted_weakness_is_found() -> None:
    """Hiding small numbers alone, without those that protect them."""
    kind = Provision.EQUIPMENT
    found = many(1, 3, kind, "HI") + many(10, 20, kind) + many(40, 9, Provision.OTHER)
    counts = count(gather(found, QUARTER))
    weak = {cell: n for cell, n in counts.items() if n >= LIMITS.few}
    assert solve(counts, weak) == {Cell(NEED, kind, "HI"): 3}
    assert solve(counts, protect_counts(counts, LIMITS)) == {}


def test_who_knows_the_rules_learns_no_small_number_either() -> None:
    """Every release of two kinds by two needs, as it looks; behind each look there is more than
    one possible number in every place where it is small."""
    kinds, needs, most = ("transport", "other"), ("ASD", "HI"), 9
    alike: dict[tuple[object, ...], list[tuple[int, ...]]] = {}
    for numbers in product(range(most), repeat=4):
        counts: Counter[Cell] = Counter()
        for (kind, need), number in zip(product(kinds, needs), numbers, strict=True):
            for cell in (
                Cell(NEED, kind, need),
                Cell(AGE, kind, "0-4"),
                Cell(KIND, kind),
                Cell(ALL),
            ):
                counts[cell] += number
        shown = protect_counts(counts, LIMITS)
        alike.setdefault(tuple(sorted(shown.items())), []).append(numbers)
    for same in alike.values():
        if any(max(numbers) == most - 1 for numbers in same):
            continue  # its look-alikes may lie beyond what was tried
        for place in range(4):
            told = {numbers[place] for numbers in same}
            assert len(told) > 1 or not 0 < told.pop() < LIMITS.few, same


def test_too_few_in_all_shows_nothing() -> None:
    counts = count(gather(many(1, 4, Provision.OTHER), QUARTER))
    assert protect_counts(counts, LIMITS) == {}


# --- rule 5 -------------------------------------------------------------------------------------


def earlier_of(found: list[Asked]) -> Earlier:
    people = gather(found, QUARTER)
    return Earlier(protect_counts(count(people), LIMITS), people)


def test_a_later_number_never_differs_by_a_few_people() -> None:
    kind = Provision.TRANSPORT
    quarter = many(1, 20, kind)
    for more, near in ((0, False), (1, True), (9, True), (10, False)):
        people = gather(quarter + many(100, more, kind), YEAR)
        found = list_too_near(people, [earlier_of(quarter)], LIMITS)
        assert (Cell(KIND, kind) in found) is near, more
        assert not near or not take_snapshot(people, [earlier_of(quarter)], YEAR, LIMITS).figures


def test_several_earlier_releases_are_taken_together() -> None:
    """Neither quarter alone is near the year, but both together are."""
    kind = Provision.TRANSPORT
    first, second = many(1, 20, kind), many(50, 20, kind)
    people = gather(first + second + many(100, 4, kind), YEAR)
    assert not list_too_near(people, [earlier_of(first)], LIMITS)
    found = list_too_near(people, [earlier_of(first), earlier_of(second)], LIMITS)
    assert Cell(KIND, kind) in found


def test_what_the_earlier_release_hid_cannot_be_compared() -> None:
    kind = Provision.TRANSPORT
    people = gather(many(1, 12, kind), YEAR)
    assert not list_too_near(people, [earlier_of(many(1, 4, kind))], LIMITS)


def test_other_people_of_the_same_number_are_not_the_same() -> None:
    """20 and then another 20, of whom 3 are the same: 17 left and 17 came."""
    kind = Provision.TRANSPORT
    people = gather(many(18, 20, kind), YEAR)
    assert not list_too_near(people, [earlier_of(many(1, 20, kind))], LIMITS)
    people = gather(many(4, 20, kind), YEAR)
    assert list_too_near(people, [earlier_of(many(1, 20, kind))], LIMITS)


@given(asks, asks)
def test_what_a_year_shows_is_far_enough_from_its_quarter(a: list[Asked], b: list[Asked]) -> None:
    quarter = earlier_of(a)
    year = take_snapshot(gather(a + b, YEAR), [quarter], YEAR, LIMITS)
    for cell, number in year.figures.items():
        difference = number - quarter.figures.get(cell, number)
        assert difference == 0 or difference >= LIMITS.difference
    people = gather(a + b, YEAR)
    solved = solve(count(people), year.figures)
    assert not {cell for cell, number in solved.items() if number < LIMITS.few}
    assert not solved.keys() & list_too_near(people, [quarter], LIMITS)


# --- as it is kept ------------------------------------------------------------------------------


@given(asks)
def test_a_snapshot_is_read_as_it_was_written(found: list[Asked]) -> None:
    snapshot = take_snapshot(gather(found, QUARTER), [], QUARTER, LIMITS)
    assert read_snapshot(write_snapshot(snapshot)) == snapshot


@pytest.mark.parametrize(("table", "groups"), [(NEED, NEEDS), (AGE, AGES)])
def test_hidden_and_nobody_are_the_same(table: str, groups: tuple[str, ...]) -> None:
    kind = Provision.SHORT_BREAKS
    found = many(1, 3, kind, "HI", 0) + many(10, 8, kind) + many(30, 30, kind, "SEMH", 2)
    snapshot = take_snapshot(gather(found, QUARTER), [], QUARTER, LIMITS)
    shown = [snapshot.shown(table, kind, group) for group in groups]
    assert set(shown) == {None, 30}
    assert snapshot.shown(KIND, kind) == 41
    assert snapshot.shown(ALL) == 41
