"""Somebody who has a plan of their own and is a parent too goes from the one to the other."""

from flask import redirect, url_for
from werkzeug.wrappers import Response

from portal.domain.people import FAMILY_ROLES, Role
from portal.features.sign_in.blueprint import blueprint
from portal.kit import signed_in
from portal.kit.access import family
from portal.kit.now import today
from portal.store.db import db
from portal.store.recipients import list_family_roles

_ROLES = ", ".join(f"'{role}'" for role in sorted(FAMILY_ROLES))


@blueprint.post(f"/signed-in/as/<any({_ROLES}):role>")
@family
def change_role(role: str) -> Response:
    """Only to what this person is today; anything else changes nothing."""
    person_id = signed_in.get_viewer().person_id
    wanted = Role(role)
    if wanted in list_family_roles(db.session(), person_id, today()):
        signed_in.leave_quickly()
        signed_in.begin_session(wanted, person_id)
    return redirect(url_for("plan_status.list_children"), 303)
