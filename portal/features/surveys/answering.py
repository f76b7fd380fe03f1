"""What the ways of answering have in common: one form, one set of checks.

A survey of one section is one page, sent with one press. One of several is a page each: every
press keeps the page's answers, and the last page shows all of them before they are sent.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never

from flask_babel import gettext
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from portal.actions.survey_answers import (
    OpenSurvey,
    read_draft,
    save_draft,
    save_step,
    send_answers,
    send_draft,
)
from portal.domain.instruments import ENGLISH
from portal.domain.questions import AnswerFault, Answers, Question, WrongAnswers, missing_answers
from portal.domain.survey_steps import asked_in, list_steps, step_after, step_before, step_of
from portal.domain.surveys import AlreadyAnswered, NothingAnswered, WaveClosed
from portal.domain.waves import Mode
from portal.features.surveys.question_block import Asks, error_lines, language_of, render_questions
from portal.features.surveys.step_pages import CHECK, Line, Step, check_lines, title_of
from portal.kit.questions import fault_words, read_form

LATER, BACK = "later", "back"
"""The values of the buttons that keep the answers instead of sending them or going on."""

Given = MultiDict[str, str]


@dataclass(frozen=True, slots=True)
class AnswerForm:
    """The questions to show, and what is wrong; the base page sums the latter up.

    ``step`` is None for a survey of one page. ``lines`` are what was answered, on the last page of
    several. ``carried`` are answers of other pages that this page brings along.
    """

    questions: Markup
    summary: list[dict[str, str]]
    step: Step | None = None
    lines: Sequence[Line] = ()
    language: str = ENGLISH
    carried: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """The answers are kept for later."""


@dataclass(frozen=True, slots=True)
class GoOn:
    """The answers are kept; this step comes now."""

    part: str


@dataclass(frozen=True, slots=True)
class Sent:
    """The answers are in."""


def asks_of(survey: OpenSurvey) -> Asks:
    return Asks(survey.version_id, survey.version.instrument)


def show_form(survey: OpenSurvey, answers: Answers, part: str | None = None) -> AnswerForm:
    """The form with these answers in it; of several steps the one that is asked for, or the
    first."""
    asks = asks_of(survey)
    if len(asks.instrument.sections) == 1:
        return AnswerForm(render_questions(asks, survey.questions, answers), [])
    if part == CHECK:
        return check_form(asks, answers, {})
    step, steps = read_step(asks, part), list_steps(asks.instrument, answers)
    return step_form(asks, step if step in steps else steps[0], answers, answers, {})


def take_form(
    session: Session, survey: OpenSurvey, given: Given, mode: Mode
) -> Kept | GoOn | Sent | AnswerForm | AlreadyAnswered | WaveClosed:
    """Do what the pressed button says; an AnswerForm where something has to be put right."""
    asks = asks_of(survey)
    if len(asks.instrument.sections) == 1:
        return _take_page(session, survey, given, mode)
    part = given.get("part")
    if part == CHECK:
        # Everything is kept already where somebody wants to finish later.
        return Kept() if given.get("press") == LATER else _take_all(session, survey, mode)
    return _take_step(session, survey, given, read_step(asks, part))


def _take_page(
    session: Session, survey: OpenSurvey, given: Given, mode: Mode
) -> Kept | Sent | AnswerForm | AlreadyAnswered | WaveClosed:
    asks, questions = asks_of(survey), survey.questions
    typed = read_form(questions, given)
    keep = given.get("press") == LATER
    outcome = (
        save_draft(session, survey, typed) if keep else send_answers(session, survey, typed, mode)
    )
    match outcome:
        case None:
            return Kept() if keep else Sent()
        case WrongAnswers() | NothingAnswered():
            errors = error_words(questions, outcome)
            html = render_questions(asks, questions, typed, errors=errors)
            return AnswerForm(html, error_lines(questions, errors))
        case AlreadyAnswered() | WaveClosed():
            return outcome
        case _:
            assert_never(outcome)


def _take_step(
    session: Session, survey: OpenSurvey, given: Given, step: int
) -> Kept | GoOn | AnswerForm | AlreadyAnswered | WaveClosed:
    asks = asks_of(survey)
    section = asks.instrument.sections[step - 1]
    typed = read_form(section.questions, given)
    kept = save_step(session, survey, section.questions, typed)
    match kept:
        case WrongAnswers():
            draft = read_draft(session, survey)
            return step_form(asks, step, typed, draft, error_words(section.questions, kept))
        case AlreadyAnswered() | WaveClosed():
            return kept
        case dict():
            return leave_step(asks, step, kept, given.get("press"))
        case _:
            assert_never(kept)


def leave_step(asks: Asks, step: int, kept: Answers, press: str | None) -> Kept | GoOn | AnswerForm:
    """Where the pressed button leads; the same step where an answer is missing."""
    if press == LATER:
        return Kept()
    if press == BACK:
        return GoOn(str(step_before(asks.instrument, step, kept) or step))
    missing = missing_on(asks, step, kept)
    if missing.faults:
        questions = asks.instrument.sections[step - 1].questions
        return step_form(asks, step, kept, kept, error_words(questions, missing))
    return GoOn(str(step_after(asks.instrument, step, kept) or CHECK))


def _take_all(
    session: Session, survey: OpenSurvey, mode: Mode
) -> Sent | AnswerForm | AlreadyAnswered | WaveClosed:
    outcome = send_draft(session, survey, mode)
    match outcome:
        case None:
            return Sent()
        case WrongAnswers() | NothingAnswered():
            errors = error_words(survey.questions, outcome)
            return check_form(asks_of(survey), read_draft(session, survey), errors)
        case AlreadyAnswered() | WaveClosed():
            return outcome
        case _:
            assert_never(outcome)


def missing_on(asks: Asks, step: int, kept: Answers) -> WrongAnswers:
    """The questions of a step that must be answered and are not."""
    missing = missing_answers(asked_in(asks.instrument, step, kept), kept)
    return WrongAnswers(dict.fromkeys(missing, AnswerFault.MISSING))


def error_words(
    questions: Sequence[Question], outcome: WrongAnswers | NothingAnswered
) -> dict[str, str]:
    """What to say beside each question that is wrong."""
    if isinstance(outcome, NothingAnswered):
        return {questions[0].key: gettext("Choose an answer to at least one question")}
    by_key = {question.key: question for question in questions}
    return {key: fault_words(by_key[key], fault) for key, fault in outcome.faults.items()}


def step_form(
    asks: Asks, step: int, typed: Answers, earlier: Answers, errors: Mapping[str, str]
) -> AnswerForm:
    """One step: the questions of its section that the answers kept so far lead to."""
    questions = asked_in(asks.instrument, step, earlier)
    html = render_questions(asks, questions, typed, errors=errors, earlier=earlier)
    steps = list_steps(asks.instrument, earlier)
    return AnswerForm(
        html,
        error_lines(questions, errors),
        Step(
            part=str(step),
            place=steps.index(step) + 1 if step in steps else 1,
            places=len(steps),
            title=title_of(asks, step),
            is_first=step_before(asks.instrument, step, earlier) is None,
        ),
    )


def check_form(asks: Asks, answers: Answers, errors: Mapping[str, str]) -> AnswerForm:
    """All that was answered, before it is sent. A fault leads to the page that can mend it."""
    summary = [
        line
        for question in asks.instrument.questions
        for line in error_lines(
            [question], errors, page=f"?part={step_of(asks.instrument, question.key)}"
        )
    ]
    places = len(list_steps(asks.instrument, answers))
    step = Step(CHECK, places, places, gettext("Check your answers"), is_first=False)
    language = language_of(asks.instrument)
    return AnswerForm(Markup(), summary, step, check_lines(asks, answers), language)


def read_step(asks: Asks, part: str | None) -> int:
    """The step that an address or a form names; the first where it names none."""
    known = {str(number): number for number in range(1, len(asks.instrument.sections) + 1)}
    return known.get(part or "", 1)
