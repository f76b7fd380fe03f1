"""contacts.csv: adults, how they stand to each child, and what that opens or closes."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select, update

from portal.domain.records.access import UNKNOWN, ContactsGuard, file_opens, relationship_word
from portal.domain.records.contested import mark_of
from portal.domain.records.reasons import Doubt, Finding, Refusal
from portal.domain.records.report import Outcome
from portal.domain.records.rows import Row
from portal.domain.records.shapes import CONTACTS
from portal.store.records.adults import AdultKeeper
from portal.store.records.openings import close_openings, newly_adopted
from portal.store.records.run import CHUNK, Landed, Landing, Run, batched, find_parents
from portal.store.tables.children import Child
from portal.store.tables.people import FamilyLink, FamilyMember

_LINK_COLUMNS: Mapping[str, str] = {
    "relationship": "relationship",
    "responsibility": "responsibility",
    "restriction": "restriction",
    "restriction_review": "restriction_review",
}


class ContactLander:
    """Takes adults and their links. One row is one link; the adult is taken with the first."""

    def __init__(self, run: Run, guard: ContactsGuard) -> None:
        self.run, self.guard = run, guard
        self.adults = AdultKeeper(run)
        self._landed: set[int] = set()
        close_openings(run, newly_adopted(run, guard.adopted))

    def land(self, rows: Sequence[Row]) -> list[Landed]:
        parents = find_parents(self.run, rows)
        taken = [row for row in rows if not isinstance(parents[row.line], Refusal)]
        adults = self.adults.keep(taken)
        links = self._links({adult.id for adult in adults.values() if not adult.is_new})
        landed: list[Landed] = []
        added: list[dict[str, Any]] = []
        changed: list[dict[str, Any]] = []
        for row in rows:
            owners = parents[row.line]
            if isinstance(owners, Refusal):
                landed.append(owners)
                continue
            child_id, adult = owners["person_id"].child_id, adults[row.line]
            self._landed.add(mark_of(adult.id.hex, child_id.hex))
            before = links.get((adult.id, child_id))
            values = self._values(row, child_id, before)
            if before is None:
                added.append(
                    {"id": uuid4(), "child_id": child_id, "family_member_id": adult.id, **values}
                )
                landed.append(Landing(row, Outcome.ADDED))
                continue
            differing = _differences(before, values)
            if differing or before["marked_absent_on"]:
                changed.append({"id": before["id"], **values, "marked_absent_on": None})
            if differing or adult.differing or before["marked_absent_on"]:
                landed.append(Landing(row, Outcome.CHANGED, (*adult.differing, *differing)))
            else:
                landed.append(Landing(row, Outcome.UNCHANGED))
        self.run.add(FamilyLink, added)
        self.run.change(FamilyLink, changed)
        return landed

    def mark_absent(self) -> int:
        """Mark links that the file no longer holds, and close what refused rows speak of."""
        self._close()
        query = (
            select(
                FamilyLink.id,
                FamilyLink.family_member_id,
                FamilyLink.child_id,
                FamilyMember.contact_id,
                Child.person_id,
            )
            .join(FamilyMember, FamilyMember.id == FamilyLink.family_member_id)
            .join(Child, Child.id == FamilyLink.child_id)
            .where(FamilyLink.marked_absent_on.is_(None))
        )
        absent = [
            link_id
            for link_id, adult_id, child_id, contact_id, person_id in self.run.session.execute(
                query.execution_options(yield_per=CHUNK)
            )
            if mark_of(adult_id.hex, child_id.hex) not in self._landed
            and not self.run.reading.stands_in(
                CONTACTS, contact_id, self.run.renumbered.get(child_id, person_id)
            )
        ]
        return self.run.mark(FamilyLink, absent)

    def _values(self, row: Row, child_id: UUID, before: Mapping[str, Any] | None) -> dict[str, Any]:
        values = {
            attribute: row.values[column]
            for column, attribute in _LINK_COLUMNS.items()
            if row.has(column)
        }
        if "relationship" in values or before is None:
            values["relationship"] = relationship_word(row.text("relationship"))
        if "responsibility" in values or before is None:
            values["responsibility"] = row.text("responsibility") or UNKNOWN
        values["restriction_unreadable"] = row.values["contact_id"] in self.guard.closed
        values["access_from"] = self._access_from(row, child_id, before, values)
        return values

    def _access_from(
        self,
        row: Row,
        child_id: UUID,
        before: Mapping[str, Any] | None,
        values: Mapping[str, Any],
    ) -> Any:
        """The day on which the file opened this link; a caseworker's decision is left alone, as
        long as the child's circumstances are those in which it was taken (`close_openings`)."""
        if before is not None and before["opened_by_id"] is not None:
            return before["access_from"]
        told = {**(before or {}), **values}
        opens = file_opens(
            relationship=told["relationship"],
            responsibility=told["responsibility"],
            looked_after=child_id in self.run.looked_after,
            adopted=row.text("person_id") in self.guard.adopted,
        )
        opened = before["access_from"] if before is not None else None
        if not opens:
            return None
        # A file that says nothing about restrictions cannot say that there is none.
        return opened or (self.run.today if row.has("restriction") else None)

    def _links(self, adult_ids: set[UUID]) -> dict[tuple[UUID, UUID], Mapping[str, Any]]:
        query = select(*FamilyLink.__table__.columns).where(
            FamilyLink.family_member_id.in_(adult_ids)
        )
        return {
            (link["family_member_id"], link["child_id"]): dict(link)
            for link in self.run.session.execute(query).mappings()
        }

    def _close(self) -> None:
        """Close every link of an adult about whom a refused row spoke of a restriction."""
        for line in self.guard.closed.values():
            self.run.findings.append(Finding(CONTACTS, line, "contact_id", Doubt.ACCESS_CLOSED))
        if not self.run.writes:
            return
        for contact_ids in batched(self.guard.closed, CHUNK):
            adults = select(FamilyMember.id).where(FamilyMember.contact_id.in_(contact_ids))
            self.run.session.execute(
                update(FamilyLink)
                .where(
                    FamilyLink.family_member_id.in_(adults),
                    FamilyLink.restriction_unreadable.is_(False),
                )
                .values(restriction_unreadable=True),
                execution_options={"synchronize_session": False},
            )


def _differences(before: Mapping[str, Any], values: Mapping[str, Any]) -> tuple[str, ...]:
    """Columns of the file that differ; ``access`` where what they open or close does."""
    differing = [name for name, value in values.items() if before[name] != value]
    columns = [name for name in differing if name in _LINK_COLUMNS]
    return tuple(columns if columns == differing else [*columns, "access"])
