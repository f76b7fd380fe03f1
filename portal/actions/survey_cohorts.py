"""Whom a wave would ask: counted, looked at and put right before anybody is asked."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.domain.cohorts import SAMPLE, CohortFacts, find_doubled
from portal.domain.dates import SchoolTerm
from portal.domain.measures import Respondent
from portal.domain.waves import SETTING_COHORTS, TooFewInvited, Wave, may_open
from portal.store import cohorts
from portal.store.cohorts import Asked, Cohort
from portal.store.setting_cohorts import find_setting_cohort

SURVEYS_A_TERM = 2
"""In so many surveys a term one person is asked at most, where the council sets nothing else."""

_random = secrets.SystemRandom()


@dataclass(frozen=True, slots=True)
class CohortPreview:
    """Whom a draft would ask today, and why it may not open if it may not.

    ``sample`` holds the facts of a few of the children, drawn anew each time, without who they
    are: the officer may not open their records. ``unknown`` and ``doubled`` are case references of
    a pasted list that no record has, or that stand in it more than once.
    """

    people: int
    children: int
    on_stop_list: int
    asked_often: int
    sample: Sequence[CohortFacts]
    unknown: Sequence[str]
    doubled: Sequence[str]
    refusal: TooFewInvited | None


def may_ask(asked: Iterable[Asked]) -> TooFewInvited | None:
    """None where a wave of these may open. Somebody asked about two children is one person, and
    among whom an answer is lost is counted in people."""
    people = {(one.family_member_id or one.staff_id, one.groups) for one in asked}
    return may_open(groups for _, groups in people)


def choose_cohort(session: Session, wave: Wave, today: date, *, surveys_a_term: int) -> Cohort:
    """Whom this wave would ask today, less those who were asked often enough this term.

    Nobody, where its questions are for settings and its cohort for families, or the other way.
    """
    for_settings = wave.instrument.respondent is Respondent.SETTING
    if for_settings != (wave.cohort.kind in SETTING_COHORTS):
        return Cohort((), {}, on_stop_list=0, asked_often=0)
    if for_settings:
        return find_setting_cohort(session, wave.cohort, wave.groups, today)
    term = SchoolTerm.of(today)
    often = cohorts.list_asked_often(session, term.first_day, surveys_a_term)
    return cohorts.find_cohort(session, wave.cohort, wave.groups, today, asked_often=often)


def preview_cohort(
    session: Session, wave: Wave, today: date, *, surveys_a_term: int = SURVEYS_A_TERM
) -> CohortPreview:
    """Count and draw; nothing is kept."""
    cohort = choose_cohort(session, wave, today, surveys_a_term=surveys_a_term)
    facts = list(cohort.facts.values())
    return CohortPreview(
        people=len(cohort.asked),
        children=len(facts),
        on_stop_list=cohort.on_stop_list,
        asked_often=cohort.asked_often,
        sample=_random.sample(facts, min(SAMPLE, len(facts))),
        unknown=cohorts.list_unknown(session, wave.cohort.caserefs),
        doubled=find_doubled(wave.cohort.caserefs),
        refusal=may_ask(cohort.asked) if wave.public_code is None else None,
    )
