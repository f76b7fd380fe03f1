"""The questions of a survey as HTML, made once a version and language.

Rendering seven sets of radios through the component macros costs more than all the rest of the
page, and a frozen version never changes. So each question is rendered once without an answer, kept
in the process, and only the chosen option is marked afterwards.
"""

from collections.abc import Collection, Mapping
from uuid import UUID

from flask_babel import get_locale, gettext
from markupsafe import Markup

from portal.actions.survey_answers import OpenSurvey
from portal.domain.instruments import Instrument
from portal.domain.questions import Question
from portal.kit.fields import component

_rendered: dict[tuple[UUID, str], tuple[tuple[str, Markup], ...]] = {}


def id_of(question: Question) -> str:
    """The id of the question's first option, which takes the focus from the error summary."""
    return question.key.replace(".", "-")


def render_questions(
    survey: OpenSurvey, answers: Mapping[str, str], errors: Mapping[str, str]
) -> Markup:
    """All questions, with these answers chosen and these errors beside them."""
    asks = survey.version.instrument
    if errors:
        blocks = tuple(
            (question.key, _render(asks, question, errors.get(question.key)))
            for question in survey.questions
        )
    else:
        key = (survey.invitation.version_id, str(get_locale()))
        if key not in _rendered:
            _rendered[key] = tuple((q.key, _render(asks, q, None)) for q in survey.questions)
        blocks = _rendered[key]
    return Markup("").join(_choose(html, answers.get(key)) for key, html in blocks)


def unanswered_errors(
    survey: OpenSurvey, keys: Collection[str], message: str
) -> tuple[list[dict[str, str]], dict[str, str]]:
    """The lines of the error summary, and the errors beside the questions."""
    wrong = [question for question in survey.questions if question.key in keys]
    return (
        [{"text": message, "href": f"#{id_of(question)}"} for question in wrong],
        {question.key: message for question in wrong},
    )


def _choose(html: Markup, value: str | None) -> Markup:
    if value is None:
        return html
    option = Markup('value="%s"') % value
    return html.replace(option, option + Markup(" checked"), 1)


def _render(instrument: Instrument, question: Question, error: str | None) -> Markup:
    language = get_locale().language
    statement = instrument.say(question.statement, language)
    params: dict[str, object] = {
        "name": question.key,
        "idPrefix": id_of(question),
        "fieldset": {"legend": {"text": statement, "classes": "govuk-fieldset__legend--s"}},
        "items": [
            {"value": option.key, "text": instrument.say(option.words, language)}
            for option in question.options
        ],
    }
    if question.hint:
        params["hint"] = {"text": instrument.say(question.hint, language)}
    if error:
        params["errorMessage"] = {"text": error, "visuallyHiddenText": gettext("Error")}
    return component("radios", "govukRadios", params)
