"""Disclosure control: the one engine between plain counts and anything that people read.

Rules 1 to 5 and 7 of numbers; rule 6, of words, is ``portal.domain.moderation``, and what earlier
releases add to what a reader knows is ``portal.domain.differencing``. A reader is taken to know
these rules, every total and every figure shown. These properties keep hidden cells from being
worked out; the adversaries in ``tests/domain`` try them:

- what is hidden looks alike: a cell hidden for its own sake and one hidden to protect it carry the
  same mark, and the rule treats all cells alike, so any two hidden values could be swapped;
- hidden cells never all hold the same number, unless everything is hidden;
- what can be got by subtraction, all hidden cells taken together, is itself large enough to show;
- breakdowns of one measure that are put together give no group of 1 to 9 people either (rule 5);
- a hidden group is left out, just as one that nobody is in (rule 7).

What does follow from figures shown: ``answered`` less ``valid`` is how many gave no opinion. How
many of them said "can't say" and how many left the question out does not follow.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from portal.domain.differencing import find_small_group
from portal.domain.figures import (
    Figure,
    Hidden,
    MeasureCounts,
    ProtectedSnapshot,
    Thresholds,
    WaveCounts,
    join_measures,
    may_show_group,
    share_of,
)
from portal.domain.measures import Agreement
from portal.domain.statistics import Share

RULES_VERSION = "2"
"""Stored beside every release; a new number wherever the rules below change."""


def protect(
    wave: WaveCounts, thresholds: Thresholds, *, held: Sequence[WaveCounts] = ()
) -> ProtectedSnapshot:
    """What may be shown of a wave.

    ``held`` are earlier waves with only those measures that still wait for this one: their figures
    are pooled with this wave's, and neither wave's own are ever shown.
    """
    too_few = wave.answered < thresholds.few
    hidden_modes = set(wave.modes) if too_few else hidden_counts(wave.modes, thresholds)
    return ProtectedSnapshot(
        rules_version=RULES_VERSION,
        thresholds=thresholds,
        asked=wave.asked,
        answered=None if too_few else wave.answered,
        modes={mode: None if mode in hidden_modes else n for mode, n in wave.modes.items()},
        figures=tuple(
            _protect_measure(_pool(measure, wave, held), thresholds) for measure in wave.measures
        ),
    )


def hidden_counts(
    counts: Mapping[str, int], thresholds: Thresholds, *, as_well: Collection[str] = ()
) -> frozenset[str]:
    """Which cells of a row of counts with a known total of ``few`` or more are hidden.

    Counts of 1 to 4, those of ``as_well``, and then the next smallest, ties together, until the
    hidden ones differ and add up to ``few``. Nobody is a count that gives nobody away, so it is
    hidden only as a last resort.
    """
    hidden = {key for key, count in counts.items() if key in as_well or 0 < count < thresholds.few}
    while hidden and not _hides_counts([counts[key] for key in hidden], thresholds):
        rest = [count for key, count in counts.items() if key not in hidden and count > 0]
        if not rest:
            return frozenset(counts)
        hidden |= {key for key, count in counts.items() if count == min(rest)}
    return frozenset(hidden)


def hidden_groups(
    groups: Mapping[str, Share | None],
    thresholds: Thresholds,
    *,
    as_well: Collection[str] = (),
) -> frozenset[str]:
    """Which groups of a breakdown with a known total are hidden; None is a group of nobody.

    Those that rules 2 and 4 hide, those of ``as_well``, and then the smallest of the rest, ties
    together, until the hidden ones differ and would, taken together, pass rule 2 with nobody's
    side empty.
    """
    hidden = {
        key
        for key, share in groups.items()
        if key in as_well or not may_show_group(share, thresholds)
    }
    while hidden and not _hides_groups([groups[key] for key in hidden], thresholds):
        rest = [share.valid for key, share in groups.items() if share and key not in hidden]
        if not rest:
            return frozenset(groups)
        hidden |= {key for key, share in groups.items() if share and share.valid == min(rest)}
    return frozenset(hidden)


@dataclass(frozen=True, slots=True)
class _Pooled:
    measure: MeasureCounts
    asked: int
    answered: int
    waves: int


def _pool(measure: MeasureCounts, wave: WaveCounts, held: Sequence[WaveCounts]) -> _Pooled:
    parts = [(wave, measure)]
    for earlier in held:
        parts += [(earlier, m) for m in earlier.measures if m.measure == measure.measure]
    return _Pooled(
        join_measures([part for _, part in parts]),
        asked=sum(part.asked for part, _ in parts),
        answered=sum(part.answered for part, _ in parts),
        waves=len(parts),
    )


def _protect_measure(pooled: _Pooled, thresholds: Thresholds) -> Figure:
    key, counts = pooled.measure.measure, pooled.measure.counts
    share = share_of(counts)
    if share is None or share.valid < thresholds.few:
        return Figure(key, Hidden.TOO_FEW, waves=pooled.waves)
    if share.valid < thresholds.share:
        return Figure(
            key,
            Hidden.TOO_FEW_FOR_A_SHARE,
            asked=pooled.asked,
            answered=pooled.answered,
            waves=pooled.waves,
        )
    nearly_all_answered = 100 * pooled.answered >= thresholds.pooled_response * pooled.asked
    if nearly_all_answered and not may_show_group(share, thresholds):
        return Figure(key, Hidden.HELD_FOR_NEXT_WAVE, waves=pooled.waves)
    cant_say = counts.get(Agreement.CANT_SAY, 0)
    no_opinion = {"cant_say": cant_say, "blank": pooled.answered - share.valid - cant_say}
    hidden = hidden_counts(no_opinion, thresholds)
    return Figure(
        key,
        None,
        share=share,
        asked=pooled.asked,
        answered=pooled.answered,
        cant_say=None if "cant_say" in hidden else no_opinion["cant_say"],
        blank=None if "blank" in hidden else no_opinion["blank"],
        waves=pooled.waves,
        breakdowns=_protect_groups(pooled.measure, thresholds),
    )


def _protect_groups(measure: MeasureCounts, thresholds: Thresholds) -> dict[str, dict[str, Share]]:
    """The groups that may be shown, of those dimensions in which any may."""
    shares = {
        dimension: {group: share_of(counts) for group, counts in groups.items()}
        for dimension, groups in measure.breakdowns.items()
        # One group alone is the headline over again.
        if len(groups) > 1
    }
    hidden = {dimension: hidden_groups(groups, thresholds) for dimension, groups in shares.items()}

    def list_shown() -> dict[str, dict[str, Share]]:
        return {
            dimension: shown
            for dimension, groups in shares.items()
            if (
                shown := {
                    group: share
                    for group, share in groups.items()
                    if share and group not in hidden[dimension]
                }
            )
        }

    while few := find_small_group(measure, list_shown(), thresholds):
        # The wave's first groups matter most to it, so the last give way.
        dimension, shown = list(list_shown().items())[-1]
        place = measure.dimensions.index(dimension)
        meets = {groups[place] for groups in few} & shown.keys() or shown.keys()
        gives_way = min(meets, key=lambda group: (shown[group].valid, group))
        hidden[dimension] = hidden_groups(
            shares[dimension], thresholds, as_well=hidden[dimension] | {gives_way}
        )
    return list_shown()


def _hides_counts(counts: Sequence[int], thresholds: Thresholds) -> bool:
    return len(set(counts)) > 1 and sum(counts) >= thresholds.few


def _hides_groups(shares: Sequence[Share | None], thresholds: Thresholds) -> bool:
    cells = [(share.agree, share.valid - share.agree) if share else (0, 0) for share in shares]
    sides = list(zip(*cells, strict=True))
    return (
        all(sum(side) >= thresholds.few and len(set(side)) > 1 for side in sides)
        and sum(map(sum, sides)) >= thresholds.share
        and len({agree + other for agree, other in cells}) > 1
    )
