"""Messages made into letters: in words, in the reader's language, as the way they travel asks."""

from collections.abc import Sequence
from dataclasses import replace

from babel import Locale
from flask import current_app
from flask_babel import Babel, force_locale, gettext

from portal.actions.messages import Delivery, Item
from portal.actions.paper import Unwritten, Written
from portal.domain.addresses import Address, Channel
from portal.domain.messages import NEWS_KINDS, MessageKind
from portal.kit.links import path_for
from portal.kit.message_paragraphs import Carried
from portal.kit.message_wording import TEXT_MESSAGE_HOLDS, short_text_of, subject_of, text_of
from portal.outside.letters import Letter
from portal.store.outbox_claims import ClaimedMessage

OWN_MESSAGES = "own_messages.list_messages"


def language_for(asked: str | None) -> Locale:
    """The reader's language where there is a catalogue for it, else the portal's own.

    ``asked`` is what the record says: a code such as ``pl`` or ``pt-BR``.
    """
    babel: Babel = current_app.extensions["babel"].instance
    known = {str(locale): locale for locale in babel.list_translations()}
    wanted = (asked or "").strip().replace("-", "_")
    matched = Locale.negotiate([wanted], list(known), sep="_") if wanted else None
    found: Locale = known[str(matched)] if matched else babel.default_locale
    return found


def write_letter(message: ClaimedMessage, delivery: Delivery, to: Address) -> Letter:
    """The message in words. Links come from the settings, never from a request."""
    locale = language_for(delivery.language)
    with force_locale(locale):
        kind = message.kind
        carried = carried_by(kind, delivery.items, delivery.stop_token)
        short = delivery.channel is Channel.SMS
        return Letter(
            id=message.id,
            to=to,
            subject=subject_of(kind),
            text=_in_two_parts(kind, carried) if short else text_of(kind, carried),
            language=str(locale).replace("_", "-"),
            written_at=message.queued_at,
            is_again=message.tries > 1,
        )


def _in_two_parts(kind: MessageKind, carried: Carried) -> str:
    """News whose own link is too long for a text message leads to the page of all messages."""
    text = short_text_of(kind, carried)
    if len(text) <= TEXT_MESSAGE_HOLDS or kind not in NEWS_KINDS:
        return text
    return short_text_of(kind, replace(carried, link=_whole(path_for(OWN_MESSAGES))))


def write_on_paper(unwritten: Unwritten) -> Written:
    """The same for a letter of the council's own mail merge, with the family's code apart."""
    kind = unwritten.message.kind
    with force_locale(language_for(unwritten.language)):
        carried = carried_by(kind, unwritten.items, unwritten.stop_token)
        return Written(subject_of(kind), text_of(kind, carried), carried.code or None)


def carried_by(kind: MessageKind, items: Sequence[Item], stop_token: str | None) -> Carried:
    """A digest names each kind of news once, and leads to the page of all messages."""
    is_digest = kind is MessageKind.DIGEST
    link = path_for(OWN_MESSAGES) if is_digest else items[0].link_path
    stop = path_for("messages.show_choices", token=stop_token) if stop_token else None
    return Carried(
        council=current_app.config["COUNCIL_NAME"],
        link=_whole(link),
        code="" if is_digest else items[0].code or "",
        stop_link=_whole(stop),
        code_page=_whole(path_for("survey_answers.show_code")),
        news=tuple(dict.fromkeys(subject_of(item.kind) for item in items)) if is_digest else (),
    )


def words_again(kind: MessageKind, *, has_link: bool) -> str:
    """What a message said, for a page where its reader finds it again: the link of news stands
    beside it there, and what was a secret of the reader's is gone."""
    link = gettext("(the link is below)") if has_link else gettext("(a link only for you)")
    council = current_app.config["COUNCIL_NAME"]
    return text_of(kind, Carried(council, link, code=gettext("(a code)"), stop_link=""))


def _whole(path: str | None) -> str:
    return f"{current_app.config['BASE_URL'].rstrip('/')}{path}" if path else ""
