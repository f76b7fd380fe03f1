"""Somebody does not feel safe, or fears for somebody, and writes to us: signed in or not.

Whoever is not signed in may write too: a child who cannot get in still has something to say. The
page says that we cannot find them unless they say how. Nothing is sent back to anybody: a message
could be seen by whoever it is about.
"""

from uuid import UUID, uuid4

from flask import current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.actions.safeguarding import Watch, Worry, raise_concern
from portal.domain.people import Viewer
from portal.domain.safeguarding import TELLINGS_FROM_ONE_PLACE, Said, Source, TextSource
from portal.domain.safeguarding_hours import after_open_time, closes_at, is_open, next_opening
from portal.features.safeguarding.blueprint import blueprint
from portal.features.safeguarding.forms import TellForm
from portal.kit.access import public
from portal.kit.now import now, today
from portal.kit.safeguarding_watch import watch_at
from portal.kit.signed_in import find_viewer
from portal.store.db import db
from portal.store.rate import count_try
from portal.store.safeguarding_texts import list_own_children

Page = str | Response | tuple[str, int]
SIGNED_IN = "yes"


@blueprint.get("/i-do-not-feel-safe/write")
@public
def start_telling() -> str:
    """Who reads it and when, and a box for words."""
    viewer = _family()
    form = TellForm(was_signed_in=SIGNED_IN if viewer else "")
    return _page(form, viewer, _children(viewer))


@blueprint.post("/i-do-not-feel-safe/write")
@public
def tell() -> Page:
    """Keep the words, and tell whoever is on. What cannot be taken is given back to be kept."""
    viewer, form, session = _family(), TellForm(), db.session()
    children = _children(viewer)
    form.offer(children)
    if not form.validate_on_submit():
        return _page(form, viewer, children), 422
    if form.was_signed_in.data == SIGNED_IN and viewer is None:
        # The sign-in ended meanwhile: without it nobody would know who wrote this.
        form.was_signed_in.data = ""
        return _page(form, viewer, children, signed_out=True), 422
    place = str(viewer.person_id) if viewer else request.remote_addr or "unknown"
    if not count_try(session, "i_do_not_feel_safe", place, TELLINGS_FROM_ONE_PLACE, now()):
        return _page(form, viewer, children, too_often=True), 429
    source = Source(
        TextSource.OWN_WORDS,
        uuid4(),
        (Said("", form.words.data or ""),),
        form.child_among(children),
        viewer.person_id if viewer else None,
    )
    worry = Worry(source, contact=(form.contact.data or "").strip())
    raise_concern(session, worry, watch_at(session, now()), now(), new_id=form.id_to_make)
    return redirect(url_for(".show_told"), 303)


@blueprint.get("/i-do-not-feel-safe/sent")
@public
def show_told() -> str:
    """That the words have come, and who reads them when. It repeats none of them."""
    return render_template("safeguarding/told.html", **_when_read(watch_at(db.session(), now())))


def _family() -> Viewer | None:
    viewer = find_viewer()
    return viewer if viewer is not None and viewer.is_family else None


def _children(viewer: Viewer | None) -> list[tuple[UUID, str]]:
    return list_own_children(db.session(), viewer, today()) if viewer else []


def _when_read(watch: Watch) -> dict[str, object]:
    """Whether somebody reads now, until when, or from when on; and by when they should have."""
    moment = now()
    opens = next_opening(watch.rota, moment)
    return {
        "is_open": is_open(watch.rota, moment),
        "closes": closes_at(watch.rota, moment),
        "opens": opens,
        "read_by": after_open_time(watch.rota, moment, watch.within),
        "emergency_duty_team": current_app.config["EMERGENCY_DUTY_TEAM"],
    }


def _page(
    form: TellForm,
    viewer: Viewer | None,
    children: list[tuple[UUID, str]],
    *,
    signed_out: bool = False,
    too_often: bool = False,
) -> str:
    form.offer(children)
    return render_template(
        "safeguarding/tell.html",
        form=form,
        is_known=viewer is not None,
        asks_who=len(children) > 1,
        signed_out=signed_out,
        too_often=too_often,
        **_when_read(watch_at(db.session(), now())),
    )
