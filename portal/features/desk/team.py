"""A manager's team: each caseworker's caseload in figures, whoever has waited longest first."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import render_template

from portal.domain.people import Role
from portal.domain.worklist import Caseload, OpenTasks, Show, WorkOfOne, count_caseload
from portal.features.desk.blueprint import blueprint
from portal.kit.access import audience
from portal.kit.now import today
from portal.kit.signed_in import get_viewer
from portal.kit.telling import tell
from portal.store.cases import list_cases
from portal.store.db import db
from portal.store.tasks import count_open_tasks
from portal.store.trail import ReadPurpose, record_read


@dataclass(frozen=True, slots=True)
class Member:
    """A caseworker, the figures, and the name of the case that has been late for longest."""

    caseworker_id: UUID
    name: str
    caseload: Caseload
    oldest_name: str | None


@blueprint.get("/team")
@audience(Role.CASEWORKER)
def show_team() -> str:
    """Every caseload of the own team; one's own alone for somebody who manages nobody."""
    viewer, session, day = get_viewer(), db.session(), today()
    tasks = count_open_tasks(session, viewer, day)
    work: dict[tuple[UUID, str], list[WorkOfOne]] = defaultdict(list)
    names: dict[UUID, str] = {}
    for case in list_cases(session, viewer, day):
        if case.caseworker_id is not None:
            names[case.child_id] = case.name
            work[case.caseworker_id, case.caseworker or ""].append(
                WorkOfOne(case.child_id, tell(case).status, tasks.get(case.child_id, OpenTasks()))
            )
    team = []
    for (caseworker_id, name), own in work.items():
        caseload = count_caseload(own, day)
        oldest = caseload.oldest
        team.append(Member(caseworker_id, name, caseload, names[oldest[1]] if oldest else None))
        if oldest:
            record_read(session, viewer, child_id=oldest[1], purpose=ReadPurpose.CASE_WORK)
    team.sort(key=lambda each: (_late_since(each), each.name))
    return render_template("desk/team.html", team=team, show=Show)


def _late_since(member: Member) -> date:
    return member.caseload.oldest[0] if member.caseload.oldest else date.max
