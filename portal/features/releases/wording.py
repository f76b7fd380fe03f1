"""What a release's keys say in words."""

from collections.abc import Mapping

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l

from portal.domain.figures import Hidden, Thresholds
from portal.domain.releases import Comparison
from portal.domain.statistics import Direction, NotComparable
from portal.domain.waves import GroupKind, Mode

MEASURES: Mapping[str, LazyString] = {
    "plan.involved": _l("Involved in making the plan"),
    "plan.communication": _l("Communication"),
    "plan.needs": _l("The plan describes needs"),
    "plan.outcomes": _l("The outcomes are good"),
    "plan.provision": _l("The help would meet needs"),
    "review.involved": _l("Involved in the review"),
    "review.satisfied": _l("Satisfied with the outcome"),
    "review.adulthood": _l("Planning for adult life"),
    "setting.needs": _l("The plan describes needs"),
    "setting.outcomes": _l("The outcomes are clear"),
    "setting.access": _l("The plan improves access"),
}


def measure_name(key: str) -> str:
    """A few words for a measure; the officer's own measures have none but their key."""
    return str(MEASURES.get(key, key))


MODES: Mapping[str, LazyString] = {
    Mode.PORTAL: _l("Answered online"),
    Mode.TELEPHONE: _l("Answered by telephone"),
    Mode.PAPER: _l("Answered on paper"),
}

DIMENSIONS: Mapping[str, LazyString] = {
    GroupKind.NEED: _l("By main need"),
    GroupKind.SETTING_TYPE: _l("By kind of school or setting"),
    GroupKind.AGE_BAND: _l("By age"),
    GroupKind.PHASE: _l("By key stage"),
    GroupKind.ETHNICITY: _l("By ethnicity"),
    GroupKind.LANGUAGE: _l("By language at home"),
}


DIRECTIONS: Mapping[Direction, LazyString] = {
    Direction.BETTER: _l("Better"),
    Direction.WORSE: _l("Worse"),
    Direction.NO_CLEAR_CHANGE: _l("No clear change"),
}


def hidden_reason(hidden: Hidden, thresholds: Thresholds) -> str:
    match hidden:
        case Hidden.TOO_FEW:
            return str(
                gettext("Hidden: fewer than %(few)d people gave an answer", few=thresholds.few)
            )
        case Hidden.TOO_FEW_FOR_A_SHARE:
            return str(
                gettext(
                    "Hidden: %(few)d to %(most)d people gave an answer. "
                    "We show a share from %(share)d",
                    few=thresholds.few,
                    most=thresholds.share - 1,
                    share=thresholds.share,
                )
            )
        case Hidden.HELD_FOR_NEXT_WAVE:
            return str(
                gettext(
                    "Waiting: nearly everyone we asked answered, so this figure could give "
                    "somebody away. We will show it together with the next survey"
                )
            )


def comparison_sentence(comparison: Comparison) -> str:
    baseline = comparison.baseline or ""
    percent = comparison.share.percent if comparison.share else 0
    match comparison.outcome:
        case Direction.BETTER:
            return str(
                gettext(
                    "Better than in %(baseline)s (%(percent)d %%)",
                    baseline=baseline,
                    percent=percent,
                )
            )
        case Direction.WORSE:
            return str(
                gettext(
                    "Worse than in %(baseline)s (%(percent)d %%)",
                    baseline=baseline,
                    percent=percent,
                )
            )
        case Direction.NO_CLEAR_CHANGE:
            return str(
                gettext(
                    "No clear change since %(baseline)s (%(percent)d %%)",
                    baseline=baseline,
                    percent=percent,
                )
            )
        case NotComparable.NO_EARLIER_FIGURE:
            return str(gettext("No earlier figure"))
        case reason:
            return str(
                gettext(
                    "Not comparable with %(baseline)s: %(reason)s",
                    baseline=baseline,
                    reason=_NOT_COMPARABLE[reason],
                )
            )


_NOT_COMPARABLE: Mapping[NotComparable, LazyString] = {
    NotComparable.OTHER_WORDING: _l("the question was worded differently"),
    NotComparable.OTHER_SCALE: _l("there were other answers to choose from"),
    NotComparable.OTHER_COHORT_RULE: _l("families were chosen in another way"),
    NotComparable.SAME_FAMILIES: _l("many of the same families were asked both times"),
    NotComparable.HIDDEN_FIGURE: _l("one of the two figures is hidden"),
}
