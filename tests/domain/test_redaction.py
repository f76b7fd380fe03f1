"""What is marked never leaves, what is not marked stays, and suggestions find what has a form."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.redaction import (
    GAP,
    NO_MARKS,
    Marks,
    Span,
    SuggestionKind,
    find_phrase,
    missing_phrases,
    redact,
    spans_of,
    split_words,
    suggest,
    tidy,
)

LETTERS = "abcAB éß'’.,!?-()\n 0912@/明王"
TEXTS = st.text(st.sampled_from(LETTERS), max_size=60).map(tidy)


@st.composite
def texts_with_marks(draw: st.DrawFn) -> tuple[str, Marks]:
    text = draw(TEXTS)
    count = len(split_words(text))
    numbers = st.frozensets(st.integers(0, max(count - 1, 0) + 2))
    words = [word.text for word in split_words(text)] or ["a"]
    phrases = st.lists(st.sampled_from(words), max_size=2).map(tuple)
    return text, Marks(draw(numbers), draw(phrases))


@given(texts_with_marks())
def test_no_letter_of_a_marked_word_is_left(given_text: tuple[str, Marks]) -> None:
    text, marks = given_text
    spans = spans_of(text, marks)
    rest = "".join(
        letter
        for place, letter in enumerate(text)
        if not any(span.start <= place < span.end for span in spans)
    )
    left = redact(text, spans).replace(GAP, "")
    assert _is_part_of(left, rest), "nothing but what was not marked, in its order"
    assert re.sub(r"\W", "", left) == re.sub(r"\W", "", rest), "no other word is lost"
    words = split_words(text)
    for number in marks.words & frozenset(range(len(words))):
        word = words[number]
        core = re.sub(r"^\W+|(['’]s)?\W*$", "", word.text)
        marked = [s for s in spans if s.meets(word.span)]
        assert any(s.end - s.start >= len(core) for s in marked)


def _is_part_of(left: str, rest: str) -> bool:
    letters = iter(rest)
    return all(letter in letters for letter in left)


@given(texts_with_marks())
def test_redacting_again_changes_nothing(given_text: tuple[str, Marks]) -> None:
    text, marks = given_text
    spans = spans_of(text, marks)
    assert redact(text, [*spans, *spans]) == redact(text, spans)
    assert redact(text, ()) == text
    assert spans_of(text, NO_MARKS) == ()


@given(TEXTS)
def test_the_words_make_the_text(text: str) -> None:
    words = split_words(text)
    whole = "".join(word.before + word.text for word in words)
    assert text.startswith(whole)
    assert not text[len(whole) :].strip()
    assert [word.number for word in words] == list(range(len(words)))
    assert all(text[w.span.start : w.span.end] == w.text for w in words)


@given(TEXTS)
def test_suggestions_are_places_of_the_text_and_never_share_letters(text: str) -> None:
    found = suggest(text, ["Abc School", "明王"])
    assert all(0 <= each.span.start < each.span.end <= len(text) for each in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("Write to jo.b-c@mail.example.org.", SuggestionKind.EMAIL, "jo.b-c@mail.example.org"),
        ("Ring 01632 960 123 at night", SuggestionKind.PHONE, "01632 960 123"),
        ("Ring +44 7700 900123", SuggestionKind.PHONE, "+44 7700 900123"),
        ("We live in sw1a 1aa now", SuggestionKind.POSTCODE, "sw1a 1aa"),
        ("born on 3rd of March 2015 in", SuggestionKind.DAY, "3rd of March 2015"),
        ("born 03/04/15.", SuggestionKind.DAY, "03/04/15"),
        ("born 2015-04-03", SuggestionKind.DAY, "2015-04-03"),
        ("his number is 943 476 5919", SuggestionKind.NUMBER, "943 476 5919"),
        ("UPN A123456789012", SuggestionKind.NUMBER, "A123456789012"),
        ("see www.example.org/x for it", SuggestionKind.ADDRESS, "www.example.org/x"),
        ("he is @jake_b there", SuggestionKind.ADDRESS, "@jake_b"),
        ("we asked mrs patel twice", SuggestionKind.NAME, "mrs patel"),
        ("it was - Anne-Marie - who", SuggestionKind.NAME, "Anne-Marie"),
        ("see example.co.uk now", SuggestionKind.ADDRESS, "example.co.uk"),
        ("a boy called jake came", SuggestionKind.NAME, "jake"),
        ("My son Siân is well", SuggestionKind.NAME, "Siân"),
        ("Oakfield is far", SuggestionKind.SETTING, "Oakfield"),
        ("at oakfield primary school now", SuggestionKind.SETTING, "oakfield primary school"),
    ],
)
def test_what_has_a_form_is_suggested(text: str, kind: SuggestionKind, said: str) -> None:
    text = tidy(text)
    found = {
        (each.kind, text[each.span.start : each.span.end])
        for each in suggest(text, ["Oakfield Primary School", "The College"])
    }
    assert (kind, said) in found


@pytest.mark.parametrize(
    "text",
    [
        "I think I'm heard. The EHCP came on Monday in March.",
        "It took 20 weeks, and 3 calls.",
        "THE SCHOOL WAS GREAT",
        "The letters were:\nLong.\n- Hard to read",
        "A college is fine",
    ],
)
def test_ordinary_words_are_left_alone(text: str) -> None:
    assert suggest(tidy(text), ["The College"]) == ()


def test_a_name_is_suggested_everywhere_once_it_is_known() -> None:
    text = tidy("We told them about Jake. Jake's plan is late. jake is sad.")
    left = redact(text, [each.span for each in suggest(text)])
    assert left == f"We told them about {GAP}. {GAP}'s plan is late. {GAP} is sad."


@pytest.mark.parametrize(
    ("text", "marks", "left"),
    [
        ("Anna Maria Smith rang.", Marks(frozenset({0, 1, 2})), f"{GAP} rang."),
        ("Anna (Smith's) plan", Marks(frozenset({1})), f"Anna ({GAP}'s) plan"),
        ("At Hill. Smith came", Marks(frozenset({1, 2})), f"At {GAP}. {GAP} came"),
        ("By J. Smith, then", Marks(frozenset({1, 2})), f"By {GAP}, then"),
        ("Ann annual ANN", Marks(phrases=("ann",)), f"{GAP} annual {GAP}"),
        ("Hill  Top\nHill Top", Marks(phrases=("hill top",)), f"{GAP}\n{GAP}"),
        ("O’Neill and O'Neill", Marks(phrases=("o'neill",)), f"{GAP} and {GAP}"),
        ("我叫王小明。", Marks(phrases=("王小明",)), f"我叫{GAP}。"),
        ("我叫王小明。", Marks(frozenset({2, 3, 4})), f"我叫{GAP}。"),
        ("Only this", Marks(frozenset({7})), "Only this"),
        ("… and !!!", Marks(frozenset({0, 2})), f"{GAP} and {GAP}"),
    ],
)
def test_what_is_marked_is_left_out(text: str, marks: Marks, left: str) -> None:
    assert redact(text, spans_of(text, marks)) == left


def test_accents_typed_in_either_form_are_found() -> None:
    text = tidy("Sia\u0302n rang")
    assert text == "Siân rang"
    assert find_phrase(text, "sia\u0302n") == [Span(0, 4)]


def test_a_phrase_that_is_not_there_is_told() -> None:
    marks = Marks(phrases=("anna", "ben"))
    assert missing_phrases("Anna rang", marks) == ("ben",)
    assert missing_phrases("Anna rang", Marks(phrases=(" ",))) == (" ",)
