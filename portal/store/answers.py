"""The written answers of a closed wave: counted in one scan when it closes, and streamed one
response a row for the participation team."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from portal.domain.waves import Combination
from portal.store.tables.surveys import SurveyAnswer, SurveyInvitation, SurveyResponse

_AS_IT_GOES = {"yield_per": 2000}


def scan_answers(
    session: Session, wave_id: UUID, *, by_groups: bool
) -> Iterator[tuple[str, str, Combination, int]]:
    """How many gave each answer to each question, by combination of groups if asked for.

    One scan of the answers: without groups the index alone gives it.
    """
    for question, value, number, *groups in session.execute(_counting(wave_id, by_groups)):
        yield question, value, tuple(groups[0]) if groups else (), number


def scan_responses(
    session: Session, wave_id: UUID, *, by_groups: bool
) -> Iterator[tuple[Combination, int]]:
    """How many responses there are, by combination of groups if asked for."""
    of_wave = SurveyResponse.wave_id == wave_id
    if not by_groups:
        yield (), session.scalar(select(func.count()).where(of_wave)) or 0
        return
    for groups, number in session.execute(
        select(SurveyResponse.group_values, func.count())
        .where(of_wave)
        .group_by(SurveyResponse.group_values)
    ):
        yield tuple(groups), number


def _counting(wave_id: UUID, by_groups: bool) -> Select[*tuple[Any, ...]]:
    number = func.count()
    if not by_groups:
        return (
            select(SurveyAnswer.question, SurveyAnswer.value, number)
            .where(SurveyAnswer.wave_id == wave_id)
            .group_by(SurveyAnswer.question, SurveyAnswer.value)
        )
    return (
        select(SurveyAnswer.question, SurveyAnswer.value, number, SurveyResponse.group_values)
        .join(SurveyResponse, SurveyResponse.id == SurveyAnswer.response_id)
        .where(SurveyAnswer.wave_id == wave_id)
        .group_by(SurveyAnswer.question, SurveyAnswer.value, SurveyResponse.group_values)
    )


def stream_rows(
    session: Session, wave_id: UUID, *, with_groups: bool, questions: Sequence[str]
) -> Iterator[tuple[str | None, ...]]:
    """One row a response: the values of its groups, then its option for each question or None.

    In the order of the response's random number, which no order in time has. The database turns
    answers into rows, as it reads them in that order anyway.
    """
    pivot = (
        select(
            SurveyAnswer.response_id,
            *(
                func.max(case((SurveyAnswer.question == question, SurveyAnswer.value))).label(
                    f"answer_{place}"
                )
                for place, question in enumerate(questions)
            ),
        )
        .where(SurveyAnswer.wave_id == wave_id)
        .group_by(SurveyAnswer.response_id)
    )
    if not with_groups:
        ordered = pivot.order_by(SurveyAnswer.response_id)
        for _, *options in session.execute(ordered, execution_options=_AS_IT_GOES):
            yield tuple(options)
        return
    found = pivot.subquery()
    _, *columns = found.c
    joined = (
        select(SurveyResponse.group_values, *columns)
        .join(found, found.c.response_id == SurveyResponse.id)
        .order_by(SurveyResponse.id)
    )
    for groups, *options in session.execute(joined, execution_options=_AS_IT_GOES):
        yield (*groups, *options)


def share_asked_in_both(session: Session, wave_id: UUID, earlier_id: UUID) -> float:
    """What share (0 to 1) of the people asked in a wave were asked in the earlier one too."""
    now, before = aliased(SurveyInvitation), aliased(SurveyInvitation)
    person = func.coalesce(now.family_member_id, now.staff_id)
    asked = select(func.count(person.distinct())).where(now.wave_id == wave_id)
    again = asked.where(
        select(before.id)
        .where(
            before.wave_id == earlier_id,
            or_(before.family_member_id == now.family_member_id, before.staff_id == now.staff_id),
        )
        .exists()
    )
    total = session.scalar(asked) or 0
    return (session.scalar(again) or 0) / total if total else 0.0
