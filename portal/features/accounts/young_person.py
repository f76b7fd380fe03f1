"""Pages for caseworkers: what the young person says about each adult, and capacity decisions."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.actions import wishes
from portal.domain.people import Role
from portal.features.accounts.blueprint import blueprint
from portal.features.accounts.forms import CapacityForm, WishForm
from portal.features.accounts.wording import WISHES
from portal.kit.access import audience
from portal.kit.links import path_for
from portal.kit.now import now, today
from portal.kit.signed_in import get_viewer
from portal.store import families
from portal.store.access_decisions import Around
from portal.store.db import db
from portal.store.trail import ReadPurpose, record_read
from portal.store.wishes import holds_rights

Page = str | Response | tuple[str, int]


def _back_to_family(child_id: UUID) -> Response:
    return redirect(url_for("accounts.list_family", child_id=child_id), 303)


def _member_or_404(child_id: UUID, family_member_id: UUID) -> families.FamilyMemberAccess:
    session, viewer = db.session(), get_viewer()
    member = families.find_family_member(session, viewer, child_id, family_member_id, today())
    if member is None:
        abort(404)
    record_read(session, viewer, child_id=child_id, purpose=ReadPurpose.CASE_WORK)
    return member


def _name_or_404(child_id: UUID) -> str:
    session, viewer = db.session(), get_viewer()
    name = families.find_name_on_caseload(session, viewer, child_id, today())
    if name is None:
        abort(404)
    record_read(session, viewer, child_id=child_id, purpose=ReadPurpose.CASE_WORK)
    return name


def _wish_page(form: WishForm, child_id: UUID, member: families.FamilyMemberAccess) -> str:
    return render_template(
        "accounts/wish.html",
        form=form,
        child_id=child_id,
        child_name=families.find_child_name(db.session(), get_viewer(), child_id, today()),
        member=member,
        wishes=WISHES,
    )


@blueprint.get("/staff/children/<uuid:child_id>/family/<uuid:family_member_id>/wish")
@audience(Role.CASEWORKER)
def start_recording_wish(child_id: UUID, family_member_id: UUID) -> Page:
    """What the young person wants for this adult, on their word."""
    member = _member_or_404(child_id, family_member_id)
    if not member.wish_decides:
        return _back_to_family(child_id)
    return _wish_page(WishForm(), child_id, member)


@blueprint.post("/staff/children/<uuid:child_id>/family/<uuid:family_member_id>/wish")
@audience(Role.CASEWORKER)
def record_wish(child_id: UUID, family_member_id: UUID) -> Page:
    member = _member_or_404(child_id, family_member_id)
    form = WishForm()
    if not form.validate_on_submit():
        return _wish_page(form, child_id, member), 422
    recorded = wishes.record_wish(
        db.session(),
        get_viewer(),
        Around(child_id, family_member_id),
        form.wish,
        note=form.note.data or "",
        link_path=path_for("choices.list_choices", child_id=child_id),
        now=now(),
    )
    match recorded:
        case wishes.NotAround():
            abort(404)
        case wishes.NotTheirsToSay():
            flash(gettext("Nothing was recorded. The page says why."))
        case None:
            flash(gettext("Recorded. It holds from this moment."))
    return _back_to_family(child_id)


@blueprint.get("/staff/children/<uuid:child_id>/capacity")
@audience(Role.CASEWORKER)
def start_recording_capacity(child_id: UUID) -> Page:
    """One decision, who assessed it, what they found, who decides instead."""
    name = _name_or_404(child_id)
    if not holds_rights(db.session(), child_id, today()):
        return _back_to_family(child_id)
    return render_template(
        "accounts/capacity.html", form=CapacityForm(), child_id=child_id, child_name=name
    )


@blueprint.post("/staff/children/<uuid:child_id>/capacity")
@audience(Role.CASEWORKER)
def record_capacity(child_id: UUID) -> Page:
    name = _name_or_404(child_id)
    form = CapacityForm()
    if form.validate_on_submit():
        recorded = wishes.record_capacity(
            db.session(), get_viewer(), child_id, form.decision, now=now()
        )
        match recorded:
            case wishes.NotAround():
                abort(404)
            case wishes.NotTheirsToSay():
                flash(gettext("Nothing was recorded. The page says why."))
                return _back_to_family(child_id)
            case wishes.NotYetAssessed():
                form.refuse_day()
            case None:
                flash(gettext("The decision is recorded."))
                return _back_to_family(child_id)
    page = render_template("accounts/capacity.html", form=form, child_id=child_id, child_name=name)
    return page, 422
