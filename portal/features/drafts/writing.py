"""A caseworker writes a draft plan or proposed changes."""

from collections.abc import Mapping
from types import MappingProxyType
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.actions.drafts import (
    AlreadyServed,
    NotFound,
    Saved,
    begin_document,
    drop_document,
    open_document,
    save_document,
)
from portal.domain.drafts import Conflict, DocumentKind, Section, document_state
from portal.domain.people import Role
from portal.features.drafts.blueprint import CONFLICT, WRONG, Page, blueprint
from portal.features.drafts.forms import BeginForm, WritingForm, writing_form
from portal.kit.access import audience
from portal.kit.now import now, today
from portal.kit.signed_in import get_viewer
from portal.store.cases import find_case
from portal.store.db import db
from portal.store.plan_drafts import DocumentOfChild, find_document, list_documents
from portal.store.trail import ReadPurpose, record_read


@blueprint.get("/cases/<uuid:child_id>/drafts")
@audience(Role.CASEWORKER)
def list_case_drafts(child_id: UUID) -> str:
    """Every draft and every set of changes of a child, and a new one."""
    return _list_page(child_id, BeginForm())


@blueprint.post("/cases/<uuid:child_id>/drafts")
@audience(Role.CASEWORKER)
def begin_draft(child_id: UUID) -> Response | Page:
    form = BeginForm()
    if not form.validate():
        return _list_page(child_id, form), WRONG
    outcome = begin_document(
        db.session(), get_viewer(), child_id, DocumentKind(form.kind.data), now()
    )
    if isinstance(outcome, NotFound):
        abort(404)
    return redirect(url_for("drafts.write_draft", draft_id=outcome), 303)


def _list_page(child_id: UUID, form: BeginForm) -> str:
    viewer = get_viewer()
    case = find_case(db.session(), viewer, child_id, today())
    if case is None:
        abort(404)
    record_read(db.session(), viewer, child_id=child_id, purpose=ReadPurpose.CASE_WORK)
    documents = list_documents(db.session(), child_id)
    return render_template(
        "drafts/case_drafts.html",
        case=case,
        form=form,
        documents=[(each, document_state(each, today())) for each in documents],
        being_written=any(each.served_on is None for each in documents),
    )


@blueprint.get("/staff/drafts/<uuid:draft_id>")
@audience(Role.CASEWORKER)
def write_draft(draft_id: UUID) -> str | Response:
    """Every section, to be written or pasted; what is served is read with its comments."""
    found = get_document(draft_id)
    if found.document.served_on:
        return redirect(url_for("drafts.read_comments", draft_id=draft_id))
    return _writing_page(found, writing_form(found.document))


@blueprint.post("/staff/drafts/<uuid:draft_id>")
@audience(Role.CASEWORKER)
def keep_draft(draft_id: UUID) -> Response | Page:
    """Keep what was typed, and go on to the preview where that was asked for."""
    session = db.session()
    found = find_document(session, get_viewer(), draft_id, today())
    if found is None:
        abort(404)
    form = writing_form(found.document)
    typed = form.read()
    if typed is None:
        return _writing_page(found, form), WRONG
    match save_document(session, get_viewer(), draft_id, typed, now()):
        case NotFound():
            abort(404)
        case AlreadyServed():
            page = render_template("drafts/frozen.html", form=form, found=found)
            return page, CONFLICT
        case Saved(saved, conflicts) if conflicts:
            form.show(saved.document, conflicts)
            return _writing_page(saved, form, conflicts), CONFLICT
    if "preview" in request.form:
        return redirect(url_for("drafts.preview_draft", draft_id=draft_id), 303)
    flash(gettext("Saved. Nobody but you and your colleagues can see it yet."))
    return redirect(url_for("drafts.write_draft", draft_id=draft_id), 303)


def _writing_page(
    found: DocumentOfChild,
    form: WritingForm,
    conflicts: Mapping[Section, Conflict] = MappingProxyType({}),
) -> str:
    return render_template(
        "drafts/write.html", found=found, form=form, rows=form.rows(), conflicts=conflicts
    )


@blueprint.get("/staff/drafts/<uuid:draft_id>/drop")
@audience(Role.CASEWORKER)
def confirm_dropping(draft_id: UUID) -> str | Response:
    found = get_document(draft_id)
    if found.document.served_on:
        return redirect(url_for("drafts.read_comments", draft_id=draft_id))
    return render_template("drafts/drop.html", found=found)


@blueprint.post("/staff/drafts/<uuid:draft_id>/drop")
@audience(Role.CASEWORKER)
def drop_draft(draft_id: UUID) -> Response:
    match drop_document(db.session(), get_viewer(), draft_id, now()):
        case NotFound():
            abort(404)
        case AlreadyServed():
            return redirect(url_for("drafts.read_comments", draft_id=draft_id), 303)
        case found:
            flash(gettext("What was written is deleted."))
    return redirect(url_for("drafts.list_case_drafts", child_id=found.document.child_id), 303)


def get_document(draft_id: UUID, purpose: ReadPurpose = ReadPurpose.CASE_WORK) -> DocumentOfChild:
    """A document of a child of this caseworker; 404 for anything else."""
    found = open_document(db.session(), get_viewer(), draft_id, today(), purpose)
    if isinstance(found, NotFound):
        abort(404)
    return found
