"""settings.csv: nurseries, schools and colleges, and who coordinates in each."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select, update

from portal.domain.people import Role
from portal.domain.records.reasons import Doubt
from portal.domain.records.report import Outcome
from portal.domain.records.rows import Row
from portal.store.records.colleagues import ColleagueFinder
from portal.store.records.run import CHUNK, Landed, Landing, Run
from portal.store.tables.children import Setting
from portal.store.tables.people import Staff

_COLUMNS: Mapping[str, str] = {"name": "name", "type": "setting_type", "phase": "phase"}


class SettingLander:
    """Settings by URN. A new coordinator takes the place of the one before."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.colleagues = ColleagueFinder(run, Role.COORDINATOR)
        self._coordinates: dict[UUID, UUID] = {}

    def land(self, rows: Sequence[Row]) -> list[Landed]:
        urns = [str(row.values["urn"]) for row in rows]
        query = select(*Setting.__table__.columns).where(Setting.urn.in_(urns))
        known = {row["urn"]: row for row in self.run.session.execute(query).mappings()}
        staff = self.colleagues.find(
            [(email, None) for row in rows if (email := row.text("coordinator_email"))]
        )
        landed: list[Landed] = []
        added: list[dict[str, Any]] = []
        changed: list[dict[str, Any]] = []
        links: list[tuple[UUID, UUID]] = []
        for row in rows:
            before = known.get(str(row.values["urn"]))
            setting_id = before["id"] if before else uuid4()
            values = {
                attribute: row.values[column]
                for column, attribute in _COLUMNS.items()
                if row.has(column)
            }
            email = row.text("coordinator_email")
            new_coordinator = False
            if email:
                colleague = staff[email]
                elsewhere = self._coordinates.setdefault(colleague.id, setting_id) != setting_id
                if elsewhere or colleague.role != Role.COORDINATOR:
                    self.run.find_doubt(row, "coordinator_email", Doubt.COORDINATOR_NOT_LINKED)
                elif colleague.setting_id != setting_id:
                    links.append((colleague.id, setting_id))
                    new_coordinator = True
            if before is None:
                added.append({"id": setting_id, "urn": row.values["urn"], **values})
                landed.append(Landing(row, Outcome.ADDED))
                continue
            columns = [
                c for c, name in _COLUMNS.items() if name in values and before[name] != values[name]
            ]
            if columns or before["marked_absent_on"]:
                changed.append({"id": setting_id, **values, "marked_absent_on": None})
            if new_coordinator:
                columns.append("coordinator_email")
            if columns or before["marked_absent_on"]:
                landed.append(Landing(row, Outcome.CHANGED, tuple(columns)))
            else:
                landed.append(Landing(row, Outcome.UNCHANGED))
        self.run.add(Setting, added)
        self.run.change(Setting, changed)
        self._link(links)
        return landed

    def mark_absent(self) -> int:
        query = select(Setting.id, Setting.urn).where(Setting.marked_absent_on.is_(None))
        absent = [
            setting_id
            for setting_id, urn in self.run.session.execute(
                query.execution_options(yield_per=CHUNK)
            )
            if not self.run.reading.stands_in("settings.csv", urn)
        ]
        return self.run.mark(Setting, absent)

    def _link(self, links: Sequence[tuple[UUID, UUID]]) -> None:
        if not links or not self.run.writes:
            return
        self.run.session.execute(
            update(Staff)
            .where(
                Staff.role == Role.COORDINATOR,
                Staff.setting_id.in_([setting_id for _, setting_id in links]),
            )
            .values(setting_id=None),
            execution_options={"synchronize_session": False},
        )
        self.run.change(
            Staff, [{"id": staff_id, "setting_id": setting_id} for staff_id, setting_id in links]
        )
