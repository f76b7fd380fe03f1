"""The one way in which a release is written down.

The canonical JSON holds nothing but what the wave, the rules and the moderation desk decide: no
number, no time, no person. So it can be made again from the stored wave, and the same wave gives
the same bytes.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from portal.domain.answer_options import ChosenFigure, ChosenOption
from portal.domain.corrections import Correction
from portal.domain.figures import Figure, Hidden, ProtectedSnapshot, Thresholds
from portal.domain.measures import Respondent
from portal.domain.reach import ShownReach
from portal.domain.release_words import ReleasedWords, ShownQuotation, ShownTheme
from portal.domain.releases import Comparison, MeasureAsked, Snapshot, WaveFacts
from portal.domain.statistics import AskedAs, Direction, NotComparable, Share
from portal.domain.waves import CohortFilter, CohortKind, CohortRule, FilterKind


def write_canonical_json(snapshot: Snapshot) -> str:
    """The snapshot as JSON: keys in order, no spaces, days as ISO dates, letters as they are."""
    content = asdict(snapshot)
    del content["wave"]["cohort"]["caserefs"]  # a list names people
    return json.dumps(
        content,
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
        default=date.isoformat,
    )


def read_canonical_json(text: str) -> Snapshot:
    """The snapshot that was written. Raises KeyError or ValueError on anything else."""
    raw = json.loads(text)
    protected = raw["protected"]
    return Snapshot(
        wave=_read_wave(raw["wave"]),
        protected=ProtectedSnapshot(
            **{
                **protected,
                "thresholds": Thresholds(**protected["thresholds"]),
                "figures": tuple(_read_figure(figure) for figure in protected["figures"]),
            }
        ),
        comparisons=_read_comparisons(raw["comparisons"]),
        # What follows was not in the first releases.
        previous=_read_comparisons(raw.get("previous", {})),
        reach={
            kind: tuple(ShownReach(**row) for row in rows)
            for kind, rows in raw.get("reach", {}).items()
        },
        chosen=tuple(
            ChosenFigure(
                **{**each, "options": tuple(ChosenOption(**option) for option in each["options"])}
            )
            for each in raw.get("chosen", ())
        ),
        words=_read_words(raw.get("words")),
    )


def _read_comparisons(raw: Mapping[str, Any]) -> dict[str, Comparison]:
    return {
        measure: Comparison(
            _read_outcome(comparison["outcome"]),
            comparison["baseline"],
            _read_share(comparison["share"]),
            {
                dimension: {group: Direction(each) for group, each in groups.items()}
                for dimension, groups in comparison.get("groups", {}).items()
            },
        )
        for measure, comparison in raw.items()
    }


def _read_words(raw: Mapping[str, Any] | None) -> ReleasedWords:
    if raw is None:
        return ReleasedWords()
    return ReleasedWords(
        raw["texts"],
        tuple(ShownTheme(**theme) for theme in raw["themes"]),
        tuple(
            ShownQuotation(each["statement"], each["words"], tuple(each["themes"]))
            for each in raw["quotations"]
        ),
    )


def _read_wave(raw: Mapping[str, Any]) -> WaveFacts:
    cohort = raw["cohort"]
    return WaveFacts(
        title=raw["title"],
        cohort=CohortRule(
            CohortKind(cohort["kind"]),
            date.fromisoformat(cohort["first"]),
            date.fromisoformat(cohort["last"]),
            tuple(
                CohortFilter(FilterKind(each["kind"]), tuple(each["values"]))
                for each in cohort.get("filters", ())
            ),
        ),
        version=raw["version"],
        closes_on=date.fromisoformat(raw["closes_on"]),
        corrections=tuple(
            Correction(**{**each, "on": date.fromisoformat(each["on"])})
            for each in raw.get("corrections", ())
        ),
        measures=tuple(
            MeasureAsked(
                asked["measure"],
                asked["statement"],
                AskedAs(
                    asked["asked_as"]["wording"],
                    tuple(asked["asked_as"]["options"]),
                    asked["asked_as"]["cohort_rule"],
                ),
            )
            for asked in raw["measures"]
        ),
        not_asked=tuple(raw["not_asked"]),
        joined=tuple(raw.get("joined", ())),
        groups=tuple(raw.get("groups", ())),
        respondent=Respondent(raw.get("respondent", Respondent.PARENT_OR_CARER)),
    )


def _read_figure(raw: Mapping[str, Any]) -> Figure:
    return Figure(
        **{
            **raw,
            "hidden": raw["hidden"] and Hidden(raw["hidden"]),
            "share": _read_share(raw["share"]),
            # The first version of the rules named hidden groups; now they are left out.
            "breakdowns": {
                dimension: {group: Share(**share) for group, share in groups.items() if share}
                for dimension, groups in raw["breakdowns"].items()
            },
        }
    )


def _read_share(raw: Mapping[str, int] | None) -> Share | None:
    return Share(**raw) if raw else None


def _read_outcome(raw: str) -> Direction | NotComparable:
    return Direction(raw) if raw in set(Direction) else NotComparable(raw)
