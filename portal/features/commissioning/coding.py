"""The caseworker's page: what was asked for in one review, by kind of provision."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.actions import commissioning as actions
from portal.domain.commissioning import Provision, Source
from portal.domain.people import Role
from portal.domain.reviews import NotLinked
from portal.features.commissioning.blueprint import blueprint
from portal.features.commissioning.wording import PROVISIONS, SOURCES
from portal.kit.access import audience
from portal.kit.fields import CheckboxesField, SelectChoice
from portal.kit.forms import Form
from portal.kit.now import today
from portal.kit.signed_in import get_viewer
from portal.store.commissioning import Said
from portal.store.db import db


class CodingForm(Form):
    """A list of kinds for each place where they may have been asked for."""

    @property
    def said(self) -> Said:
        return {
            source: frozenset(Provision(kind) for kind in self[source].data or ())
            for source in Source
        }


for _source, _words in SOURCES.items():
    setattr(
        CodingForm,
        _source,
        CheckboxesField(
            _words, choices=[SelectChoice(kind, words) for kind, words in PROVISIONS.items()]
        ),
    )


@blueprint.get("/staff/reviews/<uuid:review_id>/asked-for")
@audience(Role.CASEWORKER)
def show_coding(review_id: UUID) -> str:
    coding = _open(review_id)
    said = {str(source): sorted(kinds) for source, kinds in coding.said.items()}
    return _page(coding, CodingForm(formdata=None, data=said))


@blueprint.post("/staff/reviews/<uuid:review_id>/asked-for")
@audience(Role.CASEWORKER)
def keep_coding(review_id: UUID) -> Response | tuple[str, int]:
    form = CodingForm()
    if not form.validate_on_submit():
        return _page(_open(review_id), form), 422
    refusal = actions.keep_coding(db.session(), get_viewer(), review_id, form.said, today())
    if isinstance(refusal, NotLinked):
        abort(404)
    flash(gettext("Saved. It is counted without a name."))
    return redirect(url_for("views.compare_views", review_id=review_id), 303)


def _open(review_id: UUID) -> actions.Coding:
    coding = actions.open_coding(db.session(), get_viewer(), review_id, today())
    if isinstance(coding, NotLinked):
        abort(404)
    return coding


def _page(coding: actions.Coding, form: CodingForm) -> str:
    return render_template(
        "commissioning/coding.html",
        coding=coding,
        form=form,
        sources=list(Source),
        provisions=PROVISIONS,
    )
