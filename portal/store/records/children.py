"""person.csv: a child is matched by caseref, then by UPN, and never by a name."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import or_, select

from portal.domain.records.cells import is_sound_upn
from portal.domain.records.contested import FirstLook
from portal.domain.records.reasons import Doubt, Reason, Refusal
from portal.domain.records.report import Outcome
from portal.domain.records.rows import Row
from portal.domain.records.shapes import PERSON
from portal.store import sealing
from portal.store.records.openings import close_openings
from portal.store.records.run import CHUNK, Landed, Landing, Owner, Run
from portal.store.tables.children import Child

_COLUMNS: Mapping[str, str] = {
    "person_id": "person_id",
    "caseref": "caseref",
    "surname": "surname",
    "forename": "forename",
    "personbirthdate": "birth_date",
    "sex": "sex",
    "ethnicity": "ethnicity",
    "upn": "upn",
    "uniquelearnernumber": "uln",
    "upnunknown": "upn_unknown_reason",
    "ncyear": "year_group",
    "language": "language",
    "lookedafter": "looked_after",
}
_POSTCODE = "postcode_sealed"


class ChildLander:
    """Takes children; notes for the files that follow who each ``person_id`` is."""

    def __init__(self, run: Run, look: FirstLook) -> None:
        self.run, self.look = run, look
        self._matched: set[bytes] = set()
        self._into_care: set[UUID] = set()

    def land(self, rows: Sequence[Row]) -> list[Landed]:
        by_caseref, by_upn = self._known(rows)
        everybody = {child["id"]: child for child in (*by_caseref.values(), *by_upn.values())}
        postcodes = self._postcodes(everybody.values())
        landed: list[Landed] = []
        added: list[dict[str, Any]] = []
        changed: list[dict[str, Any]] = []
        for row in rows:
            before = self._match(row, by_caseref, by_upn)
            if before is not None and before["id"].bytes in self._matched:
                column = "caseref" if row.text("caseref") else "upn"
                landed.append(Refusal(PERSON, row.line, column, Reason.MATCHED_TWICE))
                continue
            child_id: UUID = before["id"] if before else uuid4()
            self._note(row, child_id, before)
            values = {
                attribute: row.values[column]
                for column, attribute in _COLUMNS.items()
                if row.has(column)
            }
            if before is None:
                added.append({"id": child_id, **values, **_typed_postcode(row)})
                landed.append(Landing(row, Outcome.ADDED))
                continue
            if row.text("caseref") is None and "caseref" in values:
                values["caseref"] = before["caseref"]  # an empty cell forgets no reference
            columns = _differences(row, before, values, postcodes.get(child_id))
            if columns or before["marked_absent_on"] or self.run.renumbered.get(child_id):
                changed.append(
                    {"id": child_id, **values, **_typed_postcode(row), "marked_absent_on": None}
                )
            if columns or before["marked_absent_on"]:
                landed.append(Landing(row, Outcome.CHANGED, columns))
            else:
                landed.append(Landing(row, Outcome.UNCHANGED))
        if self.run.writes:
            self._seal_postcodes([*added, *changed])
        self.run.add(Child, added)
        self.run.change(Child, changed)
        close_openings(self.run, self._into_care)
        self._into_care.clear()
        return landed

    def mark_absent(self) -> int:
        query = select(Child.id, Child.caseref, Child.upn).where(Child.marked_absent_on.is_(None))
        absent = [
            child_id
            for child_id, caseref, upn in self.run.session.execute(
                query.execution_options(yield_per=CHUNK)
            )
            if child_id.bytes not in self._matched
            and caseref not in self.look.caserefs
            and upn not in self.look.upns
        ]
        return self.run.mark(Child, absent)

    def _known(
        self, rows: Sequence[Row]
    ) -> tuple[dict[str, Mapping[str, Any]], dict[str, Mapping[str, Any]]]:
        """Children on the record by caseref and, where one child alone has it, by UPN."""
        caserefs = {text for row in rows if (text := row.text("caseref"))}
        upns = {upn for row in rows if (upn := self._matching_upn(row))}
        query = select(*Child.__table__.columns).where(
            or_(Child.caseref.in_(caserefs), Child.upn.in_(upns))
        )
        by_caseref: dict[str, Mapping[str, Any]] = {}
        by_upn: dict[str, list[Mapping[str, Any]]] = {}
        for child in map(dict, self.run.session.execute(query).mappings()):
            if child["caseref"]:
                by_caseref[child["caseref"]] = child
            if child["upn"] in upns and child["caseref"] not in self.look.caserefs:
                by_upn.setdefault(child["upn"], []).append(child)
        return by_caseref, {upn: found[0] for upn, found in by_upn.items() if len(found) == 1}

    def _matching_upn(self, row: Row) -> str | None:
        upn = row.text("upn")
        return upn if upn and upn not in self.look.shared_upns and is_sound_upn(upn) else None

    def _match(
        self,
        row: Row,
        by_caseref: Mapping[str, Mapping[str, Any]],
        by_upn: Mapping[str, Mapping[str, Any]],
    ) -> Mapping[str, Any] | None:
        caseref = row.text("caseref")
        if caseref and (found := by_caseref.get(caseref)):
            return found
        found = by_upn.get(self._matching_upn(row) or "")
        if found is not None and caseref and found["caseref"]:
            self.run.find_doubt(row, "caseref", Doubt.CASEREF_CHANGED)
        return found

    def _note(self, row: Row, child_id: UUID, before: Mapping[str, Any] | None) -> None:
        person_id = str(row.values["person_id"])
        self._matched.add(child_id.bytes)
        self.run.note_owner(PERSON, person_id, Owner(child_id, child_id))
        if before is not None and before["person_id"] != person_id:
            self.run.renumbered[child_id] = person_id
        told = row.has("lookedafter") or before is None
        if row.flag("lookedafter") if told or before is None else before["looked_after"]:
            self.run.looked_after.add(child_id)
            if before is not None and not before["looked_after"]:
                self._into_care.add(child_id)

    def _postcodes(self, children: Iterable[Mapping[str, Any]]) -> dict[UUID, str]:
        sealed = {child["id"]: child[_POSTCODE] for child in children if child[_POSTCODE]}
        keys = sealing.prepare_keys(self.run.session, sealed)
        opened = {
            child_id: sealing.unseal(
                self.run.session,
                subject_id=child_id,
                table=Child.__tablename__,
                column=_POSTCODE,
                row_id=child_id,
                sealed=value,
            )
            for child_id, value in sealed.items()
        }
        del keys  # held until here, so that unsealing asked the database nothing
        return opened

    def _seal_postcodes(self, values: Sequence[dict[str, Any]]) -> None:
        """Put the sealed postcode in the place of the readable one."""
        typed = [row for row in values if row.get(_POSTCODE)]
        keys = sealing.prepare_keys(self.run.session, [row["id"] for row in typed])
        for row in typed:
            row[_POSTCODE] = sealing.seal(
                self.run.session,
                subject_id=row["id"],
                table=Child.__tablename__,
                column=_POSTCODE,
                row_id=row["id"],
                text=row[_POSTCODE],
            )
        del keys


def _typed_postcode(row: Row) -> dict[str, str | None]:
    return {_POSTCODE: row.text("postcode")} if row.has("postcode") else {}


def _differences(
    row: Row, before: Mapping[str, Any], values: Mapping[str, Any], postcode: str | None
) -> tuple[str, ...]:
    """Columns that differ. A new ``person_id`` is none: an extract may number its rows afresh."""
    differing = [
        column
        for column, attribute in _COLUMNS.items()
        if column != "person_id" and attribute in values and before[attribute] != values[attribute]
    ]
    if row.has("postcode") and row.text("postcode") != postcode:
        differing.append("postcode")
    return tuple(differing)
