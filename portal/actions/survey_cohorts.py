"""Whom a wave would ask: counted, looked at and put right before anybody is asked."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.domain.cohorts import SAMPLE, CohortFacts, find_doubled
from portal.domain.dates import SchoolTerm
from portal.domain.measures import Respondent
from portal.domain.waves import SETTING_COHORTS, CohortKind, TooFewInvited, Wave, may_open
from portal.store import cohorts
from portal.store.cohorts import Asked, Cohort
from portal.store.setting_cohorts import find_setting_cohort

SURVEYS_A_TERM = 2
"""In so many surveys a term one person is asked at most, where the council sets nothing else."""

_random = secrets.SystemRandom()


@dataclass(frozen=True, slots=True)
class AsksOthers:
    """The questions are for ``respondent``, and the cohort holds others, who cannot answer for
    them: an adult's answers are never counted as a child's."""

    respondent: Respondent


@dataclass(frozen=True, slots=True)
class CohortPreview:
    """Whom a draft would ask today, and why it may not open if it may not.

    ``people`` counts a coordinator who is asked about several plans once. ``sample`` holds the
    facts of a few of the children, drawn anew each time, without who they are: the officer may not
    open their records. ``unknown`` and ``doubled`` are case references of a pasted list that no
    record has, or that stand in it more than once.
    """

    people: int
    children: int
    on_stop_list: int
    asked_often: int
    sample: Sequence[CohortFacts]
    unknown: Sequence[str]
    doubled: Sequence[str]
    refusal: AsksOthers | TooFewInvited | None


def asks_others(wave: Wave) -> AsksOthers | None:
    """None where the cohort holds those whom the questions are for, else whom they are for."""
    respondent, kind = wave.instrument.respondent, wave.cohort.kind
    if kind is CohortKind.ANYBODY:
        fits = respondent is not Respondent.SETTING  # settings are asked through a coordinator
    elif kind in SETTING_COHORTS:
        fits = respondent is Respondent.SETTING
    else:
        fits = respondent is Respondent.PARENT_OR_CARER
    return None if fits else AsksOthers(respondent)


def may_ask(asked: Iterable[Asked]) -> TooFewInvited | None:
    """None where a wave of these may open. Somebody asked about two children is one person, and
    among whom an answer is lost is counted in people."""
    people = {(one.family_member_id or one.staff_id, one.groups) for one in asked}
    return may_open(groups for _, groups in people)


def choose_cohort(session: Session, wave: Wave, today: date, *, surveys_a_term: int) -> Cohort:
    """Whom this wave would ask today, less those who were asked often enough this term.

    Nobody, where its questions are for others than its cohort.
    """
    if asks_others(wave):
        return Cohort((), {}, on_stop_list=0, asked_often=0)
    if wave.cohort.kind in SETTING_COHORTS:
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
        people=len({one.family_member_id or one.staff_id for one in cohort.asked}),
        children=len(facts),
        on_stop_list=cohort.on_stop_list,
        asked_often=cohort.asked_often,
        sample=_random.sample(facts, min(SAMPLE, len(facts))),
        unknown=cohorts.list_unknown(session, wave.cohort.caserefs),
        doubled=find_doubled(wave.cohort.caserefs),
        refusal=asks_others(wave) or (None if wave.public_code else may_ask(cohort.asked)),
    )
