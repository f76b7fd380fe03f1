"""You said, we did: tying what families said to what the council undertakes, and telling them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from portal.actions.messages import queue_messages
from portal.domain.commitments import (
    Commitment,
    EvidenceMissing,
    FigureNotShown,
    MeasureSaid,
    News,
    NothingToTell,
    NotSaid,
    Promise,
    QuotationSaid,
    Said,
    ThemeSaid,
    ViewsSaid,
    check_rating,
    list_changes,
    news_due,
)
from portal.domain.dates import london_day
from portal.domain.messages import Facts, MessageKind, why_stopped
from portal.domain.people import Viewer
from portal.store import commitments, moderation, recipients, releases
from portal.store.commitment_sources import TookPart, list_asked, list_givers, list_released
from portal.store.jobs import add_job
from portal.store.outbox import NewMessage

TELL = "commitments.tell"
_TOLD_AT_ONCE = 200
_KINDS = {News.MADE: MessageKind.COMMITMENT_MADE, News.DONE: MessageKind.COMMITMENT_DONE}

Refusal = EvidenceMissing | FigureNotShown | NotSaid


def add_commitment(
    session: Session,
    said: Said,
    promise: Promise,
    now: datetime,
    *,
    new_id: UUID | None = None,
) -> UUID | Refusal:
    """A new commitment; it shows on the public page at once.

    ``new_id`` is the id it will have. The same again under that id, as from a second press, is
    the same commitment; something else under it is one of its own.
    """
    refusal = _check_said(session, said) or check_rating(promise.rating, promise.evidence)
    if refusal is not None:
        return refusal
    new_id = new_id or uuid4()
    if not commitments.add_commitment(session, new_id, said, promise, now):
        there = commitments.find_commitment(session, new_id)
        if there is None or (there.said, there.promise) != (said, promise):
            new_id = uuid4()
            commitments.add_commitment(session, new_id, said, promise, now)
    return new_id


def change_commitment(
    session: Session,
    viewer: Viewer,
    commitment_id: UUID,
    said: Said,
    promise: Promise,
    now: datetime,
) -> Refusal | None:
    """Take over what was typed, and keep what changed and when; None where it is done.

    What was said is asked about only where it is another thing than before: words that the
    moderation desk has taken back since do not keep the rest from being put right. Raises
    LookupError.
    """
    before = commitments.find_commitment(session, commitment_id, lock=True)
    if before is None:
        raise LookupError(f"no commitment {commitment_id}")
    refusal = check_rating(promise.rating, promise.evidence) or (
        _check_said(session, said) if said != before.said else None
    )
    if refusal is not None:
        return refusal
    changes = list_changes((before.said, before.promise), (said, promise))
    if changes or said != before.said:
        by = viewer.person_id
        commitments.change_commitment(
            session, commitment_id, said, promise, changes, by=by, now=now
        )
    return None


def _check_said(session: Session, said: Said) -> FigureNotShown | NotSaid | None:
    match said:
        case MeasureSaid(release_id, measure):
            release = releases.find_release(session, release_id)
            figure = release.snapshot.figure(measure) if release else None
            return FigureNotShown(measure) if figure is None or figure.share is None else None
        case QuotationSaid(_, quotation_id):
            there = list_released(session, {quotation_id})
            return None if quotation_id in there else NotSaid()
        case ThemeSaid(theme, wave_id) if wave_id is not None:
            found = moderation.count_themes(session, wave_id).themes
            return None if theme in found else NotSaid()
        case _:
            return None


def wave_of(session: Session, said: Said) -> UUID | None:
    """The survey in which it was said, where it was one."""
    match said:
        case MeasureSaid(release_id, _):
            release = releases.find_release(session, release_id)
            return release.wave_id if release else None
        case QuotationSaid(wave_id, _):
            return wave_id
        case ThemeSaid(_, wave_id):
            return wave_id
        case ViewsSaid():
            return None


def may_tell(session: Session, commitment: Commitment) -> News | NothingToTell:
    """What those who took part can be told now. Of a theme in the officer's own words, and of a
    survey that anybody could answer, nobody is known."""
    news = news_due(commitment.promise.rating, commitment.told)
    if news is None or not _next_people(session, commitment.said, None, 1):
        return NothingToTell()
    return news


def tell(
    session: Session, viewer: Viewer, commitment_id: UUID, seen: News, now: datetime
) -> News | NothingToTell:
    """Tell those who took part, by a job of the worker: of views for reviews the people who sent
    them, of a survey everybody who was asked, whoever answered.

    ``seen`` is the news that the page showed. Pressed twice nobody is told twice. Raises
    LookupError.
    """
    commitment = commitments.find_commitment(session, commitment_id, lock=True)
    if commitment is None:
        raise LookupError(f"no commitment {commitment_id}")
    news = may_tell(session, commitment)
    if news is not seen or isinstance(news, NothingToTell):
        return NothingToTell()
    if not commitments.add_telling(session, commitment_id, news, by=viewer.person_id, now=now):
        return NothingToTell()
    add_job(session, TELL, {"commitment_id": str(commitment_id), "news": news, "after": ""}, now)
    return news


def send_news(
    session: Session,
    commitment_id: UUID,
    news: News,
    *,
    after: UUID | None,
    link_path: str,
    now: datetime,
) -> None:
    """Queue the next messages, one a person; a job of the worker. What is left goes into a job of
    its own, so that no transaction holds the database for long."""
    commitment = commitments.find_commitment(session, commitment_id)
    if commitment is None:
        return
    people = _next_people(session, commitment.said, after, _TOLD_AT_ONCE)
    if not people:
        return
    facts = recipients.list_facts(session, (each.to for each in people), london_day(now))
    kind = _KINDS[news]
    messages = [
        NewMessage(each.to, kind, link_path, about=_about(kind, facts[each.to], each))
        for each in people
    ]
    queue_messages(session, messages, now)
    payload = {
        "commitment_id": str(commitment_id),
        "news": news.value,
        "after": str(people[-1].to.id),
    }
    add_job(session, TELL, payload, now)


def _next_people(
    session: Session, said: Said, after: UUID | None, limit: int
) -> Sequence[TookPart]:
    if isinstance(said, ViewsSaid):
        return list_givers(session, said.first, said.last, after=after, limit=limit)
    wave_id = wave_of(session, said)
    return list_asked(session, wave_id, after=after, limit=limit) if wave_id else ()


def _about(kind: MessageKind, facts: Facts, person: TookPart) -> UUID | None:
    """The child for whom the stop list is asked: one of those the person was asked about for whom
    it lets the message through, where there is one."""
    through = (
        child_id
        for child_id in person.child_ids
        if why_stopped(kind, facts, about=child_id) is None
    )
    return next(through, person.child_ids[0] if person.child_ids else None)
