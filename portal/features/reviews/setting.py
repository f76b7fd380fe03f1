"""A setting's coordinator: the term's list, and the days of each review."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.actions.case_events import CaseNotVisible
from portal.actions.review_cycle import ReviewWork
from portal.actions.setting_reviews import (
    Kept,
    NoOpenReview,
    Refusal,
    record_meeting_held,
    record_report_sent,
    set_meeting,
)
from portal.domain.clocks import ClockKey
from portal.domain.people import Role, Viewer
from portal.domain.review_cycle import first_lawful_meeting
from portal.domain.reviews import ReviewClosed, review_state
from portal.domain.setting_list import ListedReview, is_for_terms_list, list_review
from portal.features.reviews.blueprint import blueprint
from portal.features.reviews.forms import HeldForm, MeetingForm, ReportForm
from portal.features.reviews.wording import why_not
from portal.kit.access import audience
from portal.kit.case_wording import PHASE_WORDS
from portal.kit.now import today
from portal.kit.review_policy import review_work
from portal.kit.signed_in import get_viewer
from portal.kit.telling import Told, tell
from portal.store import cases
from portal.store.db import db
from portal.store.review_cycles import Progress, list_progress
from portal.store.setting_surveys import list_waiting_for_setting
from portal.store.trail import ReadPurpose, record_read

ALL, TERM = "all", "term"
DayForm = MeetingForm | HeldForm | ReportForm
Record = Callable[[Session, Viewer, UUID, date, ReviewWork], Kept | Refusal]


@dataclass(frozen=True, slots=True)
class Pupil:
    """A child at the setting. ``listed`` and ``progress`` are None without an open review."""

    told: Told
    listed: ListedReview | None
    progress: Progress | None


@blueprint.get("/pupils")
@audience(Role.COORDINATOR)
def list_setting_children() -> str:
    """The reviews of this term and the next, by the day of the meeting; or every pupil."""
    viewer, session = get_viewer(), db.session()
    progress = list_progress(session, viewer, today())
    found = [_pupil(case, progress) for case in cases.list_cases(session, viewer, today())]
    show = ALL if request.args.get("show") == ALL else TERM
    pupils = sorted((each for each in found if show == ALL or _is_for_term(each)), key=_day)
    for each in pupils:
        _record(viewer, each.told.case.child_id)
    return render_template(
        "reviews/pupils.html",
        pupils=pupils,
        surveys=list_waiting_for_setting(session, viewer, today()),
        names={each.told.case.child_id: each.told.case.name for each in found},
        count=len(found),
        show=show,
        review_due=ClockKey.REVIEW_DUE,
        phases=PHASE_WORDS,
    )


@blueprint.get("/pupils/<uuid:child_id>")
@audience(Role.COORDINATOR)
def show_setting_review(child_id: UUID) -> str:
    """One pupil's review: its days, who has been asked, and what there is to do."""
    pupil = _find(child_id)
    return render_template(
        "reviews/review.html",
        pupil=pupil,
        state=pupil.listed and review_state(pupil.listed.review, today()),
        review_due=ClockKey.REVIEW_DUE,
        meeting_report=ClockKey.MEETING_REPORT,
        phases=PHASE_WORDS,
    )


@blueprint.get("/pupils/<uuid:child_id>/meeting")
@audience(Role.COORDINATOR)
def start_meeting(child_id: UUID) -> str:
    listed = _find(child_id).listed
    meet_by = listed.meet_by if listed else None
    return _ask("meeting", child_id, MeetingForm(), meet_by=meet_by)


@blueprint.post("/pupils/<uuid:child_id>/meeting")
@audience(Role.COORDINATOR)
def keep_meeting(child_id: UUID) -> Response | tuple[str, int]:
    form = MeetingForm()
    return _keep(child_id, form, set_meeting) or (_ask("meeting", child_id, form), 422)


@blueprint.get("/pupils/<uuid:child_id>/meeting-held")
@audience(Role.COORDINATOR)
def start_held(child_id: UUID) -> str:
    return _ask("held", child_id, HeldForm())


@blueprint.post("/pupils/<uuid:child_id>/meeting-held")
@audience(Role.COORDINATOR)
def keep_held(child_id: UUID) -> Response | tuple[str, int]:
    form = HeldForm()
    return _keep(child_id, form, record_meeting_held) or (_ask("held", child_id, form), 422)


@blueprint.get("/pupils/<uuid:child_id>/meeting-report")
@audience(Role.COORDINATOR)
def start_report(child_id: UUID) -> str:
    return _ask("report", child_id, ReportForm())


@blueprint.post("/pupils/<uuid:child_id>/meeting-report")
@audience(Role.COORDINATOR)
def keep_report(child_id: UUID) -> Response | tuple[str, int]:
    form = ReportForm()
    return _keep(child_id, form, record_report_sent) or (_ask("report", child_id, form), 422)


def _ask(page: str, child_id: UUID, form: DayForm, *, meet_by: date | None = None) -> str:
    """The page with this form; 404 where there is no open review at the coordinator's setting."""
    viewer = get_viewer()
    found = list_progress(db.session(), viewer, today(), child_id).get(child_id)
    if found is None:
        abort(404)
    _record(viewer, child_id)
    return render_template(
        f"reviews/{page}.html",
        child_id=child_id,
        name=found.name,
        review=found.review,
        form=form,
        meet_by=meet_by,
        earliest=first_lawful_meeting(today()),
    )


def _keep(child_id: UUID, form: DayForm, record: Record) -> Response | None:
    """Where to go once the day is kept; None, with the reason in the form, where it must be given
    once more."""
    if not form.validate_on_submit() or form.day.data is None:
        return None
    kept = record(db.session(), get_viewer(), child_id, form.day.data, review_work())
    if isinstance(kept, CaseNotVisible):
        abort(404)
    back = redirect(url_for("reviews.show_setting_review", child_id=child_id), 303)
    match kept:
        case Kept():
            flash(form.kept)
            return back
        case NoOpenReview() | ReviewClosed():
            # Closed since the form was opened: there is no form to go back to.
            flash(why_not(kept))
            return back
    form.day.errors = [why_not(kept)]
    return None


def _find(child_id: UUID) -> Pupil:
    """This pupil, noted in the trail; 404 where the child is not at the coordinator's setting."""
    viewer, session = get_viewer(), db.session()
    case = cases.find_case(session, viewer, child_id, today())
    if case is None:
        abort(404)
    _record(viewer, child_id)
    return _pupil(case, list_progress(session, viewer, today(), child_id))


def _pupil(case: cases.Case, progress: dict[UUID, Progress]) -> Pupil:
    told, found = tell(case), progress.get(case.child_id)
    if found is None:
        return Pupil(told, None, None)
    return Pupil(told, list_review(case.facts, told.status, found.review, today()), found)


def _record(viewer: Viewer, child_id: UUID) -> None:
    record_read(db.session(), viewer, child_id=child_id, purpose=ReadPurpose.SETTING_REVIEWS)


def _is_for_term(pupil: Pupil) -> bool:
    return pupil.listed is not None and is_for_terms_list(pupil.listed, today())


def _day(pupil: Pupil) -> date:
    return pupil.listed.day if pupil.listed else date.max
