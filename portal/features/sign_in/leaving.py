"""Signing out, everywhere at once, and the quick way out."""

from flask import current_app, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal.features.sign_in.blueprint import blueprint
from portal.kit import signed_in
from portal.kit.access import public


@blueprint.post("/sign-out")
@public
def sign_out() -> Response:
    """Ends every session of this person, in every browser."""
    if signed_in.find_viewer() is not None:
        signed_in.end_sessions()
    return redirect(url_for("sign_in.show_signed_out"), 303)


@blueprint.get("/signed-out")
@public
def show_signed_out() -> str:
    return render_template("sign_in/signed_out.html")


@blueprint.get("/leave")
@public
def leave_quickly() -> Response:
    """Away to a harmless page, and signed out in this browser: Back shows nothing."""
    signed_in.leave_quickly()
    return redirect(current_app.config["QUICK_EXIT_URL"])
