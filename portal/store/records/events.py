"""events.csv: things that happened. An event has no id: it is its child, kind, day and detail."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from portal.domain.records.contested import mark_of
from portal.domain.records.reasons import Refusal
from portal.domain.records.report import Outcome
from portal.domain.records.rows import Row
from portal.store.records.run import CHUNK, Landed, Landing, Run, find_parents
from portal.store.tables.cases import CaseEvent
from portal.store.tables.children import Child


class EventLander:
    """Adds what is new. An event that comes back after it was marked is no longer marked."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self._landed: set[int] = set()

    def land(self, rows: Sequence[Row]) -> list[Landed]:
        parents = find_parents(self.run, rows)
        known = self._known(
            {
                owners["person_id"].child_id
                for owners in parents.values()
                if isinstance(owners, dict)
            }
        )
        landed: list[Landed] = []
        added: list[dict[str, Any]] = []
        back: list[dict[str, Any]] = []
        for row in rows:
            owners = parents[row.line]
            if isinstance(owners, Refusal):
                landed.append(owners)
                continue
            fact = (
                owners["person_id"].child_id,
                row.text("event"),
                row.date("date"),
                row.text("detail") or "",
            )
            before = known.get(fact)
            if before is None:
                event_id = uuid4()
                names = ("child_id", "kind", "happened_on", "detail")
                values = dict(zip(names, fact, strict=True))
                added.append({"id": event_id, **values, "recorded_at": self.run.now})
                landed.append(Landing(row, Outcome.ADDED))
            elif before.marked_absent_on is not None:
                event_id = before.id
                back.append({"id": event_id, "marked_absent_on": None})
                landed.append(Landing(row, Outcome.CHANGED))
            else:
                event_id = before.id
                landed.append(Landing(row, Outcome.UNCHANGED))
            self._landed.add(mark_of(event_id.hex))
        self.run.add(CaseEvent, added)
        self.run.change(CaseEvent, back)
        return landed

    def mark_absent(self) -> int:
        """Nothing is marked for a child one of whose events was refused: it may be that one."""
        query = (
            select(CaseEvent.id, CaseEvent.child_id, Child.person_id)
            .join(Child, Child.id == CaseEvent.child_id)
            .where(CaseEvent.marked_absent_on.is_(None))
        )
        run = self.run
        absent = [
            event_id
            for event_id, child_id, person_id in run.session.execute(
                query.execution_options(yield_per=CHUNK)
            )
            if mark_of(event_id.hex) not in self._landed
            and not run.reading.is_refused("events.csv", run.renumbered.get(child_id, person_id))
        ]
        return run.mark(CaseEvent, absent)

    def _known(self, child_ids: set[UUID]) -> dict[tuple[Any, ...], Any]:
        query = select(
            CaseEvent.id,
            CaseEvent.child_id,
            CaseEvent.kind,
            CaseEvent.happened_on,
            CaseEvent.detail,
            CaseEvent.marked_absent_on,
        ).where(CaseEvent.child_id.in_(child_ids))
        return {
            (event.child_id, event.kind, event.happened_on, event.detail): event
            for event in self.run.session.execute(query)
        }
