"""Files that show a rating, on their way in and out: cleaned as they come, handed out as files."""

from contextlib import closing
from datetime import datetime
from io import BytesIO
from typing import Any
from uuid import UUID

import structlog
from flask import abort, current_app, send_file
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.actions import action_plan_files as actions
from portal.actions.action_plan_files import FILES_AT_MOST, CleanFile, FileRefusal
from portal.actions.uploads import BYTES_AT_MOST, NotTaken, TooLarge, TooMany, WrongKind
from portal.domain.action_plan import FileEvidence
from portal.domain.advice import FileKind, Scan
from portal.kit.files import get_object_store
from portal.outside.object_store import ObjectMissingError
from portal.outside.virus_scanner import holds_virus
from portal.store.db import db

log = structlog.get_logger()

UPLOAD_AT_MOST = BYTES_AT_MOST * FILES_AT_MOST + 1024**2
CONTENT_SECURITY_POLICY = "default-src 'none'; sandbox"
"""Whatever a browser makes of the file, it may load nothing and run nothing."""
MIME_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.ODT: "application/vnd.oasis.opendocument.text",
    FileKind.TEXT: "text/plain; charset=utf-8",
    FileKind.PNG: "image/png",
    FileKind.JPEG: "image/jpeg",
}


def is_scanned() -> bool:
    """Whether a virus scanner is configured."""
    return bool(current_app.config["CLAMD"])


def clean_files(field: Any) -> list[CleanFile] | None:
    """The files of the field, or None where one cannot be taken, which then says why."""
    chosen = [file for file in field.data or [] if getattr(file, "filename", "")]
    if len(chosen) > FILES_AT_MOST:
        field.errors = [refusal_words(TooMany())]
        return None
    clean = []
    for file in chosen:
        with closing(file.stream) as stream:
            content = stream.read(BYTES_AT_MOST + 1)
        made = actions.clean_file(file.filename or "", content)
        if not isinstance(made, CleanFile):
            field.errors = [refusal_words(made)]
            return None
        clean.append(made)
    return clean


def refusal_words(refusal: FileRefusal) -> str:
    match refusal:
        case WrongKind():
            return str(gettext("Choose a PDF, Word, OpenDocument, text, JPEG or PNG file"))
        case TooLarge():
            return str(gettext("This file is larger than 10 MB. Choose a smaller one"))
        case TooMany():
            return str(gettext("%(most)d files are the most", most=FILES_AT_MOST))
        case NotTaken():
            return str(gettext("This file cannot be read. Save it again and try once more"))


def send_evidence(file: FileEvidence) -> Response:
    """The file as a download. 404 where the store has lost it."""
    try:
        content = actions.read_file(db.session(), get_object_store(), file)
    except ObjectMissingError:
        log.error("stored file missing", file=str(file.id))
        abort(404)
    response = send_file(
        BytesIO(content),
        mimetype=MIME_TYPES[file.kind],
        as_attachment=True,
        download_name=file.name,
    )
    response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    response.headers["Cache-Control"] = "no-store"
    return response


def scan_file(session: Session, payload: dict[str, str], _now: datetime) -> None:
    """A job of the worker. Where the scanner is silent it fails, and is tried again later; a file
    that the store has lost does not come back by waiting."""
    address = current_app.config["CLAMD"]
    scan = actions.scan_file(
        session,
        get_object_store(),
        UUID(payload["file_id"]),
        lambda content: holds_virus(address, content),
    )
    if scan is Scan.MISSING:
        log.error("stored file missing", file=payload["file_id"])
