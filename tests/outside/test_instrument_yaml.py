"""Instruments as files: the shipped ones are whole, and a bad file is told where it is bad."""

import json

import pytest

from portal.domain.instruments import Instrument, Section, list_faults, offered_languages
from portal.domain.measures import MEASURES, Respondent
from portal.domain.questions import Condition, Option, Question, QuestionKind
from portal.outside.instrument_yaml import (
    LARGEST_FILE,
    BadFile,
    FileProblem,
    Problem,
    list_shipped,
    read_instrument_file,
    write_instrument_file,
)

GOOD = """title: Swings
respondent: child
sections:
  - title: Yes
    questions:
      - key: swings
        kind: one
        asks: No
        options:
          yes: Yes
          no: Off
          2: "2026"
      - key: why
        kind: short_text
        asks: Why?
"""


def read(text: str) -> Instrument:
    made = read_instrument_file(text.encode())
    assert isinstance(made, Instrument), made
    return made


def refuse(text: str) -> tuple[Problem, ...]:
    made = read_instrument_file(text.encode())
    assert isinstance(made, BadFile), made
    return made.problems


def test_the_shipped_ones_can_be_used_as_they_are() -> None:
    shipped = list_shipped()
    assert {made.respondent for made in shipped.values()} == set(Respondent)
    for made in shipped.values():
        assert list_faults(made) == ()
        assert not any(question.required for question in made.questions)
        assert offered_languages(made) == ("en",)


def test_they_ask_every_measure_in_its_present_wording() -> None:
    asked = {q.key: q.wording for made in list_shipped().values() for q in made.questions}
    for measure in MEASURES:
        assert asked[measure.key] == measure.current.number


@pytest.mark.parametrize("name", ["child", "young-person"])
def test_children_and_young_people_meet_one_question_at_a_time(name: str) -> None:
    made = list_shipped()[name]
    assert all(len(section.questions) == 1 for section in made.sections)
    assert QuestionKind.AGREEMENT not in {question.kind for question in made.questions}


def test_what_is_written_is_read_again() -> None:
    everything = Instrument(
        "An “odd” title: yes",
        Respondent.SETTING,
        (
            Section(
                "no",
                (
                    Question(
                        "a",
                        QuestionKind.SEVERAL,
                        "true",
                        wording=3,
                        hint="12",
                        options=(Option("on", "off"), Option("2", "null")),
                        required=True,
                    ),
                ),
            ),
            Section(
                "", (Question("b", QuestionKind.DATE, "& *x {a}", only_if=Condition("a", ("on",))),)
            ),
        ),
        "2026-01-01",
        {"ur": {"true": "سچ", "no": "نہیں"}},
    )
    assert read(write_instrument_file(everything)) == everything


def test_yes_and_no_stay_words() -> None:
    made = read(GOOD)
    question = made.questions[0]
    assert (made.sections[0].title, question.statement) == ("Yes", "No")
    assert question.options == (Option("yes", "Yes"), Option("no", "Off"), Option("2", "2026"))


def test_json_is_read_too() -> None:
    content = {"title": "T", "respondent": "child", "sections": []}
    assert read(json.dumps(content)).title == "T"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("title: Swings\n", "", Problem(FileProblem.MISSING, 1, "title")),
        ("child", "kid", Problem(FileProblem.NOT_ONE_OF, 2, "kid", ", ".join(Respondent))),
        ("asks: Why?", "ask: Why?", Problem(FileProblem.MISSING, 13, "asks")),
        ("asks: Why?", "asks: 12", Problem(FileProblem.WRONG_KIND, 15, "asks", "string")),
        ("asks: Why?", "asks: ", Problem(FileProblem.EMPTY, 15, "asks")),
        ("asks: Why?", "asks: Why?\n        asks: How?", Problem(FileProblem.TWICE, 16, "asks")),
        ("key: why", "key: swings", Problem(FileProblem.ASKED_TWICE, 13, "swings")),
        ("key: why", "key: Why not", Problem(FileProblem.NOT_A_KEY, 13, "Why not")),
        ("yes: Yes", "y es: Yes", Problem(FileProblem.NOT_A_KEY, 10, "y es")),
        ("asks: No", "asks: " + "x" * 501, Problem(FileProblem.TOO_LONG, 8, "asks", "500")),
        ("short_text", "date\n        options: {}", Problem(FileProblem.UNKNOWN, 15, "options")),
        ("kind: short_text", "kind: one", Problem(FileProblem.MISSING, 13, "options")),
        ("asks: No", "asks: &a No", None),
        ("asks: Why?", "asks: *a", Problem(FileProblem.ALIAS, 15)),
        ("asks: Why?", "asks: 'Why", Problem(FileProblem.NOT_YAML, 16)),
        ("asks: Why?", "asks: !!python/name:os.system x", None),
    ],
)  # fmt: skip
def test_a_bad_place_is_named(before: str, after: str, expected: Problem | None) -> None:
    changed = GOOD.replace(before, after, 1)
    assert changed != GOOD
    if expected is None:
        read(changed)
    else:
        assert expected in refuse(changed)


def test_no_file_makes_the_portal_work_hard() -> None:
    bomb = "a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
    assert refuse(bomb) == (Problem(FileProblem.ALIAS, 2),)
    assert refuse("[" * 5000)[0].kind is FileProblem.WRONG_KIND
    assert refuse("a" * (LARGEST_FILE + 1)) == (Problem(FileProblem.TOO_LARGE),)
    assert refuse("")[0].kind is FileProblem.WRONG_KIND
    made = read_instrument_file("title: é\n".encode("latin-1"))
    assert made == BadFile((Problem(FileProblem.NOT_TEXT, 1),))
