"""The officer's short list of what commitments can be about."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.actions import subjects as actions
from portal.actions.subjects import NameTaken, StillUsed
from portal.domain.commitments import Subject
from portal.domain.people import Role
from portal.features.commitments.blueprint import blueprint
from portal.features.commitments.forms import SubjectForm
from portal.kit.access import audience
from portal.store import subjects
from portal.store.db import db

Page = str | tuple[str, int] | Response


@blueprint.get("/commitments/subjects")
@audience(Role.PARTICIPATION_OFFICER)
def list_subjects() -> str:
    return _list_page(SubjectForm())


@blueprint.post("/commitments/subjects")
@audience(Role.PARTICIPATION_OFFICER)
def add_subject() -> Page:
    form = SubjectForm()
    if not form.validate_on_submit():
        return _list_page(form), 422
    outcome = actions.add_subject(db.session(), form.typed, new_id=form.id_to_make)
    if isinstance(outcome, NameTaken):
        return _list_page(_name_taken(form)), 422
    return _back()


@blueprint.get("/commitments/subjects/<uuid:subject_id>/change")
@audience(Role.PARTICIPATION_OFFICER)
def start_subject_change(subject_id: UUID) -> str:
    subject = _get_subject(subject_id)
    return render_template(
        "commitments/subject.html", form=SubjectForm(obj=subject), subject=subject
    )


@blueprint.post("/commitments/subjects/<uuid:subject_id>/change")
@audience(Role.PARTICIPATION_OFFICER)
def change_subject(subject_id: UUID) -> Page:
    subject, form = _get_subject(subject_id), SubjectForm()
    valid = form.validate_on_submit()
    if valid and actions.change_subject(db.session(), subject_id, form.typed) is not None:
        _name_taken(form)
        valid = False
    if not valid:
        return render_template("commitments/subject.html", form=form, subject=subject), 422
    return _back()


@blueprint.post("/commitments/subjects/<uuid:subject_id>/remove")
@audience(Role.PARTICIPATION_OFFICER)
def remove_subject(subject_id: UUID) -> Response:
    _get_subject(subject_id)
    if isinstance(actions.remove_subject(db.session(), subject_id), StillUsed):
        flash(gettext("Commitments are about this subject, so it stays."))
        return redirect(url_for(".list_subjects"), 303)
    return _back()


def _list_page(form: SubjectForm) -> str:
    found = subjects.list_subjects(db.session())
    return render_template("commitments/subjects.html", form=form, subjects=found)


def _name_taken(form: SubjectForm) -> SubjectForm:
    form.name.errors = [gettext("This subject is there already")]
    return form


def _get_subject(subject_id: UUID) -> Subject:
    """404 where there is none."""
    subject = subjects.find_subject(db.session(), subject_id)
    if subject is None:
        abort(404)
    return subject


def _back() -> Response:
    flash(gettext("Saved."))
    return redirect(url_for(".list_subjects"), 303)
