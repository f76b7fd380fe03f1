"""The rota: the hours that the council declares, who is on, special days, mobile numbers."""

from datetime import date, timedelta
from uuid import UUID

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.domain.safeguarding_hours import Rota, find_gaps, on_duty
from portal.features.safeguarding.blueprint import blueprint
from portal.features.safeguarding.concerns import WARNED_DAYS, lead
from portal.features.safeguarding.rota_forms import DutyForm, MobileForm, SpecialDayForm
from portal.features.safeguarding.wording import weekday_name
from portal.kit.now import now, today
from portal.kit.safeguarding_watch import rota_at
from portal.store.db import db
from portal.store.safeguarding_rota import (
    Lead,
    drop_day,
    find_mobile,
    list_leads,
    set_day,
    set_mobile,
    set_weekday,
)

Page = str | Response | tuple[str, int]
WEEK = range(7)


@blueprint.get("/safeguarding/rota")
@lead
def show_rota() -> str:
    """The week, the days unlike it, who can be reached, and what is missing."""
    session = db.session()
    rota, leads = rota_at(session, now()), list_leads(session)
    names = {each.id: each.name for each in leads}
    return render_template(
        "safeguarding/rota.html",
        week=[(number, weekday_name(number), rota.week.get(number)) for number in WEEK],
        special=sorted(rota.special.items()),
        closed_days=_bank_holidays_ahead(rota),
        leads=leads,
        names=names,
        on_now=[names[person] for person in on_duty(rota, now()) if person in names],
        gaps=find_gaps(
            rota,
            today(),
            WARNED_DAYS,
            leads=names,
            with_mobile={each.id for each in leads if each.has_mobile},
        ),
        sends_texts=_sends_texts(),
        minutes=current_app.config["SAFEGUARDING_TAKEN_MINUTES"],
    )


def _bank_holidays_ahead(rota: Rota) -> list[date]:
    """Those of the coming weeks on which nobody reads, unless somebody says otherwise."""
    days = (today() + timedelta(number) for number in range(60))
    return [day for day in days if day in rota.bank_holidays and day not in rota.special]


def _sends_texts() -> bool:
    """Whether text messages can go from here at all."""
    by_notify = current_app.config["DELIVERY"] == "notify"
    has_template = bool(current_app.config["NOTIFY_SMS_TEMPLATE"])
    return (by_notify and has_template) or current_app.config["DELIVERY"] in ("demo", "console")


@blueprint.get("/safeguarding/rota/weekdays/<int:weekday>")
@lead
def start_weekday(weekday: int) -> str:
    form = DutyForm(formdata=None)
    form.fill(rota_at(db.session(), now()).week.get(_weekday_or_404(weekday)))
    return _weekday_page(weekday, form)


@blueprint.post("/safeguarding/rota/weekdays/<int:weekday>")
@lead
def keep_weekday(weekday: int) -> Page:
    form = DutyForm()
    form.offer(list_leads(db.session()))
    if not form.validate_on_submit():
        return _weekday_page(_weekday_or_404(weekday), form), 422
    set_weekday(db.session(), _weekday_or_404(weekday), form.duty)
    flash(gettext("The rota is changed."))
    return redirect(url_for(".show_rota"), 303)


def _weekday_or_404(weekday: int) -> int:
    if weekday not in WEEK:
        abort(404)
    return weekday


def _weekday_page(weekday: int, form: DutyForm) -> str:
    form.offer(list_leads(db.session()))
    return render_template(
        "safeguarding/duty.html", form=form, title=weekday_name(weekday), is_special=False
    )


@blueprint.get("/safeguarding/rota/days/new")
@lead
def start_day() -> str:
    return _day_page(SpecialDayForm(formdata=None))


@blueprint.post("/safeguarding/rota/days/new")
@lead
def keep_day() -> Page:
    form = SpecialDayForm()
    form.offer(list_leads(db.session()))
    if not form.validate_on_submit():
        return _day_page(form), 422
    assert form.day.data is not None  # noqa: S101 - the field is required
    set_day(db.session(), form.day.data, form.duty)
    flash(gettext("The day is kept."))
    return redirect(url_for(".show_rota"), 303)


def _day_page(form: SpecialDayForm) -> str:
    form.offer(list_leads(db.session()))
    title = gettext("A special day")
    return render_template("safeguarding/duty.html", form=form, title=title, is_special=True)


@blueprint.post("/safeguarding/rota/days/drop")
@lead
def remove_day() -> Response:
    """The day is like any other of its kind again."""
    try:
        day = date.fromisoformat(request.form.get("day", ""))
    except ValueError:
        abort(400)
    drop_day(db.session(), day)
    flash(gettext("The day is like any other again."))
    return redirect(url_for(".show_rota"), 303)


@blueprint.get("/safeguarding/rota/mobiles/<uuid:lead_id>")
@lead
def start_mobile(lead_id: UUID) -> str:
    found = _lead_or_404(lead_id)
    form = MobileForm(formdata=None)
    form.mobile.data = find_mobile(db.session(), lead_id) or ""
    return render_template("safeguarding/mobile.html", form=form, found=found)


@blueprint.post("/safeguarding/rota/mobiles/<uuid:lead_id>")
@lead
def keep_mobile(lead_id: UUID) -> Page:
    found, form = _lead_or_404(lead_id), MobileForm()
    if not form.validate_on_submit():
        return render_template("safeguarding/mobile.html", form=form, found=found), 422
    set_mobile(db.session(), lead_id, form.address)
    flash(gettext("The number is kept. A drill proves that it works."))
    return redirect(url_for(".show_rota"), 303)


def _lead_or_404(lead_id: UUID) -> Lead:
    found = next((each for each in list_leads(db.session()) if each.id == lead_id), None)
    if found is None:
        abort(404)
    return found
