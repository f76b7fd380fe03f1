"""The caseworker asks for advice, reads it, shares it, or takes the request back."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.actions import advice as actions
from portal.domain.advice import AdviceFile, AdviceRequest, Adviser, Reply, State, reply_due
from portal.domain.people import Role
from portal.features.advice import wording
from portal.features.advice.blueprints import blueprint
from portal.features.advice.downloads import send_file
from portal.features.advice.forms import (
    AdviserForm,
    AskForm,
    ExceptionForm,
    ShareForm,
    WithdrawForm,
)
from portal.kit.access import audience
from portal.kit.links import path_for
from portal.kit.now import now, today
from portal.kit.signed_in import get_viewer
from portal.store import advice, advice_files
from portal.store.advisers import list_not_reached
from portal.store.break_glass import is_on_caseload
from portal.store.db import db
from portal.store.families import find_child_name
from portal.store.staff import find_account
from portal.store.trail import ReadPurpose, record_read

Page = str | Response | tuple[str, int]

caseworker = audience(Role.CASEWORKER)


def answer_path(token: str) -> str:
    """Where an adviser's link leads."""
    return path_for("advice_giver.open_link", token=token)


@blueprint.get("/cases/<uuid:child_id>/advice")
@caseworker
def list_requests(child_id: UUID) -> str:
    name = _name(child_id)
    requests = advice.list_for_viewer(db.session(), get_viewer(), child_id, today())
    return render_template(
        "advice/list.html",
        child_id=child_id,
        child_name=name,
        answers_for=_answers_for(child_id),
        requests=requests,
        not_reached=list_not_reached(db.session()),
        services=wording.SERVICES,
        today=today(),
    )


@blueprint.get("/cases/<uuid:child_id>/advice/new")
@caseworker
def start_request(child_id: UUID) -> str:
    if not _answers_for(child_id):
        abort(404)
    return _ask_page(child_id, AskForm())


@blueprint.post("/cases/<uuid:child_id>/advice/new")
@caseworker
def add_request(child_id: UUID) -> Page:
    form = AskForm()
    if not form.validate_on_submit():
        return _ask_page(child_id, form), 422
    asked = actions.ask_for_advice(
        db.session(), get_viewer(), child_id, form.asked, path_of=answer_path, now=now()
    )
    if not isinstance(asked, AdviceRequest):
        abort(404)
    flash(gettext("Asked. The link is on its way to them."))
    return redirect(url_for(".list_requests", child_id=child_id), 303)


@blueprint.get("/cases/<uuid:child_id>/advice/<uuid:request_id>")
@caseworker
def show_request(child_id: UUID, request_id: UUID) -> str:
    return _request_page(_get(child_id, request_id), ShareForm())


@blueprint.post("/cases/<uuid:child_id>/advice/<uuid:request_id>/share")
@caseworker
def share_advice(child_id: UUID, request_id: UUID) -> Page:
    request, form = _get(child_id, request_id), ShareForm()
    if _may_share(request) and not form.validate_on_submit():
        return _request_page(request, form), 422
    match actions.share_advice(
        db.session(),
        get_viewer(),
        request,
        link_path=path_for("advice.list_own", child_id=child_id),
        now=now(),
    ):
        case actions.NothingToShare():
            flash(gettext("There is nothing to share, or it is shared already."))
        case None:
            flash(gettext("Shared. The family can read it from now on, and is told."))
    return _show(request)


@blueprint.get("/cases/<uuid:child_id>/advice/<uuid:request_id>/withdraw")
@caseworker
def start_withdrawing(child_id: UUID, request_id: UUID) -> str:
    request = _get_waiting(child_id, request_id)
    return render_template("advice/withdraw.html", request_=request, form=WithdrawForm())


@blueprint.post("/cases/<uuid:child_id>/advice/<uuid:request_id>/withdraw")
@caseworker
def withdraw_request(child_id: UUID, request_id: UUID) -> Page:
    request, form = _get(child_id, request_id), WithdrawForm()
    if not form.validate_on_submit():
        return render_template("advice/withdraw.html", request_=request, form=form), 422
    match actions.withdraw_request(
        db.session(), get_viewer(), request, reason=form.reason.data or "", now=now()
    ):
        case actions.NotWaiting():
            flash(gettext("This request has been answered or withdrawn already."))
        case None:
            flash(gettext("Withdrawn. They are told that they do not have to answer."))
    return _show(request)


@blueprint.get("/cases/<uuid:child_id>/advice/<uuid:request_id>/readdress")
@caseworker
def start_readdressing(child_id: UUID, request_id: UUID) -> str:
    request = _get_waiting(child_id, request_id)
    colleague = request.passed_to or Adviser("", request.asked.adviser.role, "")
    form = AdviserForm(data={"name": colleague.name, "role": colleague.role} | _email(colleague))
    return render_template("advice/readdress.html", request_=request, form=form)


@blueprint.post("/cases/<uuid:child_id>/advice/<uuid:request_id>/readdress")
@caseworker
def readdress_request(child_id: UUID, request_id: UUID) -> Page:
    request, form = _get(child_id, request_id), AdviserForm()
    if not form.validate_on_submit():
        return render_template("advice/readdress.html", request_=request, form=form), 422
    match actions.readdress_request(
        db.session(), get_viewer(), request, form.adviser, path_of=answer_path, now=now()
    ):
        case actions.NotWaiting():
            flash(gettext("This request has been answered or withdrawn already."))
        case None:
            flash(gettext("Asked. The old link works no more; the legal day stays."))
    return _show(request)


@blueprint.get("/cases/<uuid:child_id>/advice/<uuid:request_id>/exception")
@caseworker
def start_exception(child_id: UUID, request_id: UUID) -> str:
    request = _get(child_id, request_id)
    if request.missed_on is None or request.excused_on is not None:
        abort(404)
    return render_template("advice/exception.html", request_=request, form=ExceptionForm())


@blueprint.post("/cases/<uuid:child_id>/advice/<uuid:request_id>/exception")
@caseworker
def record_exception(child_id: UUID, request_id: UUID) -> Page:
    request, form = _get(child_id, request_id), ExceptionForm()
    if not form.validate_on_submit():
        return render_template("advice/exception.html", request_=request, form=form), 422
    account = find_account(db.session(), get_viewer().person_id)
    match actions.record_missed_appointment(
        db.session(),
        get_viewer(),
        request,
        excused_until=form.until.data,
        decided_by=account.name if account else "",
        now=now(),
    ):
        case actions.NothingMissed():
            flash(gettext("There is no missed appointment to record."))
        case None:
            flash(gettext("Recorded as an exception (regulation 8(2))."))
    return _show(request)


@blueprint.get("/cases/<uuid:child_id>/advice/<uuid:request_id>/files/<uuid:file_id>")
@caseworker
def download_file(child_id: UUID, request_id: UUID, file_id: UUID) -> Response:
    return send_file(child_id, request_id, file_id)


def _email(adviser: Adviser) -> dict[str, str]:
    return {"email": adviser.email} if adviser.email else {}


def _answers_for(child_id: UUID) -> bool:
    """A broken glass is for reading: it lets nobody ask an outsider about the child."""
    return is_on_caseload(db.session(), get_viewer(), child_id)


def _name(child_id: UUID) -> str:
    """The child's name, noted in the trail; 404 where the child is not on the own caseload."""
    session, viewer = db.session(), get_viewer()
    name = find_child_name(session, viewer, child_id, today())
    if name is None:
        abort(404)
    record_read(session, viewer, child_id=child_id, purpose=ReadPurpose.READ_ADVICE)
    return name


def _get(child_id: UUID, request_id: UUID) -> AdviceRequest:
    session, viewer = db.session(), get_viewer()
    found = advice.find_for_viewer(session, viewer, child_id, request_id, today())
    if found is None:
        abort(404)
    record_read(session, viewer, child_id=child_id, purpose=ReadPurpose.READ_ADVICE)
    return found


def _get_waiting(child_id: UUID, request_id: UUID) -> AdviceRequest:
    request = _get(child_id, request_id)
    if request.state is not State.WAITING or not _answers_for(child_id):
        abort(404)
    return request


def _show(request: AdviceRequest) -> Response:
    return redirect(url_for(".show_request", child_id=request.child_id, request_id=request.id), 303)


def _ask_page(child_id: UUID, form: AskForm) -> str:
    return render_template(
        "advice/new.html",
        child_id=child_id,
        child_name=_name(child_id),
        form=form,
        due_on=reply_due(today()),
    )


def _request_page(request: AdviceRequest, form: ShareForm) -> str:
    files = _files(request)
    return render_template(
        "advice/request.html",
        request_=request,
        child_name=_name(request.child_id),
        files=files,
        form=form,
        services=wording.SERVICES,
        scans=wording.SCANS,
        not_reached=request.id in list_not_reached(db.session()),
        may_be_shared=_may_share(request),
        answers_for=_answers_for(request.child_id),
        today=today(),
    )


def _may_share(request: AdviceRequest) -> bool:
    """Whether there is something to share, for whoever answers for the child."""
    there_is = request.reply is Reply.ADVICE and not request.is_shared
    return there_is and _answers_for(request.child_id)


def _files(request: AdviceRequest) -> list[AdviceFile]:
    """What the adviser has not sent yet is nobody else's business."""
    if request.reply is None:
        return []
    return list(advice_files.list_files(db.session(), request))
