"""The pages of the safeguarding lead: what is open, one concern, what they do with it."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.actions.safeguarding_decisions import (
    DecidedAlready,
    NoSuchConcern,
    NotDecided,
    Refusal,
    TakenByOther,
    add_note,
    decide_concern,
    give_back,
    reopen_concern,
    take_concern,
)
from portal.domain.people import Role
from portal.domain.safeguarding import Missing, State, TextSource
from portal.domain.safeguarding_hours import find_gaps, next_opening, on_duty
from portal.features.safeguarding.blueprint import blueprint
from portal.features.safeguarding.forms import DecisionForm, NoteForm, ReasonForm
from portal.kit.access import audience
from portal.kit.links import path_for
from portal.kit.now import now, today
from portal.kit.paging import page_asked
from portal.kit.safeguarding_watch import rota_at, watch_at
from portal.kit.signed_in import get_viewer
from portal.store.db import db
from portal.store.safeguarding_reading import (
    ConcernLine,
    ConcernPage,
    find_concern,
    list_decided,
    list_open,
)
from portal.store.safeguarding_rota import list_leads
from portal.store.trail import ReadPurpose, record_read

Page = str | Response | tuple[str, int]

lead = audience(Role.SAFEGUARDING_LEAD)
DECIDED_A_PAGE = 30
WARNED_DAYS = 14


@blueprint.get("/safeguarding")
@lead
def list_concerns() -> str:
    """What is open, what is to be looked at first before the rest; who is on; what is decided."""
    session, viewer, page = db.session(), get_viewer(), page_asked()
    skip = (page - 1) * DECIDED_A_PAGE
    waiting = list_open(session, viewer)
    decided = list_decided(session, viewer, limit=DECIDED_A_PAGE + 1, skip=skip)
    rota, leads = rota_at(session, now()), list_leads(session)
    for line in (*waiting, *decided[:DECIDED_A_PAGE]):
        _note_read(line)
    names = {each.id: each.name for each in leads}
    return render_template(
        "safeguarding/list.html",
        waiting=waiting,
        decided=decided[:DECIDED_A_PAGE],
        page=page,
        has_more=len(decided) > DECIDED_A_PAGE,
        on_now=[names[person] for person in on_duty(rota, now()) if person in names],
        opens=next_opening(rota, now()),
        gaps=find_gaps(
            rota,
            today(),
            WARNED_DAYS,
            leads=names,
            with_mobile={each.id for each in leads if each.has_mobile},
        ),
        states=State,
        sources=TextSource,
    )


@blueprint.get("/safeguarding/concerns/<uuid:concern_id>")
@lead
def show_concern(concern_id: UUID) -> str:
    """The text as it was, and everything that has happened with it."""
    return _page(_concern_or_404(concern_id))


@blueprint.post("/safeguarding/concerns/<uuid:concern_id>/take")
@lead
def take(concern_id: UUID) -> Response:
    session = db.session()
    refusal = take_concern(
        session,
        get_viewer(),
        concern_id,
        watch_at(session, now()),
        now(),
        over=request.form.get("over") == "yes",
    )
    return _say(refusal, concern_id, gettext("You have it now. Nobody else is told."))


@blueprint.post("/safeguarding/concerns/<uuid:concern_id>/notes")
@lead
def write_note(concern_id: UUID) -> Page:
    form = NoteForm()
    if not form.validate_on_submit():
        return _page(_concern_or_404(concern_id), note=form), 422
    words = (form.words.data or "").strip()
    refusal = add_note(db.session(), get_viewer(), concern_id, words, now(), new_id=form.id_to_make)
    return _say(refusal, concern_id, gettext("Your note is kept."))


@blueprint.get("/safeguarding/concerns/<uuid:concern_id>/give-back")
@lead
def start_giving_back(concern_id: UUID) -> str:
    return _reason_page(concern_id, ReasonForm(), reopens=False)


@blueprint.post("/safeguarding/concerns/<uuid:concern_id>/give-back")
@lead
def give_to_rota(concern_id: UUID) -> Page:
    form, session = ReasonForm(), db.session()
    if not form.validate_on_submit():
        return _reason_page(concern_id, form, reopens=False), 422
    refusal = give_back(
        session,
        get_viewer(),
        concern_id,
        (form.words.data or "").strip(),
        watch_at(session, now()),
        now(),
    )
    return _say(refusal, concern_id, gettext("The rota is told again, from the first person on."))


@blueprint.get("/safeguarding/concerns/<uuid:concern_id>/reopen")
@lead
def start_reopening(concern_id: UUID) -> str:
    return _reason_page(concern_id, ReasonForm(), reopens=True)


@blueprint.post("/safeguarding/concerns/<uuid:concern_id>/reopen")
@lead
def reopen(concern_id: UUID) -> Page:
    form = ReasonForm()
    if not form.validate_on_submit():
        return _reason_page(concern_id, form, reopens=True), 422
    words = (form.words.data or "").strip()
    refusal = reopen_concern(db.session(), get_viewer(), concern_id, words, now())
    return _say(refusal, concern_id, gettext("It is open again, and you have it."))


@blueprint.get("/safeguarding/concerns/<uuid:concern_id>/decision")
@lead
def start_decision(concern_id: UUID) -> str:
    return _decision_page(concern_id, DecisionForm())


@blueprint.post("/safeguarding/concerns/<uuid:concern_id>/decision")
@lead
def decide(concern_id: UUID) -> Page:
    form = DecisionForm()
    if not form.validate_on_submit():
        return _decision_page(concern_id, form), 422
    refusal = decide_concern(
        db.session(),
        get_viewer(),
        concern_id,
        form.decision,
        raised_path=path_for("safeguarding.list_raised"),
        now=now(),
    )
    if isinstance(refusal, Missing):
        form.refuse(refusal)
        return _decision_page(concern_id, form), 422
    return _say(refusal, concern_id, gettext("Your decision is kept."))


def _say(refusal: Refusal | NotDecided | None, concern_id: UUID, done: str) -> Response:
    match refusal:
        case None:
            flash(done)
        case NoSuchConcern():
            abort(404)
        case TakenByOther():
            flash(gettext("Somebody else has it. The page says who."))
        case DecidedAlready():
            flash(gettext("It is decided already. Open it again to change that."))
        case NotDecided():
            flash(gettext("It is open, so it does not have to be opened again."))
    return redirect(url_for(".show_concern", concern_id=concern_id), 303)


def _concern_or_404(concern_id: UUID) -> ConcernPage:
    found = find_concern(db.session(), get_viewer(), concern_id)
    if found is None:
        abort(404)
    _note_read(found.line)
    return found


def _note_read(line: ConcernLine) -> None:
    if line.child_id is not None:
        purpose = ReadPurpose.SAFEGUARDING
        record_read(db.session(), get_viewer(), child_id=line.child_id, purpose=purpose)


def _page(found: ConcernPage, note: NoteForm | None = None) -> str:
    return render_template(
        "safeguarding/concern.html",
        found=found,
        form=note or NoteForm(formdata=None),
        is_mine=found.line.taken_by_id == get_viewer().person_id,
        states=State,
        sources=TextSource,
    )


def _decision_page(concern_id: UUID, form: DecisionForm) -> str:
    found = _concern_or_404(concern_id)
    return render_template("safeguarding/decide.html", found=found, form=form, sources=TextSource)


def _reason_page(concern_id: UUID, form: ReasonForm, *, reopens: bool) -> str:
    found = _concern_or_404(concern_id)
    return render_template("safeguarding/reason.html", found=found, form=form, reopens=reopens)
