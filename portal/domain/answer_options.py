"""Questions whose answers are chosen: how many chose each, as anybody may see it."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.domain.disclosure import hidden_counts
from portal.domain.figures import Thresholds, may_show_group
from portal.domain.questions import Option, Question, QuestionKind
from portal.domain.statistics import Share


@dataclass(frozen=True, slots=True)
class ChosenOption:
    """``words`` as the survey showed them. ``number`` None stands for hidden."""

    words: str
    number: int | None


@dataclass(frozen=True, slots=True)
class ChosenFigure:
    """How many chose each option. ``answered`` is how many gave any answer, None for fewer than
    ``Thresholds.few``; with ``may_choose_several`` the numbers add up to more than that."""

    question: str
    statement: str
    may_choose_several: bool
    answered: int | None
    options: tuple[ChosenOption, ...]


def protect_options(
    question: Question, counts: Mapping[str, int], answered: int, thresholds: Thresholds
) -> ChosenFigure:
    """What may be shown of a question, options in its order.

    Under the base of a share no option is shown. Of those who may choose one only, the numbers add
    up to a known total, so small ones are hidden as in any such row; where several may be chosen,
    each option parts all who answered in two, and neither part may be of 1 to 4.
    """
    several = question.kind is QuestionKind.SEVERAL
    numbers = {option.key: counts.get(option.key, 0) for option in question.options}
    if answered < thresholds.share:
        hidden = frozenset(numbers)
    elif several:
        hidden = frozenset(
            key for key, n in numbers.items() if not _parts_safely(n, answered, thresholds)
        )
    else:
        hidden = hidden_counts(numbers, thresholds)
    return ChosenFigure(
        question.key,
        question.statement,
        several,
        None if answered < thresholds.few else answered,
        tuple(_option(option, numbers, hidden) for option in question.options),
    )


def _parts_safely(number: int, answered: int, thresholds: Thresholds) -> bool:
    return may_show_group(Share(number, answered), thresholds)


def _option(option: Option, numbers: Mapping[str, int], hidden: frozenset[str]) -> ChosenOption:
    return ChosenOption(option.words, None if option.key in hidden else numbers[option.key])
