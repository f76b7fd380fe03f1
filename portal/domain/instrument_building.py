"""Building an instrument step by step: each step takes one and gives the changed one.

A step that is done already changes nothing, so that a second press is harmless. Moving is the
exception: it is done as often as it is asked for.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from portal.domain.instruments import Choice, Instrument, Section, ask_measure
from portal.domain.measures import MEASURES, Measure
from portal.domain.questions import Condition, Option, Question

_WORDS_OF_KEY = 4
_LETTERS_OF_KEY = 40
_OPTION_KEY = re.compile(r"option_(\d{1,4})")
_MARK_LETTERS = 4


def name_instrument(instrument: Instrument, title: str, introduction: str) -> Instrument:
    return replace(instrument, title=title, introduction=introduction)


def add_section(instrument: Instrument, title: str) -> Instrument:
    """A page at the end; where the last one has this title and is empty, it is the one."""
    new = Section(title, ())
    if instrument.sections[-1:] == (new,):
        return instrument
    return replace(instrument, sections=(*instrument.sections, new))


def name_section(instrument: Instrument, at: int, title: str) -> Instrument:
    instrument, at = _with_page(instrument, at)
    return _with_section(instrument, at, replace(instrument.sections[at], title=title))


def remove_section(instrument: Instrument, at: int) -> Instrument:
    """Without this page; one that has questions stays."""
    if at >= len(instrument.sections) or instrument.sections[at].questions:
        return instrument
    sections = instrument.sections[:at] + instrument.sections[at + 1 :]
    return replace(instrument, sections=sections)


def move_section(instrument: Instrument, at: int, by: int) -> Instrument:
    """``by`` is -1 for up and 1 for down; at either end it stays where it is."""
    sections = list(instrument.sections)
    if 0 <= at + by < len(sections) and at < len(sections):
        sections[at], sections[at + by] = sections[at + by], sections[at]
    return replace(instrument, sections=tuple(sections))


def find_question(instrument: Instrument, key: str) -> Question | None:
    return next((question for question in instrument.questions if question.key == key), None)


def section_of(instrument: Instrument, key: str) -> int | None:
    """The number of the page, from 0, on which a question stands."""
    for at, section in enumerate(instrument.sections):
        if any(question.key == key for question in section.questions):
            return at
    return None


def earlier_questions(instrument: Instrument, at: int) -> tuple[Question, ...]:
    """The questions of the pages before this one."""
    return tuple(question for section in instrument.sections[:at] for question in section.questions)


def put_question(instrument: Instrument, at: int, question: Question) -> Instrument:
    """The question in place of the one with its key, or else at the end of this page."""
    there = section_of(instrument, question.key)
    if there is None:
        instrument, at = _with_page(instrument, at)
        section = instrument.sections[at]
        return _with_section(
            instrument, at, replace(section, questions=(*section.questions, question))
        )
    section = instrument.sections[there]
    questions = tuple(question if q.key == question.key else q for q in section.questions)
    return _with_section(instrument, there, replace(section, questions=questions))


def remove_question(instrument: Instrument, key: str) -> Instrument:
    sections = tuple(
        replace(section, questions=tuple(q for q in section.questions if q.key != key))
        for section in instrument.sections
    )
    return replace(instrument, sections=sections)


def move_question(instrument: Instrument, key: str, by: int) -> Instrument:
    """One place up (-1) or down (1). Past the end of its page it goes to the next one."""
    at, question = section_of(instrument, key), find_question(instrument, key)
    if at is None or question is None:
        return instrument
    questions = list(instrument.sections[at].questions)
    place = questions.index(question)
    if 0 <= place + by < len(questions):
        questions[place], questions[place + by] = questions[place + by], questions[place]
        section = replace(instrument.sections[at], questions=tuple(questions))
        return _with_section(instrument, at, section)
    if not 0 <= at + by < len(instrument.sections):
        return instrument
    there = instrument.sections[at + by]
    joined = (question, *there.questions) if by > 0 else (*there.questions, question)
    without = remove_question(instrument, key)
    return _with_section(without, at + by, replace(there, questions=joined))


def measures_to_add(instrument: Instrument) -> tuple[Measure, ...]:
    """Measures of the bank for this respondent that it does not ask yet."""
    asked = {question.key for question in instrument.questions}
    return tuple(
        measure
        for measure in MEASURES
        if measure.respondent is instrument.respondent and measure.key not in asked
    )


def add_measures(instrument: Instrument, at: int, keys: Sequence[str]) -> Instrument:
    """These measures of the bank, in their present wording, at the end of this page. What is asked
    already, or is no measure for this respondent, is passed over."""
    for measure in measures_to_add(instrument):
        if measure.key in keys:
            choice = Choice(measure.key, measure.current.number)
            question = ask_measure(choice, instrument.respondent)
            if question is not None:
                instrument = put_question(instrument, at, question)
    return instrument


def set_condition(instrument: Instrument, key: str, condition: Condition | None) -> Instrument:
    question, at = find_question(instrument, key), section_of(instrument, key)
    if question is None or at is None:
        return instrument
    return put_question(instrument, at, replace(question, only_if=condition))


def translate(instrument: Instrument, language: str, words: Mapping[str, str]) -> Instrument:
    """These translations, by their English words; a blank one takes away what was there."""
    kept = {**instrument.translations.get(language, {}), **words}
    kept = {english: text for english, text in kept.items() if text.strip()}
    translations = {key: of for key, of in instrument.translations.items() if key != language}
    if kept:
        translations[language] = kept
    return replace(instrument, translations=dict(sorted(translations.items())))


def make_key(statement: str, mark: str) -> str:
    """A key that a person can read, for a question of one's own. ``mark`` keeps it apart from any
    other question that begins with the same words."""
    words = re.findall(r"[a-z0-9]+", statement.lower())[:_WORDS_OF_KEY]
    stem = "_".join(words)[:_LETTERS_OF_KEY].rstrip("_") or "question"
    return f"{stem}_{mark[:_MARK_LETTERS]}"


def read_options(
    lines: Sequence[str], before: Sequence[Option], *, reworded: bool
) -> tuple[Option, ...]:
    """The options of these lines.

    Words that were an option before keep its key. ``reworded`` says that each line stands for the
    option that had its place; otherwise new words are a new option with a key that none had.
    """
    words = [line.strip() for line in lines if line.strip()]
    if reworded and len(words) == len(before):
        return tuple(Option(old.key, new) for old, new in zip(before, words, strict=True))
    known = {option.words: option.key for option in before}
    used = [int(found[1]) for o in before if (found := _OPTION_KEY.fullmatch(o.key))]
    free = iter(range(max(used, default=0) + 1, max(used, default=0) + len(words) + 1))
    return tuple(Option(known.get(text) or f"option_{next(free)}", text) for text in words)


def change_words(before: Question, after: Question, *, reworded: bool) -> Question:
    """``after`` under the number that its words need: a new one where the question means something
    else than before, so that its answers are never compared with the earlier ones."""
    same = reworded or after.statement == before.statement
    return replace(after, wording=before.wording if same else before.wording + 1)


def _with_page(instrument: Instrument, at: int) -> tuple[Instrument, int]:
    """The instrument with a page of this number or, where somebody else took pages away, its last
    page; one page at least."""
    if not instrument.sections:
        instrument = replace(instrument, sections=(Section("", ()),))
    return instrument, min(at, len(instrument.sections) - 1)


def _with_section(instrument: Instrument, at: int, section: Section) -> Instrument:
    sections = list(instrument.sections)
    sections[at] = section
    return replace(instrument, sections=tuple(sections))
