"""Replacing a release by a corrected one."""

from typing import assert_never
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.actions import releases as actions
from portal.actions.releases import Previewed
from portal.domain.people import Role
from portal.domain.releases import AlreadyCorrected, HeldBack, NothingChanged, Release
from portal.features.releases.blueprint import blueprint
from portal.features.releases.files import release_sheets
from portal.features.releases.forms import CorrectionForm
from portal.features.releases.presenting import present
from portal.features.releases.routes import get_release, get_thresholds, render_held_back
from portal.kit.access import audience
from portal.kit.now import now
from portal.kit.signed_in import get_viewer
from portal.store.db import db


@blueprint.get("/<uuid:release_id>/correct")
@audience(Role.PARTICIPATION_OFFICER)
def start_correction(release_id: UUID) -> str | Response:
    """What the correction would say, and where to say what changed."""
    return _render(get_release(release_id), CorrectionForm())


@blueprint.post("/<uuid:release_id>/correct")
@audience(Role.PARTICIPATION_OFFICER)
def correct_release(release_id: UUID) -> str | Response | tuple[str | Response, int]:
    release = get_release(release_id)
    form = CorrectionForm()
    if not form.validate_on_submit():
        return _render(release, form), 422
    outcome = actions.correct_release(
        db.session(),
        get_viewer(),
        release,
        form.what_changed.data or "",
        get_thresholds(),
        release_sheets,
        now(),
    )
    match outcome:
        case Release(new_id):
            flash(gettext("The correction is released"))
        case AlreadyCorrected(new_id):
            flash(gettext("This report was corrected already"))
        case NothingChanged() | HeldBack():
            return redirect(url_for("releases.start_correction", release_id=release_id), 303)
        case _:
            assert_never(outcome)
    return redirect(url_for("releases.show_release", release_id=new_id), 303)


def _render(release: Release, form: CorrectionForm) -> str | Response:
    outcome = actions.preview_correction(db.session(), release, get_thresholds())
    match outcome:
        case AlreadyCorrected(newer):
            return redirect(url_for("releases.show_release", release_id=newer))
        case HeldBack(measures):
            return render_held_back(measures)
        case NothingChanged():
            presented = None
        case Previewed(snapshot):
            presented = present(snapshot)
        case _:
            assert_never(outcome)
    return render_template("releases/correct.html", release=release, form=form, presented=presented)
