"""Rating an action at a point, and putting a rating right by another one that says why."""

from datetime import date
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.actions import action_plan as actions
from portal.actions import action_plan_files as files
from portal.actions.action_plan_files import CleanFile
from portal.domain.action_plan import (
    Action,
    PointNotReached,
    RatedMeanwhile,
    RatingEntry,
    RatingRefusal,
    ReasonMissing,
    StepsNotDone,
)
from portal.domain.commitments import EvidenceMissing, FigureNotShown
from portal.domain.people import Role
from portal.features.action_plan import wording
from portal.features.action_plan.blueprint import blueprint
from portal.features.action_plan.evidence import UPLOAD_AT_MOST, clean_files, is_scanned
from portal.features.action_plan.forms import RatingForm
from portal.features.action_plan.routes import get_action
from portal.kit.access import audience
from portal.kit.files import get_object_store
from portal.kit.now import now, today
from portal.kit.rating_wording import RATINGS
from portal.kit.signed_in import get_viewer
from portal.store import action_plan, releases
from portal.store.db import db

Page = str | tuple[str, int] | Response


@blueprint.before_request
def _allow_files() -> None:
    if request.endpoint == f"{blueprint.name}.{add_rating.__name__}":
        request.max_content_length = UPLOAD_AT_MOST


@blueprint.get("/<uuid:action_id>/rate/<string(length=10):point_day>")
@audience(Role.PARTICIPATION_OFFICER)
def start_rating(action_id: UUID, point_day: str) -> str:
    action, point = get_action(action_id), _get_point(point_day)
    form = _form()
    held = action.ratings.get(point)
    form.seen.data = str(held.id) if held else ""
    return _render(form, action, point)


@blueprint.post("/<uuid:action_id>/rate/<string(length=10):point_day>")
@audience(Role.PARTICIPATION_OFFICER)
def add_rating(action_id: UUID, point_day: str) -> Page:
    action, point, form = get_action(action_id, lock=True), _get_point(point_day), _form()
    if not form.validate_on_submit() or form.lacks_day():
        return _render(form, action, point), 422
    clean = clean_files(form.files)
    if clean is None:
        return _render(form, action, point), 422
    is_again = any(entry.id == form.id_to_make for entry in action.entries)
    outcome = actions.rate(
        db.session(),
        get_viewer(),
        action,
        point,
        form.new_rating(has_file=bool(clean)),
        today=today(),
        now=now(),
        new_id=form.id_to_make,
    )
    if not isinstance(outcome, UUID):
        _refuse(form, outcome)
        return _render(form, action, point), 422
    if not is_again:
        _keep_files(outcome, action_id, clean)
    flash(gettext("Saved."))
    return redirect(url_for(".show_action", action_id=action_id), 303)


def _keep_files(rating_id: UUID, action_id: UUID, clean: list[CleanFile]) -> None:
    files.keep_files(
        db.session(),
        get_object_store(),
        rating_id,
        action_id,
        clean,
        scanned=is_scanned(),
        now=now(),
    )


def _refuse(form: RatingForm, refusal: RatingRefusal | RatedMeanwhile | FigureNotShown) -> None:
    match refusal:
        case PointNotReached():
            form.rating.errors = [gettext("This point has not come yet")]
        case RatedMeanwhile():
            form.rating.errors = [
                gettext("Somebody else has rated this meanwhile. Open the page again")
            ]
        case StepsNotDone(letters):
            form.rating.errors = [
                gettext("Blue is for what is done. Not done yet: %(steps)s", steps=_list(letters))
            ]
        case EvidenceMissing():
            form.report.errors = [
                gettext("Green and blue need a report, a figure or a file that shows it")
            ]
        case FigureNotShown():
            form.report.errors = [gettext("The report does not show this figure. Choose another")]
        case ReasonMissing():
            form.reason.errors = [gettext("Enter why the rating is corrected")]


def _list(letters: str) -> str:
    return ", ".join(letters)


def _form() -> RatingForm:
    form = RatingForm()
    form.offer(releases.list_releases(db.session()))
    return form


def _render(form: RatingForm, action: Action, point: date) -> str:
    held: RatingEntry | None = action.ratings.get(point)
    return render_template(
        "action_plan/rating_form.html",
        form=form,
        action=action,
        point=point,
        held=held,
        words=wording,
        ratings=RATINGS,
    )


def _get_point(day: str) -> date:
    """404 where actions are not rated on this day."""
    try:
        point = date.fromisoformat(day)
    except ValueError:
        abort(404)
    if point not in action_plan.list_points(db.session()):
        abort(404)
    return point
