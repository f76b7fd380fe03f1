"""What was asked for, as caseworkers say and choices tell, and what is released of it."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.actions import commissioning as actions
from portal.actions.reviews import keep_reviews_in_step
from portal.domain.commissioning import Asked, Period, Provision, Source
from portal.domain.commissioning_figures import (
    ALL,
    KIND,
    NEED,
    CommissioningRelease,
    CommissioningSnapshot,
    PeriodReleased,
)
from portal.domain.exports import Column, Sheet
from portal.domain.figures import Thresholds
from portal.domain.people import Role, Viewer
from portal.domain.reviews import NotLinked, Review
from portal.domain.views import Audience, Provenance, Version, Wording
from portal.domain.views_answers import Answer
from portal.domain.views_questions import Choice, Voice
from portal.store import commissioning as store
from portal.store import commissioning_releases as releases
from portal.store.releases import DamagedReleaseError
from portal.store.reviews import find_open_review
from portal.store.shared_sealing import Pair
from portal.store.tables.commissioning import CommissioningReleaseRow
from portal.store.tables.reviews import Contribution
from portal.store.views_sent import add_version
from tests.people import add_adult, add_child, add_need, add_plan, add_staff, link, put_on_caseload

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DAY = date(2026, 8, 20)
QUARTER = Period("2026-q3", date(2026, 7, 1), date(2026, 9, 30))
YEAR = Period("2025-26", date(2025, 9, 1), date(2026, 8, 31))
TRANSPORT, OTHER = Provision.TRANSPORT, Provision.OTHER


def add_review(session: Session, caseworker: UUID | None = None, need: str = "ASD") -> Review:
    child_id = add_child(session)
    add_need(session, child_id, need)
    add_plan(session, child_id)
    if caseworker:
        put_on_caseload(session, child_id, caseworker)
    keep_reviews_in_step(session, NOW.date())
    review = find_open_review(session, child_id)
    assert review is not None
    return review


@pytest.fixture
def caseworker(session: Session) -> Viewer:
    return Viewer(Role.CASEWORKER, add_staff(session, Role.CASEWORKER))


def say(session: Session, by: Viewer, review: Review, *kinds: Provision, on: date = DAY) -> None:
    store.keep_said(session, review, {Source.VIEWS: frozenset(kinds)}, by.person_id, on)


def asked(session: Session, period: Period = QUARTER) -> list[Provision]:
    return sorted(each.provision for each in store.stream_asked(session, period))


def choose(session: Session, review: Review, at: datetime, how: Provenance) -> None:
    """A young person sends that things with friends are not going well."""
    author = add_adult(session)
    link(session, review.child_id, author)
    contribution = Contribution(
        id=uuid4(),
        review_id=review.id,
        author_id=author,
        voice=Voice.YOUNG_PERSON,
        audience=Audience.MEETING,
        begun_at=at,
    )
    session.add(contribution)
    session.flush()
    wording = Wording({"friends": Answer(Choice.NOT_GOING_WELL)}, how, "")
    pair = Pair(author, review.child_id)
    add_version(session, contribution.id, pair, Version(1, at, wording))


def test_what_is_said_twice_is_said_once_and_can_be_taken_back(
    session: Session, caseworker: Viewer
) -> None:
    review = add_review(session)
    for _ in range(2):
        say(session, caseworker, review, TRANSPORT, OTHER)
    assert asked(session) == [OTHER, TRANSPORT]
    say(session, caseworker, review, TRANSPORT)
    assert asked(session) == [TRANSPORT], "a slip of the same day leaves nothing"
    assert store.find_said(session, review.id) == {Source.VIEWS: {TRANSPORT}}


def test_a_period_that_is_over_keeps_its_numbers(session: Session, caseworker: Viewer) -> None:
    review = add_review(session)
    say(session, caseworker, review, TRANSPORT)
    say(session, caseworker, review, OTHER, on=date(2026, 10, 5))
    assert asked(session) == [TRANSPORT]
    assert asked(session, Period("2026-q4", date(2026, 10, 1), date(2026, 12, 31))) == [OTHER]
    say(session, caseworker, review, TRANSPORT, on=date(2026, 10, 6))
    assert store.find_said(session, review.id) == {Source.VIEWS: {TRANSPORT}}


def test_taken_back_within_the_period_it_is_not_counted(
    session: Session, caseworker: Viewer
) -> None:
    review = add_review(session)
    say(session, caseworker, review, TRANSPORT)
    say(session, caseworker, review, on=DAY + timedelta(3))
    assert asked(session) == []


def test_choices_count_by_themselves_on_the_day_in_london(session: Session) -> None:
    review = add_review(session)
    choose(session, review, datetime(2026, 6, 30, 23, 30, tzinfo=UTC), Provenance.OWN_CHOICES)
    assert asked(session) == [Provision.FRIENDS_AND_COMMUNITY], "half past midnight on 1 July"
    assert store.list_by_choice(session, review.id) == {Provision.FRIENDS_AND_COMMUNITY}


def test_a_proxys_choices_do_not_count(session: Session) -> None:
    review = add_review(session)
    choose(session, review, datetime(2026, 8, 1, 9, tzinfo=UTC), Provenance.PROXY)
    assert asked(session) == []
    assert store.list_by_choice(session, review.id) == set()


def test_the_main_need_is_the_one_of_the_first_rank(session: Session, caseworker: Viewer) -> None:
    review = add_review(session, need="SLCN")
    add_need(session, review.child_id, "ASD", rank=2)
    say(session, caseworker, review, TRANSPORT)
    (one,) = store.stream_asked(session, QUARTER)
    assert isinstance(one, Asked)
    assert (one.child_id, one.need) == (review.child_id, "SLCN")


def test_only_a_caseworker_of_the_child_says_what_was_asked(
    session: Session, caseworker: Viewer
) -> None:
    review = add_review(session, caseworker.person_id)
    said = {Source.REVIEW: {TRANSPORT}}
    other = Viewer(Role.CASEWORKER, add_staff(session, Role.CASEWORKER))
    assert actions.keep_coding(session, other, review.id, said, DAY) == NotLinked()
    assert actions.open_coding(session, other, review.id, DAY) == NotLinked()
    assert actions.keep_coding(session, caseworker, review.id, said, DAY) is None
    coding = actions.open_coding(session, caseworker, review.id, DAY)
    assert isinstance(coding, actions.Coding)
    assert coding.said == said


def sheets(snapshot: CommissioningSnapshot) -> list[Sheet]:
    total = snapshot.shown(ALL)
    return [
        Sheet("asked", [Column("total", "All")], [[total]]),
        Sheet("dictionary", [Column("column", "")], [["total"]]),
    ]


def release(session: Session, by: Viewer, period: Period = QUARTER) -> object:
    return actions.release_period(session, by, period, Thresholds(), sheets, NOW)


def test_a_period_is_released_once_and_kept_as_it_was(session: Session, caseworker: Viewer) -> None:
    for _ in range(12):
        say(session, caseworker, add_review(session), TRANSPORT)
    say(session, caseworker, add_review(session, need="HI"), TRANSPORT)
    first = release(session, caseworker)
    assert isinstance(first, CommissioningRelease)
    assert first.number == 1
    assert first.snapshot.shown(KIND, TRANSPORT) == 13
    assert first.snapshot.shown(NEED, TRANSPORT, "HI") is None
    assert first.snapshot.shown(NEED, TRANSPORT, "ASD") is None, "or the other could be worked out"
    assert release(session, caseworker) == PeriodReleased(first.id)
    say(session, caseworker, add_review(session), TRANSPORT)
    assert releases.find_release(session, first.id) == first
    assert (releases.find_file(session, first.id, "csv") or b"").endswith(b"13\r\n")
    assert releases.find_file(session, first.id, "pdf") is None


def test_a_year_that_is_near_its_quarter_is_not_shown(session: Session, caseworker: Viewer) -> None:
    for _ in range(12):
        say(session, caseworker, add_review(session), TRANSPORT)
    release(session, caseworker)
    for _ in range(3):
        say(session, caseworker, add_review(session), TRANSPORT, on=date(2026, 2, 2))
    year = actions.preview_release(session, YEAR, Thresholds())
    assert isinstance(year, CommissioningSnapshot)
    assert year.shown(KIND, TRANSPORT) is None


def test_a_damaged_release_is_not_shown(session: Session, caseworker: Viewer) -> None:
    first = release(session, caseworker)
    assert isinstance(first, CommissioningRelease)
    session.execute(update(CommissioningReleaseRow).values(checksum="0"))
    session.expire_all()
    with pytest.raises(DamagedReleaseError):
        releases.find_release(session, first.id)
