"""Whom a cohort rule covers, told from the facts of a child's record; and a pasted list read."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portal.domain.waves import UNKNOWN, CohortRule, FilterKind, find_age_band

SAMPLE = 10
"""So many cases are shown to the officer before a wave opens."""

_PHASES = (
    (0, "early_years"),
    (2, "key_stage_1"),
    (6, "key_stage_2"),
    (9, "key_stage_3"),
    (11, "key_stage_4"),
    (14, "post_16"),
)
PHASES = tuple(name for _, name in _PHASES)


@dataclass(frozen=True, slots=True)
class CohortFacts:
    """What the filters ask of a child's record; None where the record does not say."""

    birth_date: date | None
    year_group: int | None
    setting_type: str | None
    need: str | None
    language: str | None

    def value(self, kind: FilterKind, today: date) -> str:
        """The value that this kind of filter looks at; ``UNKNOWN`` where there is none."""
        match kind:
            case FilterKind.PHASE:
                return find_phase(self.year_group)
            case FilterKind.YEAR_GROUP:
                return UNKNOWN if self.year_group is None else str(self.year_group)
            case FilterKind.AGE_BAND:
                return find_age_band(self.birth_date, today)
            case FilterKind.SETTING_TYPE:
                return self.setting_type or UNKNOWN
            case FilterKind.NEED:
                return self.need or UNKNOWN
            case FilterKind.LANGUAGE:
                return self.language or UNKNOWN


def find_phase(year_group: int | None) -> str:
    """The key stage of a National Curriculum year (0 is Reception), else ``UNKNOWN``.

    Source: Education Act 2002 s.82 for the key stages; years 12 to 14 are "post-16".
    """
    if year_group is None:
        return UNKNOWN
    return next((name for last, name in _PHASES if year_group <= last), UNKNOWN)


def is_covered(rule: CohortRule, facts: CohortFacts, today: date) -> bool:
    """Whether a child with these facts meets every filter of the rule."""
    return all(facts.value(each.kind, today) in each.values for each in rule.filters)


def read_caserefs(text: str) -> tuple[str, ...]:
    """The case references in a pasted list, one a line or with commas, as typed and in order."""
    return tuple(part for part in (each.strip() for each in re.split(r"[,;\r\n\t]+", text)) if part)


def find_doubled(caserefs: Sequence[str]) -> tuple[str, ...]:
    """Those that stand in the list more than once, each once, in the order of the list."""
    return tuple(caseref for caseref, count in Counter(caserefs).items() if count > 1)
