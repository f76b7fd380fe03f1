"""Releases about commissioning: looked at and released by the officer, read by those who plan."""

from uuid import UUID

from flask import abort, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.actions import commissioning as actions
from portal.domain.commissioning import Period, Provision, find_period, offer_periods
from portal.domain.commissioning_figures import (
    AGE,
    AGES,
    NEED,
    NEEDS,
    CommissioningRelease,
    CommissioningSnapshot,
    PeriodReleased,
)
from portal.domain.exports import FileFormat
from portal.domain.figures import Thresholds
from portal.domain.people import Role
from portal.features.commissioning import wording
from portal.features.commissioning.blueprint import blueprint
from portal.features.commissioning.files import commissioning_sheets
from portal.kit.access import audience
from portal.kit.now import now, today
from portal.kit.signed_in import get_viewer
from portal.kit.spreadsheets import send_written
from portal.store import commissioning_releases as releases
from portal.store.db import db
from portal.store.trail import ReadPurpose

_readers = audience(Role.PARTICIPATION_OFFICER, Role.GROUP_MEMBER, Role.CASEWORKER)
_officer = audience(Role.PARTICIPATION_OFFICER)
TABLES = ((NEED, NEEDS), (AGE, AGES))


@blueprint.get("/commissioning")
@_readers
def list_releases() -> str:
    released = releases.list_releases(db.session())
    done = {each.snapshot.period.key for each in released}
    officer = get_viewer().role is Role.PARTICIPATION_OFFICER
    open_periods = [each for each in offer_periods(today()) if each.key not in done]
    return render_template(
        "commissioning/list.html",
        released=released,
        periods=open_periods if officer else [],
        wording=wording,
    )


@blueprint.get("/commissioning/<uuid:commissioning_id>")
@_readers
def show_release(commissioning_id: UUID) -> str:
    release = _get_release(commissioning_id)
    return _figures_page("commissioning/release.html", release.snapshot, release=release)


@blueprint.get("/commissioning/<uuid:commissioning_id>/<any(csv, xlsx, ods, dictionary):name>")
@_readers
def download_file(commissioning_id: UUID, name: str) -> Response:
    """The file as it was made when the numbers were released."""
    release = _get_release(commissioning_id)
    content = releases.find_file(db.session(), commissioning_id, name)
    if content is None:
        abort(404)
    is_dictionary = name == actions.DICTIONARY
    file_format = FileFormat.CSV if is_dictionary else FileFormat(name)
    stem = f"asked-for-{release.number}{'-dictionary' if is_dictionary else ''}"
    return send_written(file_format, stem, content, ReadPurpose.RELEASE_FILE)


@blueprint.get("/commissioning/periods/<string:period>")
@_officer
def preview_release(period: str) -> str | Response:
    """What a release of this period would show; nothing is stored."""
    outcome = actions.preview_release(db.session(), _get_period(period), _thresholds())
    if isinstance(outcome, PeriodReleased):
        return _to_release(outcome.release_id)
    return _figures_page("commissioning/preview.html", outcome)


@blueprint.post("/commissioning/periods/<string:period>")
@_officer
def release_period(period: str) -> Response:
    outcome = actions.release_period(
        db.session(),
        get_viewer(),
        _get_period(period),
        _thresholds(),
        commissioning_sheets,
        now(),
    )
    match outcome:
        case PeriodReleased(release_id):
            flash(gettext("This period was already released."))
        case release:
            release_id = release.id
            flash(gettext("Released. The group and the caseworkers can read it now."))
    return _to_release(release_id)


def _figures_page(
    template: str, snapshot: CommissioningSnapshot, release: CommissioningRelease | None = None
) -> str:
    return render_template(
        template,
        release=release,
        snapshot=snapshot,
        kinds=list(Provision),
        tables=TABLES,
        wording=wording,
    )


def _to_release(release_id: UUID) -> Response:
    return redirect(url_for(".show_release", commissioning_id=release_id), 303)


def _get_period(key: str) -> Period:
    period = find_period(key, today())
    if period is None:
        abort(404)
    return period


def _get_release(release_id: UUID) -> CommissioningRelease:
    release = releases.find_release(db.session(), release_id)
    if release is None:
        abort(404)
    return release


def _thresholds() -> Thresholds:
    return Thresholds.changed(current_app.config["DISCLOSURE_THRESHOLDS"])
