"""Comments beside the sections they are about, the answers, and the final plan."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.actions.draft_comments import (
    Answered,
    NoSuchComment,
    NotAnOutcome,
    answer_comment,
    open_comment,
)
from portal.actions.draft_serving import (
    CommentsWait,
    DayNotPossible,
    Issued,
    NotServed,
    issue_final,
    waiting_comments,
)
from portal.actions.drafts import NotFound
from portal.domain.draft_comments import Comment, topics_of
from portal.domain.drafts import document_state, takes_comments
from portal.domain.people import Role
from portal.features.drafts.blueprint import WRONG, Page, blueprint
from portal.features.drafts.forms import AnswerForm, FinalForm
from portal.features.drafts.writing import get_document
from portal.kit.access import audience
from portal.kit.now import now, today
from portal.kit.signed_in import get_viewer
from portal.store.db import db
from portal.store.draft_comments import CommentOfDocument, list_sent
from portal.store.plan_drafts import DocumentOfChild, find_document
from portal.store.trail import ReadPurpose


@blueprint.get("/staff/drafts/<uuid:draft_id>/comments")
@audience(Role.CASEWORKER)
def read_comments(draft_id: UUID) -> str | Response:
    """The served document with everybody's comments beside its sections."""
    found = get_document(draft_id, ReadPurpose.READ_COMMENTS)
    document = found.document
    if document.served_on is None:
        return redirect(url_for("drafts.write_draft", draft_id=draft_id))
    authored = list_sent(db.session(), document)
    beside = [
        (topic, [(each, comment) for each in authored for comment in each.reply.about(topic)])
        for topic in topics_of(document)
    ]
    return render_template(
        "drafts/comments.html",
        found=found,
        state=document_state(document, today()),
        beside=beside,
        waiting=sum(comment.waits for each in authored for comment in each.reply.sent),
        people=authored,
    )


@blueprint.get("/staff/comments/<uuid:comment_id>")
@audience(Role.CASEWORKER)
def show_comment(comment_id: UUID) -> str:
    """One comment with the section it is about, to be answered."""
    found = open_comment(db.session(), get_viewer(), comment_id, today())
    if isinstance(found, NoSuchComment):
        abort(404)
    return _answer_page(found, AnswerForm(found.comment.topic))


@blueprint.post("/staff/comments/<uuid:comment_id>")
@audience(Role.CASEWORKER)
def keep_answer(comment_id: UUID) -> Response | Page:
    session, viewer = db.session(), get_viewer()
    found = open_comment(session, viewer, comment_id, today())
    if isinstance(found, NoSuchComment):
        abort(404)
    form = AnswerForm(found.comment.topic)
    read = form.read()
    if read is None:
        return _answer_page(found, form), WRONG
    answer, words = read
    outcome = answer_comment(
        session,
        viewer,
        comment_id,
        outcome=answer,
        words=words,
        link_path=url_for("drafts.start_reading", draft_id=found.document_id),
        now=now(),
    )
    match outcome:
        case NoSuchComment() | NotAnOutcome():
            abort(404)
        case Answered():
            flash(gettext("Your answer is kept. The person who wrote the comment can read it."))
    return redirect(url_for("drafts.read_comments", draft_id=found.document_id), 303)


def _answer_page(found: CommentOfDocument, form: AnswerForm) -> str:
    of = find_document(db.session(), get_viewer(), found.document_id, today())
    if of is None:
        abort(404)
    return render_template("drafts/answer.html", found=found, of=of, form=form)


@blueprint.get("/staff/drafts/<uuid:draft_id>/final")
@audience(Role.CASEWORKER)
def start_final(draft_id: UUID) -> str | Response:
    """The day the final plan was sent, after the comments that have no answer."""
    found = get_document(draft_id, ReadPurpose.READ_COMMENTS)
    if not takes_comments(found.document) or found.document.is_replaced:
        return redirect(url_for("drafts.read_comments", draft_id=draft_id))
    waiting = waiting_comments(db.session(), found.document)
    return _final_page(found, FinalForm.on(today()), waiting)


@blueprint.post("/staff/drafts/<uuid:draft_id>/final")
@audience(Role.CASEWORKER)
def note_final(draft_id: UUID) -> Response | Page:
    session = db.session()
    found = get_document(draft_id, ReadPurpose.READ_COMMENTS)
    form = FinalForm()
    day = form.day.data
    if not form.validate() or day is None:
        return _final_page(found, form, waiting_comments(session, found.document)), WRONG
    outcome = issue_final(
        session,
        get_viewer(),
        draft_id,
        day=day,
        confirmed=form.confirmed.data,
        link_path=url_for("drafts.start_reading", draft_id=draft_id),
        now=now(),
    )
    match outcome:
        case NotFound():
            abort(404)
        case NotServed():
            return redirect(url_for("drafts.write_draft", draft_id=draft_id), 303)
        case Issued():
            flash(gettext("The final plan is on record as sent."))
            return redirect(url_for("drafts.read_comments", draft_id=draft_id), 303)
        case CommentsWait(waiting):
            form.confirmed.errors = [
                gettext("Answer the comments first, or tick that the plan was sent without.")
            ]
            return _final_page(found, form, waiting), WRONG
        case DayNotPossible():
            form.day.errors = [
                gettext("Enter today or a day that has passed, not before the day of service.")
            ]
        case _:
            form.day.errors = [gettext("This day cannot be recorded in the case. Check it.")]
    return _final_page(found, form, waiting_comments(session, found.document)), WRONG


def _final_page(found: DocumentOfChild, form: FinalForm, waiting: tuple[Comment, ...]) -> str:
    if not waiting:
        del form.confirmed
    return render_template("drafts/final.html", found=found, form=form, waiting=waiting)
