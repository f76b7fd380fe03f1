"""What a closed wave counted, written once when it closes and read ever after."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, exists, insert, select
from sqlalchemy.orm import Session

from portal.domain.figures import MeasureCounts
from portal.domain.questions import QuestionKind
from portal.domain.reach import Reach, ReachKind, close_reach
from portal.domain.waves import BLANK, Combination, Wave, WaveState
from portal.store.answers import scan_answers, scan_responses
from portal.store.tables.survey_counts import SurveyCount, SurveyReach
from portal.store.tables.surveys import SurveyInvitation, SurveyWave

COUNTED = frozenset(
    {
        QuestionKind.AGREEMENT,
        QuestionKind.ONE,
        QuestionKind.SEVERAL,
        QuestionKind.YES_NO,
        QuestionKind.THREE_PLACES,
    }
)
"""Questions with options. A number or a day is in the row file alone: it may be one person's."""
ANYTHING = ""
"""Stands for the question where responses are counted, and for the value where a question with
several answers counts who gave any."""


class NotCountedError(Exception):
    """The wave has not been counted: it is not closed, or the worker is still to do it."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A wave's counts: of each question that has an answer, of responses by combination of groups,
    and how many answered each question with several answers at all."""

    questions: Mapping[str, MeasureCounts]
    responses: Mapping[Combination, int]
    gave_any: Mapping[str, int]


Counts = Counter[tuple[str, str, Combination]]
"""How many gave an answer to a question in a combination of groups, as ``SurveyCount`` has it."""


def roll_up(session: Session, wave: Wave) -> None:
    """Count a closed wave's answers; done twice it changes nothing."""
    if not is_rolled_up(session, wave.id):
        keep_counts(session, wave.id, count_answers(session, wave))


def count_answers(session: Session, wave: Wave) -> Counts:
    """Read all the answers of a closed wave: the one thing here that takes longer the more there
    are. It writes nothing."""
    kinds = {question.key: question.kind for question in wave.questions}
    counts: Counts = Counter()
    by_groups = bool(wave.groups)
    for groups, number in scan_responses(session, wave.id, by_groups=by_groups):
        counts[ANYTHING, ANYTHING, groups] += number
    counts.setdefault((ANYTHING, ANYTHING, (BLANK,) * len(wave.groups)), 0)
    for question, value, groups, number in scan_answers(session, wave.id, by_groups=by_groups):
        kind = kinds.get(question)
        if kind is QuestionKind.SEVERAL:
            for option in (ANYTHING, *value.split(" ")):
                counts[question, option, groups] += number
        elif kind in COUNTED:
            counts[question, value, groups] += number
    return counts


def keep_counts(session: Session, wave_id: UUID, counts: Counts) -> None:
    """Write what a wave counted, for good."""
    places = {
        groups: place for place, groups in enumerate(sorted({groups for *_, groups in counts}))
    }
    session.execute(
        insert(SurveyCount),
        [
            {
                "wave_id": wave_id,
                "question": question,
                "value": value,
                "place": places[groups],
                "group_values": list(groups),
                "number": number,
            }
            for (question, value, groups), number in sorted(counts.items())
        ],
    )


def is_rolled_up(session: Session, wave_id: UUID) -> bool:
    return session.scalar(select(exists().where(SurveyCount.wave_id == wave_id))) or False


def list_not_rolled_up(session: Session) -> Sequence[UUID]:
    """Waves that closed before closing counted them."""
    counted = exists().where(SurveyCount.wave_id == SurveyWave.id)
    return session.scalars(
        select(SurveyWave.id).where(SurveyWave.state == WaveState.CLOSED, ~counted)
    ).all()


def get_counts(session: Session, wave: Wave) -> Counted:
    """What the wave counted. Raises NotCountedError."""
    rows = session.execute(
        select(
            SurveyCount.question, SurveyCount.value, SurveyCount.group_values, SurveyCount.number
        )
        .where(SurveyCount.wave_id == wave.id)
        .order_by(SurveyCount.question, SurveyCount.value, SurveyCount.place)
    ).all()
    if not rows:
        raise NotCountedError(f"wave {wave.id}")
    responses: dict[Combination, int] = {}
    gave_any: Counter[str] = Counter()
    cells: dict[str, dict[Combination, dict[str, int]]] = {}
    for question, value, values, number in rows:
        groups = tuple(values)
        if question == ANYTHING:
            responses[groups] = number
        elif value == ANYTHING:
            gave_any[question] += number
        else:
            cells.setdefault(question, {}).setdefault(groups, {})[value] = number
    return Counted(
        {key: _measure(key, wave, by_groups) for key, by_groups in cells.items()},
        responses,
        gave_any,
    )


def _measure(
    key: str, wave: Wave, by_groups: Mapping[Combination, Mapping[str, int]]
) -> MeasureCounts:
    counts: Counter[str] = Counter()
    for options in by_groups.values():
        counts.update(options)
    return MeasureCounts(
        key, dict(counts), tuple(wave.groups), dict(by_groups) if wave.groups else {}
    )


# --- whom the wave reached ----------------------------------------------------------------------


def add_reach(session: Session, wave_id: UUID, rows: Iterable[Reach]) -> None:
    """Freeze how many of the caseload and of those asked are in each group."""
    found = [
        {
            "wave_id": wave_id,
            "kind": row.kind,
            "value": row.value,
            "caseload": row.caseload,
            "asked": row.asked,
            "answered": row.answered,
        }
        for row in rows
    ]
    if found:
        session.execute(insert(SurveyReach), found)


def count_reached(session: Session, wave_id: UUID) -> None:
    """Count who answered by group, small groups put together, before the invitations forget it."""
    counted = list_reach(session, wave_id)
    if not counted:
        return
    used = session.scalars(
        select(SurveyInvitation.reach_values).where(
            SurveyInvitation.wave_id == wave_id,
            SurveyInvitation.used.is_(True),
            SurveyInvitation.reach_values.is_not(None),
        )
    )
    closed = close_reach(counted, [values for values in used if values is not None])
    session.execute(delete(SurveyReach).where(SurveyReach.wave_id == wave_id))
    add_reach(session, wave_id, closed)


def list_reach(session: Session, wave_id: UUID) -> list[Reach]:
    """The wave's groups; none where nobody was asked by their records."""
    rows = session.execute(
        select(
            SurveyReach.kind,
            SurveyReach.value,
            SurveyReach.caseload,
            SurveyReach.asked,
            SurveyReach.answered,
        )
        .where(SurveyReach.wave_id == wave_id)
        .order_by(SurveyReach.kind, SurveyReach.value)
    )
    return [
        Reach(ReachKind(row.kind), row.value, row.caseload, row.asked, row.answered) for row in rows
    ]
