"""The action plan as it is read: all of it, one action, the board's sheets, and files."""

from uuid import UUID

from flask import abort, render_template
from werkzeug.wrappers import Response

from portal.domain.action_plan import Action, due_point
from portal.domain.exports import FileFormat
from portal.domain.people import Role
from portal.features.action_plan import wording
from portal.features.action_plan.blueprint import blueprint
from portal.features.action_plan.evidence import send_evidence
from portal.features.action_plan.sheets import plan_sheets
from portal.kit import rating_wording
from portal.kit.access import audience
from portal.kit.now import today
from portal.kit.signed_in import get_viewer
from portal.kit.spreadsheets import send_spreadsheet
from portal.store import action_plan, action_plan_ratings, commitments, releases
from portal.store.db import db

READERS = (Role.PARTICIPATION_OFFICER, Role.GROUP_MEMBER, Role.CASEWORKER)
OPENS_REPORTS = frozenset({Role.PARTICIPATION_OFFICER, Role.GROUP_MEMBER})


@blueprint.get("")
@audience(*READERS)
def list_actions() -> str:
    areas = action_plan.list_areas(db.session())
    return render_template(
        "action_plan/list.html",
        areas=areas,
        formats=list(FileFormat),
        words=wording,
        ratings=rating_wording,
        today=today(),
        may_edit=may_edit(),
    )


@blueprint.get("/<uuid:action_id>")
@audience(*READERS)
def show_action(action_id: UUID) -> str:
    session, action = db.session(), get_action(action_id)
    tied = commitments.list_tied(session, [step.id for step in action.steps])
    return render_template(
        "action_plan/action.html",
        action=action,
        points=action_plan.list_points(session),
        releases={release.id: release for release in releases.list_releases(session)},
        tied=tied,
        words=wording,
        ratings=rating_wording,
        today=today(),
        may_edit=may_edit(),
        opens_reports=get_viewer().role in OPENS_REPORTS,
    )


@blueprint.get("/board")
@audience(*READERS)
def show_board() -> str:
    """One table an action, quarters across, as the board is used to; made for paper."""
    session = db.session()
    return render_template(
        "action_plan/board.html",
        areas=action_plan.list_areas(session),
        points=action_plan.list_points(session),
        releases={release.id: release for release in releases.list_releases(session)},
        due_point=due_point,
        words=wording,
        ratings=rating_wording,
        today=today(),
    )


@blueprint.get("/files/<any(csv, xlsx, ods):name>")
@audience(*READERS)
def download_plan(name: str) -> Response:
    session = db.session()
    found = {release.id: release for release in releases.list_releases(session)}
    areas, points = action_plan.list_areas(session), action_plan.list_points(session)
    sheets = plan_sheets(areas, points, found, today())
    return send_spreadsheet(FileFormat(name), "action-plan", sheets)


@blueprint.get("/evidence/<uuid:evidence_id>")
@audience(*READERS)
def show_evidence(evidence_id: UUID) -> Response:
    file = action_plan_ratings.find_file(db.session(), evidence_id)
    if file is None or not file.may_be_opened:
        abort(404)
    return send_evidence(file)


def may_edit() -> bool:
    return get_viewer().role is Role.PARTICIPATION_OFFICER


def get_action(action_id: UUID, *, lock: bool = False) -> Action:
    """404 where there is none."""
    action = action_plan.find_action(db.session(), action_id, lock=lock)
    if action is None:
        abort(404)
    return action
