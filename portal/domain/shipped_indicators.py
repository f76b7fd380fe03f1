"""The indicators that the council's Written Statement of Action promises, and the numbers in it.

Data that a council changes: an indicator is added once and never written over. A number stands here
only where the document gives it with its time; all others are not known and are typed in. Of those
who are not in education, employment or training the document gives two shares that do not fit
together, so neither is taken.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portal.domain.indicator_numbers import Number
from portal.domain.indicators import Better, Definition, EntryKind, GoalRule, Origin, Unit
from portal.domain.measures import MEASURES, Respondent

DOCUMENT = "Written Statement of Action"
UPDATE = "Written Statement of Action, progress of October to November 2020"
WHY = "The council promised it in its Written Statement of Action."
"""The reason kept with an indicator that came with the portal."""


@dataclass(frozen=True, slots=True)
class ShippedIndicator:
    """``part_of`` is the key of the indicator that counts the whole."""

    definition: Definition
    part_of: str = ""
    numbers: tuple[Number, ...] = ()


def _number(
    kind: EntryKind,
    first: date,
    last: date,
    value: int,
    source: str,
    base: int | None = None,
    note: str = "",
) -> Number:
    return Number(kind, first, last, Decimal(value), base, source, "", note)


def _clock(
    name: str, meaning: str, series: str, *numbers: Number, goal: GoalRule = GoalRule.TARGET
) -> ShippedIndicator:
    definition = Definition(name, meaning, Unit.PERCENT, Origin.CLOCK, series, goal=goal)
    return ShippedIndicator(definition, numbers=numbers)


def _typed(
    name: str,
    meaning: str = "",
    *numbers: Number,
    unit: Unit = Unit.COUNT,
    better: Better = Better.HIGHER,
    goal: GoalRule = GoalRule.TARGET,
    part_of: str = "",
) -> ShippedIndicator:
    definition = Definition(name, meaning, unit, Origin.TYPED, better=better, goal=goal)
    return ShippedIndicator(definition, part_of, numbers)


_OCTOBER = (date(2020, 10, 1), date(2020, 10, 31))
_UPDATED = (date(2020, 10, 1), date(2020, 11, 30))
_RETURN_2019 = (date(2019, 1, 1), date(2019, 12, 31))
_ENGLAND = _number(
    EntryKind.NATIONAL, *_UPDATED, 60, UPDATE, note="The document does not say of which year."
)
_STRICT = "Of the plans issued, those that came within 20 weeks. A late plan stays in as late."
_EXCUSED = "The same, with late plans that had a lawful exception left out."
_WHO = {
    Respondent.PARENT_OR_CARER: "Parents and carers who agree: “{}”",
    Respondent.SETTING: "Schools, colleges and nurseries that agree: “{}”",
}

_BASELINE = GoalRule.BASELINE

SHIPPED_INDICATORS: Mapping[str, ShippedIndicator] = {
    "new-plans-month": _clock(
        "New plans within 20 weeks, in the month",
        _STRICT,
        "new-plans:month",
        _number(
            EntryKind.FIGURE,
            *_OCTOBER,
            70,
            UPDATE,
            note="With 18 exceptions. The document does not say if they are counted in the share.",
        ),
        _ENGLAND,
        goal=GoalRule.NATIONAL,
    ),
    "new-plans-year": _clock(
        "New plans within 20 weeks, in the year so far",
        _STRICT,
        "new-plans:year",
        _number(EntryKind.FIGURE, date(2020, 1, 1), _OCTOBER[1], 76, UPDATE, base=170),
        _ENGLAND,
        goal=GoalRule.NATIONAL,
    ),
    "new-plans-excused-month": _clock(
        "New plans within 20 weeks without lawful exceptions, in the month",
        _EXCUSED,
        "new-plans-without-exceptions:month",
        goal=GoalRule.NATIONAL,
    ),
    "new-plans-excused-year": _clock(
        "New plans within 20 weeks without lawful exceptions, in the year so far",
        _EXCUSED,
        "new-plans-without-exceptions:year",
        goal=GoalRule.NATIONAL,
    ),
    "plan-quality": _typed(
        "New plans that meet the quality standard",
        "Of the new plans looked at, those that meet it. To be compared with January 2020.",
        unit=Unit.PERCENT,
        goal=_BASELINE,
    ),
    "reviews-secondary": _clock(
        "Plans reviewed in time: move to secondary school, in the year so far",
        "Of the plans due to be reviewed and changed by 14 February, those that were.",
        "reviews-secondary-transfer:year",
    ),
    "reviews-post16": _clock(
        "Plans reviewed in time: move after 16, in the year so far",
        "Of the plans due to be reviewed and changed by 30 March, those that were.",
        "reviews-post16-transfer:year",
    ),
    "reviews-others": _clock(
        "Plans reviewed in time: all others, in the year so far",
        "Of the reviews that had to end in this time, those decided within 12 months.",
        "reviews-all-others:year",
    ),
    "amended-plans": _clock(
        "Amended plans final within 12 weeks, in the year so far",
        "Of the decisions to change a plan whose 12 weeks ended, those with a final plan by then.",
        "amended-plans:year",
    ),
    "complaints": _typed(
        "Complaints", "In the year. They are to fall.", better=Better.LOWER, goal=_BASELINE
    ),
    "complaints-upheld": _typed(
        "Complaints that were upheld",
        "In the year. They are to fall.",
        better=Better.LOWER,
        goal=_BASELINE,
        part_of="complaints",
    ),
    "appeals": _typed(
        "Appeals to the Tribunal",
        "In the year. They are to fall, against 2018.",
        better=Better.LOWER,
        goal=_BASELINE,
    ),
    "appeals-upheld": _typed(
        "Appeals that were upheld",
        "In the year. They are to fall, against 2018.",
        better=Better.LOWER,
        goal=_BASELINE,
        part_of="appeals",
    ),
    "list-placement": _typed(
        "Children and young people whose placement we know", "Of all plans.", unit=Unit.PERCENT
    ),
    "list-last-review": _typed(
        "Plans whose last review we know", "Of all plans.", unit=Unit.PERCENT
    ),
    "list-next-review": _typed(
        "Plans whose next review has a date", "Of all plans.", unit=Unit.PERCENT
    ),
    "list-welfare-visit": _typed(
        "Children and young people whose last welfare visit we know",
        "Of those in residential places, out of the area or educated at home.",
        unit=Unit.PERCENT,
    ),
    "list-awaiting": _typed(
        "Children and young people waiting for specialist provision", better=Better.LOWER
    ),
    "list-missing": _typed("Children and young people missing education", better=Better.LOWER),
    "visits": _typed(
        "Out-of-area placements visited in the year",
        "Of all placements out of the area.",
        _number(EntryKind.TARGET, *_UPDATED, 100, DOCUMENT),
        unit=Unit.PERCENT,
    ),
    "forum-all": ShippedIndicator(
        Definition(
            "Members of the Parent Carer Forum",
            "Compared with January 2019.",
            origin=Origin.FORUM,
            series="together",
            goal=_BASELINE,
        )
    ),
    "forum-mainstream": ShippedIndicator(
        Definition(
            "Members of the Parent Carer Forum with a child in a mainstream setting",
            "Compared with January 2019.",
            origin=Origin.FORUM,
            series="mainstream",
            goal=_BASELINE,
        ),
        part_of="forum-all",
    ),
    "internships": _typed(
        "Supported internships",
        "To grow from the return of 2019.",
        _number(EntryKind.BASELINE, *_RETURN_2019, 24, DOCUMENT, note="SEN2 return of 2019"),
        goal=_BASELINE,
    ),
    "apprentices": _typed(
        "Apprentices with a plan",
        "To grow from the return of 2019.",
        _number(EntryKind.BASELINE, *_RETURN_2019, 19, DOCUMENT, note="SEN2 return of 2019"),
        goal=_BASELINE,
    ),
    "not-in-education": _typed(
        "Young people of 16 to 25 not in education, employment or training",
        "The document gives two shares that do not fit together, so neither is taken.",
        unit=Unit.PERCENT,
        better=Better.LOWER,
    ),
    **{
        measure.key: ShippedIndicator(
            Definition(
                _WHO[measure.respondent].format(measure.current.statement),
                "Of those who gave a view in the latest report that shows it.",
                Unit.PERCENT,
                Origin.WAVE,
                measure.key,
                goal=_BASELINE,
            )
        )
        for measure in MEASURES
        if measure.respondent in _WHO
    },
}
