"""What staff type cannot do harm, and plain text becomes paragraphs."""

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from portal.kit.safe_html import TAGS, safe_html


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("One.\n\nTwo.", "<p>One.</p><p>Two.</p>"),
        ("One.\r\n\r\n\r\nTwo.", "<p>One.</p><p>Two.</p>"),
        ("<p>One.</p>", "<p>One.</p>"),
        ("<strong>a</strong>", "<p><strong>a</strong></p>"),
        ("<ul><li>a</li></ul>", "<ul><li>a</li></ul>"),
        ('<a href="https://x.org" onclick="y()">a</a>', '<p><a href="https://x.org">a</a></p>'),
        ('<a href="javascript:alert(1)">a</a>', "<p><a>a</a></p>"),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
        ("", ""),
    ],
)
def test_a_few_tags_work_and_the_rest_is_text(typed: str, shown: str) -> None:
    assert safe_html(typed) == shown


pieces = st.sampled_from(
    [
        "<script>",
        "</script>",
        "<img src=x onerror=y>",
        "<p style=x>",
        "<a href=",
        '"',
        "javascript:",
    ]
)


@given(st.lists(pieces | st.text(max_size=5), max_size=8).map("".join))
def test_nothing_but_the_allowed_tags_ever_comes_out(typed: str) -> None:
    for tag in BeautifulSoup(safe_html(typed), "html.parser").find_all(True):
        assert tag.name in TAGS
        assert set(tag.attrs) <= {"href"}
        assert not str(tag.get("href", "")).lower().startswith("javascript")
