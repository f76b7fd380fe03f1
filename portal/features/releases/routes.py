"""Previewing, releasing, reading and downloading a release."""

from collections.abc import Sequence
from typing import assert_never
from uuid import UUID

from flask import abort, current_app, flash, redirect, render_template, url_for
from flask_babel import get_locale, gettext
from sqlalchemy.exc import NoResultFound
from werkzeug.wrappers import Response

from portal.actions import releases as actions
from portal.actions.releases import PAPERS, Previewed
from portal.domain.exports import FileFormat
from portal.domain.figures import Thresholds
from portal.domain.people import Role
from portal.domain.releases import (
    AlreadyReleased,
    HeldBack,
    JoinsWave,
    Release,
    WaitsForNextWave,
    WaveNotClosed,
)
from portal.domain.waves import TRACED_BELOW, WaveState
from portal.features.releases import wording
from portal.features.releases.blueprint import blueprint
from portal.features.releases.earlier import earlier_lines
from portal.features.releases.easy_read import easy_read
from portal.features.releases.files import SHEETS_APART, release_sheets
from portal.features.releases.presenting import present
from portal.kit.access import audience
from portal.kit.documents import lay_out
from portal.kit.now import now
from portal.kit.signed_in import get_viewer
from portal.kit.spreadsheets import send_noted, send_written
from portal.store import releases, waves
from portal.store.db import db
from portal.store.trail import ReadPurpose

FILES = {
    "csv": FileFormat.CSV,
    "xlsx": FileFormat.XLSX,
    "ods": FileFormat.ODS,
    **dict.fromkeys(SHEETS_APART, FileFormat.CSV),
}
PAPER_TYPES = {
    "pdf": (".pdf", "application/pdf"),
    "docx": (
        ".docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "easy-read": ("-easy-read.pdf", "application/pdf"),
}


def get_thresholds() -> Thresholds:
    """The numbers of the disclosure rules that this council has set."""
    return Thresholds.changed(current_app.config["DISCLOSURE_THRESHOLDS"])


@blueprint.get("")
@audience(Role.PARTICIPATION_OFFICER, Role.GROUP_MEMBER)
def list_releases() -> str:
    """Released reports, the newest first; for the officer also waves that wait for a release."""
    released = releases.list_releases(db.session())
    closed = []
    if get_viewer().role is Role.PARTICIPATION_OFFICER:
        done = {wave_id for release in released for wave_id in release.waves}
        closed = [
            wave for wave in waves.list_waves(db.session(), WaveState.CLOSED) if wave.id not in done
        ]
    return render_template(
        "releases/list.html",
        released=[release for release in released if release.corrected_by is None],
        corrected=[release for release in released if release.corrected_by is not None],
        closed=closed,
    )


@blueprint.get("/<uuid:release_id>")
@audience(Role.PARTICIPATION_OFFICER, Role.GROUP_MEMBER)
def show_release(release_id: UUID) -> str:
    release = get_release(release_id)
    names = releases.list_file_names(db.session(), release_id)
    return render_template(
        "releases/release.html",
        release=release,
        presented=present(release.snapshot),
        earlier=earlier_lines(release.snapshot),
        names=[name for name in FILES if name in names],
        papers=[name for name in PAPERS if name in names],
        corrects=_find_number(release.corrects),
        corrected_by=_find_number(release.corrected_by),
    )


@blueprint.get(f"/<uuid:release_id>/<any({', '.join(FILES)}):name>")
@audience(Role.PARTICIPATION_OFFICER, Role.GROUP_MEMBER)
def download_file(release_id: UUID, name: str) -> Response:
    """The file as it was made when the report was released."""
    release = get_release(release_id)
    file = releases.find_file(db.session(), release_id, name)
    if file is None:
        abort(404)
    file_format = FILES[name]
    suffix = f"-{name}" if name in SHEETS_APART else ""
    stem = f"report-{release.number}{suffix}"
    return send_written(file_format, stem, file.content, ReadPurpose.RELEASE_FILE)


@blueprint.get("/<uuid:release_id>/papers/<any(pdf, docx, 'easy-read'):name>")
@audience(Role.PARTICIPATION_OFFICER, Role.GROUP_MEMBER)
def download_paper(release_id: UUID, name: str) -> Response:
    """The paper as the worker made it, once."""
    release = get_release(release_id)
    file = releases.find_file(db.session(), release_id, name)
    if file is None:
        abort(404)
    ending, mime_type = PAPER_TYPES[name]
    stem = f"report-{release.number}{ending}"
    return send_noted(stem, mime_type, file.content, ReadPurpose.RELEASE_FILE)


@blueprint.get("/<uuid:release_id>/easy-read")
@audience(Role.PARTICIPATION_OFFICER, Role.GROUP_MEMBER)
def show_easy_read(release_id: UUID) -> str:
    release = get_release(release_id)
    printed = lay_out(easy_read(release.snapshot, str(get_locale()).replace("_", "-")))
    return render_template("releases/easy_read.html", release_id=release_id, printed=printed)


@blueprint.get("/waves/<uuid:wave_id>/preview")
@audience(Role.PARTICIPATION_OFFICER)
def preview_release(wave_id: UUID) -> str | Response:
    """What the report would say; nothing is stored."""
    try:
        outcome = actions.preview_release(db.session(), wave_id, get_thresholds())
    except NoResultFound:
        abort(404)
    match outcome:
        case AlreadyReleased(release_id):
            return redirect(url_for("releases.show_release", release_id=release_id))
        case Previewed(snapshot):
            return render_template(
                "releases/preview.html",
                wave_id=wave_id,
                presented=present(snapshot),
                earlier=earlier_lines(snapshot),
            )
        case WaveNotClosed():
            return render_template("releases/not_closed.html")
        case HeldBack(measures):
            return render_held_back(measures)
        case JoinsWave() | WaitsForNextWave():
            return render_template("releases/waits.html", waits=outcome, fewer_than=TRACED_BELOW)
        case _:
            assert_never(outcome)


@blueprint.post("/waves/<uuid:wave_id>/release")
@audience(Role.PARTICIPATION_OFFICER)
def release_wave(wave_id: UUID) -> Response:
    try:
        outcome = actions.release_wave(
            db.session(), get_viewer(), wave_id, get_thresholds(), release_sheets, now()
        )
    except NoResultFound:
        abort(404)
    match outcome:
        case Release(release_id):
            flash(gettext("The report is released. The participation group can read it now"))
        case AlreadyReleased(release_id):
            flash(gettext("This report was already released"))
        case _:
            return redirect(url_for("releases.preview_release", wave_id=wave_id), 303)
    return redirect(url_for("releases.show_release", release_id=release_id), 303)


def render_held_back(measures: Sequence[str]) -> str:
    """That earlier reports stand in the way, and of which measures."""
    return render_template(
        "releases/held_back.html", measures=[wording.measure_name(key) for key in measures]
    )


def _find_number(release_id: UUID | None) -> tuple[UUID, int] | None:
    """The release's id and number, for a link."""
    release = releases.find_release(db.session(), release_id) if release_id else None
    return (release.id, release.number) if release else None


def get_release(release_id: UUID) -> Release:
    """The release, or a page that says there is none."""
    release = releases.find_release(db.session(), release_id)
    if release is None:
        abort(404)
    return release
