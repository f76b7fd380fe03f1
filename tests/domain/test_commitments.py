from datetime import date
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.commitments import (
    Change,
    EvidenceMissing,
    Field,
    MeasureSaid,
    News,
    Promise,
    Rating,
    ThemeSaid,
    check_rating,
    is_overdue,
    list_changes,
    news_due,
)

DUE = date(2027, 3, 31)
RATINGS = st.sampled_from([None, *Rating])
WORDS = st.text(max_size=5)
PROMISES = st.builds(
    Promise,
    action=WORDS,
    owner=WORDS,
    due=st.dates(),
    reply=WORDS,
    rating=RATINGS,
    evidence=WORDS,
    subject_id=st.none() | st.uuids(),
)


@pytest.mark.parametrize("rating", [Rating.GREEN, Rating.BLUE])
@pytest.mark.parametrize("evidence", ["", "  \n"])
def test_green_and_blue_need_evidence(rating: Rating, evidence: str) -> None:
    assert check_rating(rating, evidence) == EvidenceMissing(rating)
    assert check_rating(rating, "Release 3 says so") is None


@pytest.mark.parametrize("rating", [None, Rating.RED, Rating.AMBER])
def test_no_rating_red_and_amber_need_none(rating: Rating | None) -> None:
    assert check_rating(rating, "") is None


@pytest.mark.parametrize("rating", [None, Rating.RED, Rating.AMBER, Rating.GREEN])
def test_an_unfinished_action_is_overdue_from_the_day_after_its_due_day(
    rating: Rating | None,
) -> None:
    assert not is_overdue(DUE, rating, DUE)
    assert is_overdue(DUE, rating, date(2027, 4, 1))


def test_a_completed_action_is_never_overdue() -> None:
    assert not is_overdue(DUE, Rating.BLUE, date(2030, 1, 1))


@given(st.lists(RATINGS, max_size=8))
def test_people_are_told_of_each_thing_once_whatever_happens_to_the_rating(
    course: list[Rating | None],
) -> None:
    told: list[News] = []
    for rating in course:
        news = news_due(rating, told)
        if news is not None:
            told.append(news)
            assert news_due(rating, told) is None, "pressed twice tells nothing twice"
    assert len(told) == len(set(told))
    assert told in ([], [News.MADE], [News.DONE], [News.MADE, News.DONE])
    assert (News.DONE in told) is (Rating.BLUE in course)


@given(WORDS, PROMISES, WORDS, PROMISES)
def test_a_change_names_each_thing_that_differs_and_nothing_else(
    said: str, before: Promise, said_later: str, after: Promise
) -> None:
    changes = list_changes((ThemeSaid(said), before), (ThemeSaid(said_later), after))
    differ = {Field.THEME} if said != said_later else set[Field]()
    differ |= {f for f in set(Field) - {Field.THEME} if getattr(before, f) != getattr(after, f)}
    assert {change.field for change in changes} == differ
    assert all(change.before != change.after for change in changes)
    assert list_changes((ThemeSaid(said), before), (ThemeSaid(said), before)) == ()


def test_a_day_a_rating_and_nothing_are_kept_as_text() -> None:
    said = MeasureSaid(uuid4(), "plan.needs")
    before, after = Promise("a", "b", DUE), Promise("a", "b", date(2027, 5, 1), rating=Rating.RED)
    assert list_changes((said, before), (said, after)) == (
        Change(Field.DUE, "2027-03-31", "2027-05-01"),
        Change(Field.RATING, "", "red"),
    )
