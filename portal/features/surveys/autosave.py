"""A page of a survey that keeps itself while it is filled in: for `autosave.js` of the shell alone.

Nothing depends on it. Whoever has no JavaScript keeps a page by pressing a button.
"""

from flask import request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.actions.survey_answers import OpenSurvey
from portal.actions.survey_autosave import keep_readable
from portal.features.surveys.answering import asks_of, read_step
from portal.kit.questions import read_form

_AUTO = "auto"
KEPT, NOT_ALL_KEPT = 204, 422


def is_autosave() -> bool:
    """Whether the form was sent by the page and not by a press."""
    return request.form.get("press") == _AUTO


def keep_page_typed(session: Session, survey: OpenSurvey) -> Response:
    """Keep what can be read on the page. The answer has no words: nobody reads it."""
    step = read_step(asks_of(survey), request.form.get("part"))
    shown = survey.version.instrument.sections[step - 1].questions
    refusal = keep_readable(session, survey, shown, read_form(shown, request.form))
    return Response(status=KEPT if refusal is None else NOT_ALL_KEPT)
