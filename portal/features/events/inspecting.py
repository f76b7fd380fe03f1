"""A small group of learners says what it found, by a link that is good for one inspection."""

from typing import assert_never

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.actions import inspections as actions
from portal.actions.uploads import TooMany
from portal.domain.inspections import InspectionLink, LinkClosed, LinkUnknown, LinkUsed
from portal.features.events.blueprints import inspecting_blueprint as blueprint
from portal.features.events.inspection_forms import InspectingForm
from portal.features.events.photos import UPLOAD_AT_MOST, clean_photos, is_scanned, refusal_words
from portal.kit.access import public
from portal.kit.files import get_object_store
from portal.kit.now import now, today
from portal.store.db import db

Page = str | Response | tuple[str, int]


@blueprint.url_value_preprocessor
def limit_what_strangers_send(_endpoint: str | None, _values: object) -> None:
    """Anybody may post to these addresses. This is asked before anything of it is read."""
    request.max_content_length = UPLOAD_AT_MOST


@blueprint.get("/<string:token>")
@public
def open_link(token: str) -> Page:
    link = actions.look_at_link(db.session(), token, today())
    if not isinstance(link, InspectionLink):
        return _refuse(link)
    return _form_page(link, InspectingForm(formdata=None))


@blueprint.post("/<string:token>")
@public
def send_inspection(token: str) -> Page:
    link = actions.look_at_link(db.session(), token, today())
    if not isinstance(link, InspectionLink):
        return _refuse(link)
    form = InspectingForm()
    is_valid = form.validate_on_submit()
    photos = clean_photos(form)
    if not is_valid or photos is None:
        return _form_page(link, form), 422
    refusal = actions.send_by_link(
        db.session(),
        get_object_store(),
        token,
        form.details,
        photos,
        scanned=is_scanned(),
        today=today(),
        now=now(),
    )
    match refusal:
        case None:
            return redirect(url_for(".open_link", token=token), 303)
        case TooMany():
            form.pairs[0][0].errors = [refusal_words(refusal)]
            return _form_page(link, form), 422
        case LinkUnknown() | LinkUsed() | LinkClosed():
            return _refuse(refusal)
        case _:
            assert_never(refusal)


def _form_page(link: InspectionLink, form: InspectingForm) -> str:
    return render_template("events/inspect.html", link=link, form=form)


def _refuse(refusal: LinkUnknown | LinkUsed | LinkClosed) -> tuple[str, int]:
    match refusal:
        case LinkUnknown():
            return render_template("events/inspect_unknown.html"), 404
        case LinkUsed():
            return render_template("events/inspect_sent.html"), 200
        case LinkClosed():
            return render_template("events/inspect_closed.html"), 200
        case _:
            assert_never(refusal)
