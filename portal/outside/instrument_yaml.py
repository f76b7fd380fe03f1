"""An instrument as a file that a person can read: YAML, held to a schema.

Of YAML only what such a file needs is read: text, whole numbers, true and false. So a "yes" or a
"no" stays a word, and no file can grow by pointing to itself.
"""

import json
import re
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator, ValidationError

from portal.domain.instrument_files import describe_instrument, read_instrument
from portal.domain.instruments import FaultKind, Instrument, list_faults

INSTRUMENTS = Path(__file__).resolve().parents[2] / "instruments"
SCHEMA = INSTRUMENTS / "instrument.schema.json"
LARGEST_FILE = 200_000
"""Bytes. Thirty questions in ten languages take about 100 000."""
_DEEPEST = 12
_LINE_WIDTH = 100
_PROBLEMS_AT_MOST = 20


class FileProblem(StrEnum):
    """What is wrong at one place of a file."""

    TOO_LARGE = "too_large"
    NOT_TEXT = "not_text"
    NOT_YAML = "not_yaml"
    ALIAS = "alias"
    TWICE = "twice"
    MISSING = "missing"
    UNKNOWN = "unknown"
    NOT_ONE_OF = "not_one_of"
    WRONG_KIND = "wrong_kind"
    TOO_LONG = "too_long"
    EMPTY = "empty"
    NOT_A_KEY = "not_a_key"
    ASKED_TWICE = "asked_twice"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right. ``line`` counts from 1, and is 0 where it is about the whole file."""

    kind: FileProblem
    line: int = 0
    found: str = ""
    expected: str = ""


@dataclass(frozen=True, slots=True)
class BadFile:
    """Nothing is taken from this file before these are put right; the topmost stands first."""

    problems: tuple[Problem, ...]


_Path = tuple[Hashable, ...]


class _ProblemError(Exception):
    def __init__(self, kind: FileProblem, node_or_mark: Any, found: str = "") -> None:
        super().__init__(kind)
        self.problem = Problem(kind, node_or_mark.line + 1, found)


class _Loader(yaml.SafeLoader):  # type: ignore[misc]  # PyYAML ships no types
    """Keys are text whatever they look like, and each value remembers its line."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.lines: dict[_Path, int] = {}
        self._depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise _ProblemError(FileProblem.ALIAS, self.peek_event().start_mark)
        if self._depth == _DEEPEST:
            raise _ProblemError(FileProblem.WRONG_KIND, self.peek_event().start_mark)
        self._depth += 1
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node

    def read(self, node: yaml.Node, path: _Path = ()) -> Any:
        """The plain data of a node."""
        self.lines[path] = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            plain: dict[str, Any] = {}
            for key_node, value_node in node.value:
                if not isinstance(key_node, yaml.ScalarNode):
                    raise _ProblemError(FileProblem.WRONG_KIND, key_node.start_mark)
                key = key_node.value
                if key in plain:
                    raise _ProblemError(FileProblem.TWICE, key_node.start_mark, key)
                plain[key] = self.read(value_node, (*path, key))
                self.lines[(*path, key)] = key_node.start_mark.line + 1
            return plain
        if isinstance(node, yaml.SequenceNode):
            return [self.read(item, (*path, at)) for at, item in enumerate(node.value)]
        if node.tag == "tag:yaml.org,2002:bool":
            return node.value == "true"
        return int(node.value) if node.tag == "tag:yaml.org,2002:int" else node.value


_Loader.yaml_implicit_resolvers = {}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"^(?:0|[1-9][0-9]{0,8})$"), list("0123456789")
)


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def write_instrument_file(instrument: Instrument) -> str:
    """The file of an instrument; ``read_instrument_file`` gives the same instrument again."""
    plain = describe_instrument(instrument)
    return str(yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=_LINE_WIDTH))


def read_instrument_file(content: bytes) -> Instrument | BadFile:
    """The instrument of a file, in YAML or in JSON, which is YAML too.

    What its officer can still put right on the page (a condition that leads nowhere) is no reason
    to refuse it.
    """
    if len(content) > LARGEST_FILE:
        return BadFile((Problem(FileProblem.TOO_LARGE),))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return BadFile((Problem(FileProblem.NOT_TEXT, line),))
    try:
        plain, lines = _read_yaml(text)
    except _ProblemError as error:
        return BadFile((error.problem,))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return BadFile((Problem(FileProblem.NOT_YAML, mark.line + 1 if mark else 0),))
    named = dict.fromkeys(_name(error, lines) for error in _validator().iter_errors(plain))
    if named:
        problems = sorted(named, key=lambda problem: problem.line)
        return BadFile(tuple(problems[:_PROBLEMS_AT_MOST]))
    instrument = read_instrument(plain)
    twice = tuple(_asked_twice(instrument, plain, lines))
    return BadFile(twice) if twice else instrument


def _read_yaml(text: str) -> tuple[Any, dict[_Path, int]]:
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        return (loader.read(node) if node else None), loader.lines
    finally:
        loader.dispose()


def _name(error: ValidationError, lines: dict[_Path, int]) -> Problem:
    """A schema's error as one of ours, with the line of the file."""
    path = tuple(error.absolute_path)
    as_key = (*path, error.instance) if isinstance(error.instance, str) else path
    line = lines.get(as_key) or lines.get(path, 1)
    found = str(path[-1]) if path else ""
    match error.validator:
        case "required":
            missing = [name for name in error.validator_value if name not in error.instance]
            return Problem(FileProblem.MISSING, line, ", ".join(missing))
        case "additionalProperties":
            known = error.schema["properties"]
            unknown = [name for name in error.instance if name not in known]
            line = lines[(*path, unknown[0])]
            return Problem(FileProblem.UNKNOWN, line, ", ".join(unknown), ", ".join(known))
        case "enum":
            return Problem(
                FileProblem.NOT_ONE_OF, line, str(error.instance), ", ".join(error.validator_value)
            )
        case "pattern":
            return Problem(FileProblem.NOT_A_KEY, line, str(error.instance))
        case "type" | "minimum":
            return Problem(FileProblem.WRONG_KIND, line, found, str(error.schema.get("type")))
        case "maxLength" | "maxItems" | "maxProperties" | "maximum":
            most = str(error.validator_value)
            return Problem(FileProblem.TOO_LONG, line, found, most)
        case "minLength" | "minItems":
            return Problem(FileProblem.EMPTY, line, found)
        case _:
            return Problem(FileProblem.UNKNOWN, line, found)


def _asked_twice(instrument: Instrument, plain: Any, lines: dict[_Path, int]) -> Iterator[Problem]:
    """Questions that have a key of an earlier one, which nobody could tell apart on a page."""
    twice = {f.question for f in list_faults(instrument) if f.kind is FaultKind.ASKED_TWICE}
    seen: set[str] = set()
    for section_at, section in enumerate(plain["sections"]):
        for at, question in enumerate(section["questions"]):
            key = question["key"]
            if key in twice and key in seen:
                line = lines[("sections", section_at, "questions", at, "key")]
                yield Problem(FileProblem.ASKED_TWICE, line, key)
            seen.add(key)


def list_shipped() -> dict[str, Instrument]:
    """The instruments that come with the portal, by the name of their file, without its ending.

    Raises ValueError where one of them is not as it should be.
    """
    shipped = {}
    for path in sorted(INSTRUMENTS.glob("*.yaml")):
        read = read_instrument_file(path.read_bytes())
        if isinstance(read, BadFile):
            raise ValueError(f"{path.name}: {read.problems}")
        shipped[path.stem] = read
    return shipped
