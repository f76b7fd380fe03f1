"""The page that says why a link or a code cannot be used, and what to do."""

from flask import render_template, url_for
from flask_babel import gettext

from portal.actions.sign_in import TooManyTries
from portal.domain.sign_in import (
    TicketExpired,
    TicketRefusal,
    TicketUnknown,
    TicketUsed,
    TooManyWrongCodes,
)

Refusal = TicketRefusal | TicketUnknown | TooManyTries


def show_refusal(refusal: Refusal, *, ask_again: str | None) -> tuple[str, int]:
    """``ask_again`` names the page where a new link can be asked for, where there is one."""
    match refusal:
        case TicketUsed():
            title, status = gettext("This link has been used"), 410
            advice = gettext("Each link and code works once.")
        case TicketExpired():
            title, status = gettext("This link is too old"), 410
            advice = gettext("For your safety, links and codes stop working after a while.")
        case TooManyWrongCodes():
            title, status = gettext("There were too many wrong codes"), 410
            advice = gettext("For your safety, this link and its code have stopped working.")
        case TicketUnknown():
            title, status = gettext("We do not know this link"), 404
            advice = gettext(
                "Open the link from your message again. If it was cut in two, copy all of it."
            )
        case TooManyTries():
            title, status = gettext("There were too many tries"), 429
            advice = gettext("For your safety, wait an hour. Then try again.")
    page = render_template(
        "sign_in/refused.html",
        page_title=title,
        advice=advice,
        again=url_for(ask_again) if ask_again and status != 429 else None,
    )
    return page, status
