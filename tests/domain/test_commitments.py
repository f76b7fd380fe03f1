from datetime import date

import pytest

from portal.domain.commitments import EvidenceMissing, Rating, check_rating, is_overdue

DUE = date(2027, 3, 31)


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
