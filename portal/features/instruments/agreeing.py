"""Agreeing with families on what is asked: the group comments, proposes and signs off."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.actions import co_production as actions
from portal.domain.co_production import Remark, RemarkKind
from portal.domain.instrument_building import find_question
from portal.domain.instrument_files import digest_wording
from portal.domain.people import Role
from portal.features.instruments import wording
from portal.features.instruments.agreement_forms import (
    AnswerForm,
    ProposalAnswerForm,
    ProposalForm,
    RemarkForm,
    SignOffForm,
)
from portal.features.instruments.blueprint import Page, blueprint, get_instrument, officer
from portal.kit.access import audience
from portal.kit.now import now
from portal.kit.signed_in import get_viewer
from portal.store import co_production, instruments
from portal.store.db import db
from portal.store.instruments import StoredInstrument

group = audience(Role.GROUP_MEMBER)
_REMARK = "/<uuid:instrument_id>/remarks/<any(comment, proposal):remark_kind>"
_FORMS: dict[RemarkKind, type[RemarkForm]] = {
    RemarkKind.COMMENT: RemarkForm,
    RemarkKind.PROPOSAL: ProposalForm,
}


def _get_shown(instrument_id: UUID) -> StoredInstrument:
    """The instrument, for the officer or for the group where it may see it."""
    hidden = not co_production.is_shown(db.session(), instrument_id)
    if hidden and get_viewer().role is Role.GROUP_MEMBER:
        abort(404)
    return get_instrument(instrument_id)


@blueprint.get("/for-group")
@group
def list_for_group() -> str:
    session = db.session()
    shown = co_production.list_shown(session)
    found = [stored for stored in instruments.list_instruments(session) if stored.id in shown]
    return render_template("instruments/for_group.html", instruments=found, wording=wording)


@blueprint.get("/<uuid:instrument_id>/agreement")
@audience(Role.PARTICIPATION_OFFICER, Role.GROUP_MEMBER)
def show_agreement(instrument_id: UUID) -> str:
    stored, session = _get_shown(instrument_id), db.session()
    remarks = co_production.list_remarks(session, instrument_id)
    keys = {question.key for question in stored.instrument.questions}
    guard = SignOffForm(formdata=None)
    guard.seen.data = digest_wording(stored.instrument)
    return render_template(
        "instruments/agreement.html",
        stored=stored,
        instrument=stored.instrument,
        guard=guard,
        is_shown=co_production.is_shown(session, instrument_id),
        signed=instruments.find_sign_off(session, instrument_id),
        on=lambda key: [remark for remark in remarks if remark.details.question == key],
        # What was said of a question that is not asked any more stands with what is about all.
        overall=[remark for remark in remarks if remark.details.question not in keys],
        by_key={question.key: question for question in stored.instrument.questions},
        wording=wording,
    )


@blueprint.post("/<uuid:instrument_id>/agreement/show")
@officer
def show_to_group(instrument_id: UUID) -> Response:
    get_instrument(instrument_id)
    co_production.show_to_group(db.session(), instrument_id, now())
    return _back(instrument_id, gettext("The group sees these questions now."))


@blueprint.post("/<uuid:instrument_id>/agreement/hide")
@officer
def hide_from_group(instrument_id: UUID) -> Response:
    get_instrument(instrument_id)
    co_production.hide_from_group(db.session(), instrument_id)
    return _back(instrument_id, gettext("The group does not see these questions any more."))


@blueprint.get(f"{_REMARK}/new")
@group
def start_remark(instrument_id: UUID, remark_kind: str) -> str:
    stored, kind = _get_shown(instrument_id), RemarkKind(remark_kind)
    form = _FORMS[kind]()
    form.question.data = request.args.get("question", "")
    return _remark_page(stored, form, kind)


@blueprint.post(f"{_REMARK}/new")
@group
def add_remark(instrument_id: UUID, remark_kind: str) -> Page:
    stored, kind = _get_shown(instrument_id), RemarkKind(remark_kind)
    form = _FORMS[kind]()
    if not form.validate_on_submit():
        return _remark_page(stored, form, kind), 422
    actions.add_remark(
        db.session(), get_viewer(), stored.id, form.read(kind), now(), new_id=form.id_to_make
    )
    return _back(instrument_id, gettext("Thank you. The officer reads this and answers here."))


@blueprint.get("/<uuid:instrument_id>/remarks/<uuid:remark_id>")
@officer
def start_answer(instrument_id: UUID, remark_id: UUID) -> str:
    stored, remark = _find(instrument_id, remark_id)
    form = _answer_form(remark)
    form.answer.data = remark.answer
    return _answer_page(stored, remark, form)


@blueprint.post("/<uuid:instrument_id>/remarks/<uuid:remark_id>")
@officer
def answer_remark(instrument_id: UUID, remark_id: UUID) -> Page:
    stored, remark = _find(instrument_id, remark_id)
    form = _answer_form(remark)
    if not form.validate_on_submit():
        return _answer_page(stored, remark, form), 422
    session, answer = db.session(), (form.answer.data or "").strip()
    taken_as = form.taken_as if isinstance(form, ProposalAnswerForm) else None
    if taken_as is None:
        actions.answer_remark(session, remark, answer, now())
        return _back(instrument_id, gettext("Saved."))
    key = actions.take_proposal_in(session, stored.id, remark, taken_as, answer, now())
    flash(gettext("The proposal is the last question now. Put it in its place."))
    return redirect(url_for(".show_instrument", instrument_id=stored.id, _anchor=key), 303)


@blueprint.post("/<uuid:instrument_id>/sign-off")
@group
def sign_off(instrument_id: UUID) -> Response:
    _get_shown(instrument_id)
    seen = SignOffForm().seen.data or ""
    if actions.sign_off(db.session(), get_viewer(), instrument_id, seen, now()) is not None:
        told = gettext("The words have changed since you opened this page. Read them once more.")
        return _back(instrument_id, told)
    return _back(instrument_id, gettext("Signed off. People who are asked will read that."))


def _find(instrument_id: UUID, remark_id: UUID) -> tuple[StoredInstrument, Remark]:
    stored = get_instrument(instrument_id)
    remark = co_production.find_remark(db.session(), instrument_id, remark_id)
    if remark is None:
        abort(404)
    return stored, remark


def _answer_form(remark: Remark) -> AnswerForm:
    if remark.details.kind is RemarkKind.COMMENT or remark.taken_in:
        return AnswerForm()
    form = ProposalAnswerForm()
    form.offer()
    return form


def _remark_page(stored: StoredInstrument, form: RemarkForm, kind: RemarkKind) -> str:
    about = find_question(stored.instrument, form.question.data or "")
    return render_template(
        "instruments/remark.html", stored=stored, form=form, kind=kind, about=about
    )


def _answer_page(stored: StoredInstrument, remark: Remark, form: AnswerForm) -> str:
    about = find_question(stored.instrument, remark.details.question)
    return render_template(
        "instruments/answer.html", stored=stored, remark=remark, form=form, about=about
    )


def _back(instrument_id: UUID, told: str) -> Response:
    flash(told)
    return redirect(url_for(".show_agreement", instrument_id=instrument_id), 303)
