"""What the worker does with files handed over on the page: check them, then take them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.actions.records import import_files
from portal.domain.records.imports import ImportState
from portal.store import imports, staged_files
from portal.store.connection import session_beside

CHECK_RECORDS = "check_records"
TAKE_RECORDS = "take_records"


def check_records(session: Session, payload: dict[str, str], now: datetime) -> None:
    """The dry run. It reads beside the job's own transaction, so that nobody waits for it, and
    says every few hundred rows how far it is."""
    import_id = UUID(payload["import_id"])

    def say_how_far(rows_read: int) -> None:
        with session_beside(session, "write") as beside:
            imports.note_progress(beside, import_id, rows_read)

    with session_beside(session, "read") as beside:
        files = staged_files.list_staged_files(beside, import_id)
        report = import_files(beside, files, dry_run=True, now=now, progress=say_how_far)
    before, after = ImportState.WAITING_FOR_CHECK, ImportState.CHECKED
    if imports.move_import(session, import_id, before, after, now):
        imports.save_report(session, import_id, report)


def take_records(session: Session, payload: dict[str, str], now: datetime) -> None:
    """The import itself, all of it in the job's one transaction."""
    import_id = UUID(payload["import_id"])
    before, after = ImportState.WAITING_TO_BE_TAKEN, ImportState.TAKEN
    if imports.move_import(session, import_id, before, after, now):
        files = staged_files.list_staged_files(session, import_id)
        report = import_files(session, files, dry_run=False, now=now)
        imports.save_report(session, import_id, report)
        staged_files.remove_staged_files(session, import_id)
