"""The list on a page, a hundred children at a time, and as a file for who has just proved it is
them."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.domain.accurate_list import MENDERS, Only
from portal.domain.exports import FileFormat
from portal.domain.people import Role
from portal.features.accurate_list import wording
from portal.features.accurate_list.files import list_sheets
from portal.kit.access import audience
from portal.kit.now import today
from portal.kit.paging import page_asked
from portal.kit.signed_in import get_viewer, has_just_proved
from portal.kit.spreadsheets import send_spreadsheet
from portal.store.accurate_list import ListedChild, stream_listed_children
from portal.store.db import db
from portal.store.trail import ReadPurpose, record_read

CHILDREN_A_PAGE = 100

blueprint = Blueprint("accurate_list", __name__, template_folder="templates")


@blueprint.get("/accurate-list")
@audience(Role.CASEWORKER)
def list_everything() -> str:
    """The children of the team by surname; which of them is in the address, without a name."""
    only, page = _only(), page_asked()
    count, shown = 0, list[ListedChild]()
    for child in stream_listed_children(db.session(), get_viewer(), today()):
        if child.line.is_shown(only, today()):
            if (page - 1) * CHILDREN_A_PAGE <= count < page * CHILDREN_A_PAGE:
                shown.append(child)
            count += 1
    _record(shown)
    return render_template(
        "accurate_list/list.html",
        shown=shown,
        count=count,
        only=only,
        choices=wording.ONLY,
        page=page,
        pages=-(-count // CHILDREN_A_PAGE),
        words=wording,
        menders=MENDERS,
        today=today(),
    )


@blueprint.get("/accurate-list/files")
@audience(Role.CASEWORKER)
def show_files() -> str | Response:
    """Where to get the list as a file, once the caseworker has proved who they are."""
    if not has_just_proved():
        return _ask_for_proof()
    return render_template(
        "accurate_list/files.html", only=_only(), formats=list(FileFormat), words=wording
    )


@blueprint.get("/accurate-list/files/<any(csv, xlsx, ods):name>")
@audience(Role.CASEWORKER)
def download_list(name: str) -> Response:
    """The list as a file. That it was taken, and whom it names, is in the trail before it
    leaves."""
    if not has_just_proved():
        return _ask_for_proof()
    only, file_format = _only(), FileFormat(name)
    children = [
        child
        for child in stream_listed_children(db.session(), get_viewer(), today())
        if child.line.is_shown(only, today())
    ]
    _record(children)
    return send_spreadsheet(file_format, "accurate-list", list_sheets(children))


def _only() -> Only:
    """The lines asked for; everybody where the address asks for none that there is."""
    try:
        return Only(request.args.get("show", Only.ALL))
    except ValueError:
        return Only.ALL


def _record(children: list[ListedChild]) -> None:
    for child in children:
        record_read(
            db.session(), get_viewer(), child_id=child.child_id, purpose=ReadPurpose.CASE_WORK
        )


def _ask_for_proof() -> Response:
    back = url_for("accurate_list.show_files", show=_only())
    return redirect(url_for("sign_in.start_proof", next=back))
