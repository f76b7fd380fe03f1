"""The words of the pages about messages."""

from flask_babel import gettext, lazy_gettext
from flask_babel.speaklater import LazyString

from portal.domain.addresses import Channel
from portal.domain.sending import FAILURES
from portal.store.own_messages import OwnMessage

SENT_BY: dict[Channel, LazyString] = {
    Channel.EMAIL: lazy_gettext("By e-mail"),
    Channel.SMS: lazy_gettext("By text message"),
    Channel.LETTER: lazy_gettext("By letter"),
    Channel.PHONE: lazy_gettext("By telephone: we ring you"),
}


def how_it_went(message: OwnMessage) -> str:
    """Which way a message went, in the words of a family page."""
    if message.status in FAILURES:
        return str(gettext("We tried to send this, but it did not reach you"))
    if message.channel is None:
        return str(gettext("By letter. It will be in the post soon"))
    return str(SENT_BY[message.channel])
