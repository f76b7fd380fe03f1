"""Recording what happened in a case, putting it right, taking it back."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import format_date, gettext
from werkzeug.wrappers import Response

from portal.actions import case_events
from portal.actions.case_events import EventRecorded
from portal.actions.review_cycle import act_at_once
from portal.domain.case_events import RecordedEvent, standing
from portal.domain.case_facts import EventKind
from portal.domain.people import Role
from portal.features.desk import wording
from portal.features.desk.asked import worklist_asked
from portal.features.desk.blueprint import blueprint
from portal.features.desk.forms import CorrectionForm, EventForm, WithdrawalForm
from portal.kit.access import audience
from portal.kit.forms import Form
from portal.kit.now import now, today
from portal.kit.review_policy import review_work
from portal.kit.signed_in import get_viewer
from portal.store.db import db
from portal.store.families import find_child_name
from portal.store.recorded_events import list_recorded
from portal.store.trail import ReadPurpose, record_read

Page = str | Response | tuple[str, int]


@blueprint.get("/cases/<uuid:child_id>/events/new")
@audience(Role.CASEWORKER)
def start_event(child_id: UUID) -> Page:
    """The form for whatever happened; the kind may be in the address."""
    return _page("desk/event.html", EventForm(data={"kind": request.args.get("kind")}), child_id)


@blueprint.post("/cases/<uuid:child_id>/events/new")
@audience(Role.CASEWORKER)
def add_event(child_id: UUID) -> Page:
    form = EventForm()
    if not form.validate_on_submit() or form.day.data is None:
        return _page("desk/event.html", form, child_id), 422
    done = case_events.record_event(
        db.session(),
        get_viewer(),
        child_id,
        kind=form.event_kind,
        day=form.day.data,
        detail=form.detail,
        note=form.note.data or "",
        now=now(),
    )
    if not isinstance(done, EventRecorded):
        _say_why(form, done)
        return _page("desk/event.html", form, child_id), 422
    flash(_recorded_words(form.event_kind, done.kind))
    return _to_case(child_id)


@blueprint.get("/cases/<uuid:child_id>/events/<uuid:event_id>/correct")
@audience(Role.CASEWORKER)
def start_correction(child_id: UUID, event_id: UUID) -> Page:
    """What was recorded, filled in, to be put right."""
    event = _event_or_404(child_id, event_id)
    return _page("desk/correction.html", CorrectionForm.of(event), child_id, event)


@blueprint.post("/cases/<uuid:child_id>/events/<uuid:event_id>/correct")
@audience(Role.CASEWORKER)
def correct_event(child_id: UUID, event_id: UUID) -> Page:
    event, form = _event_or_404(child_id, event_id), CorrectionForm()
    if not form.validate_on_submit() or form.day.data is None:
        return _page("desk/correction.html", form, child_id, event), 422
    done = case_events.correct_event(
        db.session(),
        get_viewer(),
        child_id,
        event_id,
        kind=form.event_kind,
        day=form.day.data,
        detail=form.detail,
        reason=form.note.data or "",
        now=now(),
    )
    if not isinstance(done, EventRecorded):
        _say_why(form, done)
        return _page("desk/correction.html", form, child_id, event), 422
    flash(_recorded_words(form.event_kind, done.kind))
    return _to_case(child_id)


@blueprint.get("/cases/<uuid:child_id>/events/<uuid:event_id>/withdraw")
@audience(Role.CASEWORKER)
def start_withdrawal(child_id: UUID, event_id: UUID) -> Page:
    """What was recorded, to be taken back because it never happened."""
    event = _event_or_404(child_id, event_id)
    return _page("desk/withdrawal.html", WithdrawalForm(), child_id, event)


@blueprint.post("/cases/<uuid:child_id>/events/<uuid:event_id>/withdraw")
@audience(Role.CASEWORKER)
def withdraw_event(child_id: UUID, event_id: UUID) -> Page:
    event, form = _event_or_404(child_id, event_id), WithdrawalForm()
    if not form.validate_on_submit():
        return _page("desk/withdrawal.html", form, child_id, event), 422
    done = case_events.withdraw_event(
        db.session(), get_viewer(), child_id, event_id, reason=form.note.data or "", now=now()
    )
    if not isinstance(done, EventRecorded):
        _say_why(form, done)
        return _page("desk/withdrawal.html", form, child_id, event), 422
    flash(gettext("Taken back. It stays in the story of the case, and counts no more."))
    return _to_case(child_id)


def _recorded_words(asked: EventKind, kind: EventKind) -> str:
    if asked is EventKind.EXCEPTION and kind is EventKind.AGREED_DELAY:
        return str(
            gettext(
                "Recorded as an agreed delay, because the law knows no such reason for an "
                "exception. The legal dates stay the same."
            )
        )
    return str(gettext("Recorded."))


def _say_why(
    form: Form, refusal: case_events.RecordRefusal | case_events.CorrectionRefusal
) -> None:
    """Put the reason beside the field that it is about; what was typed stays."""
    match refusal:
        case case_events.CaseNotVisible() | case_events.NothingRecorded():
            abort(404)
        case case_events.NotForThisRole():
            abort(403)
        case case_events.DayToCome():
            name, why = "day", gettext("This day is still to come. Only a meeting can be booked")
        case case_events.BeforeTheLaw(began):
            day = format_date(began, "long")
            name, why = "day", gettext("Enter a day from %(day)s on", day=day)
        case case_events.AlreadyRecorded():
            name, why = "day", gettext("The same is on record for this day")
        case case_events.MeetingAlreadyBooked(day=booked):
            day = format_date(booked, "long")
            name, why = (
                "day",
                gettext("A meeting on %(day)s is on record. Put that one right instead", day=day),
            )
        case case_events.ExcusedDateUnreadable():
            name, why = "excused_until", gettext("Check this date")
        case case_events.DetailTooLong(most):
            name, why = "adviser", gettext("Write %(count)d letters or less", count=most)
        case case_events.ReasonMissing():
            name, why = "note", gettext("Write why")
        case case_events.NothingChanged():
            name, why = "day", gettext("This is what is on record. Change what is wrong")
        case case_events.AlreadyCorrected():
            name, why = "note", gettext("Somebody has put this right before you. Look at the case")
    field = form[name]
    field.errors = [*field.errors, why]


def _event_or_404(child_id: UUID, event_id: UUID) -> RecordedEvent:
    """The recorded event, where this person may see the child and nobody has put it right yet."""
    _name_or_404(child_id)
    rows = standing(list_recorded(db.session(), child_id))
    event = next((row for row in rows if row.id == event_id), None)
    if event is None:
        abort(404)
    return event


def _name_or_404(child_id: UUID) -> str:
    name = find_child_name(db.session(), get_viewer(), child_id, today())
    if name is None:
        abort(404)
    return name


def _page(template: str, form: Form, child_id: UUID, event: RecordedEvent | None = None) -> str:
    name = _name_or_404(child_id)
    record_read(db.session(), get_viewer(), child_id=child_id, purpose=ReadPurpose.CASE_WORK)
    return render_template(
        template,
        form=form,
        child_id=child_id,
        name=name,
        event=event,
        desk_words=wording,
        asked=worklist_asked(),
    )


def _to_case(child_id: UUID) -> Response:
    """Something was recorded: the family hears of it at once, and back to the case."""
    act_at_once(db.session(), child_id, review_work())
    return redirect(url_for("desk.show_case", child_id=child_id, **worklist_asked().as_args), 303)
