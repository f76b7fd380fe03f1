"""What one reading of a folder must remember: ids seen, rows refused, and what hangs on them.

Only ids are kept, never rows, so that memory grows by an id a row and nothing else.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from portal.domain.records.access import (
    ContactsGuard,
    closes_access,
    relationship_word,
    tells_of_adoption,
)
from portal.domain.records.codes import CodeList, CodeTable
from portal.domain.records.columns import Shape
from portal.domain.records.contested import FirstLook, Mark, contested_id, mark_of
from portal.domain.records.reading import Header, Line, Opener, read_lines
from portal.domain.records.reasons import Reason, Refusal
from portal.domain.records.rows import Row, read_row, row_key
from portal.domain.records.shapes import PARENT_FILES

Key = tuple[str, ...]
Refusals = tuple[Refusal, ...]


class FolderReading:
    """Reads the files of one folder in the order of `SHAPES` and says row by row what is taken.

    ``present`` names the files that can be read. A row that hangs on a file of the folder must
    find its parent there; where that file is not in the folder, whoever takes the rows looks the
    parent up in what is already known.
    """

    def __init__(
        self, present: frozenset[str], codes: Mapping[CodeList, CodeTable], today: date
    ) -> None:
        self.present = present
        self._codes = codes
        self._today = today
        self._taken: dict[str, set[str]] = {}
        self._refused: dict[str, dict[str, int]] = {}
        self._seen: dict[str, set[Mark]] = {}

    def is_refused(self, file: str, row_id: str) -> bool:
        """Whether a row that begins its key with this id was refused."""
        return row_id in self._refused.get(file, ())

    def stands_in(self, file: str, *key: str) -> bool:
        """Whether a key stands anywhere in a file, on a refused row too: then it is not absent."""
        return mark_of(*key) in self._seen.get(file, ())

    def read(
        self, shape: Shape, header: Header, open_file: Opener, look: FirstLook
    ) -> Iterator[Row | Refusals]:
        """Every row of a file, taken or refused. Read it to its end and ask what `stands_in` it
        before the next file is read: then its keys are forgotten."""
        self._seen = {shape.file: set()}
        taken = self._taken.setdefault(shape.file, set())
        for line, result in self._judged(shape, header, open_file, look, self._seen[shape.file]):
            row_id = line.cells.get(shape.key[0])
            if isinstance(result, Row):
                if shape.file in PARENT_FILES:
                    taken.add(str(row_id))
            elif row_id and result[0].reason is not Reason.ROW_REPEATED:
                self.refuse(shape.file, row_id, line.number)
            yield result

    def refuse(self, file: str, row_id: str, line: int) -> None:
        """A row cannot be taken after all: what hangs on it will be refused too."""
        self._taken.setdefault(file, set()).discard(row_id)
        self._refused.setdefault(file, {}).setdefault(row_id, line)

    def guard_contacts(
        self, shape: Shape, header: Header, open_file: Opener, look: FirstLook
    ) -> ContactsGuard:
        """What decides about access in contacts.csv, asked before any row of it is taken, since
        another row of the same adult or child may stand first."""
        guard = ContactsGuard()
        for line, result in self._judged(shape, header, open_file, look, set()):
            contact_id = line.cells.get("contact_id")
            if contact_id and not isinstance(result, Row) and closes_access(line, result):
                guard.closed.setdefault(contact_id, line.number)
            if tells_of_adoption(relationship_word(line.cells.get("relationship"))):
                guard.adopted.add(line.cells.get("person_id", ""))
        return guard

    def _judged(
        self, shape: Shape, header: Header, open_file: Opener, look: FirstLook, seen: set[Mark]
    ) -> Iterator[tuple[Line, Row | Refusals]]:
        for line in read_lines(shape, header, open_file):
            key = row_key(shape, line)
            result = self._judge(shape, line, key, seen, look)
            if key is not None:
                seen.add(mark_of(*key))
            yield line, result

    def _judge(
        self, shape: Shape, line: Line, key: Key | None, seen: set[Mark], look: FirstLook
    ) -> Row | Refusals:
        if line.whole and key is not None:
            if fault := look.contested.get(contested_id(shape, key)):
                begins, reason = fault
                where = f"{shape.file}:{begins}"
                return (Refusal(shape.file, line.number, shape.key[0], reason, where),)
            if mark_of(*key) in seen:
                return (Refusal(shape.file, line.number, shape.key[0], Reason.ROW_REPEATED),)
        result = read_row(shape, line, self._codes, self._today)
        if isinstance(result, Row) and (fault_above := self._fault_above(shape, result)):
            return (fault_above,)
        return result

    def _fault_above(self, shape: Shape, row: Row) -> Refusal | None:
        for parent in shape.parents:
            row_id = row.text(parent.column)
            if row_id is None or parent.file not in self.present:
                continue
            if (begins := self._refused.get(parent.file, {}).get(row_id)) is not None:
                reason, where = Reason.PARENT_REFUSED, f"{parent.file}:{begins}"
            elif row_id not in self._taken.get(parent.file, ()):
                reason, where = Reason.PARENT_UNKNOWN, parent.file
            else:
                continue
            return Refusal(shape.file, row.line, parent.column, reason, where)
        return None
