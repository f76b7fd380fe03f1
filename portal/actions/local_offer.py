"""Comments on the Local Offer: taken from anybody, decided on, answered, published once a year."""

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from uuid import UUID

from sqlalchemy.orm import Session

from portal.actions.surveys import SWEEP
from portal.domain.exports import FileFormat, Sheet
from portal.domain.figures import Thresholds
from portal.domain.local_offer import (
    FROM_ONE_PLACE,
    ActionIncomplete,
    Answer,
    ChangedMeanwhile,
    Comment,
    ConcernOpen,
    Decided,
    Decision,
    Handled,
    NobodyToldOfIt,
    NotAgreedTo,
    NothingLeft,
    SamePerson,
    Sender,
    State,
    TooMuchFromOnePlace,
    WasAgreedTo,
    may_answer,
    may_confirm,
    may_decide,
    may_send_back,
    may_withdraw,
)
from portal.domain.local_offer_publications import (
    NothingReceived,
    NotReady,
    Publication,
    Summary,
    check_ready,
    is_draft_due,
    publication_due,
    summarise,
)
from portal.domain.people import Viewer
from portal.outside.spreadsheets import write_spreadsheet
from portal.store import local_offer as store
from portal.store import local_offer_publications as publications
from portal.store.jobs import add_job
from portal.store.rate import count_try
from portal.store.safeguarding_flags import flags_of

PREPARE = "local_offer.prepare"


def take_comment(
    session: Session,
    comment: Comment,
    sender: Sender,
    contact: str,
    *,
    press: UUID,
    place: str,
    today: date,
    now: datetime,
) -> TooMuchFromOnePlace | None:
    """Take one comment. ``press`` is the id that its page brought: the same words under the same
    id, as from a second press, count once. ``place`` is the network address it came from;
    ``contact`` is where to answer, empty where nobody wants an answer."""
    if not count_try(session, "local offer", place, FROM_ONE_PLACE, now):
        return TooMuchFromOnePlace()
    store.lock_comments(session)
    said = "\x1f".join((str(press), comment.about, comment.subject, comment.words))
    if store.note_taken(session, said, today):
        comment_id = store.add_comment(session, comment, sender, today)
        if contact:
            store.add_contact(session, comment_id, contact)
    return None


def decide(
    session: Session, comment_id: UUID, decided: Decided
) -> NotAgreedTo | WasAgreedTo | NothingLeft | NobodyToldOfIt | ChangedMeanwhile | None:
    """Decide what becomes of a waiting comment; the same again, as from a second press, is the
    same decision. Where words are vexatious nobody is answered. Raises NoResultFound."""
    comment = _get(session, comment_id)
    if comment.decided is not None and comment.decided.says_the_same_as(decided):
        return None
    refusal = may_decide(comment, decided)
    if refusal is None:
        store.keep_decision(session, comment_id, decided)
        if decided.decision is Decision.VEXATIOUS:
            store.destroy_contacts(session, [comment_id])
    return refusal


def confirm(
    session: Session, viewer: Viewer, comment_id: UUID
) -> SamePerson | ChangedMeanwhile | None:
    """The second pair of eyes. Raises NoResultFound."""
    comment = _get(session, comment_id)
    if comment.decided is not None and comment.decided.confirmed_by == viewer.person_id:
        return None
    refusal = may_confirm(comment, viewer.person_id)
    if refusal is None:
        store.keep_confirmation(session, comment_id, viewer.person_id)
    return refusal


def send_back(session: Session, comment_id: UUID) -> ChangedMeanwhile | None:
    """Undo a decision, and whatever answer came after it. Raises NoResultFound."""
    comment = _get(session, comment_id)
    if comment.state is State.WAITING:
        return None
    if not may_send_back(comment):
        return ChangedMeanwhile()
    store.undo_decision(session, comment)
    return None


def answer_comment(
    session: Session, comment_id: UUID, answer: Answer, today: date
) -> ActionIncomplete | ChangedMeanwhile | ConcernOpen | None:
    """The council's answer: with it the comment is public at once. Raises NoResultFound."""
    comment = _get(session, comment_id)
    flag = flags_of(session, [comment_id]).get(comment_id)
    if flag is not None and flag.is_open:
        return ConcernOpen()
    refusal = may_answer(comment, answer)
    if refusal is None:
        store.keep_answer(session, comment_id, answer, comment.shown_on or today)
    return refusal


def withdraw_comment(
    session: Session, comment_id: UUID, today: date, now: datetime
) -> ChangedMeanwhile | None:
    """Take a comment off its publication because somebody is known by it. Raises NoResultFound."""
    comment = _get(session, comment_id)
    if comment.state is State.WITHDRAWN:
        return None
    if not may_withdraw(comment):
        return ChangedMeanwhile()
    store.withdraw(session, comment_id, today)
    add_job(session, SWEEP, {}, now)
    return None


def note_answered(session: Session, comment_id: UUID, now: datetime) -> None:
    """Its writer was answered: where, is destroyed."""
    store.destroy_contacts(session, [comment_id])
    add_job(session, SWEEP, {}, now)


def _get(session: Session, comment_id: UUID) -> Handled:
    comment = store.find_comment(session, comment_id, lock=True)
    if comment is None:
        raise CommentUnknownError(comment_id)
    return comment


class CommentUnknownError(LookupError):
    """No comment has this id."""


# --- once a year --------------------------------------------------------------------------------


def find_due(session: Session) -> date | None:
    """The last day of the next publication; None while no comment has ever come."""
    released = publications.list_publications(session)
    return publication_due(
        released[0].released_on if released else None, publications.find_first_day(session)
    )


def prepare_publication(session: Session, today: date) -> None:
    """Make the draft of the next publication while there is time to finish it, so that it waits
    for a person; and forget which presses of the form are in. Nothing new on a second run."""
    store.prepare_key(session)
    store.forget_taken(session, today)
    store.lock_comments(session)
    due = find_due(session)
    if due is not None and is_draft_due(due, today) and publications.find_draft(session) is None:
        publications.add_draft(session, due)


def preview_publication(
    session: Session, thresholds: Thresholds, today: date
) -> Summary | NotReady | NothingReceived:
    """What a publication would say today."""
    comments = store.list_open(session)
    refusal = check_ready(comments, len(store.list_to_answer(session)))
    if refusal is not None:
        return refusal
    released = publications.list_publications(session)
    return summarise(
        [each.decided.decision for each in comments if each.decided],
        store.list_senders(session),
        store.list_unpublished(session),
        since=released[0].released_on if released else None,
        until=today,
        thresholds=thresholds,
    )


def release_publication(
    session: Session, viewer: Viewer, thresholds: Thresholds, today: date, now: datetime
) -> int | NotReady | NothingReceived:
    """Freeze the publication and destroy what it was made from; its number."""
    store.lock_comments(session)
    summary = preview_publication(session, thresholds, today)
    if not isinstance(summary, Summary):
        return summary
    released = publications.list_publications(session)
    draft = _get_draft(session)
    number = 1 + len(released)
    publications.release(session, draft.id, number, summary, viewer.person_id, now)
    add_job(session, SWEEP, {}, now)
    return number


def _get_draft(session: Session) -> Publication:
    """The draft that waits; one made now, where somebody publishes before it is due."""
    draft = publications.find_draft(session)
    if draft is None:
        due = find_due(session)
        assert due is not None  # noqa: S101 - there are comments, or nothing would be released
        publications.add_draft(session, due)
        draft = publications.find_draft(session)
    assert draft is not None  # noqa: S101 - it was added above
    return draft


def render_file(file_format: FileFormat, sheets: Sequence[Sheet]) -> bytes:
    """A publication as a file. Made when it is asked for: what was taken out is in none."""
    out = BytesIO()
    write_spreadsheet(out, file_format, sheets)
    return out.getvalue()
