"""The answer: written and kept step by step, with files, then sent."""

from contextlib import closing
from typing import assert_never
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.datastructures import FileStorage

from portal.actions import advice_files as files_actions
from portal.actions import advice_giving
from portal.actions.advice_files import FILES_AT_MOST, FileRefusal
from portal.actions.uploads import BYTES_AT_MOST, NotTaken, TooLarge, TooMany, WrongKind
from portal.domain.advice import AdviceFile, AdviceRequest
from portal.features.advice import wording
from portal.features.advice.blueprints import giver_blueprint as blueprint
from portal.features.advice.forms import (
    PROVISION_NUMBERS,
    WRITING,
    NeedsForm,
    OutcomesForm,
    ProvisionForm,
    UploadForm,
)
from portal.features.advice.giver import Page, for_task, render_refusal
from portal.kit.access import public
from portal.kit.files import get_object_store
from portal.kit.now import now
from portal.store import advice_files
from portal.store.db import db

STEPS = (*WRITING, "files")
UPLOAD_AT_MOST = BYTES_AT_MOST * FILES_AT_MOST + 1024**2
FORM_AT_MOST = 1024**2


@blueprint.url_value_preprocessor
def limit_what_strangers_send(endpoint: str | None, _values: object) -> None:
    """Anybody may post to these addresses. This is asked before anything of it is read."""
    is_upload = endpoint == f"{blueprint.name}.add_files"
    request.max_content_length = UPLOAD_AT_MOST if is_upload else FORM_AT_MOST


@blueprint.get("/<string:token>/write/<any(needs, provision, outcomes):step>")
@public
@for_task
def write_step(token: str, task: AdviceRequest, step: str) -> Page:
    form = WRITING[step](formdata=None)
    form.fill(task.advice)
    return _step_page(token, step, form)


@blueprint.post("/<string:token>/write/<any(needs, provision, outcomes):step>")
@public
@for_task
def keep_step(token: str, task: AdviceRequest, step: str) -> Page:
    form = WRITING[step]()
    if not form.validate_on_submit():
        return _step_page(token, step, form), 422
    advice_giving.keep_advice(db.session(), task, form.into(task.advice))
    following = STEPS[STEPS.index(step) + 1]
    if following == "files":
        return redirect(url_for(".list_files", token=token), 303)
    return redirect(url_for(".write_step", token=token, step=following), 303)


def _step_page(token: str, step: str, form: NeedsForm | ProvisionForm | OutcomesForm) -> str:
    return render_template(
        f"advice/giver_{step}.html",
        token=token,
        form=form,
        numbers=PROVISION_NUMBERS,
        at=STEPS.index(step) + 1,
        steps=len(STEPS) + 1,
        back=_back(token, step),
    )


def _back(token: str, step: str) -> str:
    at = STEPS.index(step)
    if at == 0:
        return url_for(".show_task", token=token)
    return url_for(".write_step", token=token, step=STEPS[at - 1])


@blueprint.get("/<string:token>/files")
@public
@for_task
def list_files(token: str, task: AdviceRequest) -> Page:
    return _files_page(token, task, UploadForm())


@blueprint.post("/<string:token>/files")
@public
@for_task
def add_files(token: str, task: AdviceRequest) -> Page:
    """Each file by itself: those that can be taken are, whatever the others are."""
    form = UploadForm()
    if not form.validate_on_submit():
        return _files_page(token, task, form), 422
    chosen = [file for file in form.files.data or [] if getattr(file, "filename", "")]
    if not chosen:
        form.files.errors = [gettext("Choose a file first")]
        return _files_page(token, task, form), 422
    refused = [words for file in chosen if (words := _take(task, file))]
    if refused:
        form.files.errors = [" ".join(refused)]
        return _files_page(token, task, form), 422
    return redirect(url_for(".list_files", token=token), 303)


def _take(task: AdviceRequest, file: FileStorage) -> str | None:
    name = file.filename or ""
    with closing(file.stream) as stream:
        content = stream.read(BYTES_AT_MOST + 1)
    taken = files_actions.add_file(
        db.session(),
        get_object_store(),
        task,
        name=name,
        content=content,
        scanned=wording.is_scanned(),
        now=now(),
    )
    return None if isinstance(taken, AdviceFile) else _refusal_words(name, taken)


def _refusal_words(name: str, refusal: FileRefusal) -> str:
    match refusal:
        case WrongKind():
            said = gettext("%(name)s: this kind of file is not taken.", name=name)
        case TooLarge():
            said = gettext("%(name)s is larger than 10 MB.", name=name)
        case TooMany():
            said = gettext("%(name)s: %(most)d files are the most.", name=name, most=FILES_AT_MOST)
        case NotTaken(problem):
            said = f"{name}: {wording.PROBLEMS[problem]}"
        case _:
            assert_never(refusal)
    return str(said)


@blueprint.post("/<string:token>/files/<uuid:file_id>/remove")
@public
@for_task
def remove_file(token: str, task: AdviceRequest, file_id: UUID) -> Page:
    files_actions.remove_file(db.session(), task, file_id, now())
    return redirect(url_for(".list_files", token=token), 303)


def _files_page(token: str, task: AdviceRequest, form: UploadForm) -> str:
    return render_template(
        "advice/giver_files.html",
        token=token,
        form=form,
        files=advice_files.list_files(db.session(), task),
        scans=wording.SCANS,
        most=FILES_AT_MOST,
        at=len(STEPS),
        steps=len(STEPS) + 1,
    )


@blueprint.get("/<string:token>/check")
@public
@for_task
def check_answer(token: str, task: AdviceRequest) -> Page:
    return _check_page(token, task)


@blueprint.post("/<string:token>/send")
@public
@for_task
def send_answer(token: str, task: AdviceRequest) -> Page:
    refusal = advice_giving.send_advice(db.session(), task, now())
    match refusal:
        case None:
            return redirect(url_for(".open_link", token=token), 303)
        case advice_giving.NothingWritten():
            return _check_page(token, task, is_empty=True), 422
        case _:
            return render_refusal(refusal)


def _check_page(token: str, task: AdviceRequest, *, is_empty: bool = False) -> str:
    files = advice_files.list_files(db.session(), task)
    return render_template(
        "advice/giver_check.html",
        token=token,
        task=task,
        files=files,
        is_empty=is_empty or (task.advice.is_empty and not files),
    )
