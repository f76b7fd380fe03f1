"""Words put right while a survey runs: the same question, no other place, no other meaning."""

from dataclasses import replace

import pytest

from portal.domain.corrections import (
    EarlierAnswersLost,
    NotToBeCorrected,
    SaidAlready,
    correct_words,
    list_correctable,
)
from portal.domain.instruments import (
    Choice,
    Instrument,
    Section,
    ask_measures,
    list_words,
    missing_words,
)
from portal.domain.measures import Respondent
from tests.domain.test_instruments import HELPED, PLACES, WHOLE, translated


def test_own_words_may_be_put_right_and_measures_and_fixed_scales_not() -> None:
    asked = ask_measures("Plans", Respondent.PARENT_OR_CARER, [Choice("plan.outcomes", 1)])
    assert isinstance(asked, Instrument)
    both = replace(WHOLE, sections=(*WHOLE.sections, Section("Plan", asked.questions)))
    assert list_correctable(both) == (
        "Two minutes.",
        "Where",
        "Where do you get help?",
        "Choose all that fit.",
        "At school",
        "At home",
        "How",
        "Did the help {place} work?",
        "Plan",
    )
    measure = asked.questions[0]
    for words in (measure.statement, measure.hint, "Strongly agree", "Yes", "Never said"):
        assert correct_words(both, words, "Other words") == NotToBeCorrected()


@pytest.mark.parametrize("before", list_correctable(WHOLE))
def test_the_new_words_stand_wherever_the_old_ones_did_and_translations_stay(before: str) -> None:
    after = f"{before} (right)"
    corrected = correct_words(translated(WHOLE), before, after)
    assert isinstance(corrected, Instrument)
    said = list_words(corrected)
    assert said == tuple(after if words == before else words for words in list_words(WHOLE))
    assert missing_words(corrected, "pl") == ()
    assert corrected.say(after, "pl") == f"{before} (pl)"
    assert [q.option_keys for q in corrected.questions] == [q.option_keys for q in (PLACES, HELPED)]


def test_an_earlier_answer_may_not_be_lost_from_the_words() -> None:
    assert correct_words(WHOLE, HELPED.statement, "Did it work?") == EarlierAnswersLost()


def test_words_said_elsewhere_are_refused() -> None:
    assert correct_words(WHOLE, "At home", "At school") == SaidAlready()


def test_no_words_are_no_correction() -> None:
    assert correct_words(WHOLE, "At home", "  ") == NotToBeCorrected()
