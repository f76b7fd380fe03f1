"""The officer's commitments, and the page that shows them to everybody."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.actions import commitments as actions
from portal.domain.commitments import Commitment, EvidenceMissing, FigureNotShown
from portal.domain.people import Role
from portal.features.commitments.forms import CommitmentForm
from portal.features.commitments.wording import Shown, show_all
from portal.kit.access import audience, public
from portal.kit.now import now, today
from portal.store import commitments, releases
from portal.store.db import db

blueprint = Blueprint("commitments", __name__, template_folder="templates")

Page = str | tuple[str, int] | Response


@blueprint.get("/you-said-we-did")
@public
def show_you_said_we_did() -> str:
    return render_template("commitments/public.html", commitments=_shown())


@blueprint.get("/commitments")
@audience(Role.PARTICIPATION_OFFICER)
def list_commitments() -> str:
    return render_template("commitments/list.html", commitments=_shown())


@blueprint.get("/commitments/new")
@audience(Role.PARTICIPATION_OFFICER)
def start_commitment() -> str:
    return _render(_form(), None)


@blueprint.post("/commitments/new")
@audience(Role.PARTICIPATION_OFFICER)
def add_commitment() -> Page:
    form = _form()
    if not form.validate_on_submit():
        return _render(form, None), 422
    outcome = actions.add_commitment(
        db.session(), form.said, form.promise, now(), new_id=form.id_to_make
    )
    if not isinstance(outcome, UUID):
        _refuse(form, outcome)
        return _render(form, None), 422
    return _saved()


@blueprint.get("/commitments/<uuid:commitment_id>/change")
@audience(Role.PARTICIPATION_OFFICER)
def show_commitment(commitment_id: UUID) -> str:
    commitment = _get(commitment_id)
    form = _form(obj=commitment.promise)
    form.fill(commitment)
    return _render(form, commitment_id)


@blueprint.post("/commitments/<uuid:commitment_id>/change")
@audience(Role.PARTICIPATION_OFFICER)
def change_commitment(commitment_id: UUID) -> Page:
    _get(commitment_id)
    form = _form()
    if not form.validate_on_submit():
        return _render(form, commitment_id), 422
    refusal = actions.change_commitment(db.session(), commitment_id, form.said, form.promise, now())
    if refusal is not None:
        _refuse(form, refusal)
        return _render(form, commitment_id), 422
    return _saved()


def _form(obj: object = None) -> CommitmentForm:
    form = CommitmentForm(obj=obj)
    form.offer(releases.list_releases(db.session()))
    return form


def _render(form: CommitmentForm, commitment_id: UUID | None) -> str:
    return render_template("commitments/form.html", form=form, commitment_id=commitment_id)


def _refuse(form: CommitmentForm, refusal: EvidenceMissing | FigureNotShown) -> None:
    match refusal:
        case EvidenceMissing():
            form.evidence.errors = [gettext("Enter what shows that it is green or blue")]
        case FigureNotShown():
            form.figure.errors = [gettext("The report does not show this figure. Choose another")]


def _saved() -> Response:
    flash(gettext("Saved. Everybody can read it on “You said, we did”"))
    return redirect(url_for("commitments.list_commitments"), 303)


def _get(commitment_id: UUID) -> Commitment:
    commitment = commitments.find_commitment(db.session(), commitment_id)
    if commitment is None:
        abort(404)
    return commitment


def _shown() -> list[Shown]:
    session = db.session()
    return show_all(commitments.list_commitments(session), releases.list_releases(session), today())
