"""The blueprint that the pages of indicators share, and what they look up in the same way."""

from uuid import UUID

from flask import Blueprint, abort, current_app

from portal.domain.figures import Thresholds
from portal.domain.indicators import Indicator
from portal.domain.people import Role
from portal.kit.signed_in import get_viewer
from portal.store import indicators
from portal.store.db import db

blueprint = Blueprint("indicators", __name__, template_folder="templates", url_prefix="/indicators")


def get_indicator(indicator_id: UUID) -> Indicator:
    """The indicator, or a page that says there is none."""
    indicator = indicators.find_indicator(db.session(), indicator_id)
    if indicator is None:
        abort(404)
    return indicator


def leaving_thresholds() -> Thresholds:
    """The numbers of the disclosure rules, for what leaves the participation team."""
    return Thresholds.changed(current_app.config["DISCLOSURE_THRESHOLDS"])


def own_thresholds() -> Thresholds | None:
    """The same for whoever is looking: the participation team sees everything."""
    if get_viewer().role is Role.PARTICIPATION_OFFICER:
        return None
    return leaving_thresholds()
