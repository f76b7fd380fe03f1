"""Dates that somebody has called wrong: what was said, and what was answered."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from portal.domain.case_facts import RecordSource
from portal.domain.date_flags import DateAnswer, DateFlag, DateOutcome, DateReport
from portal.domain.people import Viewer
from portal.store.record_age import FlaggedDate
from portal.store.sealing import SubjectErasedError
from portal.store.shared_sealing import Pair, hold_keys, seal_for_both, unseal_for_both
from portal.store.tables.children import Child
from portal.store.tables.people import FamilyLink, FamilyMember
from portal.store.tables.record_age import DateFlag as DateFlagRow
from portal.store.tables.record_age import DateFlagAnswer, DateFlagReport
from portal.store.visibility import visible_children

_SAID = {"table": DateFlagReport.__tablename__, "column": "words_sealed"}
_ANSWERED = {"table": DateFlagAnswer.__tablename__, "column": "words_sealed"}


@dataclass(frozen=True, slots=True)
class FlagOfChild:
    """A flag as the caseworker sees it: who set it, about which child."""

    flag: DateFlag
    child_id: UUID
    child: str
    author: str
    relationship: str


def list_own_flags(session: Session, viewer: Viewer, child_id: UUID) -> Sequence[DateFlag]:
    """What this family member said about dates of this child, the latest date first. The caller
    has already asked whether the child may be seen."""
    rows = session.scalars(
        select(DateFlagRow)
        .where(DateFlagRow.child_id == child_id, DateFlagRow.flagged_by_id == viewer.person_id)
        .order_by(DateFlagRow.day.desc(), DateFlagRow.source)
    ).all()
    return _read(session, rows)


def list_flags_of_child(
    session: Session, viewer: Viewer, child_id: UUID, today: date
) -> Sequence[FlagOfChild]:
    """Everybody's flags about a child whom this member of staff may see; what waits comes
    first."""
    found = _staff_rows(session, viewer, today, DateFlagRow.child_id == child_id)
    return sorted(found, key=lambda each: (not each.flag.waits, not each.flag.is_open))


def find_flag(session: Session, viewer: Viewer, flag_id: UUID, today: date) -> FlagOfChild | None:
    """One of them by its id."""
    found = _staff_rows(session, viewer, today, DateFlagRow.id == flag_id)
    return found[0] if found else None


def _staff_rows(
    session: Session, viewer: Viewer, today: date, condition: ColumnElement[bool]
) -> list[FlagOfChild]:
    query = (
        select(DateFlagRow, Child, FamilyMember, FamilyLink.relationship)
        .join(Child, Child.id == DateFlagRow.child_id)
        .join(FamilyMember, FamilyMember.id == DateFlagRow.flagged_by_id)
        .outerjoin(
            FamilyLink,
            (FamilyLink.child_id == DateFlagRow.child_id)
            & (FamilyLink.family_member_id == DateFlagRow.flagged_by_id),
        )
        .where(DateFlagRow.child_id.in_(visible_children(viewer, today)), condition)
        .order_by(DateFlagRow.day.desc(), DateFlagRow.id)
    )
    rows = session.execute(query).all()
    flags = _read(session, [row.DateFlag for row in rows])
    return [
        FlagOfChild(
            flag,
            row.Child.id,
            f"{row.Child.forename} {row.Child.surname}",
            f"{row.FamilyMember.given} {row.FamilyMember.family}",
            row.relationship or "",
        )
        for row, flag in zip(rows, flags, strict=True)
    ]


def _read(session: Session, rows: Sequence[DateFlagRow]) -> list[DateFlag]:
    if not rows:
        return []
    ids = [row.id for row in rows]
    reports: dict[UUID, list[DateFlagReport]] = defaultdict(list)
    for report in session.scalars(
        select(DateFlagReport)
        .where(DateFlagReport.flag_id.in_(ids))
        .order_by(DateFlagReport.said_at, DateFlagReport.id)
    ):
        reports[report.flag_id].append(report)
    answers: dict[UUID, list[DateFlagAnswer]] = defaultdict(list)
    for answer in session.scalars(
        select(DateFlagAnswer)
        .where(DateFlagAnswer.flag_id.in_(ids))
        .order_by(DateFlagAnswer.answered_at, DateFlagAnswer.id)
    ):
        answers[answer.flag_id].append(answer)
    if reports or answers:
        hold_keys(session, {each for row in rows for each in (row.flagged_by_id, row.child_id)})
    return [_flag(session, row, reports[row.id], answers[row.id]) for row in rows]


def _flag(
    session: Session,
    row: DateFlagRow,
    reports: Sequence[DateFlagReport],
    answers: Sequence[DateFlagAnswer],
) -> DateFlag:
    pair = Pair(row.flagged_by_id, row.child_id)
    return DateFlag(
        id=row.id,
        source=RecordSource(row.source),
        day=row.day,
        author_id=row.flagged_by_id,
        is_open=row.settled_at is None,
        reports=tuple(
            DateReport(
                each.id, _open(session, pair, _SAID, each.id, each.words_sealed), each.said_at
            )
            for each in reports
        ),
        answers=tuple(
            DateAnswer(
                DateOutcome(each.outcome),
                _open(session, pair, _ANSWERED, each.id, each.words_sealed),
                each.answered_at,
            )
            for each in answers
        ),
    )


def _open(session: Session, pair: Pair, place: dict[str, str], row_id: UUID, sealed: bytes) -> str:
    """The words; none where one of the two people has been erased."""
    try:
        return unseal_for_both(
            session,
            pair,
            table=place["table"],
            column=place["column"],
            row_id=row_id,
            sealed=sealed,
        )
    except SubjectErasedError:
        return ""


def add_report(
    session: Session, child_id: UUID, flagged: FlaggedDate, words: str, *, by: UUID, now: datetime
) -> UUID:
    """Note that this family member calls the date wrong, and open a flag that was settled; the id
    of what was said."""
    pair = Pair(by, child_id)
    hold_keys(session, [by, child_id])
    flag = session.scalar(
        select(DateFlagRow).where(
            DateFlagRow.child_id == child_id,
            DateFlagRow.source == flagged.source,
            DateFlagRow.day == flagged.day,
            DateFlagRow.flagged_by_id == by,
        )
    )
    if flag is None:
        flag = DateFlagRow(
            id=uuid4(),
            child_id=child_id,
            source=flagged.source,
            day=flagged.day,
            flagged_by_id=by,
        )
        session.add(flag)
    flag.flagged_at, flag.settled_at, flag.settled_by_id = now, None, None
    session.flush()
    report_id = uuid4()
    sealed = seal_for_both(session, pair, **_SAID, row_id=report_id, text=words)
    session.add(DateFlagReport(id=report_id, flag_id=flag.id, words_sealed=sealed, said_at=now))
    session.flush()
    return report_id


def add_answer(
    session: Session,
    found: FlagOfChild,
    outcome: DateOutcome,
    words: str,
    *,
    by: UUID,
    now: datetime,
) -> None:
    """Answer a flag; an outcome that settles it makes the date believed again."""
    answer_id = uuid4()
    pair = Pair(found.flag.author_id, found.child_id)
    hold_keys(session, [pair.author_id, pair.child_id])
    session.add(
        DateFlagAnswer(
            id=answer_id,
            flag_id=found.flag.id,
            outcome=outcome,
            words_sealed=seal_for_both(session, pair, **_ANSWERED, row_id=answer_id, text=words),
            answered_at=now,
            answered_by_id=by,
        )
    )
    if outcome.settles:
        row = session.get_one(DateFlagRow, found.flag.id)
        row.settled_at, row.settled_by_id = now, by
    session.flush()
