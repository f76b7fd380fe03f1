"""What keeps an instrument from being used, and in which languages it may be offered."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.instrument_files import describe_instrument, read_instrument
from portal.domain.instruments import (
    Choice,
    Fault,
    FaultKind,
    Instrument,
    Section,
    ask_measures,
    freeze,
    list_faults,
    list_words,
    missing_words,
    offered_languages,
    say_statement,
)
from portal.domain.measures import Respondent
from portal.domain.questions import FIXED_SCALES, Condition, Option, Question, QuestionKind

PLACES = Question(
    "place",
    QuestionKind.SEVERAL,
    "Where do you get help?",
    hint="Choose all that fit.",
    options=(Option("school", "At school"), Option("home", "At home")),
)
HELPED = Question(
    "helped",
    QuestionKind.YES_NO,
    "Did the help {place} work?",
    options=FIXED_SCALES[QuestionKind.YES_NO],
    only_if=Condition("place", ("school",)),
)
WHOLE = Instrument(
    "Help",
    Respondent.PARENT_OR_CARER,
    (Section("Where", (PLACES,)), Section("How", (HELPED,))),
    introduction="Two minutes.",
)


def translated(instrument: Instrument, language: str = "pl") -> Instrument:
    words = {word: f"{word} ({language})" for word in list_words(instrument)}
    return replace(instrument, translations={**instrument.translations, language: words})


def faults_of(*sections: tuple[Question, ...]) -> list[Fault]:
    made = replace(WHOLE, sections=tuple(Section("", questions) for questions in sections))
    return list(list_faults(made))


def test_a_whole_instrument_has_no_faults() -> None:
    assert list_faults(WHOLE) == ()


def test_measures_of_the_bank_make_an_instrument_without_faults() -> None:
    made = ask_measures("Plans", Respondent.PARENT_OR_CARER, [Choice("plan.needs", 1)])
    assert isinstance(made, Instrument)
    assert list_faults(made) == ()


@pytest.mark.parametrize(
    ("sections", "faults"),
    [
        ((), [Fault(FaultKind.NO_QUESTIONS)]),
        (((),), [Fault(FaultKind.NO_QUESTIONS)]),
        (((PLACES,), (PLACES,)), [Fault(FaultKind.ASKED_TWICE, "place")]),
        (
            ((PLACES, HELPED),),
            [
                Fault(FaultKind.CONDITION_NOT_EARLIER, "helped"),
                Fault(FaultKind.PIPE_NOT_EARLIER, "helped"),
            ],
        ),
        (
            ((PLACES,), (replace(HELPED, only_if=Condition("place", ("moon",))),)),
            [Fault(FaultKind.CONDITION_NO_OPTION, "helped")],
        ),
        (
            ((PLACES,), (replace(HELPED, only_if=Condition("place", ())),)),
            [Fault(FaultKind.CONDITION_NO_OPTION, "helped")],
        ),
        (((replace(PLACES, statement=" "),),), [Fault(FaultKind.NO_WORDS, "place")]),
        (
            ((replace(PLACES, options=PLACES.options[:1]),),),
            [Fault(FaultKind.TOO_FEW_OPTIONS, "place")],
        ),
        (
            ((replace(PLACES, options=(Option("a", "One"), Option("a", "Two"))),),),
            [Fault(FaultKind.OPTION_TWICE, "place")],
        ),
        (
            ((replace(HELPED, statement="Well?", only_if=None, options=PLACES.options),),),
            [Fault(FaultKind.NOT_THE_FIXED_SCALE, "helped")],
        ),
        (
            ((Question("words", QuestionKind.LONG_TEXT, "Why?"),), (
                Question("more", QuestionKind.LONG_TEXT, "You said {words}. More?"),
            )),
            [Fault(FaultKind.PIPE_NOT_EARLIER, "more")],
        ),
    ],
)  # fmt: skip
def test_each_fault_is_named_with_its_question(
    sections: tuple[tuple[Question, ...], ...], faults: list[Fault]
) -> None:
    assert faults_of(*sections) == faults


def test_a_measure_keeps_the_words_and_the_scale_of_the_bank() -> None:
    made = ask_measures("Plans", Respondent.PARENT_OR_CARER, [Choice("plan.needs", 1)])
    assert isinstance(made, Instrument)
    (measure,) = made.questions
    reworded = replace(measure, statement="The plan is lovely.")
    assert faults_of((reworded,)) == [Fault(FaultKind.NOT_AS_IN_THE_BANK, "plan.needs")]
    asked_of_schools = replace(made, respondent=Respondent.SETTING)
    assert list_faults(asked_of_schools) == (Fault(FaultKind.OTHER_RESPONDENT, "plan.needs"),)


def test_a_language_is_offered_only_where_not_a_word_is_missing() -> None:
    both = translated(translated(WHOLE), "ur")
    assert offered_languages(both) == ("en", "pl", "ur")
    words = dict(both.translations["ur"])
    del words["At home"]
    holed = replace(both, translations={**both.translations, "ur": words})
    assert offered_languages(holed) == ("en", "pl")
    assert missing_words(holed, "ur") == ("At home",)


def test_a_changed_word_has_no_translation_any_more() -> None:
    changed = replace(translated(WHOLE), introduction="Three minutes.")
    assert missing_words(changed, "pl") == ("Three minutes.",)
    assert offered_languages(changed) == ("en",)


def test_a_translation_that_loses_an_earlier_answer_counts_as_missing() -> None:
    made = translated(WHOLE)
    words = {**made.translations["pl"], HELPED.statement: "Czy pomoc działała?"}
    assert missing_words(replace(made, translations={"pl": words}), "pl") == (HELPED.statement,)


def test_freezing_keeps_what_is_offered_and_nothing_else() -> None:
    both = translated(WHOLE)
    words = {**both.translations["pl"], "No longer asked": "x"}
    frozen = freeze(replace(both, translations={"pl": words, "ur": {"Where": "x"}}))
    assert set(frozen.translations) == {"pl"}
    assert set(frozen.translations["pl"]) == set(list_words(WHOLE))


def test_a_question_says_the_words_of_an_earlier_answer_in_the_readers_language() -> None:
    both = translated(WHOLE)
    answers = {"place": "school home"}
    assert say_statement(WHOLE, HELPED, answers, "en") == "Did the help At school, At home work?"
    assert (
        say_statement(both, HELPED, answers, "pl")
        == "Did the help At school (pl), At home (pl) work? (pl)"
    )


_words = st.text(min_size=1, max_size=20)
_keys = st.text(alphabet="abc_", min_size=1, max_size=5)


@st.composite
def questions(draw: st.DrawFn) -> Question:
    kind = draw(st.sampled_from(QuestionKind))
    options = FIXED_SCALES.get(kind, ())
    if kind in (QuestionKind.ONE, QuestionKind.SEVERAL):
        keys = draw(st.lists(_keys, min_size=2, max_size=4, unique=True))
        options = tuple(Option(key, draw(_words)) for key in keys)
    condition = st.builds(Condition, _keys, st.lists(_keys, max_size=2).map(tuple))
    return Question(
        draw(_keys),
        kind,
        draw(_words),
        wording=draw(st.integers(1, 3)),
        hint=draw(st.just("") | _words),
        options=options,
        only_if=draw(st.none() | condition),
        required=draw(st.booleans()),
    )


@given(
    st.lists(st.lists(questions(), max_size=3).map(tuple), max_size=3),
    st.dictionaries(st.sampled_from(["pl", "ur"]), st.dictionaries(_words, _words, max_size=3)),
)
def test_an_instrument_comes_back_from_its_file_as_it_went(
    sections: list[tuple[Question, ...]], translations: dict[str, dict[str, str]]
) -> None:
    made = replace(
        WHOLE,
        sections=tuple(Section("Part", asked) for asked in sections),
        translations=translations,
    )
    assert read_instrument(describe_instrument(made)) == made
