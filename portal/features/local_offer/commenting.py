"""The open form: anybody comments on the Local Offer, without signing in."""

from typing import assert_never

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.actions.local_offer import take_comment
from portal.domain.local_offer import TooMuchFromOnePlace
from portal.features.local_offer.blueprints import form_blueprint as blueprint
from portal.features.local_offer.forms import CommentForm
from portal.kit.access import public
from portal.kit.now import now, today
from portal.kit.unlinked import unlinked
from portal.store.db import db

FORM_AT_MOST = 64 * 1024


@blueprint.url_value_preprocessor
def limit_what_strangers_send(_endpoint: str | None, _values: object) -> None:
    """Anybody may post to this address. This is asked before anything of it is read."""
    request.max_content_length = FORM_AT_MOST


@blueprint.get("")
@public
@unlinked
def show_form() -> str:
    return _page(CommentForm(formdata=None))


@blueprint.post("")
@public
@unlinked
def send_comment() -> Response | tuple[str, int]:
    form = CommentForm()
    if not form.validate_on_submit():
        return _page(form), 422
    refusal = take_comment(
        db.session(),
        form.comment,
        form.sender,
        form.where_to_answer,
        press=form.id_to_make,
        place=request.remote_addr or "unknown",
        today=today(),
        now=now(),
    )
    match refusal:
        case None:
            return redirect(url_for(".show_thanks"), 303)
        case TooMuchFromOnePlace():
            # A page, not an error: what is raised takes the count of tries back with it.
            return _page(form, too_much=True), 429
        case _:
            assert_never(refusal)


@blueprint.get("/sent")
@public
@unlinked
def show_thanks() -> str:
    return render_template("local_offer/thanks.html")


def _page(form: CommentForm, *, too_much: bool = False) -> str:
    return render_template("local_offer/form.html", form=form, too_much=too_much)
