"""The way out for a child or young person who does not feel safe."""

from flask import current_app, render_template

from portal.domain.safeguarding_hours import closes_at, next_opening
from portal.features.views.blueprint import blueprint
from portal.kit.access import public
from portal.kit.now import now
from portal.kit.safeguarding_watch import rota_at
from portal.store.db import db


@blueprint.get("/i-do-not-feel-safe")
@public
def show_safety() -> str:
    """Who to call, what happens then, and where to write. Open to everybody and kept nowhere."""
    rota = rota_at(db.session(), now())
    return render_template(
        "views/safety.html",
        emergency_duty_team=current_app.config["EMERGENCY_DUTY_TEAM"],
        closes=closes_at(rota, now()),
        opens=next_opening(rota, now()),
    )
