"""What the keys of a survey say in words."""

from collections.abc import Mapping

from flask_babel import LazyString, format_date, gettext, lazy_gettext

from portal.domain.waves import UNKNOWN, CohortKind, CohortRule, Combination, GroupKind, WaveState

STATES: Mapping[str, LazyString] = {
    WaveState.DRAFT: lazy_gettext("Not open yet"),
    WaveState.OPEN: lazy_gettext("Open"),
    WaveState.CLOSING: lazy_gettext("Closing"),
    WaveState.CLOSED: lazy_gettext("Closed"),
}

COHORTS: Mapping[str, LazyString] = {
    CohortKind.FINAL_PLAN_ISSUED: lazy_gettext("Their final plan was issued"),
    CohortKind.REVIEW_MEETING_HELD: lazy_gettext("Their review meeting was held"),
}

GROUPS: Mapping[str, LazyString] = {
    GroupKind.NEED: lazy_gettext("main need"),
    GroupKind.SETTING_TYPE: lazy_gettext("kind of school or setting"),
    GroupKind.AGE_BAND: lazy_gettext("age group"),
}


_WHO: Mapping[CohortKind, LazyString] = {
    CohortKind.FINAL_PLAN_ISSUED: lazy_gettext("Final plan issued from %(first)s to %(last)s"),
    CohortKind.REVIEW_MEETING_HELD: lazy_gettext("Review meeting held from %(first)s to %(last)s"),
}

_ABOUT: Mapping[CohortKind, LazyString] = {
    CohortKind.FINAL_PLAN_ISSUED: lazy_gettext(
        "We ask about the plan that you got between %(first)s and %(last)s."
    ),
    CohortKind.REVIEW_MEETING_HELD: lazy_gettext(
        "We ask about the review meeting between %(first)s and %(last)s."
    ),
}


def _days(cohort: CohortRule) -> dict[str, str]:
    return {
        "first": format_date(cohort.first, "d MMMM y"),
        "last": format_date(cohort.last, "d MMMM y"),
    }


def cohort_words(cohort: CohortRule) -> str:
    """The rule as the officer reads it."""
    return str(_WHO[cohort.kind]) % _days(cohort)


def about_words(cohort: CohortRule) -> str:
    """Which plan or review a family is asked about, without naming a child."""
    return str(_ABOUT[cohort.kind]) % _days(cohort)


def combination_words(groups: Combination) -> str:
    """One combination of groups as the officer reads it."""
    if not groups:
        return str(gettext("Everybody"))
    return ", ".join(gettext("not known") if value == UNKNOWN else value for value in groups)
