"""What an address may ask for in a long list."""

import pytest
from flask import Flask

from portal.kit.paging import PAGES_AT_MOST, number_asked, page_asked


@pytest.mark.parametrize(
    ("query", "page"),
    [
        ("", 1),
        ("?page=3", 3),
        ("?page=0", 1),
        ("?page=-2", 1),
        ("?page=three", 1),
        ("?page=" + "9" * 20, PAGES_AT_MOST),
    ],
)
def test_a_page_is_one_that_a_list_can_have(query: str, page: int) -> None:
    with Flask(__name__).test_request_context(f"/{query}"):
        assert page_asked() == page


def test_a_number_stays_within_its_bounds() -> None:
    with Flask(__name__).test_request_context("/?after=" + "9" * 30):
        assert number_asked("after", first=0, most=50) == 50
