"""Saying something about each part, checking it, sending it."""

from datetime import timedelta
from uuid import UUID

from flask import abort, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.actions.draft_comments import (
    AnswerPolicy,
    ChangedSinceCheck,
    Commenting,
    NothingToSend,
    PlanIsFinal,
    Sent,
    save_remark,
    send_comments,
)
from portal.domain.draft_comments import (
    Kept,
    RemarkConflict,
    Topic,
    read_topic,
    topics_of,
)
from portal.domain.drafts import takes_comments
from portal.domain.people import Role
from portal.domain.views import reference_of
from portal.features.drafts.blueprint import CONFLICT, WRONG, Page, blueprint
from portal.features.drafts.family import get_commenting
from portal.features.drafts.forms import RemarkForm
from portal.kit.access import audience
from portal.kit.now import now
from portal.kit.signed_in import get_viewer
from portal.store.db import db
from portal.store.draft_comments import find_latest_sending

CHECK = "check"
"""What a page carries that was opened to change one thing, and goes back to the check."""


@blueprint.get("/drafts/<uuid:draft_id>/parts/<string:topic>")
@audience(Role.FAMILY_MEMBER, Role.YOUNG_PERSON)
def show_part(draft_id: UUID, topic: str) -> str:
    """One section, or one thing to ask for, with what this person says about it."""
    commenting = get_commenting(draft_id)
    asked = _get_topic(commenting, topic)
    kept = commenting.reply.working.get(asked, Kept())
    return _part_page(commenting, asked, RemarkForm(asked, kept))


@blueprint.post("/drafts/<uuid:draft_id>/parts/<string:topic>")
@audience(Role.FAMILY_MEMBER, Role.YOUNG_PERSON)
def keep_remark(draft_id: UUID, topic: str) -> Response | Page:
    """Keep what was said, or nothing, and go on."""
    commenting = get_commenting(draft_id, to_write=True)
    asked = _get_topic(commenting, topic)
    form = RemarkForm(asked, commenting.reply.working.get(asked, Kept()))
    given = form.read()
    if given is None:
        return _part_page(commenting, asked, form), WRONG
    outcome = save_remark(
        db.session(),
        commenting,
        asked,
        given,
        opened_at_revision=form.opened_at_revision,
        now=now(),
    )
    match outcome:
        case None:
            return redirect(_after(commenting, asked), 303)
        case RemarkConflict(saved):
            form.revision.data = str(saved.revision)
            return _part_page(commenting, asked, form, saved), CONFLICT
        case PlanIsFinal():
            return _say_final(commenting, given.words)


def _get_topic(commenting: Commenting, text: str) -> Topic:
    topic = read_topic(text)
    if topic is None or topic not in topics_of(commenting.document):
        abort(404)
    return topic


def _after(commenting: Commenting, topic: Topic) -> str:
    topics = topics_of(commenting.document)
    draft_id = commenting.document.id
    check = url_for("drafts.check_comments", draft_id=draft_id)
    if request.args.get("come_from") == CHECK:
        return check
    at = topics.index(topic) + 1
    if at == len(topics):
        return check
    return url_for("drafts.show_part", draft_id=draft_id, topic=topics[at])


def _part_page(
    commenting: Commenting, topic: Topic, form: RemarkForm, saved: Kept | None = None
) -> str:
    document = commenting.document
    topics = topics_of(document)
    at = topics.index(topic)
    start = url_for("drafts.start_reading", draft_id=document.id)
    came_from_check = request.args.get("come_from") == CHECK
    before = (
        url_for("drafts.show_part", draft_id=document.id, topic=topics[at - 1]) if at else start
    )
    return render_template(
        "drafts/part.html",
        commenting=commenting,
        topic=topic,
        form=form,
        saved=saved,
        number=at + 1,
        total=len(topics),
        before=url_for("drafts.check_comments", draft_id=document.id)
        if came_from_check
        else before,
        after=_after(commenting, topic),
        may_comment=takes_comments(document),
    )


@blueprint.get("/drafts/<uuid:draft_id>/check")
@audience(Role.FAMILY_MEMBER, Role.YOUNG_PERSON)
def check_comments(draft_id: UUID) -> str:
    """All that is kept and not sent yet."""
    return _check_page(get_commenting(draft_id))


@blueprint.post("/drafts/<uuid:draft_id>/check")
@audience(Role.FAMILY_MEMBER, Role.YOUNG_PERSON)
def send_checked(draft_id: UUID) -> Response | Page:
    """Send what the check showed."""
    commenting = get_commenting(draft_id, to_write=True)
    outcome = send_comments(
        db.session(),
        commenting,
        stamp=request.form.get("stamp", ""),
        policy=AnswerPolicy(
            answer_within=timedelta(current_app.config["COMMENTS_ANSWERED_DAYS"]),
            meet_within=timedelta(current_app.config["DRAFT_MEETING_DAYS"]),
        ),
        receipt_path=url_for("drafts.start_reading", draft_id=draft_id),
        now=now(),
    )
    match outcome:
        case Sent():
            return redirect(url_for("drafts.show_receipt", draft_id=draft_id), 303)
        case NothingToSend():
            return _check_page(commenting), WRONG
        case ChangedSinceCheck():
            return _check_page(commenting, changed=True), CONFLICT
        case PlanIsFinal():
            return _say_final(commenting)


def _check_page(commenting: Commenting, *, changed: bool = False) -> str:
    return render_template(
        "drafts/check.html",
        commenting=commenting,
        topics=topics_of(commenting.document),
        changed=changed,
        may_comment=takes_comments(commenting.document),
        come_from=CHECK,
    )


def _say_final(commenting: Commenting, typed: str = "") -> Page:
    """The plan is final; what was typed is shown, so that it can be kept elsewhere."""
    return render_template("drafts/is_final.html", commenting=commenting, typed=typed), CONFLICT


@blueprint.get("/drafts/<uuid:draft_id>/receipt")
@audience(Role.FAMILY_MEMBER, Role.YOUNG_PERSON)
def show_receipt(draft_id: UUID) -> str:
    """That the comments have arrived, under which reference, and what happens next."""
    commenting = get_commenting(draft_id)
    sending_id = find_latest_sending(db.session(), draft_id, get_viewer().person_id)
    if sending_id is None:
        abort(404)
    return render_template(
        "drafts/receipt.html",
        commenting=commenting,
        reference=reference_of(sending_id),
        answer_days=current_app.config["COMMENTS_ANSWERED_DAYS"],
    )
