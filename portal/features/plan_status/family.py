"""What a family member, a young person or a child sees of a plan."""

from collections.abc import Sequence
from uuid import UUID

from flask import abort, current_app, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal.domain.case_facts import EventKind, latest
from portal.domain.drafts import Document, DocumentKind, takes_comments
from portal.domain.people import Role
from portal.domain.plan_stages import Action
from portal.domain.rights import holds_own_rights
from portal.features.plan_status.blueprint import blueprint
from portal.kit.access import family
from portal.kit.now import today
from portal.kit.signed_in import get_viewer
from portal.kit.telling import Told, tell
from portal.store import cases
from portal.store.db import db
from portal.store.plan_drafts import list_readable
from portal.store.recipients import list_family_roles
from portal.store.trail import ReadPurpose, record_read
from portal.store.waiting_surveys import list_waiting

COMMENT_ON = {
    DocumentKind.DRAFT_PLAN: Action.COMMENT_ON_DRAFT,
    DocumentKind.CHANGES: Action.COMMENT_ON_CHANGES,
}
SERVED = (EventKind.DRAFT_SERVED, EventKind.AMENDMENT_NOTICE)
RIGHTS_HOLDERS_ACTIONS = frozenset({Action.ASK_FOR_MEDIATION, Action.APPEAL})
"""From the end of compulsory school age these are the young person's own."""


@blueprint.get("/children")
@family
def list_children() -> str | Response:
    """The children this person may see; straight on to the page where there is only one, unless
    they have a plan of their own and are a parent too."""
    viewer = get_viewer()
    told = [tell(case) for case in cases.list_cases(db.session(), viewer, today())]
    roles = list_family_roles(db.session(), viewer.person_id, today())
    if len(told) == 1 and len(roles) == 1:
        return redirect(url_for("plan_status.show_child", child_id=told[0].case.child_id))
    for each in told:
        record_read(
            db.session(), viewer, child_id=each.case.child_id, purpose=ReadPurpose.PLAN_STATUS
        )
    return render_template(
        "plan_status/children.html",
        told=told,
        other_roles=[role for role in roles if role is not viewer.role],
        waiting=list_waiting(db.session(), viewer, today()),
        send_team_email=current_app.config["SEND_TEAM_EMAIL"],
    )


@blueprint.get("/children/<uuid:child_id>")
@family
def show_child(child_id: UUID) -> str:
    """Where the plan is, what is next and by when, what to do now and who to ask."""
    told = _told(child_id)
    readable = _list_drafts(told)
    return render_template(
        "plan_status/child.html",
        told=told,
        actions=_actions(told, get_viewer().role),
        documents=_to_comment_on(readable),
        has_drafts=bool(readable),
        young_person_decides=_young_person_decides(told),
        waiting=list_waiting(db.session(), get_viewer(), today()),
        send_team_email=current_app.config["SEND_TEAM_EMAIL"],
        advice_service_name=current_app.config["ADVICE_SERVICE_NAME"],
        advice_service_url=current_app.config["ADVICE_SERVICE_URL"],
    )


@blueprint.get("/children/<uuid:child_id>/history")
@family
def show_history(child_id: UUID) -> str:
    return render_template("plan_status/history.html", told=_told(child_id))


def _list_drafts(told: Told) -> Sequence[Document]:
    """What was served here and this person may read, the latest first. Nothing is asked where the
    record knows of nothing served."""
    if get_viewer().role is Role.CHILD or latest(told.case.facts.events, *SERVED) is None:
        return []
    return list_readable(db.session(), get_viewer(), told.case.child_id, today())


def _to_comment_on(readable: Sequence[Document]) -> dict[Action, Document]:
    """The draft or the changes to comment on here, by what this person can do with it; where one
    came by letter only, an address to write to stands instead."""
    return {
        COMMENT_ON[document.kind]: document
        for document in reversed(readable)
        if takes_comments(document) and not document.is_replaced
    }


def _told(child_id: UUID) -> Told:
    """The case, noted in the trail; 404 where this person may not see the child."""
    viewer = get_viewer()
    case = cases.find_case(db.session(), viewer, child_id, today())
    if case is None:
        abort(404)
    record_read(db.session(), viewer, child_id=child_id, purpose=ReadPurpose.PLAN_STATUS)
    return tell(case)


def _young_person_decides(told: Told) -> bool:
    born = told.case.facts.born
    return born is not None and holds_own_rights(born, today())


def _actions(told: Told, role: Role) -> tuple[Action, ...]:
    """A child is only asked for views; a parent takes no step that is the young person's own."""
    if role is Role.CHILD:
        return tuple(action for action in told.status.actions if action is Action.GIVE_VIEWS)
    if role is Role.FAMILY_MEMBER and _young_person_decides(told):
        return tuple(
            action for action in told.status.actions if action not in RIGHTS_HOLDERS_ACTIONS
        )
    return told.status.actions
