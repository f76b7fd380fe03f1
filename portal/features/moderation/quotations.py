"""Words that may be quoted: of events and inspections that were shown, for the group; those of
surveys stand in the reports."""

from flask import render_template

from portal.features.moderation import wording
from portal.features.moderation.blueprint import blueprint, is_officer, officer_and_group
from portal.store import quotations
from portal.store.db import db


@blueprint.get("/quotations")
@officer_and_group
def list_quotations() -> str:
    groups = quotations.list_quoted(db.session(), shown_only=not is_officer())
    return render_template("moderation/quotations.html", groups=groups, wording=wording)
