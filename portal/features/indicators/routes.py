"""The dashboard, one indicator with its past, and what people think of it."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.actions import indicators as actions
from portal.actions.indicator_standing import find_standing, list_standing
from portal.domain.exports import FileFormat
from portal.domain.indicators import Indicator, State
from portal.domain.people import Role
from portal.features.indicators import wording
from portal.features.indicators.blueprint import (
    blueprint,
    get_indicator,
    leaving_thresholds,
    own_thresholds,
)
from portal.features.indicators.forms import ProposalForm, RemarkForm
from portal.features.indicators.presenting import chart_of, line_of, past_lines
from portal.features.indicators.sheets import dashboard_sheets
from portal.kit.access import audience
from portal.kit.now import now
from portal.kit.rating_wording import KEY, NAMES, TAG_COLOURS
from portal.kit.signed_in import get_viewer
from portal.kit.spreadsheets import send_spreadsheet
from portal.store import indicators
from portal.store.db import db

Page = tuple[str, int] | str
SPEAKERS = (Role.PARTICIPATION_OFFICER, Role.GROUP_MEMBER)
"""Who proposes and says what they think; caseworkers read."""
READERS = (*SPEAKERS, Role.CASEWORKER)


@blueprint.get("")
@audience(*READERS)
def list_indicators() -> str:
    standing = list_standing(db.session(), own_thresholds())
    others = [
        each
        for each in indicators.list_indicators(db.session())
        if each.state is not State.TAKEN_ON
    ]
    return render_template(
        "indicators/list.html",
        lines=[line_of(each) for each in standing],
        proposed=[each for each in others if each.state is State.PROPOSED],
        not_taken_on=[each for each in others if each.state is State.NOT_TAKEN_ON],
        ratings=NAMES,
        key=KEY,
        colours=TAG_COLOURS,
        formats=list(FileFormat),
    )


@blueprint.get("/<any(csv, xlsx, ods):name>")
@audience(*READERS)
def download_indicators(name: str) -> Response:
    """The dashboard as it may leave the team, whoever asks."""
    standing = list_standing(db.session(), leaving_thresholds())
    return send_spreadsheet(FileFormat(name), "indicators", dashboard_sheets(standing))


@blueprint.get("/<uuid:indicator_id>")
@audience(*READERS)
def show_indicator(indicator_id: UUID) -> str:
    return render_indicator(get_indicator(indicator_id), RemarkForm())


@blueprint.post("/<uuid:indicator_id>/remarks")
@audience(*SPEAKERS)
def add_remark(indicator_id: UUID) -> Page | Response:
    indicator, form = get_indicator(indicator_id), RemarkForm()
    if not form.validate_on_submit():
        return render_indicator(indicator, form), 422
    actions.add_remark(
        db.session(),
        get_viewer(),
        indicator.id,
        (form.words.data or "").strip(),
        now(),
        new_id=form.id_to_make,
    )
    flash(gettext("Your words are kept. Thank you"))
    return redirect(url_for(".show_indicator", indicator_id=indicator_id), 303)


@blueprint.get("/propose")
@audience(*SPEAKERS)
def start_proposal() -> str:
    return _render_proposal(ProposalForm())


@blueprint.post("/propose")
@audience(*SPEAKERS)
def propose_indicator() -> Page | Response:
    form = ProposalForm()
    if not form.validate_on_submit():
        return _render_proposal(form), 422
    new_id = actions.propose(
        db.session(), get_viewer(), form.definition, now(), new_id=form.id_to_make
    )
    flash(gettext("It is proposed. The participation team decides and says why"))
    return redirect(url_for(".show_indicator", indicator_id=new_id), 303)


def _render_proposal(form: ProposalForm) -> str:
    return render_template("indicators/propose.html", form=form)


def render_indicator(indicator: Indicator, form: RemarkForm) -> str:
    """One indicator: how it stands, its past, who decided and why, and what people think."""
    session = db.session()
    standing = find_standing(session, indicator, own_thresholds())
    entries = indicators.list_numbers(session, indicator.id)
    return render_template(
        "indicators/indicator.html",
        indicator=indicator,
        line=line_of(standing),
        past=past_lines(standing),
        chart=chart_of(standing),
        decisions=indicators.list_decisions(session, indicator.id),
        remarks=indicators.list_remarks(session, indicator.id),
        entries=entries if own_thresholds() is None else (),
        form=form,
        wording=wording,
        ratings=NAMES,
        colours=TAG_COLOURS,
    )
