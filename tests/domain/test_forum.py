"""The forum's members against January 2019."""

from datetime import date
from uuid import UUID, uuid4

from portal.domain.forum import Change, ForumCount, ForumEntry, compare

TODAY = date(2026, 11, 23)


def entry(
    day: date,
    mainstream: int,
    special: int,
    other: int | None = None,
    *,
    corrects: UUID | None = None,
    corrected: bool = False,
) -> ForumEntry:
    count = ForumCount(day, mainstream, special, other, "A report")
    return ForumEntry(uuid4(), count, "Wren", TODAY, corrects, corrected)


def test_each_count_is_compared_with_january_2019() -> None:
    baseline = entry(date(2019, 1, 15), 20, 50, 5)
    later = entry(date(2020, 6, 1), 31, 48, 7)
    without_others = entry(date(2021, 6, 1), 40, 50)
    compared = compare([later, baseline, without_others])
    assert [each.entry for each in compared] == [without_others, later, baseline]
    assert [each.change for each in compared] == [Change(20, 0, None), Change(11, -2, 2), None]
    assert [each.is_baseline for each in compared] == [False, False, True]


def test_without_a_count_of_that_month_nothing_is_compared() -> None:
    others = [entry(date(2018, 12, 31), 10, 10), entry(date(2019, 2, 1), 12, 12)]
    assert [(each.change, each.is_baseline) for each in compare(others)] == [(None, False)] * 2


def test_a_count_that_was_put_right_counts_no_more() -> None:
    wrong = entry(date(2019, 1, 15), 200, 500, corrected=True)
    right = entry(date(2019, 1, 15), 20, 50, corrects=wrong.id)
    later = entry(date(2026, 1, 15), 25, 50)
    compared = compare([wrong, right, later])
    assert [each.entry for each in compared] == [later, right]
    assert compared[0].change == Change(5, 0, None)


def test_the_first_count_of_the_month_is_the_baseline() -> None:
    first, second = entry(date(2019, 1, 2), 20, 50), entry(date(2019, 1, 30), 22, 50)
    compared = compare([second, first])
    assert [each.is_baseline for each in compared] == [False, True]
