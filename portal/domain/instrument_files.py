"""An instrument as plain data: what a file of it holds, and what is stored.

Empty parts are left out, and so are the options of a fixed scale, so that a person can read and
write the file.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any

from portal.domain.instruments import Instrument, Section
from portal.domain.measures import Respondent
from portal.domain.questions import FIXED_SCALES, Condition, Option, Question, QuestionKind

Plain = dict[str, Any]


def describe_instrument(instrument: Instrument) -> Plain:
    """The plain data; ``read_instrument`` gives the same instrument again."""
    plain: Plain = {"title": instrument.title, "respondent": str(instrument.respondent)}
    if instrument.introduction:
        plain["introduction"] = instrument.introduction
    plain["sections"] = [
        {
            **({"title": section.title} if section.title else {}),
            "questions": [_describe_question(question) for question in section.questions],
        }
        for section in instrument.sections
    ]
    if instrument.translations:
        plain["translations"] = {
            language: dict(words) for language, words in instrument.translations.items()
        }
    return plain


def _describe_question(question: Question) -> Plain:
    plain: Plain = {"key": question.key, "kind": str(question.kind), "asks": question.statement}
    if question.wording != 1:
        plain["wording"] = question.wording
    if question.hint:
        plain["hint"] = question.hint
    if question.options and question.kind not in FIXED_SCALES:
        plain["options"] = {option.key: option.words for option in question.options}
    if question.only_if:
        plain["only_if"] = {
            "question": question.only_if.question,
            "answers": list(question.only_if.answers),
        }
    if question.required:
        plain["required"] = True
    return plain


def read_instrument(plain: Mapping[str, Any]) -> Instrument:
    """The instrument of data that has this form; raises KeyError or ValueError where it has not."""
    return Instrument(
        title=plain["title"],
        respondent=Respondent(plain["respondent"]),
        introduction=plain.get("introduction", ""),
        sections=tuple(
            Section(
                section.get("title", ""),
                tuple(_read_question(question) for question in section["questions"]),
            )
            for section in plain["sections"]
        ),
        translations=plain.get("translations", {}),
    )


def _read_question(plain: Mapping[str, Any]) -> Question:
    kind = QuestionKind(plain["kind"])
    only_if = plain.get("only_if")
    options = tuple(Option(key, words) for key, words in plain.get("options", {}).items())
    return Question(
        key=plain["key"],
        kind=kind,
        statement=plain["asks"],
        wording=plain.get("wording", 1),
        hint=plain.get("hint", ""),
        options=options or FIXED_SCALES.get(kind, ()),
        only_if=Condition(only_if["question"], tuple(only_if["answers"])) if only_if else None,
        required=plain.get("required", False),
    )


def digest_instrument(instrument: Instrument) -> str:
    """Short for all of it: equal for two only where nothing differs."""
    plain = json.dumps(describe_instrument(instrument))
    return sha256(plain.encode()).hexdigest()


def digest_wording(instrument: Instrument) -> str:
    """Short for what it asks in English, which is what people sign off: a translation that comes
    later leaves it as it is."""
    return digest_instrument(replace(instrument, translations={}))


def digest_translation(instrument: Instrument, language: str) -> str:
    """Short for what is there in one language."""
    plain = json.dumps(dict(instrument.translations.get(language, {})))
    return sha256(plain.encode()).hexdigest()
