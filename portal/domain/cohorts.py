"""Whom a cohort rule covers, told from the facts of a child's record; and a pasted list read."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.domain.waves import UNKNOWN, CohortRule, FactKind, find_age_band

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


_NOT_OBTAINED = "NOBT"
"""The return's code for an ethnicity that nobody has asked about yet."""


class Stage(StrEnum):
    """Where a plan is in its course: what a family has just been through."""

    NEW_PLAN = "new_plan"
    REVIEW = "review"
    LATER = "later"


_REVIEW_LASTS = timedelta(weeks=12)
_NEW_FOR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class CohortFacts:
    """What is asked of a child's record; None where the record does not say."""

    birth_date: date | None
    year_group: int | None
    setting_type: str | None
    need: str | None
    language: str | None
    ethnicity: str | None = None
    plan_began: date | None = None
    review_meeting: date | None = None

    def value(self, kind: FactKind, today: date) -> str:
        """The value of this kind; ``UNKNOWN`` where the record has none."""
        match kind:
            case FactKind.PHASE:
                return find_phase(self.year_group)
            case FactKind.YEAR_GROUP:
                return UNKNOWN if self.year_group is None else str(self.year_group)
            case FactKind.AGE_BAND:
                return find_age_band(self.birth_date, today)
            case FactKind.SETTING_TYPE:
                return self.setting_type or UNKNOWN
            case FactKind.NEED:
                return self.need or UNKNOWN
            case FactKind.LANGUAGE:
                return self.language or UNKNOWN
            case FactKind.ETHNICITY:
                known = self.ethnicity != _NOT_OBTAINED
                return self.ethnicity if self.ethnicity and known else UNKNOWN
            case FactKind.STAGE:
                return find_stage(self.plan_began, self.review_meeting, today)


def find_phase(year_group: int | None) -> str:
    """The key stage of a National Curriculum year (0 is Reception), else ``UNKNOWN``.

    Source: Education Act 2002 s.82 for the key stages; years 12 to 14 are "post-16".
    """
    if year_group is None:
        return UNKNOWN
    return next((name for last, name in _PHASES if year_group <= last), UNKNOWN)


def find_stage(plan_began: date | None, review_meeting: date | None, today: date) -> str:
    """A ``Stage``, else ``UNKNOWN``. A review lasts to the twelfth week after its meeting, the last
    lawful day of an amended plan (SEND Regulations 2014, reg 20(10) and reg 22(3) and (4)); a plan
    is new in its first year, before its first review is due."""
    if review_meeting is not None and review_meeting <= today <= review_meeting + _REVIEW_LASTS:
        return Stage.REVIEW
    if plan_began is None:
        return UNKNOWN
    return Stage.NEW_PLAN if today < plan_began + _NEW_FOR else Stage.LATER


def is_covered(rule: CohortRule, facts: CohortFacts, today: date) -> bool:
    """Whether a child with these facts meets every filter of the rule."""
    return all(facts.value(FactKind(each.kind), today) in each.values for each in rule.filters)


def read_caserefs(text: str) -> tuple[str, ...]:
    """The case references in a pasted list, one a line or with commas, as typed and in order."""
    return tuple(part for part in (each.strip() for each in re.split(r"[,;\r\n\t]+", text)) if part)


def find_doubled(caserefs: Sequence[str]) -> tuple[str, ...]:
    """Those that stand in the list more than once, each once, in the order of the list."""
    return tuple(caseref for caseref, count in Counter(caserefs).items() if count > 1)
