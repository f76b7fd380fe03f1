"""The code frame: read by the participation group too, kept by the officer."""

from typing import assert_never
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.actions import themes as actions
from portal.domain.moderation import ChangedMeanwhile
from portal.domain.themes import NameTaken, Theme
from portal.features.moderation.blueprint import (
    Page,
    blueprint,
    is_officer,
    officer,
    officer_and_group,
)
from portal.features.moderation.forms import SAME, ChangeThemeForm, ThemeForm
from portal.kit.now import today
from portal.kit.signed_in import get_viewer
from portal.store import themes
from portal.store.db import db


@blueprint.get("/themes")
@officer_and_group
def list_themes() -> str:
    found = themes.list_themes(db.session(), retired=True)
    return render_template("moderation/themes.html", themes=found, officer=is_officer())


@blueprint.get("/themes/new")
@officer
def start_theme() -> str:
    return _theme_page(ThemeForm())


@blueprint.post("/themes/new")
@officer
def add_theme() -> Page:
    form = ThemeForm()
    if not form.validate_on_submit():
        return _theme_page(form), 422
    outcome = actions.add_theme(
        db.session(), get_viewer(), form.theme_words, today(), new_id=form.id_to_make
    )
    return _answer(outcome, form, None)


@blueprint.get("/themes/<uuid:theme_id>")
@officer
def show_theme(theme_id: UUID) -> str:
    theme, form = _get(theme_id), ChangeThemeForm()
    form.fill(theme)
    return _theme_page(form, theme)


@blueprint.post("/themes/<uuid:theme_id>")
@officer
def change_theme(theme_id: UUID) -> Page:
    theme, form = _get(theme_id), ChangeThemeForm()
    if not form.validate_on_submit():
        return _theme_page(form, theme), 422
    seen = next(
        (e.theme for e in _versions(theme_id) if str(e.theme.version) == form.version.data), theme
    )
    outcome = actions.change_theme(
        db.session(),
        get_viewer(),
        seen,
        form.theme_words,
        today(),
        same_meaning=form.meant.data == SAME,
        new_id=form.id_to_make,
    )
    return _answer(outcome, form, theme)


@blueprint.post("/themes/<uuid:theme_id>/retire")
@officer
def retire_theme(theme_id: UUID) -> Response:
    return _retire(theme_id, retired=True)


@blueprint.post("/themes/<uuid:theme_id>/bring-back")
@officer
def bring_theme_back(theme_id: UUID) -> Response:
    return _retire(theme_id, retired=False)


def _retire(theme_id: UUID, *, retired: bool) -> Response:
    theme = _get(theme_id)
    actions.retire_theme(db.session(), get_viewer(), theme, today(), retired=retired)
    return _back()


def _answer(
    outcome: UUID | NameTaken | ChangedMeanwhile, form: ThemeForm, theme: Theme | None
) -> Page:
    match outcome:
        case UUID():
            return _back()
        case NameTaken():
            form.name.errors = [gettext("Another theme has this name. Choose another")]
        case ChangedMeanwhile():
            form.name.errors = [gettext("Somebody else has changed this theme. Look at it again")]
        case _:
            assert_never(outcome)
    return _theme_page(form, theme), 422


def _back() -> Response:
    flash(gettext("Saved."))
    return redirect(url_for(".list_themes"), 303)


def _get(theme_id: UUID) -> Theme:
    theme = themes.find_theme(db.session(), theme_id)
    if theme is None:
        abort(404)
    return theme


def _versions(theme_id: UUID) -> list[themes.EarlierWords]:
    return list(themes.list_versions(db.session(), theme_id))


def _theme_page(form: ThemeForm, theme: Theme | None = None) -> str:
    versions = _versions(theme.id) if theme else []
    return render_template("moderation/theme.html", form=form, theme=theme, versions=versions)
