"""What Young Inspectors found: read and shown by the officer, then read by the group."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.actions import inspection_photos as photo_actions
from portal.actions import inspections as actions
from portal.domain.inspections import Inspection, Photo
from portal.domain.moderation import Source, TextRef
from portal.domain.people import Role
from portal.features.events import wording
from portal.features.events.blueprints import inspections_blueprint as blueprint
from portal.features.events.inspection_forms import InspectionForm, LinkForm, PhotosForm
from portal.features.events.photos import clean_photos, is_scanned, refusal_words, send_photo
from portal.features.events.staff import Page
from portal.kit.access import audience
from portal.kit.files import get_object_store
from portal.kit.now import now, today
from portal.kit.qr import draw_qr, whole_address
from portal.kit.signed_in import get_viewer
from portal.store import inspections
from portal.store.db import db
from portal.store.quotations import find_words


def _is_officer() -> bool:
    return get_viewer().role is Role.PARTICIPATION_OFFICER


def _get(inspection_id: UUID) -> Inspection:
    """404 where there is none, or the group may not read it yet."""
    found = inspections.find_inspection(db.session(), inspection_id, shown_only=not _is_officer())
    if found is None:
        abort(404)
    return found


def _get_photo(inspection_id: UUID, photo_id: UUID) -> Photo:
    photos = _get(inspection_id).photos
    found = next((photo for photo in photos if photo.id == photo_id), None)
    if found is None:
        abort(404)
    return found


def _back_to(inspection_id: UUID) -> Response:
    return redirect(url_for(".show_inspection", inspection_id=inspection_id), 303)


@blueprint.get("")
@audience(Role.PARTICIPATION_OFFICER, Role.GROUP_MEMBER)
def list_inspections() -> str:
    found = inspections.list_inspections(db.session(), shown_only=not _is_officer())
    return render_template("events/inspections.html", inspections=found, wording=wording)


@blueprint.get("/new")
@audience(Role.PARTICIPATION_OFFICER)
def start_inspection() -> str:
    return _form_page(InspectionForm(), None)


@blueprint.post("/new")
@audience(Role.PARTICIPATION_OFFICER)
def add_inspection() -> Page:
    form = InspectionForm()
    if not form.validate_on_submit():
        return _form_page(form, None), 422
    viewer, new_id = get_viewer(), form.id_to_make
    return _back_to(
        actions.add_inspection(db.session(), viewer, form.details, now(), new_id=new_id)
    )


@blueprint.get("/<uuid:inspection_id>")
@audience(Role.PARTICIPATION_OFFICER, Role.GROUP_MEMBER)
def show_inspection(inspection_id: UUID) -> str:
    return _inspection_page(_get(inspection_id), PhotosForm())


def _inspection_page(inspection: Inspection, form: PhotosForm) -> str:
    """Everybody but the officer reads the words only as the moderation desk has let them out."""
    ref = TextRef(Source.INSPECTION, inspection.id)
    let_out = find_words(db.session(), ref, may_quote=inspection.details.may_quote)
    return render_template(
        "events/inspection.html",
        inspection=inspection,
        saw=inspection.details.saw if _is_officer() else let_out,
        let_out=let_out is not None,
        form=form,
        wording=wording,
    )


@blueprint.get("/<uuid:inspection_id>/change")
@audience(Role.PARTICIPATION_OFFICER)
def start_change(inspection_id: UUID) -> str:
    found = _get(inspection_id)
    return _form_page(InspectionForm(obj=found.details), found)


@blueprint.post("/<uuid:inspection_id>/change")
@audience(Role.PARTICIPATION_OFFICER)
def change_inspection(inspection_id: UUID) -> Page:
    found, form = _get(inspection_id), InspectionForm()
    if not form.validate_on_submit():
        return _form_page(form, found), 422
    actions.change_inspection(db.session(), get_viewer(), found.id, form.details, now())
    return _back_to(found.id)


def _form_page(form: InspectionForm, inspection: Inspection | None) -> str:
    return render_template("events/inspection_form.html", form=form, inspection=inspection)


@blueprint.post("/<uuid:inspection_id>/photos")
@audience(Role.PARTICIPATION_OFFICER)
def add_photos(inspection_id: UUID) -> Page:
    found, form = _get(inspection_id), PhotosForm()
    photos = clean_photos(form) if form.validate_on_submit() else None
    if photos == []:
        form.pairs[0][0].errors = [gettext("Choose a photo first")]
    if not photos:
        return _inspection_page(found, form), 422
    refusal = photo_actions.keep_photos(
        db.session(), get_object_store(), found.id, photos, scanned=is_scanned(), now=now()
    )
    if refusal is not None:
        form.pairs[0][0].errors = [refusal_words(refusal)]
        return _inspection_page(found, form), 422
    return _back_to(found.id)


@blueprint.get("/<uuid:inspection_id>/photos/<uuid:photo_id>")
@audience(Role.PARTICIPATION_OFFICER, Role.GROUP_MEMBER)
def show_photo(inspection_id: UUID, photo_id: UUID) -> Response:
    return send_photo(_get_photo(inspection_id, photo_id))


@blueprint.post("/<uuid:inspection_id>/photos/<uuid:photo_id>/remove")
@audience(Role.PARTICIPATION_OFFICER)
def remove_photo(inspection_id: UUID, photo_id: UUID) -> Response:
    photo_actions.remove_photo(db.session(), _get_photo(inspection_id, photo_id), now())
    return _back_to(inspection_id)


@blueprint.post("/<uuid:inspection_id>/show")
@audience(Role.PARTICIPATION_OFFICER)
def show_to_group(inspection_id: UUID) -> Response:
    inspections.show_inspection(db.session(), _get(inspection_id).id, today())
    flash(gettext("The group can read this now."))
    return _back_to(inspection_id)


@blueprint.post("/<uuid:inspection_id>/take-back")
@audience(Role.PARTICIPATION_OFFICER)
def take_back(inspection_id: UUID) -> Response:
    inspections.show_inspection(db.session(), _get(inspection_id).id, None)
    flash(gettext("The group does not see this any more."))
    return _back_to(inspection_id)


@blueprint.get("/link")
@audience(Role.PARTICIPATION_OFFICER)
def start_link() -> str:
    return _link_page(LinkForm())


@blueprint.post("/link")
@audience(Role.PARTICIPATION_OFFICER)
def make_link() -> Page:
    """The page that answers is the only one that ever shows the link."""
    form = LinkForm()
    if not form.validate_on_submit() or form.last_day.data is None:
        return _link_page(form), 422
    token = actions.make_link(
        db.session(), get_viewer(), form.id_to_make, form.last_day.data, now()
    )
    return _link_page(form, whole_address("inspecting.open_link", token=token))


def _link_page(form: LinkForm, address: str = "") -> str:
    picture = draw_qr(address) if address else ""
    return render_template("events/link.html", form=form, address=address, picture=picture)
