"""Themes and quotations of a release: no theme of a few, and no quotation that counts one."""

from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.figures import Thresholds
from portal.domain.moderation import Quotation, ThemeCounts
from portal.domain.release_words import ReleasedWords, ShownQuotation, ShownTheme, protect_words

THRESHOLDS = Thresholds()
ASKED = "What would have helped?"


def said(words: str, *themes: str) -> tuple[str, Quotation]:
    return ASKED, Quotation(uuid4(), "own.help", words, themes)


def test_themes_of_enough_texts_are_counted() -> None:
    words = protect_words(ThemeCounts(40, {"Waiting": 12, "Rare": 3}), [], THRESHOLDS)
    assert words == ReleasedWords(40, (ShownTheme("Waiting", 12),))


def test_under_ten_texts_no_theme_is_counted_and_quotations_still_stand() -> None:
    counted = ThemeCounts(9, {"Waiting": 6})
    words = protect_words(counted, [said("Ring us back", "Waiting")], THRESHOLDS)
    assert words == ReleasedWords(None, (), (ShownQuotation(ASKED, "Ring us back", ()),))


def test_the_same_words_stand_once_and_in_an_order_that_tells_no_time() -> None:
    quoted = [said("Ring us", "Waiting"), said("Ask us"), said("Ring us", "Waiting")]
    words = protect_words(ThemeCounts(40, {"Waiting": 12}), quoted, THRESHOLDS)
    assert [each.words for each in words.quotations] == ["Ask us", "Ring us"]


@given(st.integers(0, 60), st.dictionaries(st.sampled_from("abcd"), st.integers(0, 60)))
def test_no_theme_parts_the_texts_into_a_few_and_the_rest(
    texts: int, themes: dict[str, int]
) -> None:
    counts = {name: min(number, texts) for name, number in themes.items()}
    quoted = [said(name, name) for name in counts]
    words = protect_words(ThemeCounts(texts, counts), quoted, THRESHOLDS)
    for theme in words.themes:
        assert theme.texts >= THRESHOLDS.few
        assert texts - theme.texts not in range(1, THRESHOLDS.few)
    shown = {theme.name for theme in words.themes}
    assert all(set(each.themes) <= shown for each in words.quotations)
