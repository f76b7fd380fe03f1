"""Translations: written side by side, or sent to a translator and taken back as a PO file."""

from uuid import UUID

from flask import Response as FlaskResponse
from flask import abort, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.actions import instruments as actions
from portal.domain.instrument_building import translate
from portal.domain.instruments import list_words, missing_words
from portal.features.instruments import wording
from portal.features.instruments.blueprint import (
    Page,
    blueprint,
    get_instrument,
    make_change,
    officer,
)
from portal.features.instruments.forms import FileForm
from portal.features.instruments.translation_form import TranslationForm
from portal.kit.now import now
from portal.outside.instrument_po import (
    NotPo,
    OtherLanguage,
    Translated,
    read_translations,
    write_translations,
)
from portal.store.db import db
from portal.store.instruments import StoredInstrument

_PATH = "/<uuid:instrument_id>/translations"


@blueprint.get(_PATH)
@officer
def list_languages(instrument_id: UUID) -> str:
    stored = get_instrument(instrument_id)
    missing = {
        language: len(missing_words(stored.instrument, language)) for language in wording.LANGUAGES
    }
    return render_template(
        "instruments/languages.html",
        stored=stored,
        missing=missing,
        words=len(list_words(stored.instrument)),
        wording=wording,
    )


@blueprint.get(f"{_PATH}/<string:language>")
@officer
def start_translating(instrument_id: UUID, language: str) -> str:
    stored, form = get_instrument(instrument_id), _form(language)
    form.show(stored.instrument)
    return _page(stored, form)


@blueprint.post(f"{_PATH}/<string:language>")
@officer
def keep_translation(instrument_id: UUID, language: str) -> Page:
    stored, form = get_instrument(instrument_id), _form(language)
    if form.validate_on_submit() and not form.faults(stored.instrument):
        typed = form.read(stored.instrument)
        done = make_change(
            stored,
            form,
            lambda one: translate(one, language, typed),
            back_to=url_for(".list_languages", instrument_id=stored.id),
        )
        if done:
            return done
    return _page(get_instrument(instrument_id), form), 422


@blueprint.get(f"{_PATH}/<string:language>/file")
@officer
def download_translation(instrument_id: UUID, language: str) -> Response:
    """The questions' words, and nothing about anybody."""
    stored, form = get_instrument(instrument_id), _form(language)
    content = write_translations(stored.instrument, form.language)
    response = FlaskResponse(content, content_type="text/x-gettext-translation; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{language}.po"'
    return response


@blueprint.get(f"{_PATH}/<string:language>/from-file")
@officer
def start_taking_in(instrument_id: UUID, language: str) -> str:
    stored, _ = get_instrument(instrument_id), _form(language)
    return _file_page(stored, language, FileForm())


@blueprint.post(f"{_PATH}/<string:language>/from-file")
@officer
def take_in_translation(instrument_id: UUID, language: str) -> Page:
    stored, form, of_language = get_instrument(instrument_id), FileForm(), _form(language)
    if not form.validate_on_submit():
        return _file_page(stored, language, form), 422
    read = read_translations(form.content, stored.instrument, language)
    match read:
        case NotPo(line=line) if line:
            told = gettext("This is not a PO file that we can read. Look at line %(n)d.", n=line)
            form.file.errors = [told]
        case NotPo():
            form.file.errors = [gettext("This is not a PO file that we can read. Choose another.")]
        case OtherLanguage(found=found):
            told = gettext("This file is for “%(found)s”. Choose another one.", found=found)
            form.file.errors = [told]
        case Translated(taken=taken):
            actions.change_instrument(
                db.session(),
                stored.id,
                of_language.digest(stored.instrument),
                lambda one: translate(one, language, taken),
                now(),
                digest=of_language.digest,
            )
            return _file_page(get_instrument(instrument_id), language, FileForm(), read)
    return _file_page(stored, language, form), 422


def _form(language: str) -> TranslationForm:
    if language not in wording.LANGUAGES:
        abort(404)
    form = TranslationForm()
    form.language = language
    return form


def _page(stored: StoredInstrument, form: TranslationForm) -> str:
    rows = form.rows(stored.instrument)
    return render_template(
        "instruments/translate.html",
        stored=stored,
        form=form,
        rows=rows,
        missing=len(missing_words(stored.instrument, form.language)),
        language=form.language,
        wording=wording,
    )


def _file_page(
    stored: StoredInstrument, language: str, form: FileForm, read: Translated | None = None
) -> str:
    return render_template(
        "instruments/translation_file.html",
        stored=stored,
        language=language,
        form=form,
        read=read,
        missing=len(missing_words(stored.instrument, language)),
        wording=wording,
    )
