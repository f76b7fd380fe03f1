"""Pages for caseworkers: who of a family can sign in, and whether they may see the record."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.actions import family_access, sign_in
from portal.domain.family_access import FOR_A_CASEWORKER
from portal.domain.people import Role
from portal.features.accounts.blueprint import blueprint, invitation_path
from portal.features.accounts.forms import CloseAccessForm, OpenAccessForm
from portal.features.accounts.wording import (
    MATTERS,
    OUTCOMES,
    STANDINGS,
    WISHES,
    relationship_words,
)
from portal.kit.access import audience
from portal.kit.now import now, today
from portal.kit.signed_in import get_viewer
from portal.store import access_decisions, capacity, families, wishes
from portal.store.access_decisions import Around
from portal.store.db import db
from portal.store.trail import ReadPurpose, record_read

Page = str | Response | tuple[str, int]


@blueprint.get("/staff/children/<uuid:child_id>/family")
@audience(Role.CASEWORKER)
def list_family(child_id: UUID) -> str:
    session, viewer = db.session(), get_viewer()
    name = families.find_name_on_caseload(session, viewer, child_id, today())
    if name is None:
        abort(404)
    record_read(session, viewer, child_id=child_id, purpose=ReadPurpose.CASE_WORK)
    return render_template(
        "accounts/family.html",
        child_id=child_id,
        child_name=name,
        family=families.list_family(session, viewer, child_id, today()),
        decisions=access_decisions.list_decisions(session, child_id),
        standings=STANDINGS,
        for_a_caseworker=FOR_A_CASEWORKER,
        holds_rights=wishes.holds_rights(session, child_id, today()),
        capacity=capacity.list_capacity(session, child_id),
        wishes=WISHES,
        matters=MATTERS,
        outcomes=OUTCOMES,
        relationship_words=relationship_words,
    )


@blueprint.post("/staff/children/<uuid:child_id>/family/<uuid:family_member_id>/invite")
@audience(Role.CASEWORKER)
def invite_family_member(child_id: UUID, family_member_id: UUID) -> Response:
    invited = sign_in.invite_around_child(
        db.session(),
        viewer=get_viewer(),
        child_id=child_id,
        family_member_id=family_member_id,
        link_path=invitation_path,
        now=now(),
    )
    match invited:
        case sign_in.NotOfThisChild():
            abort(404)
        case sign_in.MayNotBeInvited():
            flash(gettext("This person cannot be invited now. The page says why."))
        case _:
            flash(gettext("We have sent an invitation."))
    return _back_to_family(child_id)


def _back_to_family(child_id: UUID) -> Response:
    return redirect(url_for("accounts.list_family", child_id=child_id), 303)


def _member_or_404(child_id: UUID, family_member_id: UUID) -> families.FamilyMemberAccess:
    session, viewer = db.session(), get_viewer()
    member = families.find_family_member(session, viewer, child_id, family_member_id, today())
    if member is None:
        abort(404)
    record_read(session, viewer, child_id=child_id, purpose=ReadPurpose.CASE_WORK)
    return member


def _page(
    template: str,
    form: OpenAccessForm | CloseAccessForm,
    child_id: UUID,
    member: families.FamilyMemberAccess,
) -> str:
    return render_template(
        template,
        form=form,
        child_id=child_id,
        child_name=families.find_child_name(db.session(), get_viewer(), child_id, today()),
        member=member,
        standings=STANDINGS,
    )


@blueprint.get("/staff/children/<uuid:child_id>/family/<uuid:family_member_id>/open")
@audience(Role.CASEWORKER)
def start_opening_access(child_id: UUID, family_member_id: UUID) -> Page:
    """What opening means, and the reason that is kept."""
    member = _member_or_404(child_id, family_member_id)
    if member.standing not in FOR_A_CASEWORKER:
        return _back_to_family(child_id)  # it says why
    return _page(
        "accounts/open_access.html", OpenAccessForm(member.needs_agreement), child_id, member
    )


@blueprint.post("/staff/children/<uuid:child_id>/family/<uuid:family_member_id>/open")
@audience(Role.CASEWORKER)
def open_access(child_id: UUID, family_member_id: UUID) -> Page:
    member = _member_or_404(child_id, family_member_id)
    form = OpenAccessForm(member.needs_agreement)
    if not form.validate_on_submit():
        return _page("accounts/open_access.html", form, child_id, member), 422
    opened = family_access.open_access(
        db.session(),
        Around(child_id, family_member_id),
        viewer=get_viewer(),
        reason=form.reason.data or "",
        young_person_agreed=form.young_person_agreed,
        now=now(),
    )
    match opened:
        case family_access.NotAround():
            abort(404)
        case family_access.NotForACaseworker() | family_access.AgreementMissing():
            flash(gettext("Access was not changed. The page says why."))
        case None:
            flash(gettext("Access is open. You can send an invitation now."))
    return _back_to_family(child_id)


@blueprint.get("/staff/children/<uuid:child_id>/family/<uuid:family_member_id>/close")
@audience(Role.CASEWORKER)
def start_closing_access(child_id: UUID, family_member_id: UUID) -> Page:
    member = _member_or_404(child_id, family_member_id)
    if not member.is_open:
        return _back_to_family(child_id)
    return _page("accounts/close_access.html", CloseAccessForm(), child_id, member)


@blueprint.post("/staff/children/<uuid:child_id>/family/<uuid:family_member_id>/close")
@audience(Role.CASEWORKER)
def close_access(child_id: UUID, family_member_id: UUID) -> Page:
    member = _member_or_404(child_id, family_member_id)
    form = CloseAccessForm()
    if not form.validate_on_submit():
        return _page("accounts/close_access.html", form, child_id, member), 422
    closed = family_access.close_access(
        db.session(),
        Around(child_id, family_member_id),
        viewer=get_viewer(),
        reason=form.reason.data or "",
        now=now(),
    )
    match closed:
        case family_access.NotAround():
            abort(404)
        case family_access.NotOpen():
            flash(gettext("Access was not changed. The page says why."))
        case None:
            flash(gettext("Access is closed from this moment."))
    return _back_to_family(child_id)
