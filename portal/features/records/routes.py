"""Where the participation officer and the administrator hand over the record files."""

from typing import Any, BinaryIO, cast
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal.domain.people import Role
from portal.domain.records.imports import ImportState, LineKind
from portal.features.records.forms import RecordFilesForm, name_of
from portal.features.records.jobs import CHECK_RECORDS, TAKE_RECORDS
from portal.features.records.wording import STATES, TITLES, say_line, say_place
from portal.kit.access import audience
from portal.kit.now import now
from portal.kit.paging import number_asked
from portal.kit.signed_in import get_viewer
from portal.store import imports, staged_files
from portal.store.db import db
from portal.store.imports import ImportOnRecord
from portal.store.jobs import add_job
from portal.store.trail import ReadPurpose, record_read

blueprint = Blueprint("records", __name__, template_folder="templates")
keepers = audience(Role.PARTICIPATION_OFFICER, Role.ADMINISTRATOR)

IMPORTS_SHOWN = 20
LINES_SHOWN = 50
LINES_AT_MOST = 100_000_000
# While a worker takes records in, its transaction holds the row: a drop waits, and comes too late.
DROPPABLE = (
    ImportState.WAITING_FOR_CHECK,
    ImportState.CHECKED,
    ImportState.WAITING_TO_BE_TAKEN,
)


@blueprint.get("/records")
@keepers
def list_imports() -> str:
    shown = imports.list_imports(db.session(), IMPORTS_SHOWN)
    return render_template("records/list.html", imports=shown, states=STATES)


@blueprint.get("/records/new")
@keepers
def start_import() -> str:
    return render_template("records/new.html", form=RecordFilesForm())


@blueprint.post("/records/new")
@keepers
def add_import() -> Response | tuple[str, int]:
    form = RecordFilesForm()
    if not form.validate_on_submit():
        return render_template("records/new.html", form=form), 422
    session = db.session()
    names = [name_of(file) for file in form.chosen]
    import_id = imports.add_import(session, get_viewer().person_id, names, now())
    for name, file in form.known.items():
        staged_files.add_staged_file(session, import_id, name, cast(BinaryIO, file.stream))
    add_job(session, CHECK_RECORDS, {"import_id": str(import_id)}, now())
    return _show(import_id)


@blueprint.get("/records/<uuid:import_id>")
@keepers
def show_import(import_id: UUID) -> str:
    found = _get(import_id)
    numbers = imports.count_lines(db.session(), import_id)
    parts = {kind: _lines(import_id, kind, 0) for kind in LineKind if kind in numbers}
    return render_template(
        "records/show.html",
        found=found,
        numbers=numbers,
        parts=parts,
        states=STATES,
        titles=TITLES,
        shown=LINES_SHOWN,
        left_alone=_left_alone(found),
        droppable=found.state in DROPPABLE,
    )


@blueprint.get("/records/<uuid:import_id>/<any(refusal, doubt, change):kind>")
@keepers
def list_lines(import_id: UUID, kind: str) -> str:
    found = _get(import_id)
    after = number_asked("after", first=0, most=LINES_AT_MOST)
    return render_template(
        "records/lines.html",
        found=found,
        kind=LineKind(kind),
        lines=_lines(import_id, LineKind(kind), after),
        number=imports.count_lines(db.session(), import_id).get(LineKind(kind), 0),
        title=TITLES[LineKind(kind)],
        after=after,
        shown=LINES_SHOWN,
    )


@blueprint.post("/records/<uuid:import_id>/take")
@keepers
def take_import(import_id: UUID) -> Response:
    _get(import_id)
    before, after = ImportState.CHECKED, ImportState.WAITING_TO_BE_TAKEN
    if imports.move_import(db.session(), import_id, before, after, now()):
        add_job(db.session(), TAKE_RECORDS, {"import_id": str(import_id)}, now())
        purpose = ReadPurpose.RECORDS_IN
        record_read(db.session(), get_viewer(), child_id=None, purpose=purpose)
    return _show(import_id)


@blueprint.post("/records/<uuid:import_id>/drop")
@keepers
def drop_import(import_id: UUID) -> Response:
    _get(import_id)
    for before in DROPPABLE:
        if imports.move_import(db.session(), import_id, before, ImportState.DROPPED, now()):
            staged_files.remove_staged_files(db.session(), import_id)
    return _show(import_id)


def _get(import_id: UUID) -> ImportOnRecord:
    return imports.find_import(db.session(), import_id) or abort(404)


def _show(import_id: UUID) -> Response:
    return redirect(url_for("records.show_import", import_id=import_id), 303)


def _lines(import_id: UUID, kind: LineKind, after: int) -> list[dict[str, Any]]:
    lines = imports.list_lines(db.session(), import_id, kind, after=after, limit=LINES_SHOWN)
    return [{"place": say_place(line), "said": say_line(kind, line)} for line in lines]


def _left_alone(found: ImportOnRecord) -> list[str]:
    """Files and columns that were not read, by name."""
    read = {count.file for count in found.counts}
    files = [name for name in found.file_names if name not in read] if read else []
    columns = [
        f"{count.file}: {', '.join(count.ignored_columns)}"
        for count in found.counts
        if count.ignored_columns
    ]
    return files + columns
