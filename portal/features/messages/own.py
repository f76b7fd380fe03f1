"""Every message that somebody of a family was sent, readable here even if it never arrived."""

from flask import Blueprint, render_template

from portal.features.messages import wording
from portal.kit.access import family
from portal.kit.letter_writing import words_again
from portal.kit.message_wording import subject_of
from portal.kit.paging import page_asked
from portal.kit.signed_in import get_viewer
from portal.store.db import db
from portal.store.own_messages import count_own_messages, list_own_messages

MESSAGES_A_PAGE = 20

blueprint = Blueprint("own_messages", __name__, template_folder="templates")


@blueprint.get("/your-messages")
@family
def list_messages() -> str:
    session, person_id, page = db.session(), get_viewer().person_id, page_asked()
    count = count_own_messages(session, person_id)
    return render_template(
        "messages/own.html",
        messages=list_own_messages(
            session, person_id, after=(page - 1) * MESSAGES_A_PAGE, limit=MESSAGES_A_PAGE
        ),
        subject_of=subject_of,
        words_again=words_again,
        words=wording,
        page=page,
        pages=-(-count // MESSAGES_A_PAGE),
    )
