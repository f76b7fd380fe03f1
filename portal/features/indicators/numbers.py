"""Numbers that somebody types in: added to, put right by another that says what changed."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.actions import indicators as actions
from portal.actions.indicators import Correction
from portal.domain.indicator_numbers import AlreadyCorrected, AlreadyThere, Entry
from portal.domain.indicators import Indicator
from portal.domain.people import Role
from portal.features.indicators.blueprint import blueprint, get_indicator
from portal.features.indicators.forms import NumberForm
from portal.kit.access import audience
from portal.kit.now import now
from portal.kit.signed_in import get_viewer
from portal.store import indicators
from portal.store.db import db

Page = tuple[str, int] | str


@blueprint.get("/<uuid:indicator_id>/numbers/new")
@audience(Role.PARTICIPATION_OFFICER)
def start_number(indicator_id: UUID) -> str:
    indicator, form = get_indicator(indicator_id), NumberForm()
    form.owner.data = indicator.definition.owner
    return _render(indicator, form, None)


@blueprint.post("/<uuid:indicator_id>/numbers/new")
@audience(Role.PARTICIPATION_OFFICER)
def add_number(indicator_id: UUID) -> Page | Response:
    return _keep(get_indicator(indicator_id), None)


@blueprint.get("/numbers/<uuid:number_id>/correct")
@audience(Role.PARTICIPATION_OFFICER)
def start_number_correction(number_id: UUID) -> str:
    entry = _get_entry(number_id)
    form = NumberForm()
    form.fill(entry)
    return _render(get_indicator(entry.indicator_id), form, entry)


@blueprint.post("/numbers/<uuid:number_id>/correct")
@audience(Role.PARTICIPATION_OFFICER)
def correct_number(number_id: UUID) -> Page | Response:
    entry = _get_entry(number_id)
    return _keep(get_indicator(entry.indicator_id), entry)


def _keep(indicator: Indicator, entry: Entry | None) -> Page | Response:
    form = NumberForm()
    form.unit, form.is_correction = indicator.definition.unit, entry is not None
    if not form.validate_on_submit():
        return _render(indicator, form, entry), 422
    correction = Correction(entry.id, (form.change.data or "").strip()) if entry else None
    outcome = actions.add_number(
        db.session(),
        get_viewer(),
        indicator.id,
        form.number,
        now(),
        new_id=form.id_to_make,
        correction=correction,
    )
    match outcome:
        case AlreadyThere():
            form.first.errors = [
                gettext("There is a number for these days. Put that one right instead")
            ]
            return _render(indicator, form, entry), 422
        case AlreadyCorrected():
            flash(gettext("Somebody has put this number right before you"))
        case _:
            flash(gettext("The number is kept"))
    return redirect(url_for(".show_indicator", indicator_id=indicator.id), 303)


def _get_entry(number_id: UUID) -> Entry:
    entry = indicators.find_number(db.session(), number_id)
    if entry is None:
        abort(404)
    return entry


def _render(indicator: Indicator, form: NumberForm, entry: Entry | None) -> str:
    return render_template(
        "indicators/number.html",
        indicator=indicator,
        form=form,
        entry=entry,
    )
