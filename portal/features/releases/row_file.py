"""The row file: one row a response, for the participation team's own analysis."""

import tempfile
from collections.abc import Iterator
from uuid import UUID

from flask import (
    abort,
    redirect,
    render_template,
    send_file,
    stream_with_context,
    url_for,
)
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
from portal.outside.spreadsheets import MIME_TYPES, stream_csv, write_spreadsheet
from portal.store import waves
from portal.store.db import db


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
        return _attachment(stream_csv(sheets[1]), FileFormat.CSV, "responses-dictionary")
    file_format = FileFormat(name)
    if file_format is FileFormat.CSV:
        return _attachment(stream_with_context(stream_csv(sheets[0])), file_format, "responses")
    out = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the response
    write_spreadsheet(out, file_format, sheets)
    out.seek(0)
    return send_file(
        out,
        mimetype=MIME_TYPES[file_format],
        as_attachment=True,
        download_name=f"responses.{file_format}",
    )


def _ask_for_proof(wave_id: UUID) -> Response:
    back = url_for("releases.show_row_file", wave_id=wave_id)
    return redirect(url_for("sign_in.start_proof", next=back))


def _attachment(chunks: Iterator[bytes], file_format: FileFormat, stem: str) -> Response:
    return Response(
        chunks,
        headers={
            "Content-Type": MIME_TYPES[file_format],
            "Content-Disposition": f'attachment; filename="{stem}.{file_format}"',
        },
    )
