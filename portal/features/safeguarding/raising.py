"""A member of staff reads something and is worried: they say so, and see what became of it."""

from uuid import UUID

from flask import abort, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.actions.safeguarding import Worry, raise_concern
from portal.actions.safeguarding_texts import find_text
from portal.domain.people import Role
from portal.domain.safeguarding import NOBODYS, Source, TextSource
from portal.domain.safeguarding_hours import is_open, next_opening
from portal.features.safeguarding import wording
from portal.features.safeguarding.blueprint import blueprint
from portal.features.safeguarding.forms import WorriedForm
from portal.kit.access import audience
from portal.kit.now import now, today
from portal.kit.safeguarding_watch import rota_at, watch_at
from portal.kit.signed_in import get_viewer
from portal.kit.views_wording import ASKED, CHOICE_WORDS
from portal.store.db import db
from portal.store.safeguarding_raised import list_raised_by

Page = str | Response | tuple[str, int]

readers = audience(Role.CASEWORKER, Role.COORDINATOR, Role.PARTICIPATION_OFFICER)
_KINDS = (
    *("draft-comment", "event-words", "inspection-words", "local-offer", "survey-text"),
    *("views", "wrong-date"),
)
_KIND = ",".join(f"'{kind}'" for kind in _KINDS)
A_TEXT = f"/staff/worried/<any({_KIND}):kind>/<uuid:written_id>"
RAISED_SHOWN = 50


@blueprint.context_processor
def reading_words() -> dict[str, object]:
    """What the pages need that show a text as it was."""
    return {"asked_words": ASKED, "choice_words": CHOICE_WORDS, "words": wording}


@blueprint.get("/staff/worried")
@readers
def list_raised() -> str:
    """What this person raised, and what came of it."""
    raised = list_raised_by(db.session(), get_viewer(), limit=RAISED_SHOWN)
    return render_template("safeguarding/raised.html", raised=raised)


@blueprint.get(A_TEXT)
@readers
def start_raising(kind: str, written_id: UUID) -> str:
    """The text once more, what will happen, and a box for why."""
    return _page(WorriedForm(), _text_or_404(kind, written_id))


@blueprint.post(A_TEXT)
@readers
def raise_worry(kind: str, written_id: UUID) -> Page:
    source, form, session = _text_or_404(kind, written_id), WorriedForm(), db.session()
    if not form.validate_on_submit():
        return _page(form, source), 422
    worry = Worry(source, by=get_viewer(), why=(form.why.data or "").strip())
    raise_concern(session, worry, watch_at(session, now()), now(), new_id=form.id_to_make)
    flash(gettext("The safeguarding lead has it now. You see here what comes of it."))
    return redirect(url_for(".list_raised"), 303)


def _text_or_404(kind: str, written_id: UUID) -> Source:
    found = find_text(
        db.session(), get_viewer(), TextSource(kind.replace("-", "_")), written_id, today()
    )
    if found is None:
        abort(404)
    return found


def _page(form: WorriedForm, source: Source) -> str:
    rota = rota_at(db.session(), now())
    return render_template(
        "safeguarding/worried.html",
        form=form,
        source=source,
        has_nobody=source.kind in NOBODYS,
        is_open=is_open(rota, now()),
        opens=next_opening(rota, now()),
        emergency_duty_team=current_app.config["EMERGENCY_DUTY_TEAM"],
    )
