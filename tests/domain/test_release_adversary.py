"""Nobody who keeps a whole year of releases works out a number that was never shown."""

import random
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from portal.domain import disclosure
from portal.domain.differencing import Shown, is_held_back
from portal.domain.disclosure import protect
from portal.domain.figures import (
    Figure,
    Hidden,
    MeasureCounts,
    Thresholds,
    WaveCounts,
    add_options,
    join_waves,
)
from portal.domain.statistics import Share
from tests.domain.release_adversary import GivenAway, Published, work_out

THRESHOLDS = Thresholds()
NEEDS = ("ASD", "SEMH", "SLCN")
AGES = {"primary": ("5-10",), "secondary": ("11-15", "16-25"), "college": ("16-25",)}


def random_wave(draw: random.Random) -> WaveCounts:
    """A month's answers: combinations of ten and more, as they are stored, or of nobody."""
    cells: dict[tuple[str, ...], dict[str, int]] = {}
    answered = 0
    for need in NEEDS[: draw.randint(1, 3)]:
        for phase, ages in AGES.items():
            for age in ages:
                if draw.random() < 0.6:
                    people = 10 + draw.choice((0, 0, 1, 4, 15, 40))
                    silent = draw.choice((0, 0, 0, 1, 3, 8))
                    agree = draw.choice((0, 1, 3, (people - silent) // 2, people - silent))
                    agree = min(agree, people - silent)
                    answered += people
                    cells[(need, phase, age)] = {
                        "agree": agree,
                        "disagree": people - silent - agree,
                        "cant_say": silent,
                    }
    if answered == 0:
        few = draw.randint(0, 14)
        agree = draw.randint(0, few)
        answered = few
        cells[("", "", "")] = {"agree": agree, "disagree": few - agree}
    measure = MeasureCounts(
        "plan.needs", add_options(cells.values()), ("need", "phase", "age_band"), cells
    )
    return WaveCounts(
        draw.choice((answered, answered + 3, 3 * answered)), {"portal": answered}, (measure,)
    )


@dataclass
class Desk:
    """Releases a series month by month under the rules, as the participation team would."""

    waves: dict[Hashable, WaveCounts] = field(default_factory=dict)
    published: list[Published] = field(default_factory=list)
    joins: bool = True
    _months: list[Hashable] = field(default_factory=list)
    _held: list[Hashable] = field(default_factory=list)

    @property
    def counted(self) -> dict[Hashable, MeasureCounts]:
        return {wave: counts.measures[0] for wave, counts in self.waves.items()}

    def close(self, month: Hashable, counts: WaveCounts) -> None:
        self.waves[month] = counts
        self._months.append(month)
        joined = join_waves([self.waves[each] for each in self._months])
        if self.joins and joined.answered < THRESHOLDS.difference:
            return
        held = [self.waves[each] for each in self._held]
        figure = protect(joined, THRESHOLDS, held=held).figures[0]
        self.publish((*self._held, *self._months), figure)
        waits = figure.hidden is Hidden.HELD_FOR_NEXT_WAVE
        self._held = [*self._held, *self._months] if waits else []
        self._months = []

    def publish(self, waves: tuple[Hashable, ...], figure: Figure) -> None:
        """Unless what came before would tell too much with it."""
        shown = [Shown(each.waves, each.figure) for each in self.published]
        if not is_held_back(self.counted, [*shown, Shown(waves, figure)], THRESHOLDS):
            self.published.append(Published(waves, figure))

    def publish_together(self, *months: Hashable) -> None:
        """A report over several months at once, whatever was released of them before."""
        joined = join_waves([self.waves[month] for month in months])
        if joined.answered:
            self.publish(months, protect(joined, THRESHOLDS).figures[0])

    def worked_out(self) -> list[GivenAway]:
        return work_out(self.published, self.counted)


def desk_after(year: random.Random) -> Desk:
    desk = Desk()
    for month in range(1, 13):
        desk.close(month, random_wave(year))
        if month % 3 == 0:
            desk.publish_together(month - 2, month - 1, month)
    desk.publish_together(*range(1, 13))
    desk.publish_together(*range(1, 12))
    return desk


@settings(max_examples=12, phases=[Phase.generate])
@given(st.integers(0, 2**32))
def test_a_year_of_releases_gives_nothing_away(seed: int) -> None:
    assert desk_after(random.Random(seed)).worked_out() == []


def test_a_year_of_releases_shows_a_good_deal() -> None:
    """Nothing would be given away either if nothing were ever shown."""
    figures = [
        each.figure for seed in range(4) for each in desk_after(random.Random(seed)).published
    ]
    shown = [figure for figure in figures if figure.share]
    broken_down = [figure for figure in shown if figure.breakdowns]
    assert len(shown) > 40
    assert len(broken_down) > 12


# --- planted weaknesses --------------------------------------------------------------------------


def one_measure(cells: Mapping[tuple[str, ...], tuple[int, int]]) -> WaveCounts:
    options = {groups: {"agree": a, "disagree": b} for groups, (a, b) in cells.items()}
    measure = MeasureCounts(
        "plan.needs", add_options(options.values()), ("need", "phase", "age_band"), options
    )
    answered = sum(measure.counts.values())
    return WaveCounts(3 * answered, {"portal": answered}, (measure,))


OVERLAPPING = one_measure(
    {
        ("ASD", "primary", "5-10"): (40, 20),
        ("ASD", "secondary", "11-15"): (30, 30),
        ("ASD", "secondary", "16-25"): (4, 3),
        ("ASD", "college", "16-25"): (25, 20),
    }
)


def test_breakdowns_that_are_not_held_against_each_other_are_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = Desk()
    desk.close("May", OVERLAPPING)
    assert desk.worked_out() == []
    monkeypatch.setattr(disclosure, "find_small_group", lambda *_: None)
    monkeypatch.setattr("tests.domain.test_release_adversary.is_held_back", lambda *_: False)
    weak = Desk()
    weak.close("May", OVERLAPPING)
    assert GivenAway("May ('ASD', 'secondary', '16-25')", 4, 3) in weak.worked_out()


def test_a_single_hidden_group_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    wave = one_measure(
        {
            ("ASD", "primary", "5-10"): (40, 40),
            ("SEMH", "primary", "5-10"): (20, 22),
            ("SLCN", "primary", "5-10"): (12, 3),
        }
    )
    desk = Desk()
    desk.close("May", wave)
    assert desk.worked_out() == []

    def first_rules_only(
        groups: Mapping[str, Share | None], thresholds: Thresholds, **_: object
    ) -> frozenset[str]:
        return frozenset(
            name
            for name, share in groups.items()
            if share is None or min(share.agree, share.valid - share.agree) < thresholds.few
        )

    monkeypatch.setattr(disclosure, "hidden_groups", first_rules_only)
    monkeypatch.setattr(disclosure, "find_small_group", lambda *_: None)
    monkeypatch.setattr("tests.domain.test_release_adversary.is_held_back", lambda *_: False)
    weak = Desk()
    weak.close("May", wave)
    assert GivenAway("May need SLCN SLCN", 12, 3) in weak.worked_out()


def months(*sizes: int) -> dict[Hashable, WaveCounts]:
    return {
        number: one_measure({("", "", ""): (size // 2, size - size // 2)})
        for number, size in enumerate(sizes, start=1)
    }


def test_a_month_under_ten_that_is_not_joined_is_found_in_the_quarter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def quarter(*, joins: bool) -> Desk:
        desk = Desk(joins=joins)
        for month, wave in months(30, 24, 7).items():
            desk.close(month, wave)
        desk.publish_together(1, 2, 3)
        return desk

    assert quarter(joins=True).worked_out() == []
    assert quarter(joins=False).worked_out() == []  # the quarter is held back
    monkeypatch.setattr("tests.domain.test_release_adversary.is_held_back", lambda *_: False)
    assert GivenAway("3", 3, 4) in quarter(joins=False).worked_out()
