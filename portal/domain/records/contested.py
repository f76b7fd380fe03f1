"""The first look through a file: ids on rows that contradict each other, and references shared.

Which of two contradicting rows is right cannot be told, and what hangs on their id may belong to
another child, so every one of them is refused, wherever it stands.
"""

from dataclasses import dataclass, field

from portal.domain.records.columns import Shape
from portal.domain.records.reading import Header, Line, Opener, read_lines
from portal.domain.records.reasons import Reason
from portal.domain.records.rows import row_key
from portal.domain.records.shapes import CONTACTS, PERSON

Mark = int
"""A key or a row as one number: 200,000 of these take little memory, 200,000 rows would not.

Python's hash of text is keyed at random for each process and 64 bits wide.
"""

_SAME_ADULT = ("title", "given", "family", "email", "mobile")


def mark_of(*parts: str) -> Mark:
    return hash(parts)


@dataclass(frozen=True, slots=True)
class FirstLook:
    """``contested``: the id of a row, its reason, and the line where the trouble begins.

    ``caserefs`` and ``upns`` are all that person.csv holds; a UPN in ``shared_upns`` stands there
    more than once and matches nobody.
    """

    contested: dict[Mark, tuple[int, Reason]] = field(default_factory=dict)
    caserefs: set[str] = field(default_factory=set)
    upns: set[str] = field(default_factory=set)
    shared_upns: set[str] = field(default_factory=set)


def contested_id(shape: Shape, key: tuple[str, ...]) -> Mark:
    """What must not contradict itself: a contact is one adult on however many rows."""
    return mark_of(*(key[:1] if shape.file == CONTACTS else key))


def look_through(shape: Shape, header: Header, open_file: Opener) -> FirstLook:
    """Read a file once for its ids alone."""
    look = FirstLook()
    if shape.column_names == frozenset(shape.key):
        return look  # a row that is all key can be repeated, never contradicted
    rows: dict[Mark, tuple[int, Mark]] = {}
    adults: dict[Mark, tuple[int, Mark]] = {}
    references = _References()
    for line in read_lines(shape, header, open_file):
        key = row_key(shape, line)
        if key is None or not line.whole:
            continue
        told = [(rows, mark_of(*key), mark_of(*line.cells.values()))]
        if shape.file == CONTACTS:
            told.append((adults, mark_of(key[0]), _adult(line)))
        for known, mark, content in told:
            begins, before = known.setdefault(mark, (line.number, content))
            if before != content:
                look.contested[contested_id(shape, key)] = (begins, Reason.ID_TWICE)
        if shape.file == PERSON:
            references.note(look, mark_of(*key), line)
    references.settle(look)
    return look


def _adult(line: Line) -> Mark:
    return mark_of(*(line.cells.get(name, "").lower() for name in _SAME_ADULT))


class _References:
    """What children are matched by, and where one reference stands on two rows."""

    def __init__(self) -> None:
        self._by_caseref: dict[str, tuple[Mark, int]] = {}
        self._by_upn: dict[str, tuple[Mark, int]] = {}
        self._upn_alone: list[tuple[str, Mark]] = []

    def note(self, look: FirstLook, row: Mark, line: Line) -> None:
        caseref, upn = line.cells.get("caseref", ""), line.cells.get("upn", "").upper()
        if caseref:
            look.caserefs.add(caseref)
            other, begins = self._by_caseref.setdefault(caseref, (row, line.number))
            if other != row:
                look.contested[row] = look.contested[other] = (begins, Reason.MATCHED_TWICE)
        elif upn:
            self._upn_alone.append((upn, row))
        if upn:
            look.upns.add(upn)
        if upn and self._by_upn.setdefault(upn, (row, line.number))[0] != row:
            look.shared_upns.add(upn)

    def settle(self, look: FirstLook) -> None:
        for upn, row in self._upn_alone:
            if upn in look.shared_upns:
                look.contested[row] = (self._by_upn[upn][1], Reason.MATCHED_TWICE)
