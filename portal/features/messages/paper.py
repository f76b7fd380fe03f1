"""Letters on paper, for administrators: they bring in the records on which the file is merged, and
a letter with its code is a way in, so nobody else is given it."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    url_for,
)
from flask_babel import gettext
from markupsafe import Markup
from werkzeug.wrappers import Response

from portal.actions.paper import NothingWaits, make_file, read_file
from portal.domain.exports import Column, FileFormat, Sheet
from portal.domain.people import Role
from portal.kit.access import audience
from portal.kit.letter_writing import write_on_paper
from portal.kit.now import now
from portal.kit.paging import page_asked
from portal.kit.qr import draw_qr
from portal.kit.signed_in import get_viewer, has_just_proved
from portal.kit.spreadsheets import send_spreadsheet
from portal.store import paper
from portal.store.db import db
from portal.store.outbox_claims import count_set_aside
from portal.store.paper import PaperLine
from portal.store.trail import ReadPurpose, record_read

FILES_SHOWN = 30
SHEETS_AT_ONCE = 100

blueprint = Blueprint("paper", __name__, template_folder="templates", url_prefix="/staff/letters")


def kept_for() -> timedelta:
    """For how long a file can be fetched again."""
    return timedelta(days=int(current_app.config["PAPER_FILE_DAYS"]))


@blueprint.get("")
@audience(Role.ADMINISTRATOR)
def list_files() -> str | Response:
    if not has_just_proved():
        return _ask_for_proof()
    return render_template(
        "messages/paper.html",
        waiting=count_set_aside(db.session()),
        files=paper.list_files(db.session(), FILES_SHOWN, kept_since=now() - kept_for()),
        formats=list(FileFormat),
        days=kept_for().days,
    )


@blueprint.post("")
@audience(Role.ADMINISTRATOR)
def make_letters() -> Response:
    """Every letter that waits goes into one file, and counts as handed over from then on."""
    if not has_just_proved():
        return _ask_for_proof()
    viewer = get_viewer()
    made = make_file(db.session(), staff_id=viewer.person_id, write=write_on_paper, now=now())
    if isinstance(made, NothingWaits):
        flash(gettext("No letter waits."))
    else:
        flash(gettext("The file is ready. The letters in it count as handed over."))
    return redirect(url_for("paper.list_files"), 303)


@blueprint.get("/<uuid:file_id>/<any(csv, xlsx, ods):name>")
@audience(Role.ADMINISTRATOR)
def download_file(file_id: UUID, name: str) -> Response:
    """That it was taken, and whom it names, is in the trail before it leaves."""
    if not has_just_proved():
        return _ask_for_proof()
    session, viewer, file_format = db.session(), get_viewer(), FileFormat(name)
    lines = read_file(session, file_id, made_after=now() - kept_for(), now=now())
    if not lines:
        abort(404)
    for child_id in {line.child_id for line in lines}:
        record_read(session, viewer, child_id=child_id, purpose=ReadPurpose.ROW_FILE)
    return send_spreadsheet(file_format, "letters", [_sheet(lines)])


@blueprint.get("/<uuid:file_id>/print")
@audience(Role.ADMINISTRATOR)
def print_letters(file_id: UUID) -> str | Response:
    """The letters themselves, one a sheet, each with its link as a QR code."""
    if not has_just_proved():
        return _ask_for_proof()
    session, viewer = db.session(), get_viewer()
    lines = read_file(session, file_id, made_after=now() - kept_for(), now=now())
    if not lines:
        abort(404)
    page = page_asked()
    shown = lines[(page - 1) * SHEETS_AT_ONCE : page * SHEETS_AT_ONCE]
    for child_id in {line.child_id for line in shown}:
        record_read(session, viewer, child_id=child_id, purpose=ReadPurpose.ROW_FILE)
    return render_template(
        "messages/printed.html",
        letters=[(line, _qr_of(line)) for line in shown],
        file_id=file_id,
        page=page,
        pages=-(-len(lines) // SHEETS_AT_ONCE),
    )


def _qr_of(line: PaperLine) -> Markup | None:
    """Of the first address that the letter names: what it is about."""
    site = current_app.config["BASE_URL"].rstrip("/") + "/"
    address = next((word for word in line.text.split() if word.startswith(site)), None)
    return draw_qr(address) if address else None


def _sheet(lines: Sequence[PaperLine]) -> Sheet:
    columns = [
        Column("contact_id", gettext("The contact’s number in the case system")),
        Column("caseref", gettext("The case’s number in the case system")),
        Column("name", gettext("Whom the letter is for")),
        Column("subject", gettext("The letter’s heading")),
        Column("text", gettext("What the letter says")),
        Column("code", gettext("The family’s code, where there is one")),
    ]
    rows = [
        [line.contact_id, line.caseref, line.name, line.subject, line.text, line.code]
        for line in lines
    ]
    return Sheet("letters", columns, rows)


def _ask_for_proof() -> Response:
    return redirect(url_for("sign_in.start_proof", next=url_for("paper.list_files")))
