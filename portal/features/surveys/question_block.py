"""The questions of a survey as HTML, made once a version and language.

Rendering seven sets of radios through the component macros costs more than all the rest of the
page, and a frozen version never changes. So each question is rendered once without an answer, kept
in the process, and only the answer is marked afterwards.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from babel import Locale
from flask_babel import force_locale, get_locale
from markupsafe import Markup

from portal.domain.instruments import ENGLISH, Instrument, say_statement
from portal.domain.questions import Answers, Question
from portal.kit.questions import focus_of, mark_answer, render_question

_KEPT_AT_MOST = 200
_kept: dict[tuple[UUID, str], dict[str, Markup]] = {}


@dataclass(frozen=True, slots=True)
class Asks:
    """What a frozen version asks."""

    version_id: UUID
    instrument: Instrument


def language_of(instrument: Instrument) -> str:
    """The reader's language where the survey is offered in it, else English."""
    language = str(get_locale().language)
    return language if language in instrument.translations else ENGLISH


def render_questions(
    asks: Asks,
    questions: Sequence[Question],
    answers: Answers,
    *,
    errors: Mapping[str, str] | None = None,
    earlier: Answers | None = None,
) -> Markup:
    """These questions with these answers in them and these errors beside them.

    ``answers`` are as typed; ``earlier`` are those whose words stand in the questions.
    """
    language, errors = language_of(asks.instrument), errors or {}
    blocks = []
    for question in questions:
        if question.pipes or question.key in errors:
            html = _render(asks, question, earlier or {}, language, errors.get(question.key))
        else:
            html = _plain(asks, question, language)
        blocks.append(mark_answer(html, question, answers))
    html = Markup("").join(blocks)
    return html if language == get_locale().language else in_english(html)


def in_english(html: Markup) -> Markup:
    """Words of a survey that is not offered in the language of the page around them."""
    return Markup('<div lang="en" dir="ltr">{}</div>').format(html)


def error_lines(
    questions: Sequence[Question], errors: Mapping[str, str], *, page: str = ""
) -> list[dict[str, str]]:
    """The lines of the error summary, in the order of the questions."""
    return [
        {"text": errors[question.key], "href": f"{page}#{focus_of(question)}"}
        for question in questions
        if question.key in errors
    ]


def _plain(asks: Asks, question: Question, language: str) -> Markup:
    place = (asks.version_id, language)
    if place not in _kept and len(_kept) >= _KEPT_AT_MOST:
        _kept.clear()
    kept = _kept.setdefault(place, {})
    if question.key not in kept:
        kept[question.key] = _render(asks, question, {}, language, None)
    return kept[question.key]


def _render(
    asks: Asks, question: Question, earlier: Answers, language: str, error: str | None
) -> Markup:
    statement = say_statement(asks.instrument, question, earlier, language)
    say = partial(asks.instrument.say, language=language)
    if language == get_locale().language:
        return render_question(question, statement, say, error)
    with force_locale(Locale.parse(language)):  # the words around it too: one language a question
        return render_question(question, statement, say, error)
