"""The officer's pages: areas, actions, steps, and the points at which actions are rated."""

from typing import cast
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.actions import action_plan as actions
from portal.actions.action_plan import CodeTaken, NoLetterLeft
from portal.domain.action_plan import Action, Area, Step, next_point
from portal.domain.people import Role
from portal.features.action_plan import wording
from portal.features.action_plan.blueprint import blueprint
from portal.features.action_plan.forms import (
    ActionForm,
    AreaForm,
    PointForm,
    StepForm,
    values_of,
)
from portal.features.action_plan.routes import get_action
from portal.kit.access import audience
from portal.kit.now import now, today
from portal.store import action_plan
from portal.store.db import db

Page = str | tuple[str, int] | Response


@blueprint.get("/areas/new")
@audience(Role.PARTICIPATION_OFFICER)
def start_area() -> str:
    return _area_page(AreaForm(), None)


@blueprint.post("/areas/new")
@audience(Role.PARTICIPATION_OFFICER)
def add_area() -> Page:
    form = AreaForm()
    if not form.validate_on_submit():
        return _area_page(form, None), 422
    actions.add_area(db.session(), (form.concern.data or "").strip(), now(), new_id=form.id_to_make)
    return _back_to_plan()


@blueprint.get("/areas/<uuid:area_id>/change")
@audience(Role.PARTICIPATION_OFFICER)
def start_area_change(area_id: UUID) -> str:
    area = _get_area(area_id)
    return _area_page(AreaForm(obj=area), area)


@blueprint.post("/areas/<uuid:area_id>/change")
@audience(Role.PARTICIPATION_OFFICER)
def change_area(area_id: UUID) -> Page:
    area, form = _get_area(area_id), AreaForm()
    if not form.validate_on_submit():
        return _area_page(form, area), 422
    action_plan.change_area(db.session(), area_id, (form.concern.data or "").strip(), now())
    return _back_to_plan()


@blueprint.get("/areas/<uuid:area_id>/actions/new")
@audience(Role.PARTICIPATION_OFFICER)
def start_action(area_id: UUID) -> str:
    _get_area(area_id)
    return _action_page(ActionForm(), None)


@blueprint.post("/areas/<uuid:area_id>/actions/new")
@audience(Role.PARTICIPATION_OFFICER)
def add_action(area_id: UUID) -> Page:
    _get_area(area_id)
    form = ActionForm()
    if not form.validate_on_submit():
        return _action_page(form, None), 422
    code = cast(str, form.code.data)
    outcome = actions.add_action(
        db.session(), area_id, code, form.details, now(), new_id=form.id_to_make
    )
    if isinstance(outcome, CodeTaken):
        return _code_taken(form, None)
    return _back_to(outcome)


@blueprint.get("/<uuid:action_id>/change")
@audience(Role.PARTICIPATION_OFFICER)
def start_action_change(action_id: UUID) -> str:
    action = get_action(action_id)
    form = ActionForm(obj=action.details, code=action.code)
    return _action_page(form, action)


@blueprint.post("/<uuid:action_id>/change")
@audience(Role.PARTICIPATION_OFFICER)
def change_action(action_id: UUID) -> Page:
    action, form = get_action(action_id), ActionForm()
    if not form.validate_on_submit():
        return _action_page(form, action), 422
    code = cast(str, form.code.data)
    if actions.change_action(db.session(), action_id, code, form.details, now()) is not None:
        return _code_taken(form, action)
    return _back_to(action_id)


@blueprint.get("/<uuid:action_id>/steps/new")
@audience(Role.PARTICIPATION_OFFICER)
def start_step(action_id: UUID) -> str:
    return _step_page(StepForm(), get_action(action_id), None)


@blueprint.post("/<uuid:action_id>/steps/new")
@audience(Role.PARTICIPATION_OFFICER)
def add_step(action_id: UUID) -> Page:
    action, form = get_action(action_id, lock=True), StepForm()
    if not form.validate_on_submit():
        return _step_page(form, action, None), 422
    outcome = actions.add_step(db.session(), action, form.details, now(), new_id=form.id_to_make)
    if isinstance(outcome, NoLetterLeft):
        form.words.errors = [gettext("An action has at most 26 steps. Add another action")]
        return _step_page(form, action, None), 422
    return _back_to(action_id)


@blueprint.get("/<uuid:action_id>/steps/<uuid:step_id>/change")
@audience(Role.PARTICIPATION_OFFICER)
def start_step_change(action_id: UUID, step_id: UUID) -> str:
    action, step = _get_step(action_id, step_id)
    form = StepForm(data=values_of(step.details))
    return _step_page(form, action, step)


@blueprint.post("/<uuid:action_id>/steps/<uuid:step_id>/change")
@audience(Role.PARTICIPATION_OFFICER)
def change_step(action_id: UUID, step_id: UUID) -> Page:
    (action, step), form = _get_step(action_id, step_id, lock=True), StepForm()
    if not form.validate_on_submit():
        return _step_page(form, action, step), 422
    actions.change_step(db.session(), action, step_id, form.details, now())
    return _back_to(action_id)


@blueprint.get("/points")
@audience(Role.PARTICIPATION_OFFICER)
def list_points() -> str:
    points = action_plan.list_points(db.session())
    return _points_page(PointForm(data={"day": next_point(points)}))


@blueprint.post("/points")
@audience(Role.PARTICIPATION_OFFICER)
def add_point() -> Page:
    form = PointForm()
    if not form.validate_on_submit() or form.day.data is None:
        return _points_page(form), 422
    action_plan.add_point(db.session(), form.day.data)
    flash(gettext("Saved."))
    return redirect(url_for(".list_points"), 303)


def _points_page(form: PointForm) -> str:
    points = action_plan.list_points(db.session())
    return render_template(
        "action_plan/points.html", form=form, points=points, words=wording, today=today()
    )


def _area_page(form: AreaForm, area: Area | None) -> str:
    return render_template("action_plan/area_form.html", form=form, area=area)


def _action_page(form: ActionForm, action: Action | None) -> str:
    return render_template("action_plan/action_form.html", form=form, action=action)


def _code_taken(form: ActionForm, action: Action | None) -> Page:
    form.code.errors = [gettext("Another action has this code. Choose another one")]
    return _action_page(form, action), 422


def _step_page(form: StepForm, action: Action, step: Step | None) -> str:
    letter = step.letter if step else action.next_letter
    return render_template(
        "action_plan/step_form.html", form=form, action=action, step=step, letter=letter
    )


def _get_area(area_id: UUID) -> Area:
    """404 where there is none."""
    area = action_plan.find_area(db.session(), area_id)
    if area is None:
        abort(404)
    return area


def _get_step(action_id: UUID, step_id: UUID, *, lock: bool = False) -> tuple[Action, Step]:
    """404 where the action has no such step."""
    action = get_action(action_id, lock=lock)
    step = next((step for step in action.steps if step.id == step_id), None)
    if step is None:
        abort(404)
    return action, step


def _back_to(action_id: UUID) -> Response:
    flash(gettext("Saved."))
    return redirect(url_for(".show_action", action_id=action_id), 303)


def _back_to_plan() -> Response:
    flash(gettext("Saved."))
    return redirect(url_for(".list_actions"), 303)
