"""What is to be done, by the day it is due, and what came of it."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.actions.messages import find_news_to_tell
from portal.actions.tasks import AlreadyDone, NoSuchTask, do_task
from portal.domain.people import Role
from portal.domain.tasks import TaskKind
from portal.domain.worklist import ShowTasks
from portal.features.desk import wording
from portal.features.desk.asked import caseworker_asked, read_choice
from portal.features.desk.blueprint import blueprint
from portal.features.desk.forms import DoneForm
from portal.kit.access import audience
from portal.kit.message_wording import subject_of
from portal.kit.now import now, today
from portal.kit.paging import page_asked
from portal.kit.signed_in import get_viewer
from portal.kit.task_wording import TASK_WORDS, task_link
from portal.store.db import db
from portal.store.tasks import ListedTask, find_task, list_open_tasks
from portal.store.trail import ReadPurpose, record_read

TASKS_A_PAGE = 200

Page = str | Response | tuple[str, int]


@blueprint.get("/tasks")
@audience(Role.CASEWORKER)
def list_tasks() -> str:
    """The open tasks of the own caseload or team, overdue ones first."""
    viewer, session, day = get_viewer(), db.session(), today()
    show = read_choice(ShowTasks, "show") or ShowTasks.ALL
    kind, caseworker = read_choice(TaskKind, "kind"), caseworker_asked()
    every = list_open_tasks(session, viewer, day)
    found = [
        task
        for task in every
        if show.takes(task.due_on, day)
        and kind in (None, task.kind)
        and caseworker in (None, task.caseworker_id)
    ]
    page = page_asked()
    shown = found[(page - 1) * TASKS_A_PAGE : page * TASKS_A_PAGE]
    for child_id in {task.child_id for task in shown}:
        record_read(session, viewer, child_id=child_id, purpose=ReadPurpose.CASE_WORK)
    asked = {"show": show, "kind": kind, "caseworker": caseworker}
    return render_template(
        "desk/tasks.html",
        tasks=shown,
        count=len(found),
        overdue=sum(task.is_overdue(day) for task in found),
        asked={name: value for name, value in asked.items() if value is not None},
        kinds={kind: TASK_WORDS[kind] for kind in sorted({task.kind for task in every})},
        team=_team(every),
        page=page,
        pages=-(-len(found) // TASKS_A_PAGE),
        desk_words=wording,
        task_words=TASK_WORDS,
        task_link=task_link,
    )


@blueprint.get("/tasks/<uuid:task_id>")
@audience(Role.CASEWORKER)
def show_task(task_id: UUID) -> Page:
    """One task, and where to write what came of it."""
    return _page(DoneForm(), _task_or_404(task_id))


@blueprint.post("/tasks/<uuid:task_id>")
@audience(Role.CASEWORKER)
def finish_task(task_id: UUID) -> Page:
    form = DoneForm()
    if not form.validate_on_submit():
        return _page(form, _task_or_404(task_id)), 422
    match do_task(db.session(), get_viewer(), task_id, note=form.note.data or "", now=now()):
        case NoSuchTask():
            abort(404)
        case AlreadyDone(task):
            flash(gettext("This was done before. Your note was not kept."))
        case ListedTask() as task:
            flash(gettext("Done."))
    if request.args.get("from") == "case":
        return redirect(url_for("desk.show_case", child_id=task.child_id), 303)
    return redirect(url_for("desk.list_tasks"), 303)


def _task_or_404(task_id: UUID) -> ListedTask:
    viewer, session = get_viewer(), db.session()
    task = find_task(session, viewer, task_id, today())
    if task is None:
        abort(404)
    record_read(session, viewer, child_id=task.child_id, purpose=ReadPurpose.CASE_WORK)
    return task


def _page(form: DoneForm, task: ListedTask) -> str:
    news = None
    if task.kind is TaskKind.RING_WITH_NEWS and task.done_at is None:
        news = find_news_to_tell(db.session(), task.about_id, now())
    return render_template(
        "desk/task.html",
        form=form,
        task=task,
        news=news,
        subject_of=subject_of,
        desk_words=wording,
        task_words=TASK_WORDS,
        task_link=task_link,
    )


def _team(tasks: list[ListedTask]) -> dict[str, str]:
    """The caseworkers whose tasks these are, by id; empty where it is one alone."""
    names = {
        str(task.caseworker_id): task.caseworker
        for task in tasks
        if task.caseworker_id is not None and task.caseworker is not None
    }
    return dict(sorted(names.items(), key=lambda each: each[1])) if len(names) > 1 else {}
