"""Why there is no answer from this adviser: none can be given, an appointment was missed, or a
colleague should be asked."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext

from portal.actions import advice_giving
from portal.domain.advice import AdviceRequest
from portal.features.advice.blueprints import giver_blueprint as blueprint
from portal.features.advice.forms import AdviserForm, DeclineForm, MissedForm
from portal.features.advice.giver import Page, for_task, render_refusal
from portal.kit.access import public
from portal.kit.now import now
from portal.store.db import db


@blueprint.get("/<string:token>/cannot-advise")
@public
@for_task
def start_declining(token: str, task: AdviceRequest) -> Page:
    return render_template("advice/giver_decline.html", token=token, form=DeclineForm())


@blueprint.post("/<string:token>/cannot-advise")
@public
@for_task
def decline_request(token: str, task: AdviceRequest) -> Page:
    form = DeclineForm()
    if not form.validate_on_submit():
        return render_template("advice/giver_decline.html", token=token, form=form), 422
    refusal = advice_giving.decline(db.session(), task, form.reason.data or "", now())
    if refusal is not None:
        return render_refusal(refusal)
    return redirect(url_for(".open_link", token=token), 303)


@blueprint.get("/<string:token>/missed-appointment")
@public
@for_task
def start_missed(token: str, task: AdviceRequest) -> Page:
    return render_template("advice/giver_missed.html", token=token, form=MissedForm())


@blueprint.post("/<string:token>/missed-appointment")
@public
@for_task
def say_missed(token: str, task: AdviceRequest) -> Page:
    form = MissedForm()
    if not form.validate_on_submit() or form.missed_on.data is None:
        return render_template("advice/giver_missed.html", token=token, form=form), 422
    advice_giving.say_missed(
        db.session(), task, on=form.missed_on.data, note=form.note.data or "", now=now()
    )
    flash(gettext("Thank you. The caseworker knows. We still ask for your advice."))
    return redirect(url_for(".show_task", token=token), 303)


@blueprint.get("/<string:token>/colleague")
@public
@for_task
def start_passing_on(token: str, task: AdviceRequest) -> Page:
    return render_template("advice/giver_colleague.html", token=token, form=AdviserForm())


@blueprint.post("/<string:token>/colleague")
@public
@for_task
def pass_on(token: str, task: AdviceRequest) -> Page:
    form = AdviserForm()
    if not form.validate_on_submit():
        return render_template("advice/giver_colleague.html", token=token, form=form), 422
    advice_giving.pass_on(db.session(), task, form.adviser, now())
    flash(gettext("Thank you. The caseworker will ask your colleague."))
    return redirect(url_for(".show_task", token=token), 303)
