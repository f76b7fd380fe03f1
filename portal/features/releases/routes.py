"""Previewing, releasing, reading and downloading a release."""

from uuid import UUID

from flask import abort, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext
from sqlalchemy.exc import NoResultFound
from werkzeug.wrappers import Response

from portal.actions import releases as actions
from portal.actions.releases import DICTIONARY, GROUPS
from portal.domain.exports import FileFormat
from portal.domain.figures import Thresholds
from portal.domain.people import Role
from portal.domain.releases import AlreadyReleased, Release, WaveNotClosed
from portal.domain.waves import WaveState
from portal.features.releases.blueprint import blueprint
from portal.features.releases.earlier import earlier_lines
from portal.features.releases.files import release_sheets
from portal.features.releases.presenting import present
from portal.kit.access import audience
from portal.kit.now import now
from portal.kit.signed_in import get_viewer
from portal.kit.spreadsheets import send_written
from portal.store import releases, waves
from portal.store.db import db
from portal.store.trail import ReadPurpose

FILES = {
    "csv": FileFormat.CSV,
    "xlsx": FileFormat.XLSX,
    "ods": FileFormat.ODS,
    DICTIONARY: FileFormat.CSV,
    GROUPS: FileFormat.CSV,
}


def _thresholds() -> Thresholds:
    return Thresholds.changed(current_app.config["DISCLOSURE_THRESHOLDS"])


@blueprint.get("")
@audience(Role.PARTICIPATION_OFFICER, Role.GROUP_MEMBER)
def list_releases() -> str:
    """Released reports, the newest first; for the officer also waves that wait for a release."""
    released = releases.list_releases(db.session())
    closed = []
    if get_viewer().role is Role.PARTICIPATION_OFFICER:
        done = {release.wave_id for release in released}
        closed = [
            wave for wave in waves.list_waves(db.session(), WaveState.CLOSED) if wave.id not in done
        ]
    return render_template("releases/list.html", released=released, closed=closed)


@blueprint.get("/<uuid:release_id>")
@audience(Role.PARTICIPATION_OFFICER, Role.GROUP_MEMBER)
def show_release(release_id: UUID) -> str:
    release = _get_release(release_id)
    names = releases.list_file_names(db.session(), release_id)
    return render_template(
        "releases/release.html",
        release=release,
        presented=present(release.snapshot),
        earlier=earlier_lines(release.snapshot),
        names=[name for name in FILES if name in names],
    )


@blueprint.get("/<uuid:release_id>/<any(csv, xlsx, ods, dictionary, groups):name>")
@audience(Role.PARTICIPATION_OFFICER, Role.GROUP_MEMBER)
def download_file(release_id: UUID, name: str) -> Response:
    """The file as it was made when the report was released."""
    release = _get_release(release_id)
    file = releases.find_file(db.session(), release_id, name)
    if file is None:
        abort(404)
    file_format = FILES[name]
    suffix = f"-{name}" if name in (DICTIONARY, GROUPS) else ""
    stem = f"report-{release.number}{suffix}"
    return send_written(file_format, stem, file.content, ReadPurpose.RELEASE_FILE)


@blueprint.get("/waves/<uuid:wave_id>/preview")
@audience(Role.PARTICIPATION_OFFICER)
def preview_release(wave_id: UUID) -> str | Response:
    """What the report would say; nothing is stored."""
    try:
        outcome = actions.preview_release(db.session(), wave_id, _thresholds())
    except NoResultFound:
        abort(404)
    match outcome:
        case AlreadyReleased(release_id):
            return redirect(url_for("releases.show_release", release_id=release_id))
        case WaveNotClosed():
            return render_template("releases/not_closed.html")
        case snapshot:
            return render_template(
                "releases/preview.html",
                wave_id=wave_id,
                presented=present(snapshot),
                earlier=earlier_lines(snapshot),
            )


@blueprint.post("/waves/<uuid:wave_id>/release")
@audience(Role.PARTICIPATION_OFFICER)
def release_wave(wave_id: UUID) -> Response:
    try:
        outcome = actions.release_wave(
            db.session(), get_viewer(), wave_id, _thresholds(), release_sheets, now()
        )
    except NoResultFound:
        abort(404)
    match outcome:
        case WaveNotClosed():
            return redirect(url_for("releases.preview_release", wave_id=wave_id), 303)
        case AlreadyReleased(release_id):
            flash(gettext("This report was already released"))
        case release:
            release_id = release.id
            flash(gettext("The report is released. The participation group can read it now"))
    return redirect(url_for("releases.show_release", release_id=release_id), 303)


def _get_release(release_id: UUID) -> Release:
    release = releases.find_release(db.session(), release_id)
    if release is None:
        abort(404)
    return release
