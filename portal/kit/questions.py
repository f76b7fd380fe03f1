"""The kinds of question as parts of a form: how each is shown, read, filled in and found wrong.

One partial a kind stands in ``components/questions``. It is rendered without an answer and kept by
whoever shows it; an answer is then marked in the finished HTML, which costs next to nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never

from flask import current_app
from flask_babel import gettext
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from portal.domain.questions import (
    CONSENT_WORDS,
    LONGEST,
    MAY_QUOTE,
    AnswerFault,
    Answers,
    Question,
    QuestionKind,
    consent_key,
    may_quote,
)

Form = MultiDict[str, str]
_PARTS = ("day", "month", "year")
# Where an answer goes in the finished HTML: letters that are nobody's to type.
_TYPED = "\ue000"
_TYPED_PARTS = {"typed_day": "\ue001", "typed_month": "\ue002", "typed_year": "\ue003"}


@dataclass(frozen=True, slots=True)
class Handler:
    """How one kind of question is read from a form into the one string that answers it, how such
    a string is marked in the question's HTML, and what follows the question's id in the id of
    what takes the focus."""

    read: Callable[[Form, str], str]
    mark: Callable[[Markup, str], Markup]
    focus: str = ""


def _read_one(form: Form, key: str) -> str:
    return form.get(key, "")


def _read_several(form: Form, key: str) -> str:
    return " ".join(form.getlist(key))


def _read_date(form: Form, key: str) -> str:
    """A day carried from an earlier page as it was, or what stands in the three boxes."""
    day, month, year = (form.get(f"{key}-{part}", "").strip() for part in _PARTS)
    if not (day or month or year):
        return form.get(key, "")
    return f"{year}-{month.zfill(2)}-{day.zfill(2)}"


def _mark_chosen(html: Markup, answer: str) -> Markup:
    for key in filter(None, answer.split(" ")):
        option = Markup('value="%s"') % key
        html = html.replace(option, option + Markup(" checked"), 1)
    return html


def _mark_typed(html: Markup, answer: str) -> Markup:
    return html.replace(_TYPED, answer)


def _mark_date(html: Markup, answer: str) -> Markup:
    year, month, day = (*answer.split("-", 2), "", "")[:3]
    parts = (day.lstrip("0"), month.lstrip("0"), year)
    for mark, part in zip(_TYPED_PARTS.values(), parts, strict=True):
        html = html.replace(mark, part)
    return html


_CHOSEN = Handler(_read_one, _mark_chosen)
_WRITTEN = Handler(_read_one, _mark_typed)
HANDLERS: Mapping[QuestionKind, Handler] = {
    QuestionKind.AGREEMENT: _CHOSEN,
    QuestionKind.ONE: _CHOSEN,
    QuestionKind.SEVERAL: Handler(_read_several, _mark_chosen),
    QuestionKind.YES_NO: _CHOSEN,
    QuestionKind.THREE_PLACES: _CHOSEN,
    QuestionKind.SHORT_TEXT: _WRITTEN,
    QuestionKind.LONG_TEXT: _WRITTEN,
    QuestionKind.NUMBER: _WRITTEN,
    QuestionKind.DATE: Handler(_read_date, _mark_date, focus="-day"),
}


def read_form(questions: Sequence[Question], form: Form) -> dict[str, str]:
    """What the form gives for each of these questions, as typed; nothing is checked yet."""
    typed = {q.key: HANDLERS[q.kind].read(form, q.key).replace("\x00", "") for q in questions}
    consents = (consent_key(question.key) for question in questions if question.is_text)
    return typed | {key: form[key] for key in consents if key in form}


def id_of(question: Question) -> str:
    """The id that the question's HTML is built on."""
    return question.key.replace(".", "-")


def focus_of(question: Question) -> str:
    """The id of what takes the focus from an error summary."""
    return id_of(question) + HANDLERS[question.kind].focus


def render_question(
    question: Question, statement: str, say: Callable[[str], str], error: str | None = None
) -> Markup:
    """The question without an answer. ``say`` puts its other words into the reader's language."""
    template = current_app.jinja_env.get_template(f"components/questions/{question.kind}.html")
    html = template.render(
        question=question,
        id=id_of(question),
        statement=statement,
        hint=say(question.hint) if question.hint else "",
        consent={"name": consent_key(question.key), "value": MAY_QUOTE, "text": say(CONSENT_WORDS)},
        items=[{"value": option.key, "text": say(option.words)} for option in question.options],
        error=error,
        typed=_TYPED,
        **_TYPED_PARTS,
    )
    return Markup(html)  # noqa: S704 - escaped by the template


def mark_answer(html: Markup, question: Question, answers: Answers) -> Markup:
    """The question's HTML with its answer among these in it, if there is one."""
    if may_quote(answers, question.key):
        html = _mark_chosen(html, MAY_QUOTE)
    return HANDLERS[question.kind].mark(html, answers.get(question.key, ""))


def fault_words(question: Question, fault: AnswerFault) -> str:
    """What to do about an answer that is none."""
    match fault:
        case AnswerFault.NOT_AN_OPTION:
            return str(gettext("Choose one of the answers"))
        case AnswerFault.NOT_A_NUMBER:
            return str(gettext("Enter a whole number, like 3"))
        case AnswerFault.NOT_A_DATE:
            return str(gettext("Enter a day, month and year, like 27 3 2026"))
        case AnswerFault.TOO_LONG:
            most = LONGEST[question.kind]
            return str(gettext("This is too long. Make it at most %(most)d letters", most=most))
        case AnswerFault.MISSING:
            return str(gettext("We need an answer to this question"))
        case _:
            assert_never(fault)
