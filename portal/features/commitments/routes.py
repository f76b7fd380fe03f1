"""The officer's commitments: chosen from what was said, made, changed, and told."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.actions import commitments as actions
from portal.actions.commitments import Refusal
from portal.domain.commitments import (
    Commitment,
    EvidenceMissing,
    FigureNotShown,
    MeasureSaid,
    News,
    NothingToTell,
    NotSaid,
    QuotationSaid,
    ThemeSaid,
    ViewsSaid,
)
from portal.domain.people import Role
from portal.domain.waves import WaveState
from portal.features.commitments.blueprint import blueprint
from portal.features.commitments.forms import CommitmentForm
from portal.features.commitments.sources import read_key, write_key
from portal.features.commitments.wording import (
    change_words,
    describe,
    find_surroundings,
    show,
    show_all,
)
from portal.kit.access import audience
from portal.kit.now import now, today
from portal.kit.shares import figure_sentence
from portal.kit.signed_in import get_viewer
from portal.store import action_plan, commitments, releases, subjects, waves
from portal.store.commitment_sources import list_said
from portal.store.db import db

Page = str | tuple[str, int] | Response


@blueprint.get("/commitments")
@audience(Role.PARTICIPATION_OFFICER)
def list_commitments() -> str:
    session = db.session()
    shown = show_all(session, commitments.list_commitments(session), today())
    return render_template("commitments/list.html", commitments=shown)


@blueprint.get("/commitments/sources")
@audience(Role.PARTICIPATION_OFFICER)
def choose_source() -> str:
    """What people said in one survey: figures that a report shows, themes, and words."""
    session = db.session()
    closed = waves.list_waves(session, WaveState.CLOSED)
    wave = next((each for each in closed if str(each.id) == request.args.get("wave")), None)
    figures: list[tuple[str, str]] = []
    themes: list[tuple[str, str]] = []
    quotations: list[tuple[str, str]] = []
    if wave is not None:
        figures = [
            (write_key(MeasureSaid(release.id, f.measure)), figure_sentence(release, f.measure))
            for release in releases.list_releases(session)
            if release.wave_id == wave.id
            for f in release.snapshot.protected.figures
            if f.share
        ]
        said = list_said(session, wave.id)
        themes = [(write_key(ThemeSaid(name, wave.id)), name) for name in said.themes]
        quotations = [
            (write_key(QuotationSaid(wave.id, quotation.id)), quotation.words)
            for quotation in said.quotations
        ]
    return render_template(
        "commitments/sources.html",
        waves=closed,
        wave=wave,
        figures=figures,
        themes=themes,
        quotations=quotations,
    )


@blueprint.get("/commitments/new")
@audience(Role.PARTICIPATION_OFFICER)
def start_commitment() -> str:
    form = _form()
    said = read_key(request.args.get("said", ""))
    form.said.data = write_key(said) if said else ""
    return _render(form, None)


@blueprint.post("/commitments/new")
@audience(Role.PARTICIPATION_OFFICER)
def add_commitment() -> Page:
    form = _form()
    if not form.validate_on_submit() or form.lacks_views_days():
        return _render(form, None), 422
    outcome = actions.add_commitment(
        db.session(), form.what_was_said, form.promise, now(), new_id=form.id_to_make
    )
    if not isinstance(outcome, UUID):
        _refuse(form, outcome)
        return _render(form, None), 422
    return _saved(outcome)


@blueprint.get("/commitments/<uuid:commitment_id>")
@audience(Role.PARTICIPATION_OFFICER)
def show_history(commitment_id: UUID) -> str:
    """One commitment with all that changed, and the way to tell those who took part."""
    session, commitment = db.session(), get_commitment(commitment_id)
    around = find_surroundings(session, [commitment.said])
    return render_template(
        "commitments/history.html",
        commitment=show(commitment, around, today()),
        told=commitment.told,
        news=_news(commitment),
        to_givers=isinstance(commitment.said, ViewsSaid),
        changed=[
            (each.at, change_words(each.change, around, everything=True))
            for each in commitments.list_changed(session, commitment_id)
        ],
    )


@blueprint.post("/commitments/<uuid:commitment_id>/tell")
@audience(Role.PARTICIPATION_OFFICER)
def tell(commitment_id: UUID) -> Response:
    """Tell those who took part what the page said would be told. Pressed twice it is told once."""
    get_commitment(commitment_id)
    try:
        seen = News(request.form.get("news", ""))
    except ValueError:
        abort(400)
    outcome = actions.tell(db.session(), get_viewer(), commitment_id, seen, now())
    if isinstance(outcome, NothingToTell):
        flash(gettext("They have been told already. Nothing was sent again."))
    else:
        flash(gettext("The messages go out now."))
    return redirect(url_for(".show_history", commitment_id=commitment_id), 303)


def _news(commitment: Commitment) -> News | None:
    news = actions.may_tell(db.session(), commitment)
    return None if isinstance(news, NothingToTell) else news


@blueprint.get("/commitments/<uuid:commitment_id>/change")
@audience(Role.PARTICIPATION_OFFICER)
def show_commitment(commitment_id: UUID) -> str:
    commitment = get_commitment(commitment_id)
    form = _form(obj=commitment.promise)
    form.fill(commitment)
    return _render(form, commitment)


@blueprint.post("/commitments/<uuid:commitment_id>/change")
@audience(Role.PARTICIPATION_OFFICER)
def change_commitment(commitment_id: UUID) -> Page:
    commitment = get_commitment(commitment_id)
    form = _form()
    key = write_key(commitment.said)
    if key:
        form.said.data = key  # what was said stays; another thing said is another commitment
    if not form.validate_on_submit() or form.lacks_views_days():
        return _render(form, commitment), 422
    refusal = actions.change_commitment(
        db.session(), get_viewer(), commitment_id, form.what_was_said, form.promise, now()
    )
    if refusal is not None:
        _refuse(form, refusal)
        return _render(form, commitment), 422
    return _saved(commitment_id)


def _form(obj: object = None) -> CommitmentForm:
    session = db.session()
    form = CommitmentForm(obj=obj)
    form.offer(subjects.list_subjects(session), action_plan.list_step_codes(session))
    return form


def _render(form: CommitmentForm, commitment: Commitment | None) -> str:
    said = read_key(form.said.data or "")
    return render_template(
        "commitments/form.html",
        form=form,
        commitment_id=commitment.id if commitment else None,
        said=describe(db.session(), said) if said else "",
    )


def _refuse(form: CommitmentForm, refusal: Refusal) -> None:
    match refusal:
        case EvidenceMissing():
            form.evidence.errors = [gettext("Enter what shows that it is green or blue")]
        case FigureNotShown() | NotSaid():
            form.action.errors = [
                gettext("What was said is not shown any more. Choose something else")
            ]


def _saved(commitment_id: UUID) -> Response:
    flash(gettext("Saved. Everybody can read it on “You said, we did”"))
    return redirect(url_for(".show_history", commitment_id=commitment_id), 303)


def get_commitment(commitment_id: UUID) -> Commitment:
    """404 where there is none."""
    commitment = commitments.find_commitment(db.session(), commitment_id)
    if commitment is None:
        abort(404)
    return commitment
