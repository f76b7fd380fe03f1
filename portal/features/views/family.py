"""Giving views: the start, and one screen for each question."""

from uuid import UUID

from flask import abort, redirect, render_template, request
from werkzeug.wrappers import Response

from portal.actions.views import Writing, save_answer, save_audience, save_provenance
from portal.actions.views_reading import list_shown_views
from portal.domain.people import Role
from portal.domain.reviews import ReviewClosed
from portal.domain.views import contribution_state, may_add
from portal.domain.views_answers import Answer, Conflict, questions_asked
from portal.domain.views_questions import Question, find_question
from portal.domain.views_readers import Reader, readers_once_circulated
from portal.features.views.blueprint import blueprint
from portal.features.views.doors import (
    CONFLICT,
    WRONG,
    Page,
    get_begun,
    get_writing,
    say_closed,
    say_why_not,
)
from portal.features.views.forms import AnswerForm, AudienceForm, ProvenanceForm
from portal.features.views.steps import address, find_place, question_address
from portal.kit.access import family
from portal.kit.now import now
from portal.kit.signed_in import get_viewer
from portal.kit.views_wording import ASKED, CHOICE_WORDS
from portal.store.db import db


@blueprint.get("/reviews/<uuid:review_id>/views")
@family
def start_views(review_id: UUID) -> str:
    """What giving views is, who will see them, and how far this person has come."""
    writing = get_writing(review_id)
    from_child = get_viewer().role is Role.FAMILY_MEMBER and list_shown_views(
        db.session(), writing.of.review, writing.state, Reader.FAMILY
    )
    contribution = writing.contribution
    return render_template(
        "views/start.html",
        writing=writing,
        progress=contribution and contribution_state(contribution, writing.state),
        may_change=writing.why_not_change() is None,
        may_add=contribution is not None and may_add(contribution, writing.state),
        readers=readers_once_circulated(writing.voice, writing.wording.audience),
        from_child=bool(from_child),
    )


@blueprint.post("/reviews/<uuid:review_id>/views")
@family
def begin_views(review_id: UUID) -> Response | Page:
    """Open the working copy and go on where this person stopped; once sent, to all answers."""
    writing = get_begun(review_id)
    if isinstance(writing, ReviewClosed):
        return say_closed(review_id)
    if writing.sent.latest:
        return redirect(address(writing, "check_answers"), 303)
    return redirect(question_address(writing, _next_question(writing)), 303)


def _next_question(writing: Writing) -> Question:
    """The question after the last one that has an answer."""
    asked = questions_asked(writing.voice, writing.wording.answers)
    given = writing.wording.given()
    answered = [number for number, each in enumerate(asked) if each.key in given]
    return asked[min(answered[-1] + 1, len(asked) - 1)] if answered else asked[0]


@blueprint.get("/reviews/<uuid:review_id>/views/questions/<string:question_key>")
@family
def show_question(review_id: UUID, question_key: str) -> str | Response:
    """One question, with what was kept."""
    writing = get_writing(review_id)
    question = _get_question(writing, question_key)
    if writing.why_not_change():
        return redirect(address(writing, "show_sent"))
    revisions = writing.contribution.revisions if writing.contribution else {}
    form = AnswerForm(
        question,
        writing.wording.answers.get(question_key, Answer()),
        revision=str(revisions.get(question_key, 0)),
        come_from=request.args.get("come_from"),
    )
    return _question_page(writing, question, form)


@blueprint.post("/reviews/<uuid:review_id>/views/questions/<string:question_key>")
@family
def keep_answer(review_id: UUID, question_key: str) -> Response | Page:
    """Keep the answer, or none, and go on. Skipping keeps what was typed as well."""
    typed = request.form.get("words", "")
    writing = get_begun(review_id)
    if isinstance(writing, ReviewClosed):
        return say_closed(review_id, typed)
    question = _get_question(writing, question_key)
    form = AnswerForm(question, writing.wording.answers.get(question_key, Answer()))
    answer = form.read()
    if answer is None:
        return _question_page(writing, question, form), WRONG
    outcome = save_answer(
        db.session(),
        writing,
        question,
        answer,
        opened_at_revision=form.opened_at_revision,
        now=now(),
    )
    match outcome:
        case None:
            place = find_place(writing.with_answer(question, answer), question, form.come_from.data)
            return redirect(place.after, 303)
        case Conflict():
            form.revision.data = str(outcome.revision)
            return _question_page(writing, question, form, outcome), CONFLICT
        case refusal:
            return say_why_not(refusal, writing, _as_text(answer))


def _get_question(writing: Writing, key: str) -> Question:
    question = find_question(writing.voice, key)
    if question is None:
        abort(404)
    return question


def _as_text(answer: Answer) -> str:
    chosen = [str(CHOICE_WORDS[answer.choice])] if answer.choice else []
    return "\n".join([*chosen, answer.words]).strip()


def _question_page(
    writing: Writing, question: Question, form: AnswerForm, conflict: Conflict | None = None
) -> str:
    return render_template(
        "views/question.html",
        writing=writing,
        question=question,
        asked=ASKED[question.key],
        form=form,
        place=find_place(writing, question, form.come_from.data),
        conflict=conflict,
        choice_words=CHOICE_WORDS,
    )


@blueprint.get("/reviews/<uuid:review_id>/views/how-written")
@family
def show_provenance(review_id: UUID) -> str | Response:
    """How the views came to be."""
    writing = get_writing(review_id)
    if writing.why_not_change():
        return redirect(address(writing, "show_sent"))
    form = ProvenanceForm(writing.voice, writing.wording, come_from=request.args.get("come_from"))
    return _provenance_page(writing, form)


@blueprint.post("/reviews/<uuid:review_id>/views/how-written")
@family
def keep_provenance(review_id: UUID) -> Response | Page:
    """Keep how the views came to be, or nothing, and go on."""
    writing = get_begun(review_id)
    if isinstance(writing, ReviewClosed):
        return say_closed(review_id)
    form = ProvenanceForm(writing.voice)
    read = form.read()
    if read is None:
        return _provenance_page(writing, form), WRONG
    if refusal := save_provenance(db.session(), writing, *read):
        return say_why_not(refusal, writing)
    return redirect(find_place(writing, "show_provenance", form.come_from.data).after, 303)


def _provenance_page(writing: Writing, form: ProvenanceForm) -> str:
    place = find_place(writing, "show_provenance", form.come_from.data)
    return render_template("views/provenance.html", writing=writing, form=form, place=place)


@blueprint.get("/reviews/<uuid:review_id>/views/who-sees")
@family
def show_audience(review_id: UUID) -> str | Response:
    """Who may see the views."""
    writing = get_writing(review_id)
    if writing.why_not_change():
        return redirect(address(writing, "show_sent"))
    form = AudienceForm(
        writing.voice, writing.wording.audience, come_from=request.args.get("come_from")
    )
    return _audience_page(writing, form)


@blueprint.post("/reviews/<uuid:review_id>/views/who-sees")
@family
def keep_audience(review_id: UUID) -> Response | Page:
    """Keep who may see the views and go on."""
    writing = get_begun(review_id)
    if isinstance(writing, ReviewClosed):
        return say_closed(review_id)
    form = AudienceForm(writing.voice, writing.wording.audience)
    audience = form.read()
    if audience is None:
        return _audience_page(writing, form), WRONG
    if refusal := save_audience(db.session(), writing, audience):
        return say_why_not(refusal, writing)
    return redirect(find_place(writing, "show_audience", form.come_from.data).after, 303)


def _audience_page(writing: Writing, form: AudienceForm) -> str:
    place = find_place(writing, "show_audience", form.come_from.data)
    return render_template("views/audience.html", writing=writing, form=form, place=place)
