"""One case on one page: what is due, what is to be done, and the whole story in order."""

from datetime import date
from uuid import UUID

from flask import abort, render_template, request

from portal.domain.clocks import SEND_REGULATIONS_BEGIN
from portal.domain.people import Role
from portal.features.desk import wording
from portal.features.desk.asked import worklist_asked
from portal.features.desk.blueprint import blueprint
from portal.features.desk.story import tell_story
from portal.kit.access import audience
from portal.kit.now import today
from portal.kit.signed_in import get_viewer
from portal.kit.task_wording import TASK_WORDS, task_link
from portal.kit.telling import tell
from portal.store import cases
from portal.store.break_glass import is_on_caseload
from portal.store.db import db
from portal.store.recorded_events import list_recorded
from portal.store.story import list_story
from portal.store.tasks import list_tasks_of
from portal.store.trail import ReadPurpose, record_read


@blueprint.get("/cases/<uuid:child_id>")
@audience(Role.CASEWORKER)
def show_case(child_id: UUID) -> str:
    """The case today or, with a day in the address, as it was known at the end of that day."""
    viewer, session, known_on = get_viewer(), db.session(), _known_on()
    case = cases.find_case(session, viewer, child_id, today(), known_on=known_on)
    if case is None:
        abort(404)
    record_read(session, viewer, child_id=child_id, purpose=ReadPurpose.CASE_WORK)
    told = tell(case, known_on)
    tasks = list_tasks_of(session, child_id)
    lines = tell_story(
        told,
        list_recorded(session, child_id),
        list_story(session, child_id),
        tasks,
        known_on or today(),
    )
    return render_template(
        "desk/case.html",
        told=told,
        lines=lines,
        tasks=[task for task in tasks if task.done_at is None],
        known_on=known_on,
        answers_for=is_on_caseload(session, viewer, child_id),
        first_day=SEND_REGULATIONS_BEGIN,
        asked=worklist_asked(),
        desk_words=wording,
        task_words=TASK_WORDS,
        task_link=task_link,
    )


def _known_on() -> date | None:
    """The day before today that the address names; None where it names none that has passed."""
    try:
        day = date.fromisoformat(request.args.get("known-on", ""))
    except ValueError:
        return None
    return day if SEND_REGULATIONS_BEGIN <= day < today() else None
