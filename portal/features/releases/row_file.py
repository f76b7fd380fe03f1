"""The row file: one row a response, for the participation team's own analysis."""

from uuid import UUID

from flask import abort, redirect, render_template, stream_with_context, url_for
from sqlalchemy.exc import NoResultFound
from werkzeug.wrappers import Response

from portal.actions.releases import RowFile, open_row_file
from portal.domain.exports import FileFormat
from portal.domain.people import Role
from portal.domain.waves import WaveState
from portal.features.releases.blueprint import blueprint
from portal.features.releases.files import row_file_sheets
from portal.kit.access import audience
from portal.kit.signed_in import get_viewer, has_just_proved
from portal.kit.spreadsheets import send_spreadsheet, send_written
from portal.outside.spreadsheets import stream_csv
from portal.store import waves
from portal.store.db import db
from portal.store.trail import ReadPurpose


@blueprint.get("/waves/<uuid:wave_id>/row-file")
@audience(Role.PARTICIPATION_OFFICER)
def show_row_file(wave_id: UUID) -> str | Response:
    """What the row file is, and where to get it, once the officer has proved who they are."""
    if not has_just_proved():
        return _ask_for_proof(wave_id)
    wave = waves.find_wave(db.session(), wave_id)
    if wave is None or wave.state is not WaveState.CLOSED:
        abort(404)
    return render_template("releases/row_file.html", wave=wave, formats=list(FileFormat))


@blueprint.get("/waves/<uuid:wave_id>/row-file/<any(csv, xlsx, ods, dictionary):name>")
@audience(Role.PARTICIPATION_OFFICER)
def download_row_file(wave_id: UUID, name: str) -> Response:
    """The answers as a stream; noted in the trail before the first row leaves."""
    if not has_just_proved():
        return _ask_for_proof(wave_id)
    try:
        row_file = open_row_file(db.session(), get_viewer(), wave_id)
    except NoResultFound:
        abort(404)
    if not isinstance(row_file, RowFile):
        abort(404)
    sheets = row_file_sheets(row_file)
    if name == "dictionary":
        chunks = stream_csv(sheets[1])
        return send_written(FileFormat.CSV, "responses-dictionary", chunks, ReadPurpose.ROW_FILE)
    file_format = FileFormat(name)
    if file_format is FileFormat.CSV:
        rows = stream_with_context(stream_csv(sheets[0]))
        return send_written(file_format, "responses", rows, ReadPurpose.ROW_FILE)
    return send_spreadsheet(file_format, "responses", sheets)


def _ask_for_proof(wave_id: UUID) -> Response:
    back = url_for("releases.show_row_file", wave_id=wave_id)
    return redirect(url_for("sign_in.start_proof", next=back))
