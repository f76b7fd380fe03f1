"""The written answers of a closed wave: counted in one scan, or streamed one response a row."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from portal.domain.figures import MeasureCounts
from portal.store.responses import Response
from portal.store.tables.surveys import SurveyAnswer, SurveyInvitation, SurveyResponse

_FETCH = 2000


def count_answers(
    session: Session, wave_id: UUID, dimensions: Sequence[str]
) -> dict[str, MeasureCounts]:
    """The counts of each question that has an answer, and by each of the wave's ``dimensions``.

    One scan, whatever is asked of it: without dimensions the index alone answers.
    """
    counts: dict[str, dict[str, int]] = {}
    breakdowns: dict[str, dict[str, dict[str, dict[str, int]]]] = {}
    for question, value, number, *groups in session.execute(_counting(wave_id, bool(dimensions))):
        options = counts.setdefault(question, {})
        options[value] = options.get(value, 0) + number
        for dimension, group in zip(dimensions, groups[0] if groups else (), strict=True):
            by_group = breakdowns.setdefault(question, {}).setdefault(dimension, {})
            options = by_group.setdefault(group, {})
            options[value] = options.get(value, 0) + number
    return {
        question: MeasureCounts(question, options, breakdowns.get(question, {}))
        for question, options in counts.items()
    }


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


def stream_responses(session: Session, wave_id: UUID) -> Iterator[Response]:
    """Every response of a wave, in the order of its random number, which no order in time has."""
    rows = session.execute(
        select(
            SurveyAnswer.response_id,
            SurveyAnswer.question,
            SurveyAnswer.value,
            SurveyResponse.group_values,
        )
        .join(SurveyResponse, SurveyResponse.id == SurveyAnswer.response_id)
        .where(SurveyAnswer.wave_id == wave_id)
        .order_by(SurveyAnswer.response_id)
        .execution_options(yield_per=_FETCH)
    )
    for _, answers in groupby(rows, key=lambda row: row.response_id):
        response = list(answers)
        yield Response(
            tuple(response[0].group_values), {row.question: row.value for row in response}
        )


def share_asked_in_both(session: Session, wave_id: UUID, earlier_id: UUID) -> float:
    """What share (0 to 1) of the people asked in a wave were asked in the earlier one too."""
    now, before = aliased(SurveyInvitation), aliased(SurveyInvitation)
    asked = select(func.count(now.family_member_id.distinct())).where(now.wave_id == wave_id)
    again = asked.where(
        select(before.id)
        .where(before.wave_id == earlier_id, before.family_member_id == now.family_member_id)
        .exists()
    )
    total = session.scalar(asked) or 0
    return (session.scalar(again) or 0) / total if total else 0.0
