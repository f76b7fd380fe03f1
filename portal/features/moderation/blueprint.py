"""The desk's door, and what its pages share."""

from uuid import UUID

from flask import Blueprint, abort, redirect, url_for
from werkzeug.wrappers import Response

from portal.domain.moderation import Source, TextRef
from portal.domain.people import Role
from portal.kit.access import audience
from portal.kit.signed_in import get_viewer
from portal.store import desk_texts
from portal.store.db import db
from portal.store.desk_texts import DeskText
from portal.store.trail import ReadPurpose, record_read

blueprint = Blueprint("moderation", __name__, template_folder="templates", url_prefix="/moderation")
officer = audience(Role.PARTICIPATION_OFFICER)
officer_and_group = audience(Role.PARTICIPATION_OFFICER, Role.GROUP_MEMBER)

Page = str | tuple[str, int] | Response

ONE_TEXT = f"/<any({', '.join(Source)}):text_source>/<uuid:text_id>"


def is_officer() -> bool:
    return get_viewer().role is Role.PARTICIPATION_OFFICER


def read_text(text_source: str, text_id: UUID) -> DeskText:
    """The text, or 404. That it was read is noted; it is about no child that anybody could name."""
    text = desk_texts.find_text(db.session(), TextRef(Source(text_source), text_id))
    if text is None:
        abort(404)
    record_read(db.session(), get_viewer(), child_id=None, purpose=ReadPurpose.SURVEY_TEXTS)
    return text


def go_to(text: TextRef) -> Response:
    return redirect(url_for(".show_text", text_source=text.source, text_id=text.id), 303)
