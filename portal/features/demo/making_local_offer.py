"""Comments on the invented council's Local Offer: a year that is published, and one that goes on.
Every comment is invented."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from portal.actions import local_offer as actions
from portal.domain.ages import AgeBand
from portal.domain.figures import Thresholds
from portal.domain.local_offer import (
    About,
    Answer,
    Comment,
    Decided,
    Decision,
    Sender,
    Subject,
    Support,
    Who,
)
from portal.domain.people import Viewer
from portal.store.local_offer import list_open

A_YEAR_AGO = timedelta(days=330)
"""So long ago that the next publication is due in a month, and its draft waits."""
EDITOR = "Local Offer editor"

Said = tuple[About, Subject, str, Answer]

_LAST_YEAR: tuple[Said, ...] = (
    (
        About.CONTENT,
        Subject.TRAVEL,
        "I cannot find when the bus to college runs.",
        Answer("It was not there.", "Put the bus times on the travel page", EDITOR),
    ),
    (
        About.EASE,
        Subject.WHOLE,
        "The words are long and the search finds nothing for “work”.",
        Answer("Young Inspectors told us the same.", "Write the first 20 pages anew", EDITOR),
    ),
    (
        About.QUALITY,
        Subject.SHORT_BREAKS,
        "The holiday club was lovely, but full within a day.",
        Answer("Thank you. We had 40 places.", "Ask for 20 more places", "Head of short breaks"),
    ),
    (
        About.MAKING,
        Subject.WHOLE,
        "Nobody ever asked us what should be in it.",
        Answer("We ask the participation group. Families can also come to our events."),
    ),
)
_THIS_YEAR: tuple[Said, ...] = (
    (
        About.CONTENT,
        Subject.ADULT_LIFE,
        "What is there at 19? The page stops at school.",
        Answer("You are right.", "Add a page on 19 to 25", "Preparing for adulthood lead"),
    ),
    (
        About.QUALITY,
        Subject.HEALTH,
        "Speech therapy is listed, but it does not say how long you wait.",
        Answer("Waiting times change each month.", "Show them each quarter", EDITOR),
    ),
)
_WAITING: Sequence[tuple[About, Subject, str, bool, str]] = (
    (
        About.CONTENT,
        Subject.EARLY_YEARS,
        "Is there a playgroup with a quiet room? Rosalind Thistlewood at the library did not know.",
        True,
        "",
    ),
    (
        About.QUALITY,
        Subject.SCHOOLS,
        "My son has waited a year for his own reading help at Oakfield School.",
        True,
        "a.parent@example.org",
    ),
    (About.EASE, Subject.COLLEGES, "Hard to read on my phone.", False, ""),
)
KEPT_OUT = (Decision.ONE_PERSON, Decision.ONE_PERSON, Decision.VEXATIOUS)


def hear_comments(session: Session, officer: Viewer, today: date, now: datetime) -> int:
    """How many comments have come; one year of them is published."""
    chance = Random(56)  # noqa: S311 - invented, the same each time
    then, at = today - A_YEAR_AGO, now - A_YEAR_AGO
    for said in _LAST_YEAR * 3:
        _publish(session, officer, said, chance, then - timedelta(chance.randint(1, 90)), at)
    for decision in KEPT_OUT * 2:
        comment_id = _take(session, "Invented for this demo, and kept out.", chance, then, at)
        decided = Decided(decision, officer.person_id, then, passed_to="Complaints team")
        actions.decide(session, comment_id, decided)
    actions.release_publication(session, officer, Thresholds(), then, at)
    for said in _THIS_YEAR:
        _publish(session, officer, said, chance, today - timedelta(chance.randint(20, 200)), now)
    for about, subject, words, may_publish, contact in _WAITING:
        comment = Comment(about, subject, words, may_publish)
        _send(session, comment, chance, today - timedelta(1), now, contact)
    actions.prepare_publication(session, today)
    return len(_LAST_YEAR) * 3 + len(KEPT_OUT) * 2 + len(_THIS_YEAR) + len(_WAITING)


def _publish(
    session: Session, officer: Viewer, said: Said, chance: Random, day: date, now: datetime
) -> None:
    about, subject, words, answer = said
    comment_id = _take(session, words, chance, day, now, about, subject)
    actions.decide(session, comment_id, Decided(Decision.PUBLISH, officer.person_id, day, words))
    if answer.action:
        due = day + timedelta(150)
        answer = Answer(answer.answer, answer.action, answer.owner, due)
    actions.answer_comment(session, comment_id, answer, day)


def _take(
    session: Session,
    words: str,
    chance: Random,
    day: date,
    now: datetime,
    about: About = About.CONTENT,
    subject: Subject = Subject.WHOLE,
) -> UUID:
    """The id of a comment that came in and is decided on before the next one comes."""
    _send(session, Comment(about, subject, words, may_publish=True), chance, day, now)
    return next(each.id for each in list_open(session) if each.decided is None)


def _send(
    session: Session,
    comment: Comment,
    chance: Random,
    day: date,
    now: datetime,
    contact: str = "",
) -> None:
    sender = Sender(
        chance.choice((Who.PARENT, Who.PARENT, Who.YOUNG)),
        chance.choice(tuple(Support)),
        chance.choice((AgeBand.SECONDARY, AgeBand.PRIMARY, AgeBand.POST_19)),
    )
    actions.take_comment(
        session,
        comment,
        sender,
        contact,
        press=uuid4(),
        place=f"demo {uuid4()}",
        today=day,
        now=now,
    )
