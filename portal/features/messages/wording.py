"""The words of the pages about messages."""

from flask_babel import gettext, lazy_gettext
from flask_babel.speaklater import LazyString

from portal.domain.addresses import Channel
from portal.domain.sending import FAILURES
from portal.domain.unreachable import Mender, ReportDecision, Why
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


WHYS: dict[Why, LazyString] = {
    Why.WRONG_PERSON: lazy_gettext("A reader says that our message was not for them"),
    Why.WRONG_ADDRESS: lazy_gettext("The address was checked and is not theirs"),
    Why.PERMANENT_FAILURE: lazy_gettext("The last message came back: no such address"),
    Why.SHARED_ADDRESS: lazy_gettext("Two people have one e-mail or mobile; neither can sign in"),
    Why.NO_ADDRESS: lazy_gettext("No e-mail and no mobile on record; we write by letter"),
    Why.TEMPORARY_FAILURE: lazy_gettext("The last message did not arrive: full or switched off"),
    Why.TECHNICAL_FAILURE: lazy_gettext("The last message was given up after several tries"),
}

MENDERS: dict[Mender, LazyString] = {
    Mender.CASEWORKER: lazy_gettext("Caseworker: ask the family, then the case system"),
    Mender.RECORDS_TEAM: lazy_gettext("Records team: correct the case system"),
    Mender.ADMINISTRATOR: lazy_gettext("Administrator: see how messages are sent"),
}

DECISIONS: dict[ReportDecision, LazyString] = {
    ReportDecision.RIGHT_PERSON: lazy_gettext("The address is right: write to this person again"),
    ReportDecision.CORRECTED: lazy_gettext(
        "The record now has another address: write to this person again"
    ),
    ReportDecision.WRONG_ADDRESS: lazy_gettext(
        "The address is wrong: write nothing until the record is corrected"
    ),
}

AFTER_DECISION: dict[ReportDecision, LazyString] = {
    ReportDecision.RIGHT_PERSON: lazy_gettext("Settled. Messages can go to this person again."),
    ReportDecision.CORRECTED: lazy_gettext("Settled. Messages can go to this person again."),
    ReportDecision.WRONG_ADDRESS: lazy_gettext(
        "Noted. Nothing goes to this person until the record is corrected."
    ),
}
