"""Steps that build an instrument: done twice they are done once, and no step goes past an end."""

from collections.abc import Callable

import pytest

from portal.domain.instrument_building import (
    add_measures,
    add_section,
    change_words,
    earlier_questions,
    make_key,
    measures_to_add,
    move_question,
    move_section,
    name_section,
    put_question,
    read_options,
    remove_question,
    remove_section,
    translate,
)
from portal.domain.instrument_files import digest_instrument, digest_wording
from portal.domain.instruments import Instrument, Section, list_faults
from portal.domain.measures import MEASURES, Respondent
from portal.domain.questions import Option, Question, QuestionKind


def ask(key: str) -> Question:
    return Question(key, QuestionKind.NUMBER, f"How many {key}?")


TWO_PAGES = Instrument(
    "Two pages",
    Respondent.SETTING,
    (Section("First", (ask("a"), ask("b"))), Section("Second", (ask("c"),))),
)


def keys(instrument: Instrument) -> list[list[str]]:
    return [[question.key for question in section.questions] for section in instrument.sections]


@pytest.mark.parametrize(
    ("key", "by", "expected"),
    [
        ("a", 1, [["b", "a"], ["c"]]),
        ("b", -1, [["b", "a"], ["c"]]),
        ("b", 1, [["a"], ["b", "c"]]),
        ("c", -1, [["a", "b", "c"], []]),
        ("a", -1, [["a", "b"], ["c"]]),
        ("c", 1, [["a", "b"], ["c"]]),
        ("none", 1, [["a", "b"], ["c"]]),
    ],
)
def test_a_question_moves_one_place_and_no_further_than_the_ends(
    key: str, by: int, expected: list[list[str]]
) -> None:
    assert keys(move_question(TWO_PAGES, key, by)) == expected


def test_pages_move_and_go_only_when_they_are_empty() -> None:
    assert keys(move_section(TWO_PAGES, 1, -1)) == [["c"], ["a", "b"]]
    assert move_section(TWO_PAGES, 0, -1) == move_section(TWO_PAGES, 1, 1) == TWO_PAGES
    assert move_section(TWO_PAGES, 7, -1) == TWO_PAGES
    assert remove_section(TWO_PAGES, 1) == remove_section(TWO_PAGES, 9) == TWO_PAGES
    emptied = remove_question(TWO_PAGES, "c")
    assert keys(remove_section(emptied, 1)) == [["a", "b"]]
    assert [question.key for question in earlier_questions(TWO_PAGES, 1)] == ["a", "b"]


def test_a_step_done_twice_is_done_once() -> None:
    steps: tuple[Callable[[Instrument], Instrument], ...] = (
        lambda one: add_section(one, "Third"),
        lambda one: name_section(one, 0, "Start"),
        lambda one: put_question(one, 1, ask("d")),
        lambda one: remove_question(one, "a"),
        lambda one: add_measures(one, 0, ["setting.needs", "plan.needs", "nothing"]),
        lambda one: translate(one, "pl", {"First": "Pierwsza"}),
    )
    for step in steps:
        once = step(TWO_PAGES)
        assert once != TWO_PAGES
        assert step(once) == once


def test_a_page_that_somebody_took_away_is_the_last_one() -> None:
    assert keys(put_question(TWO_PAGES, 9, ask("d")))[1] == ["c", "d"]
    empty = Instrument("Empty", Respondent.CHILD, ())
    assert keys(put_question(empty, 3, ask("d"))) == [["d"]]
    assert name_section(empty, 0, "Start").sections == (Section("Start", ()),)


def test_measures_come_from_the_bank_as_they_stand_there() -> None:
    offered = measures_to_add(TWO_PAGES)
    assert {measure.respondent for measure in offered} == {Respondent.SETTING}
    made = add_measures(TWO_PAGES, 0, [measure.key for measure in MEASURES])
    assert measures_to_add(made) == ()
    assert list_faults(made) == ()


def test_a_key_can_be_read_and_has_no_other_like_it() -> None:
    assert make_key("What helped you most of all?", "0f3ac2d1") == "what_helped_you_most_0f3a"
    assert make_key("Що?", "0f3a") == "question_0f3a"
    assert make_key("W" * 90, "0f3a") == "w" * 40 + "_0f3a"


def test_options_keep_their_keys_as_long_as_they_mean_the_same() -> None:
    made = read_options([" Bus ", "", "Car"], (), reworded=False)
    assert made == (Option("option_1", "Bus"), Option("option_2", "Car"))
    assert read_options(["Car", "Walk", "Bus"], made, reworded=False) == (
        Option("option_2", "Car"),
        Option("option_3", "Walk"),
        Option("option_1", "Bus"),
    )
    assert read_options(["By bus", "By car"], made, reworded=True) == (
        Option("option_1", "By bus"),
        Option("option_2", "By car"),
    )
    assert read_options(["By bus"], made, reworded=True) == (Option("option_3", "By bus"),)


def test_other_words_are_another_wording_unless_they_mean_the_same() -> None:
    before, after = ask("a"), Question("a", QuestionKind.NUMBER, "How often?")
    assert change_words(before, after, reworded=False).wording == 2
    assert change_words(before, after, reworded=True).wording == 1
    assert change_words(before, ask("a"), reworded=False).wording == 1


def test_a_translation_is_no_change_of_what_is_asked() -> None:
    translated = translate(TWO_PAGES, "pl", {"First": "Pierwsza", "Second": " "})
    assert translated.translations == {"pl": {"First": "Pierwsza"}}
    assert digest_wording(translated) == digest_wording(TWO_PAGES)
    assert digest_instrument(translated) != digest_instrument(TWO_PAGES)
    assert digest_wording(name_section(TWO_PAGES, 0, "1st")) != digest_wording(TWO_PAGES)
    assert translate(translated, "pl", {"First": ""}) == TWO_PAGES
