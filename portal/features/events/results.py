"""What came of the feedback: a preview for the officer, then the same for the group, for good."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext

from portal.actions import event_feedback as actions
from portal.domain.people import Role
from portal.features.events import wording
from portal.features.events.blueprints import events_blueprint as blueprint
from portal.features.events.staff import Page, get_event, thresholds
from portal.kit.access import audience
from portal.kit.now import now, today
from portal.kit.signed_in import get_viewer
from portal.store import event_feedback, events
from portal.store.db import db


@blueprint.get("/<uuid:engagement_id>/results")
@audience(Role.PARTICIPATION_OFFICER, Role.GROUP_MEMBER)
def show_results(engagement_id: UUID) -> str:
    event = get_event(engagement_id)
    results = events.find_results(db.session(), event.id)
    if results is None:
        if get_viewer().role is not Role.PARTICIPATION_OFFICER or event.form is None:
            abort(404)
        results = actions.preview_results(db.session(), event, thresholds())
    return render_template(
        "events/results.html",
        event=event,
        results=results,
        is_open=event.takes_answers(today()),
        wording=wording,
    )


@blueprint.post("/<uuid:engagement_id>/results")
@audience(Role.PARTICIPATION_OFFICER)
def release_results(engagement_id: UUID) -> Page:
    event = get_event(engagement_id)
    refusal = actions.show_results(db.session(), event.id, thresholds(), today=today(), now=now())
    if refusal is None:
        flash(gettext("The group can read this now."))
    else:
        flash(gettext("Answers may still come. Show the results after the last day."))
    return redirect(url_for(".show_results", engagement_id=event.id), 303)


@blueprint.get("/<uuid:engagement_id>/words")
@audience(Role.PARTICIPATION_OFFICER)
def read_words(engagement_id: UUID) -> str:
    """What people wrote, in another order each time."""
    event = get_event(engagement_id)
    words = event_feedback.list_words(db.session(), event.id)
    return render_template("events/words.html", event=event, words=words)
