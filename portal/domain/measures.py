"""The bank of measures: what the council promised to ask, under keys that never change.

The statements stand here and not in the translation catalogue because a survey's wording is data:
it freezes with the wave that asked it, in every language, and a changed wording is a new number
whose figures cannot be compared with the old one's.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class Respondent(StrEnum):
    """Whose experience a measure is about; one wave asks one kind of respondent."""

    PARENT_OR_CARER = "parent_or_carer"
    SETTING = "setting"
    CHILD = "child"
    YOUNG_PERSON = "young_person"


class Agreement(StrEnum):
    """The agree scale, in the order in which it is shown.

    ``CANT_SAY`` leaves the denominator of a share and is reported beside it.
    """

    STRONGLY_AGREE = "strongly_agree"
    AGREE = "agree"
    NEITHER = "neither"
    DISAGREE = "disagree"
    STRONGLY_DISAGREE = "strongly_disagree"
    CANT_SAY = "cant_say"


AGREEING = frozenset({Agreement.STRONGLY_AGREE, Agreement.AGREE})


@dataclass(frozen=True, slots=True)
class Wording:
    """One way in which a measure has been asked. Two numbers are never compared with each other."""

    number: int
    statement: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """One stable question. ``wordings`` runs from the first asked to the one in use today."""

    key: str
    respondent: Respondent
    wordings: tuple[Wording, ...]

    @property
    def current(self) -> Wording:
        return self.wordings[-1]


def _measure(key: str, respondent: Respondent, *statements: str, hint: str = "") -> Measure:
    wordings = (Wording(number, text, hint) for number, text in enumerate(statements, start=1))
    return Measure(key, respondent, tuple(wordings))


_FAMILY = Respondent.PARENT_OR_CARER
_SETTING = Respondent.SETTING

MEASURES: tuple[Measure, ...] = (
    _measure("plan.involved", _FAMILY, "I was fully involved in making the plan."),
    _measure(
        "plan.communication",
        _FAMILY,
        # Asked in the wave of September 2020; the target has been "good" since.
        "Communication was satisfactory all the way through.",
        "Communication was good all the way through.",
    ),
    _measure(
        "plan.needs",
        _FAMILY,
        "The plan describes my child’s or young person’s needs accurately.",
    ),
    _measure(
        "plan.outcomes",
        _FAMILY,
        "The outcomes in the plan are good.",
        hint="Outcomes are what the plan wants to help your child or young person to do.",
    ),
    _measure(
        "plan.provision",
        _FAMILY,
        "The help in the plan would meet my child’s or young person’s needs.",
    ),
    _measure("review.involved", _FAMILY, "I was fully involved in the review."),
    _measure("review.satisfied", _FAMILY, "I am satisfied with the outcome of the review."),
    _measure(
        "review.adulthood",
        _FAMILY,
        "I was fully involved in planning for adult life.",
        hint="Only for Year 9 and above. If that is not you, leave this one out.",
    ),
    _measure("setting.needs", _SETTING, "The plan describes needs accurately."),
    _measure("setting.outcomes", _SETTING, "The outcomes in the plan are clear."),
    _measure(
        "setting.access",
        _SETTING,
        "The plan improves access to teaching, learning and progress.",
    ),
)

_BY_KEY = {measure.key: measure for measure in MEASURES}


def find_measure(key: str) -> Measure | None:
    """The measure of this key, or None where the bank has none."""
    return _BY_KEY.get(key)


def measures_left_out(asked: Collection[str]) -> tuple[str, ...]:
    """Measures of the families of measures asked (``plan``, ``review``) that were not asked."""
    families = {key.partition(".")[0] for key in asked}
    return tuple(
        measure.key
        for measure in MEASURES
        if measure.key.partition(".")[0] in families and measure.key not in asked
    )
