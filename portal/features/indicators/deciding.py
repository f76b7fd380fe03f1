"""Whether an indicator is one of ours: decided by the participation team, with a reason."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.actions import indicators as actions
from portal.domain.indicators import Indicator, State
from portal.domain.people import Role
from portal.features.indicators.blueprint import blueprint, get_indicator
from portal.features.indicators.forms import DecisionForm
from portal.kit.access import audience
from portal.kit.now import now
from portal.kit.signed_in import get_viewer
from portal.store.db import db


@blueprint.get("/<uuid:indicator_id>/decide")
@audience(Role.PARTICIPATION_OFFICER)
def start_decision(indicator_id: UUID) -> str:
    indicator, form = get_indicator(indicator_id), DecisionForm()
    form.fill(indicator)
    return _render(indicator, form)


@blueprint.post("/<uuid:indicator_id>/decide")
@audience(Role.PARTICIPATION_OFFICER)
def decide_indicator(indicator_id: UUID) -> tuple[str, int] | Response:
    indicator, form = get_indicator(indicator_id), DecisionForm()
    if not form.validate_on_submit():
        return _render(indicator, form), 422
    actions.decide(
        db.session(),
        get_viewer(),
        indicator.id,
        form.definition_from(indicator),
        State(form.state.data),
        (form.reason.data or "").strip(),
        now(),
        new_id=form.id_to_make,
    )
    flash(gettext("The decision is kept"))
    return redirect(url_for(".show_indicator", indicator_id=indicator_id), 303)


def _render(indicator: Indicator, form: DecisionForm) -> str:
    return render_template("indicators/decide.html", indicator=indicator, form=form)
