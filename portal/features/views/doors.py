"""The way in to one's own views: who has none gets no page, and a review that is over says so."""

from uuid import UUID

from flask import abort, render_template

from portal.actions.views import Writing, begin_writing, open_writing
from portal.domain.reviews import NotLinked, ReviewClosed
from portal.domain.views import AlreadyCirculated
from portal.features.views.forms import AdditionForm
from portal.kit.now import now, today
from portal.kit.signed_in import get_viewer
from portal.store.db import db

Page = tuple[str, int]
CONFLICT = 409
WRONG = 422


def get_writing(review_id: UUID) -> Writing:
    """This person's views for this review, to be looked at."""
    writing = open_writing(db.session(), get_viewer(), review_id, today())
    if isinstance(writing, NotLinked):
        abort(404)
    return writing


def get_begun(review_id: UUID) -> Writing | ReviewClosed:
    """This person's views for this review, to be changed; other devices wait."""
    writing = begin_writing(db.session(), get_viewer(), review_id, now(), today())
    if isinstance(writing, NotLinked):
        abort(404)
    return writing


def say_closed(review_id: UUID, typed: str = "") -> Page:
    """The review is over; what was typed is shown, so that it can be kept elsewhere."""
    return render_template("views/closed.html", review_id=review_id, typed=typed), CONFLICT


def say_why_not(
    refusal: AlreadyCirculated | ReviewClosed, writing: Writing, typed: str = ""
) -> Page:
    """Why no change is taken any more. What was typed goes on to where it still can be sent."""
    if isinstance(refusal, ReviewClosed):
        return say_closed(writing.of.review.id, typed)
    form = AdditionForm(writing.voice, writing.sent.versions[-1].wording, formdata=None)
    form.words.data = typed
    page = render_template("views/addition.html", form=form, writing=writing, came_late=True)
    return page, CONFLICT
