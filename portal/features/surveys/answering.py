"""What the family's page and the telephone desk have in common: one form, one set of checks."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import assert_never

from flask_babel import gettext
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.datastructures import ImmutableMultiDict

from portal.actions.survey_answers import OpenSurvey, save_draft, send_answers
from portal.domain.questions import WrongAnswers
from portal.domain.surveys import AlreadyAnswered, NothingAnswered, WaveClosed
from portal.domain.waves import Mode
from portal.features.surveys.question_block import render_questions, unanswered_errors

LATER = "later"
"""The value of the button that keeps the answers instead of sending them."""


@dataclass(frozen=True, slots=True)
class AnswerForm:
    """The questions to show, and what is wrong; the base page sums the latter up."""

    questions: Markup
    summary: list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class Kept:
    """The answers are kept for later."""


@dataclass(frozen=True, slots=True)
class Sent:
    """The answers are in."""


def show_form(survey: OpenSurvey, answers: Mapping[str, str]) -> AnswerForm:
    """The form with these answers chosen."""
    return AnswerForm(render_questions(survey, answers, {}), [])


def take_form(
    session: Session, survey: OpenSurvey, given: ImmutableMultiDict[str, str], mode: Mode
) -> Kept | Sent | AnswerForm | AlreadyAnswered | WaveClosed:
    """Do what the pressed button says; an AnswerForm where something has to be put right."""
    answers = given.to_dict()
    keep = given.get("press") == LATER
    outcome = (
        save_draft(session, survey, answers)
        if keep
        else send_answers(session, survey, answers, mode)
    )
    match outcome:
        case None:
            return Kept() if keep else Sent()
        case WrongAnswers(faults):
            message = gettext("Choose one of the answers")
            return _wrong_form(survey, answers, list(faults), message)
        case NothingAnswered():
            message = gettext("Choose an answer to at least one question")
            return _wrong_form(survey, answers, [survey.questions[0].key], message)
        case AlreadyAnswered() | WaveClosed():
            return outcome
        case _:
            assert_never(outcome)


def _wrong_form(
    survey: OpenSurvey, answers: Mapping[str, str], keys: Collection[str], message: str
) -> AnswerForm:
    summary, errors = unanswered_errors(survey, keys, message)
    return AnswerForm(render_questions(survey, answers, errors), summary)
