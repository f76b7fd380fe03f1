"""What the keys of a cohort say in words: for the officer who chooses it and for its report."""

from collections.abc import Mapping, Sequence

from babel.core import get_global
from flask_babel import LazyString, format_date, get_locale, gettext, ngettext
from flask_babel import lazy_gettext as _l

from portal.domain.cohorts import Stage
from portal.domain.waves import BLANK, UNKNOWN, CohortFilter, CohortKind, CohortRule, FactKind

FACTS: Mapping[str, LazyString] = {
    FactKind.PHASE: _l("Key stage"),
    FactKind.YEAR_GROUP: _l("School year"),
    FactKind.SETTING_TYPE: _l("Kind of school or setting"),
    FactKind.AGE_BAND: _l("Age"),
    FactKind.NEED: _l("Main need"),
    FactKind.LANGUAGE: _l("Language at home"),
    FactKind.ETHNICITY: _l("Ethnicity"),
    FactKind.STAGE: _l("Where the plan is"),
}

PHASES: Mapping[str, LazyString] = {
    "early_years": _l("Early years and Reception"),
    "key_stage_1": _l("Key stage 1 (years 1 and 2)"),
    "key_stage_2": _l("Key stage 2 (years 3 to 6)"),
    "key_stage_3": _l("Key stage 3 (years 7 to 9)"),
    "key_stage_4": _l("Key stage 4 (years 10 and 11)"),
    "post_16": _l("After 16 (years 12 to 14)"),
}

_STAGES: Mapping[str, LazyString] = {
    Stage.NEW_PLAN: _l("Plan in its first year"),
    Stage.REVIEW: _l("Review meeting in the last 12 weeks"),
    Stage.LATER: _l("Plan older than a year"),
}

# The codes of the Department for Education's returns.
_ETHNICITIES: Mapping[str, LazyString] = {
    "WBRI": _l("White British"),
    "WIRI": _l("White Irish"),
    "WIRT": _l("Traveller of Irish heritage"),
    "WROM": _l("Gypsy or Roma"),
    "WOTH": _l("Any other White background"),
    "MWBC": _l("White and Black Caribbean"),
    "MWBA": _l("White and Black African"),
    "MWAS": _l("White and Asian"),
    "MOTH": _l("Any other mixed background"),
    "AIND": _l("Indian"),
    "APKN": _l("Pakistani"),
    "ABAN": _l("Bangladeshi"),
    "AOTH": _l("Any other Asian background"),
    "BCRB": _l("Black Caribbean"),
    "BAFR": _l("Black African"),
    "BOTH": _l("Any other Black background"),
    "CHNE": _l("Chinese"),
    "OOTH": _l("Any other ethnic group"),
    "REFU": _l("Did not want to say"),
}

_WORDS: Mapping[str, LazyString] = {
    **PHASES,
    **_STAGES,
    **_ETHNICITIES,
    BLANK: _l("All others"),
    UNKNOWN: _l("Not known"),
    "SPLD": _l("Specific learning difficulty"),
    "MLD": _l("Moderate learning difficulty"),
    "SLD": _l("Severe learning difficulty"),
    "PMLD": _l("Profound and multiple learning difficulty"),
    "SEMH": _l("Social, emotional and mental health"),
    "SLCN": _l("Speech, language and communication"),
    "HI": _l("Hearing impairment"),
    "VI": _l("Vision impairment"),
    "MSI": _l("Multi-sensory impairment"),
    "PD": _l("Physical disability"),
    "ASD": _l("Autism"),
    "DS": _l("Down’s syndrome"),
    "OTH": _l("Another need"),
}


def group_name(value: str) -> str:
    """A group in words; a kind of setting is already in the words of the records."""
    return str(_WORDS.get(value, value))


def value_words(kind: str, value: str) -> str:
    """A value of one of the kinds of facts, in words."""
    if value in (UNKNOWN, BLANK):
        return group_name(value)
    if kind == FactKind.LANGUAGE:
        code = get_global("language_aliases").get(value.lower(), value.lower())
        return str(get_locale().languages.get(code, value))
    if kind == FactKind.YEAR_GROUP:
        return year_words(int(value))
    return group_name(value)


def year_words(year_group: int) -> str:
    if year_group < 0:
        words = ngettext(
            "%(num)d year before Reception", "%(num)d years before Reception", -year_group
        )
        return str(words)
    return (
        str(gettext("Year %(year)d", year=year_group)) if year_group else str(gettext("Reception"))
    )


def cohort_sentence(cohort: CohortRule) -> str:
    """Who was chosen, with all that narrowed it; without the list, where it was one."""
    return "; ".join([_chosen(cohort), *narrowing_words(cohort.filters)])


def _chosen(cohort: CohortRule) -> str:
    days = {
        "first": format_date(cohort.first, "d MMMM y"),
        "last": format_date(cohort.last, "d MMMM y"),
    }
    match cohort.kind:
        case CohortKind.FINAL_PLAN_ISSUED:
            return str(
                gettext("Families whose final plan was issued from %(first)s to %(last)s", **days)
            )
        case CohortKind.REVIEW_MEETING_HELD:
            return str(
                gettext("Families whose review meeting was from %(first)s to %(last)s", **days)
            )
        case CohortKind.LISTED:
            return str(gettext("Families on a list made on %(first)s", **days))
        case CohortKind.PLANS_AT_SETTINGS:
            return str(
                gettext(
                    "Coordinators of schools, colleges and nurseries, about each plan that was "
                    "issued for a pupil of theirs from %(first)s to %(last)s",
                    **days,
                )
            )
        case CohortKind.SETTINGS_IN_TERM:
            return str(
                gettext(
                    "Coordinators of schools, colleges and nurseries, about the plans of all "
                    "their pupils from %(first)s to %(last)s",
                    **days,
                )
            )
        case CohortKind.ANYBODY:
            words = gettext(
                "Anybody, from a public link. Nobody counted who was asked, and answers cannot be "
                "counted per person: those who answered stand for those who were asked"
            )
            return str(words)


def narrowing_words(filters: Sequence[CohortFilter]) -> list[str]:
    """Each filter in words."""
    return [
        str(FACTS[each.kind]).lower()
        + ": "
        + ", ".join(value_words(each.kind, value) for value in each.values)
        for each in filters
    ]
