"""What is kept of somebody's views: sealed for two people, readable while both are there."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.actions.reviews import keep_reviews_in_step
from portal.domain.people import Role, Viewer
from portal.domain.reviews import Review
from portal.domain.views import (
    Addition,
    Audience,
    Contribution,
    Provenance,
    Version,
    Wording,
    reference_of,
)
from portal.domain.views_answers import Answer
from portal.domain.views_questions import Choice, Voice
from portal.store import reviews, sealing, views, views_sent
from portal.store.shared_sealing import Pair
from tests.people import add_adult, add_child, add_plan, add_staff, link, put_on_caseload

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
TODAY = NOW.date()


@pytest.fixture
def child_id(session: Session) -> UUID:
    return add_child(session)


@pytest.fixture
def author_id(session: Session, child_id: UUID) -> UUID:
    adult_id = add_adult(session)
    link(session, child_id, adult_id)
    return adult_id


@pytest.fixture
def review(session: Session, child_id: UUID) -> Review:
    add_plan(session, child_id)
    keep_reviews_in_step(session, TODAY)
    found = reviews.find_open_review(session, child_id)
    assert found is not None
    return found


@pytest.fixture
def pair(author_id: UUID, child_id: UUID) -> Pair:
    return Pair(author_id, child_id)


@pytest.fixture
def begun(session: Session, review: Review, author_id: UUID) -> Contribution:
    new = views.add_contribution(session, review, author_id, Voice.PARENT_CARER, NOW)
    assert new == found(session, review, author_id)
    return new


def found(session: Session, review: Review, author_id: UUID) -> Contribution:
    contribution = views.find_contribution(session, review, author_id)
    assert contribution is not None
    return contribution


def test_beginning_twice_is_beginning_once(
    session: Session, review: Review, author_id: UUID, begun: Contribution
) -> None:
    assert views.add_contribution(session, review, author_id, Voice.PARENT_CARER, NOW) is None
    assert found(session, review, author_id) == begun
    assert begun.working == Wording()


def test_answers_come_back_as_they_were_saved_and_count_their_savings(
    session: Session, review: Review, author_id: UUID, pair: Pair, begun: Contribution
) -> None:
    views.save_answer(session, begun, pair, "home", Answer(words="She sleeps – żółw"), NOW)
    views.save_answer(session, begun, pair, "outcome-1", Answer(Choice.NEARER), NOW)
    contribution = found(session, review, author_id)
    views.save_answer(session, contribution, pair, "home", Answer(), NOW)
    again = found(session, review, author_id)
    assert contribution.working.answers["home"] == Answer(words="She sleeps – żółw")
    assert again.working.answers == {"home": Answer(), "outcome-1": Answer(Choice.NEARER)}
    assert again.revisions == {"home": 2, "outcome-1": 1}


def test_provenance_and_audience_come_back(
    session: Session, review: Review, author_id: UUID, pair: Pair, begun: Contribution
) -> None:
    views.save_provenance(session, begun, pair, Provenance.WITH_HELP, "my sister")
    views.save_audience(session, begun, Audience.COUNCIL)
    working = found(session, review, author_id).working
    assert working.provenance is Provenance.WITH_HELP
    assert working.provenance_detail == "my sister"
    assert working.audience is Audience.COUNCIL
    views.save_provenance(session, begun, pair, Provenance.OWN_WORDS, "")
    assert found(session, review, author_id).working.provenance_detail == ""


def test_what_was_sent_comes_back_in_order(
    session: Session, review: Review, author_id: UUID, pair: Pair, begun: Contribution
) -> None:
    first = Version(1, NOW, Wording({"home": Answer(words="One")}, Provenance.OWN_WORDS))
    both = {"home": Answer(words="Two"), "outcome-1": Answer(Choice.FURTHER, "Swim")}
    second = Version(2, NOW, Wording(both, Provenance.SEEN_BY, "Gran", Audience.COUNCIL))
    later = Addition(1, NOW, "More", Provenance.OWN_WORDS, "", Audience.MEETING)
    views_sent.add_version(session, begun.id, pair, first)
    views_sent.add_version(session, begun.id, pair, second)
    views_sent.add_addition(session, begun.id, pair, later)
    session.expire_all()
    sent = found(session, review, author_id).sent
    assert sent.versions == (first, second)
    assert sent.additions == (later,)
    [listed] = views_sent.list_sent_views(session, review)
    assert listed.sent == sent
    assert listed.author_id == author_id
    assert listed.relationship == "mother"
    assert listed.reference == reference_of(begun.id)


def test_a_working_copy_alone_is_not_listed(
    session: Session, review: Review, pair: Pair, begun: Contribution
) -> None:
    views.save_answer(session, begun, pair, "home", Answer(words="Not yet"), NOW)
    assert views_sent.list_sent_views(session, review) == []


def test_no_word_lies_open_in_the_database(
    session: Session, pair: Pair, begun: Contribution
) -> None:
    canary = "kanarienvogel"
    views.save_answer(session, begun, pair, "home", Answer(words=canary), NOW)
    views.save_provenance(session, begun, pair, Provenance.WITH_HELP, canary)
    wording = Wording({"home": Answer(words=canary)}, Provenance.WITH_HELP, canary)
    views_sent.add_version(session, begun.id, pair, Version(1, NOW, wording))
    later = Addition(1, NOW, canary, Provenance.WITH_HELP, canary, Audience.MEETING)
    views_sent.add_addition(session, begun.id, pair, later)
    for table in ("contributions", "contribution_answers", "contribution_sendings"):
        rows = session.execute(text(f"SELECT * FROM {table}")).all()
        assert rows
        assert canary.encode() not in repr(rows).encode()


@pytest.mark.parametrize("who", ["author", "child"])
def test_erasing_the_author_or_the_child_erases_the_views(
    session: Session, review: Review, pair: Pair, begun: Contribution, who: str
) -> None:
    wording = Wording({"home": Answer(words="Gone soon")}, Provenance.OWN_WORDS)
    views_sent.add_version(session, begun.id, pair, Version(1, NOW, wording))
    sealing.erase(session, pair.author_id if who == "author" else pair.child_id)
    assert views.find_contribution(session, review, pair.author_id) is None
    assert views_sent.list_sent_views(session, review) == []


def test_one_persons_erasure_leaves_the_others_views(
    session: Session, review: Review, child_id: UUID, pair: Pair, begun: Contribution
) -> None:
    other_id = add_adult(session)
    link(session, child_id, other_id, relationship="father")
    views.add_contribution(session, review, other_id, Voice.PARENT_CARER, NOW)
    theirs = found(session, review, other_id)
    wording = Wording({"home": Answer(words="Mine stays")}, Provenance.OWN_WORDS)
    for contribution, owners in ((begun, pair), (theirs, Pair(other_id, child_id))):
        views_sent.add_version(session, contribution.id, owners, Version(1, NOW, wording))
    sealing.erase(session, pair.author_id)
    [listed] = views_sent.list_sent_views(session, review)
    assert listed.author_id == other_id


@pytest.mark.parametrize(
    ("facts", "seen"),
    [
        ({}, True),
        ({"restriction": "no contact"}, False),
        ({"access_until": date(2026, 11, 22)}, False),
        ({"responsibility": "unknown"}, False),
    ],
)
def test_a_review_is_found_only_through_an_open_link(
    session: Session, review: Review, child_id: UUID, facts: dict[str, object], seen: bool
) -> None:
    adult_id = add_adult(session)
    link(session, child_id, adult_id, **facts)
    viewer = Viewer(Role.FAMILY_MEMBER, adult_id)
    assert (reviews.find_review(session, viewer, review.id, TODAY) is not None) is seen


def test_a_caseworker_finds_the_reviews_of_their_own_caseload(
    session: Session, review: Review, child_id: UUID
) -> None:
    own, another = (add_staff(session, Role.CASEWORKER) for _ in range(2))
    put_on_caseload(session, child_id, own)
    of = reviews.find_review(session, Viewer(Role.CASEWORKER, own), review.id, TODAY)
    assert of is not None
    assert of.review == review
    viewer = Viewer(Role.CASEWORKER, another)
    assert reviews.find_review(session, viewer, review.id, TODAY) is None
