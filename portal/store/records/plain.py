"""The files whose rows go to a table as they are, each found again by its own id."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from portal.domain.records.reasons import Reason, Refusal
from portal.domain.records.report import Outcome
from portal.domain.records.rows import Row
from portal.store.records.run import CHUNK, Landed, Landing, Owner, Run, find_parents
from portal.store.records.targets import Target
from portal.store.tables.cases import ActivePlan


class PlainLander:
    """Compares some rows with the table's and writes those that differ."""

    def __init__(self, run: Run, target: Target) -> None:
        self.run, self.target = run, target

    def land(self, rows: Sequence[Row]) -> list[Landed]:
        target, run = self.target, self.run
        parents = find_parents(run, rows)
        known = self._known([str(row.values[target.file_key]) for row in rows])
        landed: list[Landed] = []
        added: list[dict[str, Any]] = []
        changed: list[dict[str, Any]] = []
        for row in rows:
            owners = parents[row.line]
            if isinstance(owners, Refusal):
                landed.append(owners)
                continue
            row_id = str(row.values[target.file_key])
            child_id = next(iter(owners.values())).child_id
            before = known.get(row_id)
            if before is not None and before["child"] != child_id:
                landed.append(Refusal(row.file, row.line, target.file_key, Reason.OTHER_CHILD))
                continue
            own_id = before["id"] if before else uuid4()
            values = self._values(row, owners)
            # What hangs on a review's row in the files hangs on its plan in the record.
            stands_for = values["plan_id"] if target.table is ActivePlan else own_id
            run.note_owner(row.file, row_id, Owner(stands_for, child_id))
            if before is None:
                added.append({"id": own_id, target.key: row_id, **target.fixed, **values})
                landed.append(Landing(row, Outcome.ADDED))
                continue
            columns = self._differences(before, values)
            if columns or before["marked_absent_on"] is not None:
                changed.append({"id": own_id, **values, "marked_absent_on": None})
                landed.append(Landing(row, Outcome.CHANGED, columns))
            else:
                landed.append(Landing(row, Outcome.UNCHANGED))
        run.add(target.table, added)
        run.change(target.table, changed)
        return landed

    def mark_absent(self) -> int:
        table, run = self.target.table, self.run
        query = select(table.id, getattr(table, self.target.key)).where(
            table.marked_absent_on.is_(None), *self._of_this_file()
        )
        absent = [
            own_id
            for own_id, row_id in run.session.execute(query.execution_options(yield_per=CHUNK))
            if not run.reading.stands_in(self.target.file, row_id)
        ]
        return run.mark(table, absent)

    def _values(self, row: Row, owners: Mapping[str, Owner]) -> dict[str, Any]:
        values: dict[str, Any] = {
            attribute: row.values[column]
            for column, attribute in self.target.columns.items()
            if row.has(column)
        }
        return values | self.target.hang(owners)

    def _differences(self, before: Mapping[str, Any], values: Mapping[str, Any]) -> tuple[str, ...]:
        named = {attribute: column for column, attribute in self.target.columns.items()}
        return tuple(
            named.get(attribute, attribute)
            for attribute, value in values.items()
            if before[attribute] != value
        )

    def _known(self, row_ids: Sequence[str]) -> dict[str, Mapping[str, Any]]:
        table = self.target.table
        query = select(*table.__table__.columns).where(
            getattr(table, self.target.key).in_(row_ids), *self._of_this_file()
        )
        rows = self.run.session.execute(self.target.with_child(query)).all()
        names = [column.name for column in table.__table__.columns]
        known = [dict(zip([*names, "child"], row, strict=True)) for row in rows]
        return {row[self.target.key]: row for row in known}

    def _of_this_file(self) -> list[Any]:
        return [getattr(self.target.table, name) == fix for name, fix in self.target.fixed.items()]
