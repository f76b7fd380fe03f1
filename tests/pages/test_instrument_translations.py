"""Translations: side by side, as PO files, and a language that is whole or not offered."""

from io import BytesIO

import pytest
from babel.messages.pofile import read_po, write_po
from sqlalchemy.orm import Session

from portal.domain.instruments import (
    Instrument,
    Section,
    list_words,
    offered_languages,
)
from portal.domain.measures import Respondent
from portal.domain.questions import CONSENT_WORDS, FIXED_SCALES, Question, QuestionKind
from portal.features.instruments.translation_form import name_of
from tests.conftest import Clock
from tests.open_waves import add_instrument
from tests.pages.conftest import CheckingClient
from tests.pages.test_instruments import fill, hidden, officer, other, send, stored

__all__ = ["officer", "other"]

ASKED = "Is it well?"
PIPED = "You said {well}. Why?"


@pytest.fixture
def path(session: Session, clock: Clock) -> str:
    well = Question("well", QuestionKind.YES_NO, ASKED, options=FIXED_SCALES[QuestionKind.YES_NO])
    why = Question("why", QuestionKind.LONG_TEXT, PIPED)
    made = Instrument("Two", Respondent.CHILD, (Section("", (well,)), Section("", (why,))))
    instrument_id = add_instrument(session, made)
    session.commit()
    return f"/instruments/{instrument_id}"


def in_urdu(path: str, session: Session) -> dict[str, str]:
    words = list_words(stored(session, path))
    return {name_of(english): f"اردو {english}" for english in words}


def test_a_language_is_offered_once_not_a_word_is_missing(
    session: Session, officer: CheckingClient, path: str
) -> None:
    page = f"{path}/translations/ur"
    officer.get(page)
    assert "6 translations are missing. So this language is not offered." in officer.text()
    everything = in_urdu(path, session)
    left_out = name_of("No")
    assert send(officer, page, **{**everything, left_out: ""}) == 303
    assert offered_languages(stored(session, path)) == ("en",)
    officer.get(f"{path}/translations")
    assert "1 of 6" in officer.text()
    officer.get(page)
    boxes = officer.page.select("main textarea")
    assert boxes[0]["name"] == left_out, "what is missing comes first"
    for cell, language, direction in zip(
        officer.page.select("main tbody tr:first-child td"), ("en", "ur"), ("ltr", "rtl"),
        strict=True,
    ):  # fmt: skip
        assert (cell["lang"], cell["dir"]) == (language, direction)
    assert send(officer, page, **everything) == 303
    assert offered_languages(stored(session, path)) == ("en", "ur")
    officer.get(page)
    assert "Nothing is missing" in officer.text()
    officer.get(f"{path}/preview/phone?language=ur")
    assert "اردو Is it well?" in officer.text()
    assert "اردو You may quote these words without my name" in officer.text()
    assert officer.page.select_one("section[lang=ur][dir=rtl]")


def test_a_lost_place_is_refused_and_nothing_typed_is_lost(
    session: Session, officer: CheckingClient, path: str
) -> None:
    page = f"{path}/translations/pl"
    typed = {name_of(PIPED): "Dlaczego?", name_of(ASKED): "Dobrze?"}
    assert fill(officer, page, **typed) == 422
    assert "Keep the words in curly brackets" in officer.text()
    for name, text in typed.items():
        box = officer.page.select_one(f"textarea[name={name}]")
        assert box is not None
        assert box.get_text(strip=True) == text
    assert stored(session, path).translations == {}
    assert officer.get(f"{path}/translations/xx").status_code == 404


def test_two_who_write_different_languages_do_not_meet_and_of_one_language_do(
    session: Session, officer: CheckingClient, other: CheckingClient, path: str
) -> None:
    one, name = f"{path}/translations/pl", name_of(ASKED)
    officer.get(one)
    other.get(f"{path}/translations/lt")
    assert send(officer, one, **{name: "Dobrze?"}) == 303
    assert send(other, f"{path}/translations/lt", **{name: "Gerai?"}) == 303
    officer.get(one)
    other.get(one)
    assert send(officer, one, **{name: "Czy dobrze?"}) == 303
    assert send(other, one, **{name: "Jest dobrze?"}) == 422
    assert "Somebody else has written: Czy dobrze?" in other.text()
    assert send(other, one, **{name: "Jest dobrze?"}) == 303
    given = stored(session, path).translations
    assert (given["pl"][ASKED], given["lt"][ASKED]) == ("Jest dobrze?", "Gerai?")


@pytest.mark.parametrize("language", ["uk", "en-simple"])
def test_a_po_file_goes_to_a_translator_and_comes_back(
    session: Session, officer: CheckingClient, path: str, language: str
) -> None:
    page = f"{path}/translations/{language}"
    answer = officer.get(f"{page}/file")
    catalog = read_po(BytesIO(answer.data))
    assert [message.id for message in catalog if message.id] == list(
        list_words(stored(session, path))
    )
    for message in catalog:
        if message.id:
            message.string = f"x {message.id}"
    catalog[PIPED].string = "no place"
    catalog["No"].flags.add("fuzzy")
    catalog.add("Gone", "Went")
    out = BytesIO()
    write_po(out, catalog)
    assert fill(officer, f"{page}/from-file", file=(BytesIO(out.getvalue()), "x.po")) == 200
    told = officer.text()
    assert "4 translations were taken in." in told
    assert f"Refused: words in curly brackets are missing or changed {PIPED}" in told
    assert "Refused: marked as not sure (fuzzy) No" in told
    assert "these questions do not say this any more Gone" in told
    assert "2 translations are missing" in told
    taken_in = {ASKED, "Yes", "I am not sure", CONSENT_WORDS}
    assert set(stored(session, path).translations[language]) == taken_in


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "Choose a file"),
        (b"hello\n", "This is not a PO file that we can read"),
        (b'msgid ""\nmsgstr "Language: ro\\n"\n', "This file is for “ro”"),
        (b'msgid ""\nmsgstr "Language: ???\\n"\n', "This is not a PO file"),
        (b'msgid ""\nmsgstr "Plural-Forms: nplurals=x;\\n"\n', "This is not a PO file"),
        (b"\xff\xfe\n", "This is not a PO file"),
        (b"#" * 500_001, "This is not a PO file"),
    ],
)
def test_a_file_that_is_none_is_refused(
    session: Session, officer: CheckingClient, path: str, content: bytes, told: str
) -> None:
    page = f"{path}/translations/pl/from-file"
    assert fill(officer, page, file=(BytesIO(content), "x.po")) == 422
    assert told in officer.text()
    assert stored(session, path).translations == {}


def test_words_that_change_have_no_translation_until_somebody_gives_one(
    session: Session, officer: CheckingClient, path: str
) -> None:
    page = f"{path}/translations/ur"
    assert fill(officer, page, **in_urdu(path, session)) == 303
    assert fill(officer, f"{path}/questions/well", statement="Is it going well?") == 303
    assert offered_languages(stored(session, path)) == ("en",)
    officer.get(page)
    assert "1 translation is missing" in officer.text()


def test_the_file_of_an_instrument_brings_its_translations(
    session: Session, officer: CheckingClient, path: str
) -> None:
    fill(officer, f"{path}/translations/ur", **in_urdu(path, session))
    answer = officer.get(f"{path}/file")
    officer.get("/instruments/from-file")
    sent = hidden(officer) | {"file": (BytesIO(answer.data), "shared.yaml")}
    taken = officer.submit("/instruments/from-file", sent).location
    assert offered_languages(stored(session, taken)) == ("en", "ur")
