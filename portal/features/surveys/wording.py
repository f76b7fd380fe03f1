"""What the keys of a survey say in words."""

from collections.abc import Mapping, Sequence
from datetime import date

from flask_babel import LazyString, format_date, gettext, lazy_gettext

from portal.domain.cohorts import CohortFacts
from portal.domain.measures import Respondent
from portal.domain.series import Every, Span, WhyNotOpened
from portal.domain.waves import (
    CohortKind,
    CohortRule,
    Combination,
    FactKind,
    GroupKind,
    WaveState,
)
from portal.kit.cohort_wording import FACTS, group_name, value_words

STATES: Mapping[str, LazyString] = {
    WaveState.DRAFT: lazy_gettext("Not open yet"),
    WaveState.OPEN: lazy_gettext("Open"),
    WaveState.STOPPED: lazy_gettext("Stopped for now"),
    WaveState.CLOSING: lazy_gettext("Closing"),
    WaveState.CLOSED: lazy_gettext("Closed"),
}

COHORTS: Mapping[str, LazyString] = {
    CohortKind.FINAL_PLAN_ISSUED: lazy_gettext("Their final plan was issued"),
    CohortKind.REVIEW_MEETING_HELD: lazy_gettext("Their review meeting was held"),
    CohortKind.LISTED: lazy_gettext("They are on a list that I paste"),
    CohortKind.PLANS_AT_SETTINGS: lazy_gettext(
        "No families but settings: their coordinator, about each plan issued for a pupil"
    ),
    CohortKind.SETTINGS_IN_TERM: lazy_gettext(
        "No families but settings: their coordinator, once about the plans of all pupils"
    ),
    CohortKind.ANYBODY: lazy_gettext("Anybody may answer, from a public link"),
}

EVERY: Mapping[str, LazyString] = {
    Every.MONTH: lazy_gettext("Every month"),
    Every.QUARTER: lazy_gettext("Every three months"),
}

SPANS: Mapping[str, LazyString] = {
    Span.LAST_MONTH: lazy_gettext("In the month before"),
    Span.LAST_QUARTER: lazy_gettext("In the three months before"),
}

REFUSALS: Mapping[str, LazyString] = {
    WhyNotOpened.TOO_FEW: lazy_gettext(
        "The last survey could not be opened: a group that it asks had fewer than 10 people."
    ),
    WhyNotOpened.NOT_READY: lazy_gettext(
        "The last survey could not be opened: its questions must be put right first."
    ),
    WhyNotOpened.ASKS_OTHERS: lazy_gettext(
        "The last survey could not be opened: its questions are for others than those it asks."
    ),
}

GROUPS: Mapping[str, LazyString] = {
    GroupKind.NEED: lazy_gettext("main need"),
    GroupKind.PHASE: lazy_gettext("key stage"),
    GroupKind.SETTING_TYPE: lazy_gettext("kind of school or setting"),
    GroupKind.AGE_BAND: lazy_gettext("age group"),
    GroupKind.ETHNICITY: lazy_gettext("ethnicity"),
    GroupKind.LANGUAGE: lazy_gettext("language at home"),
}


_ABOUT: Mapping[CohortKind, LazyString] = {
    CohortKind.FINAL_PLAN_ISSUED: lazy_gettext(
        "We ask about the plan that you got between %(first)s and %(last)s."
    ),
    CohortKind.REVIEW_MEETING_HELD: lazy_gettext(
        "We ask about the review meeting between %(first)s and %(last)s."
    ),
    CohortKind.LISTED: lazy_gettext("We ask about the plan, and how things are going with it."),
    CohortKind.PLANS_AT_SETTINGS: lazy_gettext(
        "We ask about one plan that we issued between %(first)s and %(last)s."
    ),
    CohortKind.SETTINGS_IN_TERM: lazy_gettext(
        "We ask about the plans of your pupils between %(first)s and %(last)s."
    ),
    CohortKind.ANYBODY: lazy_gettext("We ask anybody who wants to tell us."),
}


def _days(cohort: CohortRule) -> dict[str, str]:
    return {
        "first": format_date(cohort.first, "d MMMM y"),
        "last": format_date(cohort.last, "d MMMM y"),
    }


def about_words(cohort: CohortRule) -> str:
    """Which plan or review a family is asked about, without naming a child."""
    return str(_ABOUT[cohort.kind]) % _days(cohort)


ASKS_OTHERS: Mapping[str, LazyString] = {
    Respondent.PARENT_OR_CARER: lazy_gettext(
        "These questions are for parents and carers, and this survey asks coordinators of schools, "
        "colleges and nurseries. Make a survey that asks families."
    ),
    Respondent.SETTING: lazy_gettext(
        "These questions are for schools, colleges and nurseries, and this survey asks others. "
        "Make a survey that asks their coordinators."
    ),
    Respondent.CHILD: lazy_gettext(
        "These questions are for children, and this survey does not ask them. What an adult says "
        "is never counted as a child’s own answer. Make a survey with a public link, and give "
        "children the link."
    ),
    Respondent.YOUNG_PERSON: lazy_gettext(
        "These questions are for young people, and this survey does not ask them. What an adult "
        "says is never counted as a young person’s own answer. Make a survey with a public link, "
        "and give young people the link."
    ),
}


def combination_words(groups: Combination) -> str:
    """One combination of groups as the officer reads it."""
    return ", ".join(group_name(value) for value in groups) or str(gettext("Everybody"))


def sample_table(
    cohort: CohortRule, groups: Sequence[GroupKind], sample: Sequence[CohortFacts], today: date
) -> tuple[list[str], list[list[str]]]:
    """The heads and the lines of a sample: what the rule and the groups look at, nothing else."""
    named = {str(each.kind) for each in cohort.filters} | set(groups)
    kinds = [kind for kind in FactKind if kind in named] or [FactKind.AGE_BAND]
    lines = [[value_words(kind, facts.value(kind, today)) for kind in kinds] for facts in sample]
    return [str(FACTS[kind]) for kind in kinds], lines
