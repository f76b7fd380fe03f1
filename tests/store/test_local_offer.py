"""Comments on the Local Offer as they are kept: sealed, apart from who sent them, and frozen once a
year."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from portal.actions import local_offer as actions
from portal.domain.ages import AgeBand
from portal.domain.figures import Thresholds
from portal.domain.local_offer import (
    About,
    Answer,
    ChangedMeanwhile,
    Comment,
    Decided,
    Decision,
    SamePerson,
    Sender,
    State,
    Subject,
    Support,
    TooMuchFromOnePlace,
    Who,
)
from portal.domain.local_offer_publications import NothingReceived, NotReady, Summary
from portal.domain.people import Role, Viewer
from portal.domain.sign_in import Limit
from portal.store import local_offer as store
from portal.store import local_offer_publications as publications
from portal.store.connection import open_for
from portal.store.db import db
from portal.store.releases import DamagedReleaseError
from portal.store.sealing import SubjectErasedError
from portal.store.tables.keys import DataKey
from portal.store.tables.local_offer import (
    LocalOfferComment,
    LocalOfferContact,
    LocalOfferPublication,
    LocalOfferSender,
    LocalOfferTaken,
)
from tests.people import add_staff

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
BUS = Comment(About.CONTENT, Subject.TRAVEL, "Where is the bus to Oakfield?", True)
PARENT = Sender(Who.PARENT, Support.SEN_SUPPORT, AgeBand.PRIMARY)
ANSWER = Answer("It was missing.", "Add it", "Local Offer editor", TODAY + timedelta(30))


@dataclass
class Desk:
    session: Session
    officer: Viewer
    colleague: Viewer

    def take(self, comment: Comment = BUS, contact: str = "", **given: Any) -> Any:
        return actions.take_comment(
            self.session,
            comment,
            given.get("sender", PARENT),
            contact,
            press=given.get("press") or uuid4(),
            place="10.0.0.1",
            today=TODAY,
            now=NOW,
        )

    def one(self, comment: Comment = BUS, contact: str = "") -> UUID:
        """Take a comment; its id."""
        before = {each.id for each in store.list_open(self.session)}
        assert self.take(comment, contact) is None
        (new,) = {each.id for each in store.list_open(self.session)} - before
        return new

    def decide(self, comment_id: UUID, decision: Decision = Decision.PUBLISH, **more: Any) -> Any:
        decided = Decided(
            decision, self.officer.person_id, TODAY, words=more.pop("words", "Where?"), **more
        )
        return actions.decide(self.session, comment_id, decided)

    def answer(self, comment_id: UUID) -> None:
        assert self.decide(comment_id) is None
        assert actions.answer_comment(self.session, comment_id, ANSWER, TODAY) is None

    def release(self, days: int = 0) -> Any:
        at = NOW + timedelta(days)
        return actions.release_publication(self.session, self.officer, Thresholds(), at.date(), at)

    def state(self, comment_id: UUID) -> State:
        comment = store.find_comment(self.session, comment_id)
        assert comment is not None
        return comment.state


@pytest.fixture
def desk(session: Session) -> Desk:
    officer, colleague = (
        Viewer(Role.PARTICIPATION_OFFICER, add_staff(session, Role.PARTICIPATION_OFFICER))
        for _ in range(2)
    )
    return Desk(session, officer, colleague)


def count(session: Session, table: type[Any]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_press_counts_once_and_other_words_are_another_comment(desk: Desk) -> None:
    press = uuid4()
    for _ in range(3):
        assert desk.take(press=press) is None
    assert desk.take(replace(BUS, words="And the train?"), press=press) is None
    assert count(desk.session, LocalOfferComment) == count(desk.session, LocalOfferSender) == 2
    store.forget_taken(desk.session, TODAY + timedelta(1))
    assert count(desk.session, LocalOfferTaken) == 2, "a phone may send again over midnight"
    store.forget_taken(desk.session, TODAY + timedelta(2))
    assert count(desk.session, LocalOfferTaken) == 0


def test_too_many_from_one_place_wait(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "FROM_ONE_PLACE", Limit(1, timedelta(hours=1)))
    assert desk.take() is None
    assert desk.take() == TooMuchFromOnePlace()
    assert count(desk.session, LocalOfferComment) == 1


def test_words_and_contacts_are_sealed_and_nothing_else_names_anybody(desk: Desk) -> None:
    comment_id = desk.one(contact="marlo@example.org")
    everything = repr(
        [
            tuple(row)
            for table in (LocalOfferComment, LocalOfferContact, LocalOfferSender, LocalOfferTaken)
            for row in desk.session.execute(select(table.__table__))
        ]
    )
    assert "Oakfield" not in everything
    assert "marlo" not in everything
    assert store.read_words(desk.session, comment_id) == BUS.words
    assert store.find_contact(desk.session, comment_id) == "marlo@example.org"


def test_a_contact_is_destroyed_with_its_key(desk: Desk) -> None:
    comment_id = desk.one(contact="marlo@example.org")
    sealed = desk.session.scalars(select(LocalOfferContact.sealed)).one()
    actions.note_answered(desk.session, comment_id, NOW)
    assert store.find_contact(desk.session, comment_id) is None
    assert desk.session.get_one(DataKey, comment_id).wrapped is None
    desk.session.add(LocalOfferContact(comment_id=comment_id, sealed=sealed))  # an old backup
    desk.session.flush()
    with pytest.raises(SubjectErasedError):
        store.find_contact(desk.session, comment_id)


def test_deciding_twice_is_deciding_once(desk: Desk) -> None:
    comment_id = desk.one()
    assert desk.decide(comment_id) is None
    assert desk.decide(comment_id) is None
    assert desk.decide(comment_id, Decision.VEXATIOUS) == ChangedMeanwhile()
    assert desk.state(comment_id) is State.TO_ANSWER
    comment = store.find_comment(desk.session, comment_id)
    assert comment is not None
    assert comment.received_on is None, "when it came is forgotten"


def test_a_second_pair_of_eyes(desk: Desk) -> None:
    comment_id = desk.one()
    desk.decide(comment_id, needs_second=True)
    assert actions.confirm(desk.session, desk.officer, comment_id) == SamePerson()
    for _ in range(2):
        assert actions.confirm(desk.session, desk.colleague, comment_id) is None
    assert desk.state(comment_id) is State.TO_ANSWER


def test_a_decision_is_undone_with_its_answer(desk: Desk) -> None:
    comment_id = desk.one()
    desk.answer(comment_id)
    assert len(store.list_shown(desk.session, 2026)) == 1
    for _ in range(2):
        assert actions.send_back(desk.session, comment_id) is None
    assert desk.state(comment_id) is State.WAITING
    assert store.list_shown(desk.session, 2026) == []
    assert store.read_words(desk.session, comment_id) == BUS.words


def test_vexatious_words_answer_nobody(desk: Desk) -> None:
    comment_id = desk.one(contact="marlo@example.org")
    desk.decide(comment_id, Decision.VEXATIOUS, words="")
    assert store.list_to_answer(desk.session) == frozenset()


def test_everybody_reads_only_what_is_answered_by_year_and_subject(desk: Desk) -> None:
    shown, waiting, kept = desk.one(), desk.one(), desk.one()
    desk.answer(shown)
    desk.decide(kept, Decision.WOULD_IDENTIFY)
    assert desk.state(waiting) is State.WAITING
    (read,) = store.list_shown(desk.session, 2026)
    assert (read.id, read.words, read.answer) == (shown, "Where?", ANSWER)
    assert store.list_shown(desk.session, 2026, Subject.TRAVEL) == [read]
    assert store.list_shown(desk.session, 2026, Subject.HEALTH) == []
    assert store.list_shown(desk.session, 2025) == []
    assert store.count_shown(desk.session) == {2026: {Subject.TRAVEL: 1}}


def test_a_year_is_published_once_and_what_it_was_made_from_is_destroyed(desk: Desk) -> None:
    assert desk.release() == NothingReceived()
    shown, kept = desk.one(contact="marlo@example.org"), desk.one()
    assert desk.release() == NotReady(2, 0, 1)
    assert desk.decide(shown) is None
    desk.decide(kept, Decision.WOULD_IDENTIFY)
    assert desk.release() == NotReady(0, 1, 1)
    assert actions.answer_comment(desk.session, shown, ANSWER, TODAY) is None
    actions.note_answered(desk.session, shown, NOW)
    preview = actions.preview_publication(desk.session, Thresholds(), TODAY)
    assert desk.release() == 1
    (publication,) = publications.list_publications(desk.session)
    assert publication.summary == preview
    assert isinstance(preview, Summary)
    assert (preview.published, preview.received) == (1, None)
    assert [each.id for each in publications.list_published(desk.session, publication)] == [shown]
    assert store.read_words(desk.session, shown) is None
    assert store.read_words(desk.session, kept) is None
    assert count(desk.session, LocalOfferSender) == 0
    assert actions.send_back(desk.session, kept) == ChangedMeanwhile()
    assert desk.release() == NothingReceived(), "a second press"
    assert publications.find_draft(desk.session) is None
    desk.answer(desk.one())
    assert desk.release(days=30) == 2


def test_somebody_known_by_it_after_all_is_taken_out_for_good(desk: Desk) -> None:
    comment_id = desk.one()
    desk.answer(comment_id)
    today = TODAY
    assert actions.withdraw_comment(desk.session, comment_id, today, NOW) == ChangedMeanwhile()
    desk.release()
    for _ in range(2):
        assert actions.withdraw_comment(desk.session, comment_id, today, NOW) is None
    publication = publications.find_publication(desk.session, 1)
    assert publication is not None
    assert publications.list_published(desk.session, publication) == []
    assert store.list_shown(desk.session, 2026) == []
    rows = desk.session.execute(select(LocalOfferComment.__table__)).all()
    assert "Where?" not in repr(rows)


def test_what_was_published_cannot_be_changed_unseen(desk: Desk) -> None:
    desk.answer(desk.one())
    desk.release()
    publication = publications.find_publication(desk.session, 1)
    assert publication is not None
    desk.session.execute(update(LocalOfferComment).values(action="Nothing"))
    desk.session.expire_all()
    with pytest.raises(DamagedReleaseError):
        publications.list_published(desk.session, publication)
    changed = LocalOfferPublication.summary
    desk.session.execute(
        update(LocalOfferPublication).values(summary=func.replace(changed, "1", "2"))
    )
    desk.session.expire_all()
    with pytest.raises(DamagedReleaseError):
        publications.find_publication(desk.session, 1)


def test_the_draft_waits_before_the_year_is_over(desk: Desk) -> None:
    actions.prepare_publication(desk.session, TODAY)
    assert publications.find_draft(desk.session) is None, "no comment has ever come"
    desk.answer(desk.one())
    for days, drafted in ((300, False), (310, True), (400, True)):
        for _ in range(2):
            actions.prepare_publication(desk.session, TODAY + timedelta(days))
        assert (publications.find_draft(desk.session) is not None) is drafted, days
    assert count(desk.session, LocalOfferPublication) == 1
    desk.release(days=400)
    assert actions.find_due(desk.session) == (NOW + timedelta(400)).date().replace(year=2028)


def test_the_bookkeeping_joins_no_words_to_who_sent_them(
    app: Flask, session: Session, database: str
) -> None:
    """Each comment in a transaction of its own. What waits, and what senders said, is all of the
    last one, in no order, with no row numbers."""
    for number in range(6):
        actions.take_comment(
            session,
            replace(BUS, words=f"Words {number}"),
            Sender(age=tuple(AgeBand)[number % 5]),
            "",
            press=uuid4(),
            place="10.0.0.1",
            today=TODAY,
            now=NOW,
        )
        session.commit()
    for table in ("local_offer_comments", "local_offer_senders"):
        if database == "postgresql":
            found = session.execute(text(f"SELECT DISTINCT xmin::text FROM {table}")).all()
            assert len(found) == 1, table
        else:
            made = session.scalar(
                text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": table}
            )
            assert "WITHOUT ROWID" in made, table


def test_comments_that_come_at_once_are_all_kept(app: Flask) -> None:
    def send(number: int) -> None:
        with app.app_context():
            open_for("write")
            actions.take_comment(
                db.session(),
                replace(BUS, words=f"Words {number}"),
                PARENT,
                "",
                press=uuid4(),
                place=f"10.0.0.{number}",
                today=TODAY,
                now=NOW,
            )
            db.session.commit()

    threads = [Thread(target=send, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with app.app_context():
        open_for("read")
        assert count(db.session(), LocalOfferComment) == 8
        assert count(db.session(), LocalOfferSender) == 8
