"""The yearly publication: looked at, then released by a person."""

from flask import current_app, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.actions import local_offer as actions
from portal.domain.figures import Thresholds
from portal.domain.local_offer_publications import Summary, is_late
from portal.features.local_offer import wording
from portal.features.local_offer.blueprints import desk_blueprint as blueprint
from portal.features.local_offer.desk import officer
from portal.kit.now import now, today
from portal.kit.signed_in import get_viewer
from portal.store import local_offer as store
from portal.store.db import db


def _thresholds() -> Thresholds:
    return Thresholds.changed(current_app.config["DISCLOSURE_THRESHOLDS"])


@blueprint.get("/publication")
@officer
def preview_publication() -> str:
    """What the publication would say today, or what has to be done first; nothing is stored."""
    outcome = actions.preview_publication(db.session(), _thresholds(), today())
    due = actions.find_due(db.session())
    ready = isinstance(outcome, Summary)
    return render_template(
        "local_offer/preview.html",
        summary=outcome if ready else None,
        not_ready=None if ready else outcome,
        shown=store.list_unpublished(db.session()) if ready else [],
        due=due,
        is_late=is_late(due, today()),
        wording=wording,
    )


@blueprint.post("/publication")
@officer
def release_publication() -> Response:
    number = actions.release_publication(db.session(), get_viewer(), _thresholds(), today(), now())
    if not isinstance(number, int):
        return redirect(url_for(".preview_publication"), 303)
    flash(gettext("Published. Everybody can read it now."))
    return redirect(url_for("local_offer.show_publication", number=number), 303)
