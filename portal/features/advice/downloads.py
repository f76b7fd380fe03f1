"""A file leaves only through here: for somebody who may, as a download, noted in the trail."""

from io import BytesIO
from uuid import UUID

import structlog
from flask import abort, make_response, render_template
from flask import send_file as respond_with
from werkzeug.wrappers import Response

from portal.actions.advice_files import read_file
from portal.features.advice.giver import contact
from portal.features.advice.wording import MIME_TYPES
from portal.kit.files import get_object_store
from portal.kit.now import today
from portal.kit.signed_in import get_viewer
from portal.outside.object_store import ObjectMissingError
from portal.store.advice_files import find_file_for_viewer
from portal.store.db import db
from portal.store.sealing import SubjectErasedError
from portal.store.trail import ReadPurpose, record_read

log = structlog.get_logger()

CONTENT_SECURITY_POLICY = "default-src 'none'; sandbox"
"""Whatever a browser makes of the file, it may load nothing and run nothing."""


def send_file(child_id: UUID, request_id: UUID, file_id: UUID) -> Response:
    """404 where this person may not have the file, it has not been scanned yet, or the child's
    data was erased; with a page of its own where the store has lost it."""
    session, viewer = db.session(), get_viewer()
    file = find_file_for_viewer(session, viewer, child_id, file_id, today())
    if file is None or file.request_id != request_id or not file.may_be_opened:
        abort(404)
    try:
        content = read_file(session, get_object_store(), file)
    except SubjectErasedError:
        abort(404)
    except ObjectMissingError:
        log.error("stored file missing", file=str(file.id))
        page = render_template("advice/missing_file.html", file=file, contact=contact())
        return make_response(page, 404)
    record_read(session, viewer, child_id=child_id, purpose=ReadPurpose.READ_ADVICE)
    response = respond_with(
        BytesIO(content),
        mimetype=MIME_TYPES[file.kind],
        as_attachment=True,
        download_name=file.name,
    )
    response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    response.headers["Cache-Control"] = "no-store"
    return response
