"""The wording of a section as it is read: paragraphs, lists, and the words that change."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_TOKENS = re.compile(r"\n|[^\S\n]*(?:\w+|[^\w\s])|[^\S\n]+")
"""A word takes the space before it along: words then find each other, not spaces."""
_BULLET = re.compile(r"^\s*[-*•·‣▪–]\s+")
WORDS_TO_COMPARE = 1_500
"""Of lines that changed together. More would take seconds: then whole lines are marked."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words that belong together; ``changed`` where the other wording does not have them."""

    text: str
    changed: bool = False


Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of lines, or a list of items."""

    is_list: bool
    lines: tuple[Line, ...]


def read_blocks(text: str) -> tuple[Block, ...]:
    """A wording as paragraphs and lists. A blank line begins a paragraph; a line that begins with
    a dash or a dot is an item of a list. Numbers stay as typed: they may be referred to."""
    return _blocks([(Run(line),) for line in text.split("\n")])


def compare(present: str, proposed: str) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Both wordings, with the words marked that are only in one of them."""
    old_lines, new_lines = present.split("\n"), proposed.split("\n")
    old: list[Line] = []
    new: list[Line] = []
    for tag, old_from, old_to, new_from, new_to in _opcodes(old_lines, new_lines):
        gone, come = old_lines[old_from:old_to], new_lines[new_from:new_to]
        if tag == "equal":
            old += [(Run(line),) for line in gone]
            new += [(Run(line),) for line in come]
        else:
            lines_gone, lines_come = _compare_words(gone, come)
            old += lines_gone
            new += lines_come
    return _blocks(old), _blocks(new)


def _compare_words(gone: Sequence[str], come: Sequence[str]) -> tuple[list[Line], list[Line]]:
    """Two groups of lines, each of which may be empty, with the words marked that differ."""
    old, new = _TOKENS.findall("\n".join(gone)), _TOKENS.findall("\n".join(come))
    if not gone or not come or max(len(old), len(new)) > WORDS_TO_COMPARE:
        return [(Run(line, True),) for line in gone], [(Run(line, True),) for line in come]
    old_marks, new_marks = [False] * len(old), [False] * len(new)
    for tag, old_from, old_to, new_from, new_to in _opcodes(old, new):
        if tag != "equal":
            old_marks[old_from:old_to] = [True] * (old_to - old_from)
            new_marks[new_from:new_to] = [True] * (new_to - new_from)
    return _lines(old, old_marks), _lines(new, new_marks)


def _opcodes(old: Sequence[str], new: Sequence[str]) -> Sequence[tuple[str, int, int, int, int]]:
    return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()


def _lines(tokens: Sequence[str], marks: Sequence[bool]) -> list[Line]:
    lines: list[list[Run]] = [[]]
    for piece, changed in zip(tokens, marks, strict=True):
        line = lines[-1]
        if piece == "\n":
            lines.append([])
        elif line and line[-1].changed == changed:
            line[-1] = Run(line[-1].text + piece, changed)
        else:
            line.append(Run(piece, changed))
    return [tuple(line) for line in lines]


def _blocks(lines: Sequence[Line]) -> tuple[Block, ...]:
    return tuple(_gather(lines))


def _gather(lines: Sequence[Line]) -> Iterator[Block]:
    gathered: list[Line] = []
    is_list = False
    for line in [*lines, ()]:
        whole = "".join(run.text for run in line)
        bullet = _BULLET.match(whole)
        if gathered and (not whole.strip() or bool(bullet) != is_list):
            yield Block(is_list, tuple(gathered))
            gathered = []
        if whole.strip():
            is_list = bool(bullet)
            gathered.append(_without(line, bullet.end()) if bullet else line)


def _without(line: Line, count: int) -> Line:
    """The line without its first characters, which were the bullet."""
    kept: list[Run] = []
    for run in line:
        if count >= len(run.text):
            count -= len(run.text)
            continue
        kept.append(Run(run.text[count:], run.changed))
        count = 0
    return tuple(kept)
