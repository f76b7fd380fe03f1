"""What people wrote in a survey, for the officer to read: nobody's, and in random order."""

from uuid import UUID

from flask import render_template

from portal.features.surveys.blueprints import staff_blueprint as blueprint
from portal.features.surveys.staff import find_wave_or_404, officer
from portal.kit.signed_in import get_viewer
from portal.store import responses
from portal.store.db import db
from portal.store.trail import ReadPurpose, record_read


@blueprint.get("/<uuid:wave_id>/texts")
@officer
def list_texts(wave_id: UUID) -> str:
    """That they were read is noted; they are about no child that anybody could name."""
    session, wave = db.session(), find_wave_or_404(wave_id)
    record_read(session, get_viewer(), child_id=None, purpose=ReadPurpose.SURVEY_TEXTS)
    return render_template(
        "surveys/texts.html", wave=wave, texts=responses.list_texts(session, wave_id)
    )
