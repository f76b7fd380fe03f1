"""A survey that anybody may answer from its public link: at an event, or on the Local Offer.

Nobody is invited, so nothing can be kept on our side until it is sent: in a survey of several
parts each page carries the answers of the others along.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import assert_never
from uuid import UUID, uuid4

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.actions.survey_answers import InvitationUnknown
from portal.actions.survey_ways import (
    PublicSurvey,
    TooManyTries,
    find_public,
    send_public_answers,
)
from portal.domain.questions import WrongAnswers, keys_of, read_answers
from portal.domain.survey_steps import step_before
from portal.domain.surveys import NothingAnswered, WaveClosed
from portal.features.surveys.answering import (
    BACK,
    AnswerForm,
    GoOn,
    check_form,
    error_words,
    leave_step,
    read_step,
    step_form,
)
from portal.features.surveys.blueprints import family_blueprint as blueprint
from portal.features.surveys.family_pages import introduction_of
from portal.features.surveys.kept_pages import keep_page
from portal.features.surveys.question_block import Asks, error_lines, render_questions
from portal.features.surveys.step_pages import CHECK
from portal.kit.access import public
from portal.kit.now import now, today
from portal.kit.questions import read_form
from portal.kit.unlinked import unlinked
from portal.store.db import db

_ANY_KEY = "~key~"
"""Stands in a kept page where the key of each reader's own page belongs."""

Page = str | Response | tuple[str, int]


@blueprint.get("/open/<string:code>")
@public
@unlinked
def open_public(code: str) -> Page:
    survey = find_public(db.session(), code, today())
    if not isinstance(survey, PublicSurvey):
        return _refuse(survey)
    page = keep_page(
        (survey.version_id, survey.closes_on, "public"),
        lambda: _render(survey, _first_form(survey), _ANY_KEY),
    )
    return page.replace(_ANY_KEY, str(uuid4()))


@blueprint.post("/open/<string:code>")
@public
@unlinked
def send_public(code: str) -> Page:
    survey = find_public(db.session(), code, today())
    if not isinstance(survey, PublicSurvey):
        return _refuse(survey)
    asks, part = _asks_of(survey), request.form.get("part")
    typed = read_form(survey.questions, request.form)
    if len(asks.instrument.sections) > 1 and (part != CHECK or request.form.get("press") == BACK):
        return _go_on(survey, typed, part)
    refusal = send_public_answers(
        db.session(),
        survey,
        typed,
        press=_key(),
        place=request.remote_addr or "unknown",
        now=now(),
    )
    match refusal:
        case None:
            return redirect(url_for(".show_public_sent", code=code), 303)
        case WrongAnswers() | NothingAnswered():
            return _render(survey, _wrong_form(survey, typed, refusal), str(_key())), 422
        case TooManyTries():
            # A page, not an error: what is raised takes the count of tries back with it.
            return render_template("surveys/too_many.html"), 429
        case WaveClosed():
            return _refuse(refusal)
        case _:
            assert_never(refusal)


@blueprint.get("/open/<string:code>/sent")
@public
@unlinked
def show_public_sent(code: str) -> str:
    return keep_page("public sent", lambda: render_template("surveys/sent.html"))


def _asks_of(survey: PublicSurvey) -> Asks:
    return Asks(survey.version_id, survey.version.instrument)


def _first_form(survey: PublicSurvey) -> AnswerForm:
    asks = _asks_of(survey)
    if len(asks.instrument.sections) > 1:
        return replace(step_form(asks, 1, {}, {}, {}), carried={})
    return AnswerForm(render_questions(asks, survey.questions, {}), [])


def _wrong_form(
    survey: PublicSurvey, typed: Mapping[str, str], refusal: WrongAnswers | NothingAnswered
) -> AnswerForm:
    asks, errors = _asks_of(survey), error_words(survey.questions, refusal)
    if len(asks.instrument.sections) > 1:
        carried = _readable(survey, typed)
        return replace(check_form(asks, carried, errors), carried=carried)
    html = render_questions(asks, survey.questions, typed, errors=errors)
    return AnswerForm(html, error_lines(survey.questions, errors))


def _go_on(survey: PublicSurvey, typed: Mapping[str, str], part: str | None) -> Page:
    """The page after, or before, this one; or this one again where something is wrong."""
    asks, known = _asks_of(survey), _readable(survey, typed)
    if part == CHECK:
        last = step_before(asks.instrument, len(asks.instrument.sections) + 1, known) or 1
        return _step_page(survey, str(last), known)
    step = read_step(asks, part)
    here = asks.instrument.sections[step - 1].questions
    faults = read_answers(here, typed)
    if isinstance(faults, WrongAnswers):
        form = step_form(asks, step, typed, known, error_words(here, faults))
    else:
        back = request.form.get("press") == BACK
        left = leave_step(asks, step, known, BACK if back else None)
        if isinstance(left, GoOn):
            return _step_page(survey, left.part, known)
        assert isinstance(left, AnswerForm)  # noqa: S101 - nothing is kept for later here
        form = left
    return _render(survey, _carry(asks, form, known), str(_key())), 422


def _step_page(survey: PublicSurvey, part: str, known: Mapping[str, str]) -> str:
    asks = _asks_of(survey)
    if part == CHECK:
        form = check_form(asks, known, {})
    else:
        form = step_form(asks, read_step(asks, part), known, known, {})
    return _render(survey, _carry(asks, form, known), str(_key()))


def _carry(asks: Asks, form: AnswerForm, known: Mapping[str, str]) -> AnswerForm:
    """The form with the answers of all other pages in it, out of sight."""
    part = form.step.part if form.step else ""
    shown = asks.instrument.sections[read_step(asks, part) - 1].questions
    here = frozenset[str]() if part == CHECK else keys_of(shown)
    return replace(form, carried={key: value for key, value in known.items() if key not in here})


def _readable(survey: PublicSurvey, typed: Mapping[str, str]) -> dict[str, str]:
    """The answers among what was typed; what is none is left out."""
    known: dict[str, str] = {}
    for question in survey.questions:
        read = read_answers([question], typed)
        known |= read if isinstance(read, dict) else {}
    return known


def _key() -> UUID:
    try:
        return UUID(request.form.get("key", ""))
    except ValueError:
        return uuid4()


def _render(survey: PublicSurvey, form: AnswerForm, key: str) -> str:
    return render_template(
        "surveys/public.html",
        form=form,
        key=key,
        title=survey.version.instrument.title,
        introduction=introduction_of(survey),
        closes_on=survey.closes_on,
    )


def _refuse(refusal: InvitationUnknown | WaveClosed) -> tuple[str, int]:
    if isinstance(refusal, WaveClosed):
        return render_template("surveys/closed.html"), 200
    return render_template("surveys/unknown.html"), 404
