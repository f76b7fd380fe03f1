"""A document that is read on paper, before any format: a title and blocks of words and figures."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The first cell of a row says what the row is about."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class ShareBar:
    """One share with its interval, all in per cent."""

    label: str
    percent: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class ShareChart:
    """A chart of shares. A table beside it says the same."""

    title: str
    description: str
    bars: tuple[ShareBar, ...]


@dataclass(frozen=True, slots=True)
class OutOfTen:
    """A picture of ten people, of whom ``count`` are filled, and what that says."""

    count: int
    says: str


Block = Heading | Paragraph | Bullets | Table | ShareChart | OutOfTen


@dataclass(frozen=True, slots=True)
class Document:
    """``language`` is a tag such as ``en-GB``. ``is_easy_read``: large type, much space."""

    title: str
    language: str
    blocks: tuple[Block, ...]
    is_easy_read: bool = False
