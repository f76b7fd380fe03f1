"""What files have in common on their way in: how large, cleaned, asked of a virus scanner."""

from collections.abc import Callable
from dataclasses import dataclass

from portal.domain.advice import FileKind, Scan
from portal.outside.cleaning_apart import clean_apart
from portal.outside.file_cleaning import Problem, RefusedFileError
from portal.outside.object_store import ObjectMissingError

BYTES_AT_MOST = 10 * 1024 * 1024

REMOVE_OBJECT = "remove_object"

NAME_AT_MOST = 120

HoldsVirus = Callable[[bytes], bool]


@dataclass(frozen=True, slots=True)
class WrongKind:
    """The name's ending is on no list of ours."""


@dataclass(frozen=True, slots=True)
class TooLarge:
    """More than `BYTES_AT_MOST`, as it came or once it was written anew."""


@dataclass(frozen=True, slots=True)
class TooMany:
    """There are as many as may be already."""


@dataclass(frozen=True, slots=True)
class NotTaken:
    """Its reader refused it."""

    problem: Problem


def safe_stem(name: str) -> str:
    """What people called it, without a folder, an ending, or signs that mean something to a
    browser or a shell."""
    last = name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0]
    kept = "".join(letter if letter.isalnum() or letter in " -_()" else "_" for letter in last)
    return " ".join(kept.split())[:NAME_AT_MOST] or "file"


def clean_content(kind: FileKind, content: bytes) -> bytes | NotTaken | TooLarge:
    """The content written anew, in a process apart."""
    try:
        clean = clean_apart(kind, content)
    except RefusedFileError as error:
        return NotTaken(error.problem)
    return TooLarge() if len(clean) > BYTES_AT_MOST else clean


def scan_content(read: Callable[[], bytes], holds_virus: HoldsVirus) -> Scan:
    """What comes of asking the scanner about the content that ``read`` gives."""
    try:
        content = read()
    except ObjectMissingError:
        return Scan.MISSING
    return Scan.INFECTED if holds_virus(content) else Scan.CLEAN
