"""What a file and a column of it can be: the words in which `shapes` describes them."""

from dataclasses import dataclass
from enum import StrEnum

from portal.domain.records.codes import CodeList


class Kind(StrEnum):
    """How the text of a cell is understood."""

    TEXT = "text"
    DATE = "date"
    CODE = "code"
    YES_NO = "yes_no"
    INTEGER = "integer"
    YEAR_GROUP = "year_group"
    EMAIL = "email"
    MOBILE = "mobile"
    UPN = "upn"
    RESTRICTION = "restriction"


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is read. ``required``: refused where the column or the cell is missing."""

    name: str
    kind: Kind = Kind.TEXT
    codes: CodeList | None = None
    required: bool = False
    longest: int = 200


@dataclass(frozen=True, slots=True)
class Parent:
    """A column that names a row of another file."""

    column: str
    file: str


@dataclass(frozen=True, slots=True)
class Dated:
    """A date that a row should have: always, or where ``because`` holds one of ``values``.

    With ``because`` and no ``values``, wherever that column says anything at all.
    """

    date: str
    because: str = ""
    values: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Shape:
    """One file: what it is called, what identifies a row, and what the row hangs on.

    ``parents`` are alternatives: one is needed, and where both are given they must agree.
    """

    file: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    parents: tuple[Parent, ...] = ()
    dated: tuple[Dated, ...] = ()

    @property
    def column_names(self) -> frozenset[str]:
        return frozenset(column.name for column in self.columns)
