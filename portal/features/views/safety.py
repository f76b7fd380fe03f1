"""The way out for a child or young person who does not feel safe."""

from flask import current_app, render_template

from portal.features.views.blueprint import blueprint
from portal.kit.access import public


@blueprint.get("/i-do-not-feel-safe")
@public
def show_safety() -> str:
    """Who to call, and what happens then. Open to everybody and kept nowhere."""
    return render_template(
        "views/safety.html", emergency_duty_team=current_app.config["EMERGENCY_DUTY_TEAM"]
    )
