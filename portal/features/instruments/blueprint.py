"""The door of the instruments, and what their pages share."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.actions import instruments as actions
from portal.actions.instruments import ChangedMeanwhile
from portal.domain.people import Role
from portal.features.instruments.forms import ChangeForm
from portal.kit.access import audience
from portal.kit.now import now
from portal.store import instruments
from portal.store.db import db
from portal.store.instruments import StoredInstrument

blueprint = Blueprint(
    "instruments", __name__, template_folder="templates", url_prefix="/instruments"
)
officer = audience(Role.PARTICIPATION_OFFICER)

Page = str | tuple[str, int] | Response


def get_instrument(instrument_id: UUID) -> StoredInstrument:
    stored = instruments.find_instrument(db.session(), instrument_id)
    if stored is None:
        abort(404)
    return stored


def make_change(
    stored: StoredInstrument,
    form: ChangeForm,
    change: actions.Change,
    *,
    anchor: str = "",
    back_to: str = "",
) -> Response | None:
    """Back to the instrument's page, or where else is said, where the change is made; None where
    somebody else came first, which the form then says."""
    outcome = actions.change_instrument(
        db.session(), stored.id, form.seen.data or "", change, now(), digest=form.digest
    )
    if isinstance(outcome, ChangedMeanwhile):
        form.changed_meanwhile(outcome.present.instrument)
        return None
    flash(gettext("Saved."))
    page = url_for(".show_instrument", instrument_id=stored.id, _anchor=anchor or None)
    return redirect(back_to or page, 303)
