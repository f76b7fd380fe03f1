"""The preview of a document as the family will see it, and serving it."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.actions.draft_serving import ChangedSincePreview, Served, serve_document
from portal.actions.drafts import AlreadyServed, NotFound
from portal.domain.drafts import (
    ClosesInThePast,
    ClosesTooEarly,
    NothingToServe,
    ServedTooLate,
    earliest_closing_day,
)
from portal.domain.people import Role
from portal.features.drafts.blueprint import CONFLICT, WRONG, Page, blueprint
from portal.features.drafts.forms import ServingForm
from portal.features.drafts.wording import why_not_serve
from portal.features.drafts.writing import get_document
from portal.kit.access import audience
from portal.kit.now import now, today
from portal.kit.signed_in import get_viewer
from portal.store.db import db
from portal.store.plan_drafts import DocumentOfChild, find_document


@blueprint.get("/staff/drafts/<uuid:draft_id>/preview")
@audience(Role.CASEWORKER)
def preview_draft(draft_id: UUID) -> str | Response:
    """What the family will see, and the days of service and of closing."""
    found = get_document(draft_id)
    document = found.document
    if document.served_on:
        return redirect(url_for("drafts.read_comments", draft_id=draft_id))
    earliest = earliest_closing_day(document.kind, today())
    form = ServingForm(data={"served_on": today(), "closes_on": earliest, "stamp": document.stamp})
    return _preview_page(found, form)


@blueprint.post("/staff/drafts/<uuid:draft_id>/preview")
@audience(Role.CASEWORKER)
def serve_draft(draft_id: UUID) -> Response | Page:
    """Serve what the preview showed."""
    session, viewer = db.session(), get_viewer()
    form = ServingForm()
    served_on, closes_on = form.served_on.data, form.closes_on.data
    if not form.validate() or served_on is None or closes_on is None:
        found = find_document(session, viewer, draft_id, today())
        if found is None:
            abort(404)
        return _preview_page(found, form), WRONG
    outcome = serve_document(
        session,
        viewer,
        draft_id,
        served_on=served_on,
        closes_on=closes_on,
        stamp=form.stamp.data or "",
        link_path=url_for("drafts.start_reading", draft_id=draft_id),
        now=now(),
    )
    comments = url_for("drafts.read_comments", draft_id=draft_id)
    match outcome:
        case NotFound():
            abort(404)
        case Served():
            flash(gettext("It is served. Everybody who may read it has been told."))
            return redirect(comments, 303)
        case AlreadyServed():
            return redirect(comments, 303)
    found = find_document(session, viewer, draft_id, today())
    if found is None:
        abort(404)
    match outcome:
        case ChangedSincePreview():
            form.stamp.data = found.document.stamp
            return _preview_page(found, form, changed=True), CONFLICT
        case ClosesTooEarly() | ClosesInThePast():
            form.closes_on.errors = [why_not_serve(outcome)]
        case NothingToServe() | ServedTooLate():
            form.served_on.errors = [why_not_serve(outcome)]
        case _:
            form.served_on.errors = [gettext("This day cannot be recorded in the case. Check it.")]
    return _preview_page(found, form), WRONG


def _preview_page(found: DocumentOfChild, form: ServingForm, *, changed: bool = False) -> str:
    return render_template("drafts/preview.html", found=found, form=form, changed=changed)
