"""How an instrument will meet people: on a phone, on paper, and read out by telephone."""

from uuid import UUID

from flask import abort, render_template, request
from flask_babel import gettext
from markupsafe import Markup

from portal.domain.instruments import ENGLISH, Instrument, offered_languages
from portal.domain.questions import CONSENT_WORDS, Question, fill_in
from portal.features.instruments import wording
from portal.features.instruments.blueprint import blueprint, get_instrument, officer
from portal.kit.questions import mark_answer, render_question


@blueprint.get("/<uuid:instrument_id>/preview/<any(phone, paper, telephone):way>")
@officer
def show_preview(instrument_id: UUID, way: str) -> str:
    """In English, or in a language in which not a word is missing, as it would be offered."""
    stored = get_instrument(instrument_id)
    instrument = stored.instrument
    languages = offered_languages(instrument)
    language = request.args.get("language", ENGLISH)
    if language not in languages:
        abort(404)
    by_key = {question.key: question for question in instrument.questions}

    def say(words: str) -> str:
        return instrument.say(words, language)

    def ask(question: Question) -> str:
        return _statement(instrument, question, by_key, language)

    def show(question: Question) -> Markup:
        return mark_answer(render_question(question, ask(question), say), question, {})

    return render_template(
        f"instruments/preview_{way}.html",
        stored=stored,
        instrument=instrument,
        way=way,
        languages=languages,
        language=language,
        by_key=by_key,
        say=say,
        ask=ask,
        show=show,
        consent_words=CONSENT_WORDS,
        wording=wording,
    )


def _statement(
    instrument: Instrument, question: Question, by_key: dict[str, Question], language: str
) -> str:
    """What is asked; nobody has answered, so the place of an answer says whose it is."""
    said = {
        key: gettext("[answer to “%(question)s”]", question=instrument.say(on.statement, language))
        for key in question.pipes
        if (on := by_key.get(key))
    }
    return fill_in(instrument.say(question.statement, language), said)
