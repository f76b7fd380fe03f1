"""What was asked for, by review: said by a caseworker, or by a choice that says it by itself."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4

from sqlalchemy import ScalarSelect, and_, delete, or_, select, update
from sqlalchemy.orm import Session

from portal.domain.commissioning import Asked, Period, Provision, Source, kinds_by_choice
from portal.domain.dates import LONDON
from portal.domain.reviews import Review
from portal.domain.views import Provenance
from portal.domain.views_questions import Voice
from portal.store.changes import insert_into
from portal.store.tables.children import Child, Need
from portal.store.tables.commissioning import AskedProvisionRow
from portal.store.tables.reviews import Contribution, ContributionSending, ReviewCycle

Said = Mapping[Source, AbstractSet[Provision]]


def find_said(session: Session, review_id: UUID) -> Said:
    """What a caseworker has said was asked for in this review. The caller has asked whether the
    child may be seen."""
    rows = session.execute(
        select(AskedProvisionRow.source, AskedProvisionRow.provision).where(
            AskedProvisionRow.review_id == review_id, AskedProvisionRow.taken_back_on.is_(None)
        )
    )
    said: defaultdict[Source, set[Provision]] = defaultdict(set)
    for source, provision in rows:
        said[Source(source)].add(Provision(provision))
    return said


def keep_said(session: Session, review: Review, said: Said, by: UUID, today: date) -> None:
    """Make it what was asked for in this review. What is no longer said is taken back from today
    on; numbers of days that are over stay as they were."""
    before = _pairs(find_said(session, review.id))
    now = _pairs(said)
    for source, kind in before - now:
        this = and_(
            AskedProvisionRow.review_id == review.id,
            AskedProvisionRow.source == source,
            AskedProvisionRow.provision == kind,
            AskedProvisionRow.taken_back_on.is_(None),
        )
        session.execute(delete(AskedProvisionRow).where(this, AskedProvisionRow.coded_on == today))
        session.execute(update(AskedProvisionRow).where(this).values(taken_back_on=today))
    if new := now - before:
        session.execute(
            insert_into(session, AskedProvisionRow).on_conflict_do_nothing(),
            [
                {
                    "id": uuid4(),
                    "review_id": review.id,
                    "child_id": review.child_id,
                    "source": source,
                    "provision": kind,
                    "coded_on": today,
                    "coded_by_id": by,
                }
                for source, kind in sorted(new)
            ],
        )


def _pairs(said: Said) -> set[tuple[Source, Provision]]:
    return {(source, kind) for source, kinds in said.items() for kind in kinds}


def list_by_choice(session: Session, review_id: UUID) -> AbstractSet[Provision]:
    """What the choices sent for this review say by themselves."""
    rows = session.execute(
        select(ContributionSending.choices, ContributionSending.provenance)
        .join(Contribution, Contribution.id == ContributionSending.contribution_id)
        .where(
            Contribution.review_id == review_id,
            Contribution.voice == Voice.YOUNG_PERSON,
            ContributionSending.is_addition.is_(False),
        )
    )
    return {kind for choices, how in rows for kind in kinds_by_choice(choices, Provenance(how))}


def stream_asked(session: Session, period: Period) -> Iterator[Asked]:
    """Everything asked for in a period, more than once where it was asked more than once: what
    caseworkers wrote down in it, and the choices that were sent in it."""
    coded = select(
        AskedProvisionRow.child_id,
        AskedProvisionRow.provision,
        _main_need(),
        Child.birth_date,
    ).join(Child, Child.id == AskedProvisionRow.child_id)
    for child_id, provision, need, born in session.execute(
        coded.where(
            AskedProvisionRow.coded_on.between(period.first, period.last),
            or_(
                AskedProvisionRow.taken_back_on.is_(None),
                AskedProvisionRow.taken_back_on > period.last,
            ),
        )
    ):
        yield Asked(child_id, Provision(provision), need, born)
    chosen = (
        select(
            ReviewCycle.child_id,
            ContributionSending.choices,
            ContributionSending.provenance,
            _main_need(),
            Child.birth_date,
        )
        .join(Contribution, Contribution.id == ContributionSending.contribution_id)
        .join(ReviewCycle, ReviewCycle.id == Contribution.review_id)
        .join(Child, Child.id == ReviewCycle.child_id)
    )
    for child_id, choices, how, need, born in session.execute(
        chosen.where(
            Contribution.voice == Voice.YOUNG_PERSON,
            ContributionSending.is_addition.is_(False),
            ContributionSending.sent_at >= _midnight(period.first),
            ContributionSending.sent_at < _midnight(period.last + timedelta(1)),
        )
    ):
        for provision in kinds_by_choice(choices, Provenance(how)):
            yield Asked(child_id, provision, need, born)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LONDON)


def _main_need() -> ScalarSelect[str]:
    return (
        select(Need.need_type)
        .where(Need.child_id == Child.id, Need.marked_absent_on.is_(None))
        .order_by(Need.rank.is_(None), Need.rank, Need.need_type)
        .limit(1)
        .correlate(Child)
        .scalar_subquery()
    )
