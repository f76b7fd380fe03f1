"""Checking, previewing and sending views; what was sent; adding; a child's views for a parent."""

from uuid import UUID

from flask import abort, redirect, render_template, request
from werkzeug.wrappers import Response

from portal.actions.views import (
    ChangedSincePreview,
    NothingSentYet,
    NotReady,
    Writing,
    add_words,
    send_views,
)
from portal.actions.views_reading import read_views
from portal.domain.people import Role
from portal.domain.reviews import NotLinked, ReviewClosed
from portal.domain.views import Addition, Version, may_add, missing_answers, reference_of
from portal.domain.views_answers import questions_asked
from portal.domain.views_readers import readers_once_circulated
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
from portal.features.views.forms import AdditionForm
from portal.features.views.steps import CHECK, address, question_address
from portal.features.views.wording import AUDIENCE_WORDS, provenance_line
from portal.kit.access import audience, family
from portal.kit.now import now, today
from portal.kit.signed_in import get_viewer
from portal.kit.views_wording import ASKED, CHOICE_WORDS
from portal.store.db import db


@blueprint.context_processor
def reading_words() -> dict[str, object]:
    """What the pages need that show answers."""
    return {
        "asked_words": ASKED,
        "choice_words": CHOICE_WORDS,
        "audience_words": AUDIENCE_WORDS,
        "provenance_line": provenance_line,
    }


@blueprint.get("/reviews/<uuid:review_id>/views/check")
@family
def check_answers(review_id: UUID) -> str | Response:
    """Every answer, with a way to change it, before anything is sent."""
    writing = get_writing(review_id)
    if writing.why_not_change():
        return redirect(address(writing, "show_sent"))
    return _check_page(writing)


def _check_page(writing: Writing) -> str:
    questions = questions_asked(writing.voice, writing.wording.answers)
    return render_template(
        "views/check.html",
        writing=writing,
        missing=missing_answers(writing.wording),
        rows=[(each, question_address(writing, each, CHECK)) for each in questions],
        provenance_address=address(writing, "show_provenance", come_from=CHECK),
        audience_address=address(writing, "show_audience", come_from=CHECK),
    )


@blueprint.get("/reviews/<uuid:review_id>/views/preview")
@family
def preview_views(review_id: UUID) -> str | Response:
    """Exactly what will be sent, and to whom."""
    writing = get_writing(review_id)
    if writing.why_not_change():
        return redirect(address(writing, "show_sent"))
    if missing_answers(writing.wording):
        return redirect(address(writing, "check_answers"))
    return _preview_page(writing)


def _preview_page(writing: Writing, *, changed: bool = False) -> str:
    """What everybody who was chosen sees, and apart from it what only the council does."""
    wording = writing.wording
    questions = questions_asked(writing.voice, wording.given())
    given = [each for each in questions if each.key in wording.given()]
    return render_template(
        "views/preview.html",
        writing=writing,
        changed=changed,
        shared=[each for each in given if not each.council_only],
        council_only=[each for each in given if each.council_only],
        readers=readers_once_circulated(writing.voice, wording.audience),
    )


@blueprint.post("/reviews/<uuid:review_id>/views/preview")
@family
def send_previewed(review_id: UUID) -> Response | Page:
    """Send what the preview showed."""
    writing = get_begun(review_id)
    if isinstance(writing, ReviewClosed):
        return say_closed(review_id)
    outcome = send_views(
        db.session(),
        writing,
        stamp=request.form.get("stamp", ""),
        receipt_path=address(writing, "show_sent"),
        now=now(),
    )
    match outcome:
        case Version():
            return redirect(address(writing, "show_receipt"), 303)
        case NotReady():
            return _check_page(writing), WRONG
        case ChangedSincePreview():
            return _preview_page(writing, changed=True), CONFLICT
        case refusal:
            return say_why_not(refusal, writing)


@blueprint.get("/reviews/<uuid:review_id>/views/receipt")
@family
def show_receipt(review_id: UUID) -> str:
    """That the views have arrived, under which reference, and what happens next."""
    writing = get_writing(review_id)
    contribution = writing.contribution
    if contribution is None or writing.sent.latest is None:
        abort(404)
    return render_template(
        "views/receipt.html",
        writing=writing,
        reference=reference_of(contribution.id),
        may_change=writing.why_not_change() is None,
    )


@blueprint.get("/reviews/<uuid:review_id>/views/sent")
@family
def show_sent(review_id: UUID) -> str:
    """All that this person sent for this review, and what can still be done."""
    writing = get_writing(review_id)
    contribution = writing.contribution
    return render_template(
        "views/sent.html",
        writing=writing,
        reference=contribution and reference_of(contribution.id),
        may_change=writing.why_not_change() is None,
        may_add=contribution is not None and may_add(contribution, writing.state),
        unsent=contribution is not None and contribution.has_unsent_changes,
        questions=questions_asked(writing.voice, writing.wording.answers),
    )


@blueprint.get("/reviews/<uuid:review_id>/views/additions")
@family
def show_addition_form(review_id: UUID) -> str | Response:
    """The form for words that come after the views have gone round."""
    writing = get_writing(review_id)
    latest = writing.sent.latest
    if (
        writing.contribution is None
        or latest is None
        or not may_add(writing.contribution, writing.state)
    ):
        return redirect(address(writing, "show_sent"))
    form = AdditionForm(writing.voice, latest.wording)
    return render_template("views/addition.html", form=form, writing=writing, came_late=False)


@blueprint.post("/reviews/<uuid:review_id>/views/additions")
@family
def send_addition(review_id: UUID) -> Response | Page:
    """Add words to what has gone round."""
    writing = get_begun(review_id)
    if isinstance(writing, ReviewClosed):
        return say_closed(review_id, request.form.get("words", ""))
    form = AdditionForm(writing.voice, writing.wording)
    read = form.read()
    if read is None:
        page = render_template("views/addition.html", form=form, writing=writing, came_late=False)
        return page, WRONG
    words, provenance, detail, readers = read
    outcome = add_words(
        db.session(),
        writing,
        words=words,
        provenance=provenance,
        detail=detail,
        audience=readers,
        receipt_path=address(writing, "show_sent"),
        now=now(),
    )
    match outcome:
        case Addition():
            return redirect(address(writing, "show_receipt"), 303)
        case NothingSentYet():
            return redirect(address(writing, "start_views"), 303)
        case ReviewClosed():
            return say_closed(review_id, words)


@blueprint.get("/reviews/<uuid:review_id>/views/from-child")
@audience(Role.FAMILY_MEMBER)
def read_child_views(review_id: UUID) -> str:
    """What the child or young person chose to show their parents."""
    shared = read_views(db.session(), get_viewer(), review_id, today())
    if isinstance(shared, NotLinked) or not shared.shown:
        abort(404)
    return render_template("views/from_child.html", shared=shared)
