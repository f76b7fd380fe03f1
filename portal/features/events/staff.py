"""Events: listed by year for the officer and the group, typed in and put right by the officer."""

from uuid import UUID

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.actions import events as actions
from portal.domain.events import (
    PROMISED_A_YEAR,
    Event,
    protect_attendance,
    sum_up,
)
from portal.domain.figures import Thresholds
from portal.domain.people import Role
from portal.features.events import wording
from portal.features.events.blueprints import events_blueprint as blueprint
from portal.features.events.forms import AttendanceForm, EventForm
from portal.kit.access import audience
from portal.kit.date_field import DateField
from portal.kit.now import now, today
from portal.kit.qr import draw_qr, whole_address
from portal.kit.signed_in import get_viewer
from portal.store import events
from portal.store.db import db

Page = str | tuple[str, int] | Response


def thresholds() -> Thresholds:
    return Thresholds.changed(current_app.config["DISCLOSURE_THRESHOLDS"])


def address_of(event: Event) -> str:
    """Of the event's public form."""
    return whole_address("event_feedback.show_form", code=event.form.code if event.form else "")


def get_event(event_id: UUID) -> Event:
    event = events.find_event(db.session(), event_id)
    if event is None:
        abort(404)
    return event


@blueprint.get("")
@audience(Role.PARTICIPATION_OFFICER, Role.GROUP_MEMBER)
def list_events() -> str:
    """One calendar year. The group sees who came only as disclosure control lets it."""
    session = db.session()
    years = DateField.YEARS
    asked = request.args.get("year", today().year, type=int)
    year = min(max(asked, years.start), years.stop - 1)
    found = events.list_events(session, year)
    return render_template(
        "events/list.html",
        year=year,
        years=events.list_years(session),
        events=found,
        attendance={
            event.id: protect_attendance(event.attendance, thresholds()) for event in found
        },
        summed=sum_up((event.details for event in found), year, today()),
        promised=PROMISED_A_YEAR,
        wording=wording,
    )


@blueprint.get("/new")
@audience(Role.PARTICIPATION_OFFICER)
def start_event() -> str:
    return render_template("events/form.html", form=EventForm(), event=None)


@blueprint.post("/new")
@audience(Role.PARTICIPATION_OFFICER)
def add_event() -> Page:
    form = EventForm()
    if not form.validate_on_submit():
        return render_template("events/form.html", form=form, event=None), 422
    engagement_id = actions.add_event(
        db.session(), get_viewer(), form.details, now(), new_id=form.id_to_make
    )
    return redirect(url_for(".show_event", engagement_id=engagement_id), 303)


@blueprint.get("/<uuid:engagement_id>")
@audience(Role.PARTICIPATION_OFFICER)
def show_event(engagement_id: UUID) -> str:
    event = get_event(engagement_id)
    address = address_of(event) if event.form else ""
    return render_template(
        "events/event.html",
        event=event,
        address=address,
        picture=draw_qr(address) if address else "",
        today=today(),
        wording=wording,
    )


@blueprint.get("/<uuid:engagement_id>/change")
@audience(Role.PARTICIPATION_OFFICER)
def start_change(engagement_id: UUID) -> str:
    event = get_event(engagement_id)
    return render_template("events/form.html", form=EventForm(obj=event.details), event=event)


@blueprint.post("/<uuid:engagement_id>/change")
@audience(Role.PARTICIPATION_OFFICER)
def change_event(engagement_id: UUID) -> Page:
    event, form = get_event(engagement_id), EventForm()
    if not form.validate_on_submit():
        return render_template("events/form.html", form=form, event=event), 422
    actions.change_event(db.session(), get_viewer(), event.id, form.details, now())
    return _saved(event)


@blueprint.get("/<uuid:engagement_id>/attendance")
@audience(Role.PARTICIPATION_OFFICER)
def start_attendance(engagement_id: UUID) -> str:
    event, form = get_event(engagement_id), AttendanceForm()
    form.fill(event.attendance)
    return _attendance_page(event, form)


@blueprint.post("/<uuid:engagement_id>/attendance")
@audience(Role.PARTICIPATION_OFFICER)
def keep_attendance(engagement_id: UUID) -> Page:
    event, form = get_event(engagement_id), AttendanceForm()
    if not form.validate_on_submit():
        return _attendance_page(event, form), 422
    actions.keep_attendance(db.session(), get_viewer(), event.id, form.attendance, now())
    return _saved(event)


def _attendance_page(event: Event, form: AttendanceForm) -> str:
    return render_template(
        "events/attendance.html", event=event, form=form, kinds=list(wording.SETTING_TYPES)
    )


def _saved(event: Event) -> Response:
    flash(gettext("Saved."))
    return redirect(url_for(".show_event", engagement_id=event.id), 303)
