"""The pages of demo mode: who to be, and what would have been sent. Absent everywhere else."""

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.features.demo.cast import ADDRESSES, CAST
from portal.features.demo.making_advice import ADDRESSES as ADVISERS
from portal.kit.access import public
from portal.kit.signed_in import begin_session
from portal.store import demo, demo_mailbox
from portal.store.db import db

blueprint = Blueprint("demo", __name__, template_folder="templates", url_prefix="/demo")

LETTERS_SHOWN = 20


@blueprint.before_request
def hide_outside_demo_mode() -> None:
    if not current_app.config["DEMO"]:
        abort(404)


def refuse_another_database() -> None:
    """In demo mode anybody may sign in as anybody: never over a database with real people."""
    if not current_app.config["DEMO"] or current_app.extensions.get("demo_database"):
        return
    if demo.find_mark(db.session()) is None:
        abort(503)
    current_app.extensions["demo_database"] = True


@blueprint.get("")
@public
def list_people() -> str:
    known = {person.key for person in demo.list_people(db.session())}
    people = {member.key: member for member in CAST if member.key in known}
    return render_template("demo/people.html", people=people)


@blueprint.post("")
@public
def sign_in_as() -> Response:
    """One press signs in as an invented person, in place of whoever was signed in."""
    people = {person.key: person for person in demo.list_people(db.session())}
    person = people.get(request.form.get("person", ""))
    if person is None:
        return redirect(url_for("demo.list_people"), 303)
    begin_session(person.role, person.person_id)
    return redirect(url_for("front.show_home"), 303)


@blueprint.get("/messages")
@public
def list_messages() -> str:
    session = db.session()
    return render_template(
        "demo/messages.html",
        to_cast=demo_mailbox.list_letters(session, LETTERS_SHOWN, to=ADDRESSES),
        to_advisers=demo_mailbox.list_letters(session, LETTERS_SHOWN, to=ADVISERS),
        to_all=demo_mailbox.list_letters(session, LETTERS_SHOWN),
    )
