"""What one import carries from file to file: the session, the day, and who owns which id."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import Select, insert, select, update
from sqlalchemy.orm import Session

from portal.domain.records.folder import FolderReading
from portal.domain.records.reasons import Doubt, Finding, Reason, Refusal
from portal.domain.records.report import Outcome
from portal.domain.records.rows import Row
from portal.domain.records.shapes import PARENT_FILES, SHAPE_OF
from portal.store.db import Base
from portal.store.tables.cases import ActivePlan, Assessment, AssessmentRequest, Plan

CHUNK = 500
Item = TypeVar("Item")


class Owner(NamedTuple):
    """What an id of a file stands for in the record, and the child it belongs to.

    An id of active_plans.csv stands for the plan, since that is what its rows hang on.
    """

    id: UUID
    child_id: UUID


@dataclass(frozen=True, slots=True)
class Landing:
    """A row that was taken: added, changed in these columns of the file, or unchanged."""

    row: Row
    outcome: Outcome
    columns: tuple[str, ...] = ()


Landed = Landing | Refusal


@dataclass(slots=True)
class Run:
    """One import or dry run. ``writes`` is false in a dry run.

    ``looked_after`` and ``renumbered`` say what person.csv has just told, which in a dry run is
    nowhere else: the children looked after, and those who have a new ``person_id``.
    """

    session: Session
    reading: FolderReading
    now: datetime
    today: date
    writes: bool
    findings: list[Finding]
    looked_after: set[UUID] = field(default_factory=set)
    renumbered: dict[UUID, str] = field(default_factory=dict)
    _owners: dict[str, dict[str, bytes]] = field(default_factory=dict)

    def note_owner(self, file: str, row_id: str, owner: Owner) -> None:
        if file not in PARENT_FILES:
            return
        # 32 bytes an id: a hundred thousand pairs of UUID objects would weigh five times that.
        self._owners.setdefault(file, {})[row_id] = owner.id.bytes + owner.child_id.bytes

    def find_owners(self, file: str, row_ids: Iterable[str]) -> Mapping[str, Owner]:
        """Owners by id: from this run where the file is in the folder, else from the record."""
        if file in self.reading.present:
            held = self._owners.get(file, {})
            return {
                row_id: Owner(UUID(bytes=pair[:16]), UUID(bytes=pair[16:]))
                for row_id in row_ids
                if (pair := held.get(row_id))
            }
        rows = self.session.execute(_known_owners(file, set(row_ids)))
        return {row_id: Owner(own, child) for row_id, own, child in rows}

    def find_doubt(self, row: Row, column: str, doubt: Doubt, detail: str = "") -> None:
        self.findings.append(Finding(row.file, row.line, column, doubt, detail))

    def add(self, table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
        if rows and self.writes:
            self.session.execute(insert(table), list(rows))

    def change(self, table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
        """Write whole rows by their ``id``; every mapping has the same keys."""
        if rows and self.writes:
            self.session.execute(update(table), list(rows))

    def mark(self, table: Any, absent: Iterable[UUID]) -> int:
        """Mark these rows as absent from today; how many."""
        total = 0
        for ids in batched(absent, CHUNK):
            total += len(ids)
            if self.writes:
                statement = update(table).where(table.id.in_(ids))
                self.session.execute(
                    statement.values(marked_absent_on=self.today),
                    execution_options={"synchronize_session": False},
                )
        return total


def find_parents(run: Run, rows: Sequence[Row]) -> dict[int, dict[str, Owner] | Refusal]:
    """For each row, by line, the owners of the ids it hangs on, by column; or why it cannot hang.

    Both of two parents must belong to one child.
    """
    parents = SHAPE_OF[rows[0].file].parents if rows else ()
    known = {
        parent.column: run.find_owners(
            parent.file, {text for row in rows if (text := row.text(parent.column))}
        )
        for parent in parents
    }
    found: dict[int, dict[str, Owner] | Refusal] = {}
    for row in rows:
        owners: dict[str, Owner] = {}
        for parent in parents:
            row_id = row.text(parent.column)
            if row_id is None:
                continue
            owner = known[parent.column].get(row_id)
            if owner is None:
                found[row.line] = Refusal(row.file, row.line, parent.column, Reason.PARENT_UNKNOWN)
                break
            owners[parent.column] = owner
        else:
            if len({owner.child_id for owner in owners.values()}) > 1:
                found[row.line] = Refusal(
                    row.file, row.line, parents[0].column, Reason.PARENTS_DISAGREE
                )
            else:
                found[row.line] = owners
    return found


def batched(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def _known_owners(file: str, row_ids: set[str]) -> Select[str, UUID, UUID]:
    match file:
        case "requests.csv":
            return select(
                AssessmentRequest.requests_id, AssessmentRequest.id, AssessmentRequest.child_id
            ).where(AssessmentRequest.requests_id.in_(row_ids))
        case "assessment.csv":
            return (
                select(Assessment.assessment_id, Assessment.id, AssessmentRequest.child_id)
                .join(AssessmentRequest, AssessmentRequest.id == Assessment.request_id)
                .where(Assessment.assessment_id.in_(row_ids))
            )
        case "named_plan.csv":
            return select(Plan.named_plan_id, Plan.id, Plan.child_id).where(
                Plan.named_plan_id.in_(row_ids)
            )
        case "active_plans.csv":
            return (
                select(ActivePlan.active_plans_id, Plan.id, Plan.child_id)
                .join(Plan, Plan.id == ActivePlan.plan_id)
                .where(ActivePlan.active_plans_id.in_(row_ids))
            )
        case _:
            raise ValueError(f"nothing hangs on {file}, or it is in every folder")
