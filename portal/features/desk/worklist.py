"""The own caseload, by what the law says is next."""

from dataclasses import dataclass

from flask import render_template

from portal.domain.people import Role
from portal.domain.worklist import (
    OpenTasks,
    Show,
    WaitingOn,
    is_due_soon,
    is_shown,
    overdue_since,
    urgency,
    waiting_on,
)
from portal.features.desk import wording
from portal.features.desk.asked import worklist_asked
from portal.features.desk.blueprint import blueprint
from portal.kit.access import audience
from portal.kit.now import today
from portal.kit.paging import page_asked
from portal.kit.signed_in import get_viewer
from portal.kit.telling import Told, tell
from portal.store import cases
from portal.store.db import db
from portal.store.tasks import count_open_tasks
from portal.store.trail import ReadPurpose, record_read

CASES_A_PAGE = 500


@dataclass(frozen=True, slots=True)
class Row:
    """A case on the worklist."""

    told: Told
    waiting: WaitingOn
    tasks: OpenTasks

    @property
    def is_soon(self) -> bool:
        return is_due_soon(self.told.status, today())


@blueprint.get("/cases")
@audience(Role.CASEWORKER)
def list_cases() -> str:
    """The own caseload, or that of the own team, by what the law says is next."""
    viewer, session, asked, day = get_viewer(), db.session(), worklist_asked(), today()
    mine = cases.list_cases(session, viewer, day)
    tasks = count_open_tasks(session, viewer, day)
    told = [tell(case) for case in mine if asked.caseworker in (None, case.caseworker_id)]
    rows = [
        Row(
            each,
            waiting_on(each.status, has_setting=each.case.setting is not None),
            tasks.get(each.case.child_id, OpenTasks()),
        )
        for each in sorted(told, key=lambda each: urgency(each.status))
        if is_shown(each.status, asked.show, day)
    ]
    rows = [row for row in rows if asked.waiting in (None, row.waiting)]
    if asked.show is Show.OVERDUE:
        rows.sort(key=lambda row: overdue_since(row.told.status) or day)
    page = page_asked()
    shown = rows[(page - 1) * CASES_A_PAGE : page * CASES_A_PAGE]
    for row in shown:
        child_id = row.told.case.child_id
        record_read(session, viewer, child_id=child_id, purpose=ReadPurpose.CASE_WORK)
    return render_template(
        "desk/cases.html",
        rows=shown,
        count=len(rows),
        late=sum(each.status.is_late for each in told),
        soon=sum(is_due_soon(each.status, day) for each in told),
        asked=asked,
        team=_team(mine),
        page=page,
        pages=-(-len(rows) // CASES_A_PAGE),
        desk_words=wording,
    )


def _team(mine: list[cases.Case]) -> dict[str, str]:
    """The caseworkers whose cases these are, by id; empty where it is one alone."""
    names = {
        str(case.caseworker_id): case.caseworker
        for case in mine
        if case.caseworker_id is not None and case.caseworker is not None
    }
    return dict(sorted(names.items(), key=lambda each: each[1])) if len(names) > 1 else {}
