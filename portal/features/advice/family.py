"""The family sees who was asked and who has answered, and reads what was shared."""

from uuid import UUID

from flask import abort, render_template
from werkzeug.wrappers import Response

from portal.domain.advice import AdviceRequest, State
from portal.features.advice import wording
from portal.features.advice.blueprints import blueprint
from portal.features.advice.downloads import send_file
from portal.kit.access import family
from portal.kit.now import today
from portal.kit.signed_in import get_viewer
from portal.store import advice, advice_files
from portal.store.db import db
from portal.store.document_readers import Reader, find_reader
from portal.store.families import find_child_name
from portal.store.trail import ReadPurpose, record_read


@blueprint.get("/children/<uuid:child_id>/advice")
@family
def list_own(child_id: UUID) -> str:
    """Service, role, day and whether they answered. A request taken back is not shown."""
    session, viewer = db.session(), get_viewer()
    name = find_child_name(session, viewer, child_id, today())
    if name is None:
        abort(404)
    record_read(session, viewer, child_id=child_id, purpose=ReadPurpose.READ_ADVICE)
    requests = advice.list_for_viewer(session, viewer, child_id, today())
    reader = find_reader(session, viewer, child_id, today())
    return render_template(
        "advice/own_list.html",
        child_id=child_id,
        child_name=name,
        requests=[each for each in requests if each.state is not State.WITHDRAWN],
        readable={each.id for each in requests if _may_read(reader, each)},
        services=wording.SERVICES,
        today=today(),
    )


@blueprint.get("/children/<uuid:child_id>/advice/<uuid:request_id>")
@family
def read_own(child_id: UUID, request_id: UUID) -> str:
    """The advice itself, once a caseworker has shared it."""
    session, request = db.session(), _shared_or_404(child_id, request_id)
    record_read(session, get_viewer(), child_id=child_id, purpose=ReadPurpose.READ_ADVICE)
    return render_template(
        "advice/own_advice.html",
        request_=request,
        files=advice_files.list_files(session, request),
        services=wording.SERVICES,
        scans=wording.SCANS,
    )


@blueprint.get("/children/<uuid:child_id>/advice/<uuid:request_id>/files/<uuid:file_id>")
@family
def download_own_file(child_id: UUID, request_id: UUID, file_id: UUID) -> Response:
    _shared_or_404(child_id, request_id)
    return send_file(child_id, request_id, file_id)


def _shared_or_404(child_id: UUID, request_id: UUID) -> AdviceRequest:
    session, viewer = db.session(), get_viewer()
    request = advice.find_for_viewer(session, viewer, child_id, request_id, today())
    if request is None or not _may_read(find_reader(session, viewer, child_id, today()), request):
        abort(404)
    return request


def _may_read(reader: Reader, request: AdviceRequest) -> bool:
    """Advice is a document: what is shared from 18 waits where new documents wait."""
    return request.shared_on is not None and reader.may_read(request.shared_on)
