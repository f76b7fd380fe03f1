"""The officer's desk: comments read in random order, redacted, decided on, answered."""

from typing import assert_never
from uuid import UUID

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.actions import local_offer as actions
from portal.domain.local_offer import (
    ActionIncomplete,
    ChangedMeanwhile,
    ConcernOpen,
    Decided,
    Decision,
    Handled,
    NobodyToldOfIt,
    NotAgreedTo,
    NothingLeft,
    SamePerson,
    State,
    WasAgreedTo,
    may_send_back,
    may_withdraw,
)
from portal.domain.local_offer_publications import is_late
from portal.domain.people import Role
from portal.domain.redaction import Marks
from portal.features.local_offer import wording
from portal.features.local_offer.blueprints import desk_blueprint as blueprint
from portal.features.local_offer.forms import AnswerForm, DecisionForm
from portal.kit.access import audience
from portal.kit.now import now, today
from portal.kit.redaction import WHY, make_marking, preview, read_marks
from portal.kit.signed_in import get_viewer
from portal.store import local_offer as store
from portal.store import local_offer_publications as publications
from portal.store import staff
from portal.store.db import db

Page = str | Response | tuple[str, int]
MARK_AGAIN = "mark"
"""The value of the button that leads back to the words."""

officer = audience(Role.PARTICIPATION_OFFICER)


@blueprint.get("")
@officer
def list_comments() -> str:
    """Everything that no publication counts yet, in another order each time."""
    comments = store.list_open(db.session())
    by_state = {state: [each for each in comments if each.state is state] for state in State}
    due = actions.find_due(db.session())
    return render_template(
        "local_offer/desk.html",
        by_state=by_state,
        to_answer=store.list_to_answer(db.session()),
        due=due,
        is_late=is_late(due, today()),
        draft=publications.find_draft(db.session()),
        needs_second=_needs_second(),
        wording=wording,
    )


@blueprint.get("/<uuid:offer_comment_id>")
@officer
def show_comment(offer_comment_id: UUID) -> str:
    comment = _get_comment(offer_comment_id)
    if comment.state is State.WAITING and not comment.may_publish:
        return _decision_page(comment, _decision_form(comment), Marks())
    return _comment_page(comment)


@blueprint.post("/<uuid:offer_comment_id>/left")
@officer
def show_left(offer_comment_id: UUID) -> Page:
    """What is left without the marked words, with the decision below; nothing is kept yet."""
    comment, marks = _get_comment(offer_comment_id), read_marks(request.form)
    if comment.state is not State.WAITING:
        return _changed(offer_comment_id)
    if request.form.get("press") == MARK_AGAIN:
        return _comment_page(comment, marks)
    return _decision_page(comment, _decision_form(comment, fresh=True), marks)


@blueprint.post("/<uuid:offer_comment_id>/decide")
@officer
def decide_comment(offer_comment_id: UUID) -> Page:
    comment, marks = _get_comment(offer_comment_id), read_marks(request.form)
    form = _decision_form(comment)
    if not form.validate_on_submit():
        return _decision_page(comment, form, marks), 422
    decision = Decision(form.decision.data)
    text = store.read_words(db.session(), offer_comment_id) or ""
    publishes = decision is Decision.PUBLISH
    refusal = actions.decide(
        db.session(),
        offer_comment_id,
        Decided(
            decision,
            get_viewer().person_id,
            today(),
            words=preview(text, marks).words if publishes else "",
            passed_to=(form.passed_to.data or "") if decision is Decision.ONE_PERSON else "",
            needs_second=_needs_second(),
        ),
    )
    match refusal:
        case None:
            flash(gettext("Decided."))
            return redirect(url_for(".show_comment", offer_comment_id=offer_comment_id), 303)
        case NothingLeft():
            form.decision.errors = [gettext("Nothing is left to publish. Choose another one")]
        case NotAgreedTo() | WasAgreedTo():
            form.decision.errors = [gettext("This is not what its writer chose")]
        case NobodyToldOfIt():
            form.passed_to.errors = [gettext("Enter to whom you have passed it on")]
        case ChangedMeanwhile():
            return _changed(offer_comment_id)
        case _:
            assert_never(refusal)
    return _decision_page(comment, form, marks), 422


@blueprint.post("/<uuid:offer_comment_id>/confirm")
@officer
def confirm_decision(offer_comment_id: UUID) -> Response:
    _get_comment(offer_comment_id)
    match actions.confirm(db.session(), get_viewer(), offer_comment_id):
        case None:
            flash(gettext("Confirmed."))
        case SamePerson():
            flash(gettext("You have decided this. Another officer has to confirm it."))
        case ChangedMeanwhile():
            return _changed(offer_comment_id)
    return _to_comment(offer_comment_id)


@blueprint.post("/<uuid:offer_comment_id>/send-back")
@officer
def send_back(offer_comment_id: UUID) -> Response:
    _get_comment(offer_comment_id)
    if actions.send_back(db.session(), offer_comment_id) is not None:
        return _changed(offer_comment_id)
    flash(gettext("Taken back. The comment waits for a new decision."))
    return _to_comment(offer_comment_id)


@blueprint.post("/<uuid:offer_comment_id>/answer")
@officer
def answer_comment(offer_comment_id: UUID) -> Page:
    comment, form = _get_comment(offer_comment_id), AnswerForm()
    if not form.validate_on_submit():
        return _comment_page(comment, form=form), 422
    match actions.answer_comment(db.session(), offer_comment_id, form.said, today()):
        case None:
            flash(gettext("Published. Everybody can read the comment and the answer now."))
            return _to_comment(offer_comment_id)
        case ActionIncomplete():
            form.refuse_incomplete()
        case ConcernOpen():
            form.answer.errors = [
                gettext("Somebody is worried about this comment. A safeguarding lead decides first")
            ]
        case ChangedMeanwhile():
            return _changed(offer_comment_id)
    return _comment_page(comment, form=form), 422


@blueprint.post("/<uuid:offer_comment_id>/answered")
@officer
def note_answered(offer_comment_id: UUID) -> Response:
    """Its writer was told; where, is destroyed."""
    _get_comment(offer_comment_id)
    actions.note_answered(db.session(), offer_comment_id, now())
    flash(gettext("The address is destroyed."))
    return _to_comment(offer_comment_id)


@blueprint.post("/<uuid:offer_comment_id>/take-out")
@officer
def take_out(offer_comment_id: UUID) -> Response:
    _get_comment(offer_comment_id)
    if actions.withdraw_comment(db.session(), offer_comment_id, today(), now()) is not None:
        return _changed(offer_comment_id)
    flash(gettext("Taken out. Nobody can read it any more."))
    return _to_comment(offer_comment_id)


def _get_comment(offer_comment_id: UUID) -> Handled:
    comment = store.find_comment(db.session(), offer_comment_id)
    if comment is None:
        abort(404)
    return comment


def _needs_second() -> bool:
    return bool(current_app.config["MODERATION_SECOND_PERSON"])


def _to_comment(offer_comment_id: UUID) -> Response:
    return redirect(url_for(".show_comment", offer_comment_id=offer_comment_id), 303)


def _changed(offer_comment_id: UUID) -> Response:
    flash(gettext("Somebody else has done something with this comment. Look at it again."))
    return _to_comment(offer_comment_id)


def _decision_form(comment: Handled, *, fresh: bool = False) -> DecisionForm:
    form = DecisionForm(formdata=None) if fresh else DecisionForm()
    form.offer(comment)
    return form


def _decision_page(comment: Handled, form: DecisionForm, marks: Marks) -> str:
    text = store.read_words(db.session(), comment.id) or ""
    return render_template(
        "local_offer/decision.html",
        comment=comment,
        form=form,
        text=text,
        left=preview(text, marks) if comment.may_publish else None,
        contact=store.find_contact(db.session(), comment.id),
        needs_second=_needs_second(),
        wording=wording,
    )


def _comment_page(
    comment: Handled, marks: Marks | None = None, form: AnswerForm | None = None
) -> str:
    """The words to mark while it waits; then what was decided, with what was written beside it for
    the second pair of eyes, and the answer."""
    text, marking = store.read_words(db.session(), comment.id), None
    answers = comment.state in (State.TO_ANSWER, State.SHOWN)
    if comment.state is State.WAITING:
        names = [name for _, name in staff.list_settings(db.session())]
        marking = make_marking(text or "", names, marks)
    if answers and comment.publication_id is None and form is None:
        form = AnswerForm(formdata=None, said=comment.answer)
    return render_template(
        "local_offer/comment.html",
        comment=comment,
        original=text,
        marking=marking,
        why=WHY,
        form=form,
        contact=store.find_contact(db.session(), comment.id),
        own=comment.decided is not None and comment.decided.by == get_viewer().person_id,
        may_send_back=may_send_back(comment),
        may_take_out=may_withdraw(comment),
        wording=wording,
    )
