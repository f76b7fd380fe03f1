"""The feedback form for those who hold the event: opened up to a day, printed, typed in."""

from typing import assert_never
from uuid import UUID

from flask import abort, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext

from portal.actions import event_feedback as actions
from portal.domain.event_feedback import SHEET_AT_MOST, FormClosed, NothingSaid, NumberUsed
from portal.domain.events import Event
from portal.domain.people import Role
from portal.features.events import wording
from portal.features.events.blueprints import events_blueprint as blueprint
from portal.features.events.feedback_forms import OpenForm, SheetForm
from portal.features.events.staff import Page, address_of, get_event
from portal.kit.access import audience
from portal.kit.now import now
from portal.kit.paging import number_asked
from portal.kit.qr import draw_qr
from portal.kit.signed_in import get_viewer
from portal.store.db import db

SHEETS_AT_ONCE = 50


def _event_with_form(event_id: UUID) -> Event:
    event = get_event(event_id)
    if not event.takes_sheets:
        abort(404)
    return event


@blueprint.get("/<uuid:engagement_id>/form")
@audience(Role.PARTICIPATION_OFFICER)
def start_form(engagement_id: UUID) -> str:
    event = get_event(engagement_id)
    return _open_page(event, OpenForm(obj=event.form))


@blueprint.post("/<uuid:engagement_id>/form")
@audience(Role.PARTICIPATION_OFFICER)
def open_form(engagement_id: UUID) -> Page:
    event, form = get_event(engagement_id), OpenForm()
    if not form.validate_on_submit() or form.last_day.data is None:
        return _open_page(event, form), 422
    refusal = actions.open_form(db.session(), get_viewer(), event.id, form.last_day.data, now())
    if refusal is not None:
        form.last_day.errors = [gettext("The results are shown, so it cannot be opened again")]
        return _open_page(event, form), 422
    flash(gettext("Saved."))
    return redirect(url_for(".show_event", engagement_id=event.id), 303)


def _open_page(event: Event, form: OpenForm) -> str:
    return render_template("events/open_form.html", event=event, form=form)


@blueprint.get("/<uuid:engagement_id>/sheets")
@audience(Role.PARTICIPATION_OFFICER)
def print_sheets(engagement_id: UUID) -> str:
    """Numbered sheets for paper, one a page, with the same questions and the QR code."""
    event = _event_with_form(engagement_id)
    first = number_asked("first", first=1, most=SHEET_AT_MOST)
    number = number_asked("number", first=1, most=SHEETS_AT_ONCE)
    address = address_of(event)
    return render_template(
        "events/sheets.html",
        event=event,
        numbers=range(first, min(first + number, SHEET_AT_MOST + 1)),
        most=SHEETS_AT_ONCE,
        address=address,
        picture=draw_qr(address),
        phone=current_app.config["SEND_TEAM_PHONE"],
        email=current_app.config["SEND_TEAM_EMAIL"],
        wording=wording,
    )


@blueprint.get("/<uuid:engagement_id>/sheets/new")
@audience(Role.PARTICIPATION_OFFICER)
def start_sheet(engagement_id: UUID) -> str:
    return _sheet_page(_event_with_form(engagement_id), SheetForm())


@blueprint.post("/<uuid:engagement_id>/sheets/new")
@audience(Role.PARTICIPATION_OFFICER)
def take_sheet(engagement_id: UUID) -> Page:
    event, form = _event_with_form(engagement_id), SheetForm()
    if not form.validate_on_submit():
        return _sheet_page(event, form), 422
    refusal = actions.take_sheet(db.session(), event.id, form.sheet, form.feedback)
    match refusal:
        case None:
            flash(gettext("Sheet %(number)d is in.", number=form.sheet))
            return redirect(url_for(".start_sheet", engagement_id=event.id), 303)
        case NothingSaid():
            form.refuse_empty()
        case NumberUsed(number):
            form.number.errors = [
                gettext("Sheet %(number)d has been typed in before", number=number)
            ]
        case FormClosed():
            abort(404)
        case _:
            assert_never(refusal)
    return _sheet_page(event, form), 422


def _sheet_page(event: Event, form: SheetForm) -> str:
    return render_template("events/sheet.html", event=event, form=form)
