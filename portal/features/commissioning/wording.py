"""Kinds of provision, where they were asked for, and periods, in words."""

from collections.abc import Mapping

from flask_babel import LazyString, format_date, gettext
from flask_babel import lazy_gettext as _l

from portal.domain.commissioning import Period, Provision, Source
from portal.domain.commissioning_figures import AGE, NEED
from portal.kit.age_wording import AGE_WORDS
from portal.kit.cohort_wording import group_name

PROVISIONS: Mapping[str, LazyString] = {
    Provision.SPEECH_AND_LANGUAGE: _l("Speech and language therapy"),
    Provision.OCCUPATIONAL_THERAPY: _l("Occupational therapy"),
    Provision.MENTAL_HEALTH: _l("Mental health"),
    Provision.SPECIALIST_PLACE: _l("A specialist place"),
    Provision.SUPPORT_STAFF: _l("SEN support staff"),
    Provision.TRANSPORT: _l("Transport"),
    Provision.SHORT_BREAKS: _l("Short breaks"),
    Provision.EQUIPMENT: _l("Equipment"),
    Provision.EMPLOYMENT: _l("Preparing for adulthood: employment"),
    Provision.INDEPENDENT_LIVING: _l("Preparing for adulthood: independent living"),
    Provision.FRIENDS_AND_COMMUNITY: _l("Preparing for adulthood: friends and community"),
    Provision.ADULT_HEALTH: _l("Preparing for adulthood: health"),
    Provision.OTHER: _l("Something else"),
}

SOURCES: Mapping[Source, LazyString] = {
    Source.VIEWS: _l("In their views"),
    Source.REVIEW: _l("At the review, or in what came of it"),
    Source.ADVICE: _l("In a professional’s advice"),
}

DIMENSIONS: Mapping[str, LazyString] = {NEED: _l("Main need"), AGE: _l("Age")}


def group_words(table: str, group: str) -> str:
    """A main need or an age."""
    return str(AGE_WORDS[group]) if table == AGE else group_name(group)


def period_words(period: Period) -> str:
    """A school year or a quarter, by its days."""
    return str(
        gettext(
            "%(first)s to %(last)s",
            first=format_date(period.first, "d MMMM y"),
            last=format_date(period.last, "d MMMM y"),
        )
    )


def number_words(count: int | None) -> str:
    """A number; one that is hidden looks like nobody."""
    return "–" if count is None else str(count)
