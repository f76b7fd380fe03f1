"""caseload.csv: who answers for a child. Caseworkers and managers become staff by their e-mail."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from portal.domain.people import Role
from portal.domain.records.reasons import Reason, Refusal
from portal.domain.records.report import Outcome
from portal.domain.records.rows import Row
from portal.store.records.colleagues import ColleagueFinder
from portal.store.records.run import CHUNK, Landed, Landing, Run, find_parents
from portal.store.tables.children import CaseloadEntry, Child


class CaseloadLander:
    """One entry a child."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.colleagues = ColleagueFinder(run, Role.CASEWORKER)

    def land(self, rows: Sequence[Row]) -> list[Landed]:
        parents = find_parents(self.run, rows)
        taken = [row for row in rows if isinstance(parents[row.line], dict)]
        staff = self.colleagues.find(
            [(email, None) for row in taken if (email := row.text("manager_email"))]
            + [(str(row.values["caseworker_email"]), row.text("caseworker_name")) for row in taken]
        )
        child_ids = [o["person_id"].child_id for o in parents.values() if isinstance(o, dict)]
        query = select(*CaseloadEntry.__table__.columns).where(
            CaseloadEntry.child_id.in_(child_ids)
        )
        known = {entry["child_id"]: entry for entry in self.run.session.execute(query).mappings()}
        landed: list[Landed] = []
        added: list[dict[str, Any]] = []
        changed: list[dict[str, Any]] = []
        for row in rows:
            owners = parents[row.line]
            if isinstance(owners, Refusal):
                landed.append(owners)
                continue
            caseworker = staff[str(row.values["caseworker_email"])]
            if caseworker.role != Role.CASEWORKER:
                landed.append(Refusal(row.file, row.line, "caseworker_email", Reason.OTHER_ROLE))
                continue
            child_id = owners["person_id"].child_id
            before = known.get(child_id)
            values: dict[str, Any] = {"caseworker_id": caseworker.id}
            if row.has("manager_email"):
                manager = row.text("manager_email")
                values["manager_id"] = staff[manager].id if manager else None
            if before is None:
                added.append({"id": uuid4(), "child_id": child_id, **values})
                landed.append(Landing(row, Outcome.ADDED))
                continue
            columns = tuple(
                f"{name.removesuffix('_id')}_email"
                for name, value in values.items()
                if before[name] != value
            )
            if columns or before["marked_absent_on"]:
                changed.append({"id": before["id"], **values, "marked_absent_on": None})
                landed.append(Landing(row, Outcome.CHANGED, columns))
            else:
                landed.append(Landing(row, Outcome.UNCHANGED))
        self.run.add(CaseloadEntry, added)
        self.run.change(CaseloadEntry, changed)
        return landed

    def mark_absent(self) -> int:
        query = (
            select(CaseloadEntry.id, CaseloadEntry.child_id, Child.person_id)
            .join(Child, Child.id == CaseloadEntry.child_id)
            .where(CaseloadEntry.marked_absent_on.is_(None))
        )
        run = self.run
        absent = [
            entry_id
            for entry_id, child_id, person_id in run.session.execute(
                query.execution_options(yield_per=CHUNK)
            )
            if not run.reading.stands_in("caseload.csv", run.renumbered.get(child_id, person_id))
        ]
        return run.mark(CaseloadEntry, absent)
