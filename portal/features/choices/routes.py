"""What a young person may choose, and what everybody in the family may know about it beforehand."""

from datetime import timedelta
from uuid import UUID

from flask import Blueprint, abort, current_app, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal.actions import wishes as choosing
from portal.domain.dates import birthday
from portal.domain.people import Role
from portal.domain.rights import (
    MAJORITY,
    ParentsAccess,
    latest_birth_needing_agreement,
    rights_from,
)
from portal.features.choices.forms import MAY_SEE, ChoiceForm
from portal.kit.access import audience, family
from portal.kit.links import path_for
from portal.kit.now import now, today
from portal.kit.signed_in import get_viewer
from portal.store import capacity, wishes
from portal.store.access_decisions import Around
from portal.store.db import db
from portal.store.trail import ReadPurpose, record_read
from portal.store.visibility import parents_access
from portal.store.wishes import Chosen

blueprint = Blueprint("choices", __name__, template_folder="templates", url_prefix="/children")

Page = str | Response | tuple[str, int]


@blueprint.get("/<uuid:child_id>/rights")
@family
def explain_rights(child_id: UUID) -> str:
    """What changes when the rights begin and at 18, and what does not; for each who reads it."""
    session, viewer = db.session(), get_viewer()
    young = wishes.find_young_person(session, viewer, child_id, today())
    if young is None or young.born is None:
        abort(404)
    record_read(session, viewer, child_id=child_id, purpose=ReadPurpose.CHOICES)
    begin, eighteen = rights_from(young.born), birthday(young.born, MAJORITY)
    return render_template(
        "choices/rights.html",
        child_id=child_id,
        name=young.name,
        is_own=viewer.role is not Role.FAMILY_MEMBER,
        may_choose=viewer.role is Role.YOUNG_PERSON and today() >= begin,
        begin=begin,
        school_age_ends=begin - timedelta(1),
        begun=today() >= begin,
        eighteen=eighteen,
        is_18=today() >= eighteen,
        documents_wait=wishes.documents_wait(session, viewer, child_id, today()),
        yes_from_rights=parents_access(session) is ParentsAccess.AGREEMENT_FROM_RIGHTS,
        yes_from_18=parents_access(session) is ParentsAccess.AGREEMENT_FROM_18,
        send_team_email=current_app.config["SEND_TEAM_EMAIL"],
        advice_service_name=current_app.config["ADVICE_SERVICE_NAME"],
        advice_service_url=current_app.config["ADVICE_SERVICE_URL"],
    )


@blueprint.get("/<uuid:child_id>/choices")
@audience(Role.YOUNG_PERSON)
def list_choices(child_id: UUID) -> str:
    """Who may see, who gets letters and who helps decide, as it stands now."""
    session, viewer = db.session(), get_viewer()
    young = wishes.find_young_person(session, viewer, child_id, today())
    if young is None or young.born is None or today() < rights_from(young.born):
        abort(404)
    record_read(session, viewer, child_id=child_id, purpose=ReadPurpose.CHOICES)
    asked_of = latest_birth_needing_agreement(today(), parents_access(session))
    return render_template(
        "choices/list.html",
        child_id=child_id,
        adults=wishes.list_adults(session, viewer, child_id, today()),
        can_decide=capacity.find_capacity_day(session, child_id) is None,
        is_18=today() >= birthday(young.born, MAJORITY),
        yes_needed=asked_of is not None and young.born <= asked_of,
        send_team_email=current_app.config["SEND_TEAM_EMAIL"],
    )


@blueprint.get("/<uuid:child_id>/choices/<uuid:family_member_id>")
@audience(Role.YOUNG_PERSON)
def start_choice(child_id: UUID, family_member_id: UUID) -> str:
    """One adult: what they may see, and whether they help."""
    adult = _adult_or_404(child_id, family_member_id)
    form = ChoiceForm(obj=adult.said.wish) if adult.said else ChoiceForm()
    return render_template("choices/adult.html", form=form, child_id=child_id, adult=adult)


@blueprint.post("/<uuid:child_id>/choices/<uuid:family_member_id>")
@audience(Role.YOUNG_PERSON)
def check_choice(child_id: UUID, family_member_id: UUID) -> Page:
    """What will happen, before it does. Nothing is changed yet."""
    adult = _adult_or_404(child_id, family_member_id)
    form = ChoiceForm()
    if not form.validate_on_submit():
        page = render_template("choices/adult.html", form=form, child_id=child_id, adult=adult)
        return page, 422
    return render_template(
        "choices/check.html", child_id=child_id, adult=adult, wish=form.wish, words=MAY_SEE
    )


@blueprint.post("/<uuid:child_id>/choices/<uuid:family_member_id>/keep")
@audience(Role.YOUNG_PERSON)
def keep_choice(child_id: UUID, family_member_id: UUID) -> Page:
    adult = _adult_or_404(child_id, family_member_id)
    form = ChoiceForm()
    if not form.validate_on_submit():
        page = render_template("choices/adult.html", form=form, child_id=child_id, adult=adult)
        return page, 422
    kept = choosing.choose(
        db.session(),
        get_viewer(),
        Around(child_id, family_member_id),
        form.wish,
        link_path=path_for("choices.list_choices", child_id=child_id),
        now=now(),
    )
    if isinstance(kept, choosing.NotAround):
        abort(404)
    done = url_for("choices.show_choice", child_id=child_id, family_member_id=family_member_id)
    return redirect(done, 303)


@blueprint.get("/<uuid:child_id>/choices/<uuid:family_member_id>/kept")
@audience(Role.YOUNG_PERSON)
def show_choice(child_id: UUID, family_member_id: UUID) -> str | Response:
    """The receipt: what holds now, and since when."""
    adult = _adult_or_404(child_id, family_member_id)
    if adult.said is None:
        return redirect(url_for("choices.list_choices", child_id=child_id))
    return render_template("choices/kept.html", child_id=child_id, adult=adult, said=adult.said)


def _adult_or_404(child_id: UUID, family_member_id: UUID) -> Chosen:
    """An adult about whom this young person may choose; nobody else's child, and no other adult."""
    session, viewer = db.session(), get_viewer()
    adults = wishes.list_adults(session, viewer, child_id, today())
    adult = next((each for each in adults if each.family_member_id == family_member_id), None)
    if adult is None:
        abort(404)
    record_read(session, viewer, child_id=child_id, purpose=ReadPurpose.CHOICES)
    return adult
