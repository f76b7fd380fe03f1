"""The values that a cohort is narrowed by, in words that can be told apart."""

import pytest
from flask import Flask

from portal.domain.waves import FactKind
from portal.kit.cohort_wording import value_words


@pytest.mark.parametrize(
    ("group", "words"),
    [
        ("-2", "2 years before Reception"),
        ("-1", "1 year before Reception"),
        ("0", "Reception"),
        ("13", "Year 13"),
    ],
)
def test_each_school_year_has_words_of_its_own(app: Flask, group: str, words: str) -> None:
    with app.test_request_context():
        assert value_words(FactKind.YEAR_GROUP, group) == words
