"""A caseworker looks at the dates that were called wrong, and answers."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.actions.date_flags import NoSuchFlag, answer_flag, open_flag
from portal.domain.people import Role
from portal.features.wrong_dates.blueprint import WRONG, Page, blueprint
from portal.features.wrong_dates.forms import AnswerForm
from portal.kit.access import audience
from portal.kit.now import now, today
from portal.kit.signed_in import get_viewer
from portal.store.date_flags import list_flags_of_child
from portal.store.db import db
from portal.store.families import find_child_name
from portal.store.trail import ReadPurpose, record_read


@blueprint.get("/cases/<uuid:child_id>/dates")
@audience(Role.CASEWORKER)
def list_reported(child_id: UUID) -> str:
    """Every date of a case that somebody called wrong; what waits for an answer first."""
    session, viewer = db.session(), get_viewer()
    child = find_child_name(session, viewer, child_id, today())
    if child is None:
        abort(404)
    record_read(session, viewer, child_id=child_id, purpose=ReadPurpose.CASE_WORK)
    found = list_flags_of_child(session, viewer, child_id, today())
    return render_template("wrong_dates/reported.html", child=child, child_id=child_id, found=found)


@blueprint.get("/staff/dates/<uuid:flag_id>")
@audience(Role.CASEWORKER)
def show_flag(flag_id: UUID) -> str:
    """One date, what was said about it, and the form of the answer."""
    found = open_flag(db.session(), get_viewer(), flag_id, today())
    if isinstance(found, NoSuchFlag):
        abort(404)
    return render_template("wrong_dates/answer.html", found=found, form=AnswerForm())


@blueprint.post("/staff/dates/<uuid:flag_id>")
@audience(Role.CASEWORKER)
def keep_answer(flag_id: UUID) -> Response | Page:
    session, viewer = db.session(), get_viewer()
    found = open_flag(session, viewer, flag_id, today())
    if isinstance(found, NoSuchFlag):
        abort(404)
    form = AnswerForm()
    read = form.read()
    if read is None:
        return render_template("wrong_dates/answer.html", found=found, form=form), WRONG
    outcome, words = read
    answer_flag(
        session,
        viewer,
        flag_id,
        outcome=outcome,
        words=words,
        link_path=url_for("wrong_dates.list_told", child_id=found.child_id),
        now=now(),
    )
    flash(gettext("Your answer is kept. The person who called the date wrong can read it."))
    return redirect(url_for("wrong_dates.list_reported", child_id=found.child_id), 303)
