"""The adults of contacts.csv: found again by contact id, their addresses sealed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from portal.domain.records.rows import Row
from portal.store import sealing
from portal.store.records.run import Run
from portal.store.tables.people import FamilyMember

_COLUMNS: Mapping[str, str] = {
    "title": "title",
    "given": "given",
    "family": "family",
    "channel": "channel",
    "language": "language",
    "interpreter": "interpreter",
}
_ADDRESSES = ("email", "mobile")


@dataclass(frozen=True, slots=True)
class Adult:
    """The adult of a row; ``differing`` names the columns in which the record was behind."""

    id: UUID
    is_new: bool
    differing: tuple[str, ...] = ()


class AdultKeeper:
    """Adds and changes adults, each once an import, however many rows an adult stands on."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self._kept: dict[str, tuple[bytes, bool]] = {}

    def keep(self, rows: Sequence[Row]) -> dict[int, Adult]:
        """The adult of each row, by line. Addresses are compared by what they are looked up by."""
        contact_ids = {str(row.values["contact_id"]) for row in rows}
        known = self._known(contact_ids.difference(self._kept))
        found: dict[int, Adult] = {}
        added: list[dict[str, Any]] = []
        changed: list[dict[str, Any]] = []
        for row in rows:
            contact_id = str(row.values["contact_id"])
            if kept := self._kept.get(contact_id):
                found[row.line] = Adult(UUID(bytes=kept[0]), kept[1])
                continue
            before = known.get(contact_id)
            adult_id = before["id"] if before else uuid4()
            self._kept[contact_id] = (adult_id.bytes, before is None)
            values = self._values(row)
            if before is None:
                added.append({"id": adult_id, "contact_id": contact_id, **values})
                found[row.line] = Adult(adult_id, is_new=True)
                continue
            differing = tuple(
                name.removesuffix("_lookup")
                for name, value in values.items()
                if name in before and before[name] != value
            )
            if differing:
                changed.append({"id": adult_id, **values})
            found[row.line] = Adult(adult_id, is_new=False, differing=differing)
        if self.run.writes:
            self._seal([*added, *changed])
            self.run.add(FamilyMember, added)
            self.run.change(FamilyMember, changed)
        return found

    def _known(self, contact_ids: set[str]) -> dict[str, Mapping[str, Any]]:
        columns = (FamilyMember.id, FamilyMember.contact_id, *self._compared())
        query = select(*columns).where(FamilyMember.contact_id.in_(contact_ids))
        return {row["contact_id"]: dict(row) for row in self.run.session.execute(query).mappings()}

    def _compared(self) -> list[Any]:
        names = [*_COLUMNS.values(), *(f"{name}_lookup" for name in _ADDRESSES)]
        return [getattr(FamilyMember, name) for name in names]

    def _values(self, row: Row) -> dict[str, Any]:
        """The adult's columns; an address still readable under its sealed column's name."""
        values: dict[str, Any] = {
            attribute: row.values[column]
            for column, attribute in _COLUMNS.items()
            if row.has(column)
        }
        values["given"] = row.text("given") or ""
        values["interpreter"] = bool(row.flag("interpreter"))
        for name in _ADDRESSES:
            if row.has(name):
                address = row.text(name)
                values[f"{name}_lookup"] = (
                    sealing.lookup(self.run.session, address) if address else None
                )
                values[f"{name}_sealed"] = address
        return values

    def _seal(self, adults: Sequence[dict[str, Any]]) -> None:
        keys = sealing.prepare_keys(self.run.session, [adult["id"] for adult in adults])
        for adult in adults:
            for name in _ADDRESSES:
                if adult.get(f"{name}_sealed"):
                    adult[f"{name}_sealed"] = sealing.seal(
                        self.run.session,
                        subject_id=adult["id"],
                        table=FamilyMember.__tablename__,
                        column=f"{name}_sealed",
                        row_id=adult["id"],
                        text=adult[f"{name}_sealed"],
                    )
        del keys
