"""The pages of a survey that has several sections: where one is, and what was answered."""

from dataclasses import dataclass
from datetime import date

from flask_babel import format_date, gettext

from portal.domain.instruments import say_answer, say_statement
from portal.domain.questions import (
    CONSENT_WORDS,
    Answers,
    Question,
    QuestionKind,
    is_asked,
    keep_asked,
    may_quote,
)
from portal.domain.survey_steps import step_of
from portal.features.surveys.question_block import Asks, language_of
from portal.kit.questions import focus_of

CHECK = "check"
"""The step that shows all answers before they are sent."""


@dataclass(frozen=True, slots=True)
class Step:
    """Where somebody is: ``part`` as an address names it, and which of how many it is."""

    part: str
    place: int
    places: int
    title: str
    is_first: bool

    @property
    def is_check(self) -> bool:
        return self.part == CHECK


@dataclass(frozen=True, slots=True)
class Line:
    """One question with what was answered; ``part`` and ``anchor`` say where it can be changed."""

    statement: str
    answer: str
    part: str
    anchor: str


def title_of(asks: Asks, step: int) -> str:
    """The words above a section."""
    title = asks.instrument.sections[step - 1].title
    return asks.instrument.say(title, language_of(asks.instrument)) if title else ""


def check_lines(asks: Asks, answers: Answers) -> list[Line]:
    """Every question that is asked, with its answer in words."""
    instrument = asks.instrument
    kept = keep_asked(instrument.questions, answers)
    return [
        Line(
            say_statement(instrument, question, kept, language_of(instrument)),
            _words_of(asks, question, kept),
            str(step_of(instrument, question.key)),
            focus_of(question),
        )
        for question in instrument.questions
        if is_asked(question, kept)
    ]


def _words_of(asks: Asks, question: Question, answers: Answers) -> str:
    answer = answers.get(question.key, "")
    if may_quote(answers, question.key):
        words = asks.instrument.say(CONSENT_WORDS, language_of(asks.instrument))
        return f"{answer} ({words})"
    if not answer:
        return str(gettext("Not answered"))
    if question.kind is QuestionKind.DATE:
        return str(format_date(date.fromisoformat(answer), "d MMMM y"))
    return say_answer(asks.instrument, question, answer, language_of(asks.instrument))
