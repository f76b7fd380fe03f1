"""Files of figures and rows leave only through here, so that none leaves without a line in the
trail, written before it goes."""

import tempfile
from collections.abc import Iterable, Sequence

from flask import Response, send_file

from portal.domain.exports import FileFormat, Sheet
from portal.kit.signed_in import get_viewer
from portal.outside.spreadsheets import MIME_TYPES, write_spreadsheet
from portal.store.db import db
from portal.store.trail import ReadPurpose, record_read


def send_spreadsheet(file_format: FileFormat, stem: str, sheets: Sequence[Sheet]) -> Response:
    """Rows about people, written now. The caller notes whom they name."""
    _note(ReadPurpose.ROW_FILE)
    out = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the response
    write_spreadsheet(out, file_format, sheets)
    out.seek(0)
    name = f"{stem}.{file_format}"
    response = send_file(out, as_attachment=True, download_name=name)
    response.headers["Content-Type"] = MIME_TYPES[file_format]
    return response


def send_written(
    file_format: FileFormat, stem: str, content: bytes | Iterable[bytes], purpose: ReadPurpose
) -> Response:
    """A file that is written already, or comes in pieces."""
    return send_noted(f"{stem}.{file_format}", MIME_TYPES[file_format], content, purpose)


def send_noted(
    name: str, mime_type: str, content: bytes | Iterable[bytes], purpose: ReadPurpose
) -> Response:
    """Any other file that is noted as it leaves."""
    _note(purpose)
    response = Response(content, content_type=mime_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _note(purpose: ReadPurpose) -> None:
    record_read(db.session(), get_viewer(), child_id=None, purpose=purpose)
