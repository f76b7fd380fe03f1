"""What a caseworker has opened holds for the circumstances in which it was opened: once the child
comes into care, or the record first speaks of adoption, a caseworker decides again."""

from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy import select, update

from portal.domain.records.access import SELF, tells_of_adoption
from portal.domain.records.shapes import PERSON
from portal.domain.tasks import NewTask, TaskKind
from portal.store.records.run import CHUNK, Run, batched
from portal.store.tables.people import FamilyLink
from portal.store.tasks import add_tasks


def close_openings(run: Run, child_ids: Collection[UUID]) -> None:
    """Close what caseworkers have opened around these children, and ask them to decide again. The
    child's own way in stays. Nothing in a dry run."""
    if not run.writes:
        return
    opened = (FamilyLink.opened_by_id.is_not(None), FamilyLink.relationship != SELF)
    for some in batched(child_ids, CHUNK):
        around = (FamilyLink.child_id.in_(some), *opened)
        children = run.session.scalars(select(FamilyLink.child_id).where(*around).distinct()).all()
        run.session.execute(
            update(FamilyLink).where(*around).values(opened_by_id=None, access_from=None),
            execution_options={"synchronize_session": False},
        )
        add_tasks(
            run.session,
            [
                NewTask(child_id, TaskKind.DECIDE_ACCESS_AGAIN, child_id, run.today)
                for child_id in children
            ],
            run.now,
        )


def newly_adopted(run: Run, person_ids: Iterable[str]) -> Collection[UUID]:
    """Of the children whom a contacts file says were adopted, those of whom the record did not."""
    found: set[UUID] = set()
    for some in batched(person_ids, CHUNK):
        found |= {owner.child_id for owner in run.find_owners(PERSON, some).values()}
    for some_ids in batched(tuple(found), CHUNK):
        rows = run.session.execute(
            select(FamilyLink.child_id, FamilyLink.relationship).where(
                FamilyLink.child_id.in_(some_ids), FamilyLink.marked_absent_on.is_(None)
            )
        )
        found -= {child_id for child_id, word in rows if tells_of_adoption(word)}
    return found
