"""The desk on real databases: what waits, what leaves, and that nothing of it leads to anybody."""

import secrets
from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert, select, text, update
from sqlalchemy.orm import Session

from portal.actions import inspections as inspection_actions
from portal.actions import moderation as actions
from portal.actions import themes as theme_actions
from portal.actions.event_feedback import open_form, take_sheet
from portal.actions.events import add_event
from portal.actions.moderation import Choice
from portal.domain.event_feedback import Feedback
from portal.domain.events import EngagementKind, EventDetails, Host
from portal.domain.inspections import InspectionDetails, Works
from portal.domain.moderation import (
    ChangedMeanwhile,
    NoConsent,
    NoSuchText,
    NothingToDo,
    Outcome,
    SamePerson,
    Source,
    State,
    TextRef,
    ThemeCounts,
)
from portal.domain.people import Role, Viewer
from portal.domain.redaction import GAP, Marks
from portal.domain.themes import NameTaken, ThemeWords
from portal.outside.bank_holidays import in_england
from portal.store import desk_texts, moderation, quotations, themes
from portal.store.inspections import show_inspection
from portal.store.tables.event_feedback import EventWords
from portal.store.tables.moderation import ModerationClock, ModerationStep
from portal.store.tables.surveys import SurveyText
from tests.open_waves import NOW, TODAY, add_families, give_links
from tests.people import add_staff
from tests.store.test_survey_texts import Course
from tests.survey_of_parts import WRITTEN, open_wave_of

ASKED = 40
MET = EventDetails(EngagementKind.ENGAGEMENT, "Meeting", TODAY, "Hall", frozenset(Host), "")
FOUND = InspectionDetails("Library", TODAY, 3, "Mr Stone was kind", Works.WELL, may_quote=True)


@pytest.fixture
def course(session: Session) -> Course:
    add_families(session, ASKED)
    wave_id = open_wave_of(session, WRITTEN)
    people = give_links(session, wave_id)
    session.commit()
    secrets.SystemRandom().shuffle(people)
    return Course(session, wave_id, people)


@pytest.fixture
def officer(session: Session) -> Viewer:
    return _officer(session)


@pytest.fixture
def second(session: Session) -> Viewer:
    return _officer(session)


def _officer(session: Session) -> Viewer:
    role = Role.PARTICIPATION_OFFICER
    viewer = Viewer(role, add_staff(session, role))
    session.commit()
    return viewer


@pytest.fixture
def theme(session: Session, officer: Viewer) -> UUID:
    return _theme(session, officer, "Letters")


def _theme(session: Session, officer: Viewer, name: str) -> UUID:
    words = ThemeWords(name, "What it means", ("letter",))
    added = theme_actions.add_theme(session, officer, words, TODAY, new_id=uuid4())
    assert isinstance(added, UUID)
    session.commit()
    return added


def _waiting(session: Session) -> list[TextRef]:
    found = desk_texts.list_texts(session, State.WAITING, offset=0, limit=1000)
    return [each.ref for each in found]


def _inspection(session: Session, officer: Viewer, details: InspectionDetails = FOUND) -> TextRef:
    made = inspection_actions.add_inspection(session, officer, details, NOW, new_id=uuid4())
    return TextRef(Source.INSPECTION, made)


def _decide(
    session: Session, officer: Viewer, ref: TextRef, choice: Choice, *, needs_second: bool = False
) -> object:
    return actions.decide(session, officer, ref, choice, needs_second=needs_second, today=TODAY)


def test_the_desk_traces_nobody_while_a_survey_runs_and_after(
    course: Course, officer: Viewer, theme: UUID
) -> None:
    session = course.session
    course.answer(14)
    course.take()
    _moderate(session, officer, theme, 9)
    assert course.found() == set()
    course.answer(12)
    course.take()
    _moderate(session, officer, theme, 11)
    assert course.found() == set()
    course.answer(3)
    course.close()
    _moderate(session, officer, theme, 100)
    assert course.found() == set()
    quoted = {each.words for each in moderation.list_quotations(session, course.wave_id)}
    assert quoted == course.may_quote, "what may be quoted, and nothing else"
    counts = moderation.count_themes(session, course.wave_id)
    assert counts == ThemeCounts(29, {"Letters": 29})


def _moderate(session: Session, officer: Viewer, theme: UUID, number: int) -> None:
    for ref in _waiting(session)[:number]:
        found = desk_texts.find_text(session, ref)
        assert found is not None
        outcome = Outcome.QUOTE if found.may_quote else Outcome.THEME_ONLY
        choice = Choice(0, outcome, themes=frozenset({theme}))
        assert _decide(session, officer, ref, choice) is None
        session.commit()


def plant_order(course: Course) -> None:
    """Decisions under growing ids, in the order in which people wrote."""
    session = course.session
    texts = {author: key for key, author in course.wrote().items()}
    for number, person in enumerate(course.in_order, start=1):
        of_text = ModerationStep.text_id == UUID(texts[person])
        session.execute(update(ModerationStep).where(of_text).values(id=UUID(int=number)))


def plant_clock(course: Course) -> None:
    """Since when a single text waits."""
    text_id = course.session.scalars(select(SurveyText.id).limit(1)).one()
    course.session.execute(
        insert(ModerationClock).values(group_id=text_id, since=TODAY, due_on=TODAY)
    )


def plant_time(course: Course) -> None:
    course.session.execute(text("ALTER TABLE moderation_steps ADD COLUMN made_at TEXT"))


@pytest.mark.parametrize(
    ("plant", "kind"),
    [
        (plant_order, "order of texts"),
        (plant_clock, "id of a text"),
        (plant_time, "column beside a text"),
    ],
)
def test_a_planted_leak_of_the_desk_is_found(
    course: Course, officer: Viewer, plant: Callable[[Course], None], kind: str
) -> None:
    course.answer(16)
    course.take()
    for ref in _waiting(course.session):
        assert _decide(course.session, officer, ref, Choice(0, Outcome.THEME_ONLY)) is None
    course.session.commit()
    assert course.found() == set()
    plant(course)
    course.session.flush()
    assert kind in course.found()
    course.session.rollback()


def test_the_desk_holds_texts_of_every_place_in_random_order(
    course: Course, officer: Viewer
) -> None:
    session = course.session
    course.answer(12)
    course.take()
    event_id = add_event(session, officer, MET, NOW, new_id=uuid4())
    open_form(session, officer, event_id, TODAY, NOW)
    for number in range(1, 9):
        said = Feedback({}, f"Words {number}", may_quote=number % 2 == 0)
        assert take_sheet(session, event_id, number, said) is None
    for _ in range(4):
        _inspection(session, officer)
    refs = _waiting(session)
    assert len(refs) == 12 + 8 + 4
    assert refs == sorted(refs, key=lambda ref: ref.id.hex), "the order of random ids"
    texts = [desk_texts.find_text(session, ref) for ref in refs]
    words = {each.words: each.may_quote for each in texts if each}
    assert {f"Words {n}": n % 2 == 0 for n in range(1, 9)}.items() <= words.items()
    assert {each.about for each in texts if each} == {"In parts", "Meeting", "Library"}
    assert {each.question for each in texts if each} == {"What would have helped?", ""}
    assert desk_texts.count_texts(session) == {State.WAITING: 24}
    first = desk_texts.list_texts(session, State.WAITING, offset=0, limit=20)
    rest = desk_texts.list_texts(session, State.WAITING, offset=20, limit=20)
    assert [each.ref for each in (*first, *rest)] == refs
    assert desk_texts.find_text(session, TextRef(Source.EVENT, uuid4())) is None
    choice = Choice(0, Outcome.THEME_ONLY)
    assert _decide(session, officer, TextRef(Source.SURVEY, uuid4()), choice) == NoSuchText()


def test_words_of_an_event_keep_their_decision_when_others_come(
    session: Session, officer: Viewer
) -> None:
    event_id = add_event(session, officer, MET, NOW, new_id=uuid4())
    open_form(session, officer, event_id, TODAY, NOW)
    take_sheet(session, event_id, 1, Feedback({}, "Ask Anna Stone", may_quote=True))
    (ref,) = _waiting(session)
    marks = Marks(phrases=("anna stone",))
    assert _decide(session, officer, ref, Choice(0, Outcome.QUOTE, marks)) is None
    for number in range(2, 5):
        take_sheet(session, event_id, number, Feedback({}, "More", may_quote=False))
    assert session.get(EventWords, ref.id) is not None
    assert len(_waiting(session)) == 3
    said = quotations.list_quoted(session, shown_only=False)
    assert [(each.about, each.quotations[0].words) for each in said] == [("Meeting", f"Ask {GAP}")]
    assert quotations.list_quoted(session, shown_only=True) == []


def test_an_inspection_is_quoted_once_shown_and_decided_anew_once_changed(
    session: Session, officer: Viewer
) -> None:
    ref = _inspection(session, officer)
    marks = Marks(frozenset({0, 1}))
    assert _decide(session, officer, ref, Choice(0, Outcome.QUOTE, marks)) is None
    assert quotations.list_quoted(session, shown_only=True) == []
    show_inspection(session, ref.id, TODAY)
    (quoted,) = quotations.list_quoted(session, shown_only=True)
    assert quoted.quotations[0].words == f"{GAP} was kind"
    other = InspectionDetails("Library", TODAY, 3, "Mrs Hill was kind", Works.WELL, may_quote=True)
    inspection_actions.change_inspection(session, officer, ref.id, other, NOW)
    assert quotations.list_quoted(session, shown_only=False) == []
    assert _waiting(session) == [ref]


def test_nothing_is_quoted_without_consent(session: Session, officer: Viewer) -> None:
    plain = InspectionDetails("Library", TODAY, 3, "Fine", Works.WELL)
    ref = _inspection(session, officer, plain)
    assert _decide(session, officer, ref, Choice(0, Outcome.QUOTE)) == NoConsent()
    assert moderation.list_steps(session, ref) == []


def test_another_officer_confirms_and_the_same_is_refused(
    session: Session, officer: Viewer, second: Viewer
) -> None:
    ref = _inspection(session, officer)
    choice = Choice(0, Outcome.QUOTE)
    assert _decide(session, officer, ref, choice, needs_second=True) is None
    assert quotations.list_quoted(session, shown_only=False) == []
    assert desk_texts.count_texts(session) == {State.FOR_SECOND: 1}
    confirm = actions.confirm
    assert confirm(session, officer, ref, seen=1, today=TODAY) == SamePerson()
    assert confirm(session, second, ref, seen=0, today=TODAY) == ChangedMeanwhile()
    assert confirm(session, second, ref, seen=1, today=TODAY) is None
    assert confirm(session, second, ref, seen=1, today=TODAY) is None, "pressed twice"
    assert confirm(session, second, ref, seen=2, today=TODAY) == NothingToDo()
    assert len(quotations.list_quoted(session, shown_only=False)) == 1
    assert desk_texts.count_texts(session) == {State.SETTLED: 1}


def test_a_decision_is_withdrawn_and_made_anew(
    session: Session, officer: Viewer, second: Viewer
) -> None:
    ref = _inspection(session, officer)
    choice = Choice(0, Outcome.QUOTE)
    assert _decide(session, officer, ref, choice) is None
    assert _decide(session, officer, ref, choice) is None, "pressed twice"
    assert _decide(session, second, ref, choice) == ChangedMeanwhile()
    late = Choice(1, Outcome.WITHHELD, reason="Late")
    assert _decide(session, second, ref, late) == ChangedMeanwhile(), "it has to be taken back"
    assert actions.take_back(session, second, ref, "A name", seen=1, today=TODAY) is None
    assert quotations.list_quoted(session, shown_only=False) == []
    assert _waiting(session) == [ref]
    again = Choice(2, Outcome.QUOTE, Marks(phrases=("Stone",)))
    assert _decide(session, officer, ref, again) is None
    (quoted,) = quotations.list_quoted(session, shown_only=False)
    assert quoted.quotations[0].words == f"Mr {GAP} was kind"
    kinds = [step.kind for step in moderation.list_steps(session, ref)]
    assert kinds == ["decided", "withdrawn", "decided"], "nothing is ever overwritten"


def test_redacted_words_are_not_readable_in_the_database(session: Session, officer: Viewer) -> None:
    ref = _inspection(session, officer)
    assert _decide(session, officer, ref, Choice(0, Outcome.QUOTE)) is None
    row = session.scalars(select(ModerationStep)).one()
    assert row.words_sealed is not None
    assert b"kind" not in row.words_sealed


def test_themes_keep_what_they_meant(session: Session, officer: Viewer, theme: UUID) -> None:
    first = themes.find_theme(session, theme)
    assert first is not None
    ref = _inspection(session, officer)
    choice = Choice(0, Outcome.THEME_ONLY, themes=frozenset({theme, uuid4()}))
    assert _decide(session, officer, ref, choice) is None
    better = ThemeWords("Letters and e-mails", "What we send")

    def change(words: ThemeWords, *, same: bool, new_id: UUID) -> object:
        seen = themes.find_theme(session, theme)
        assert seen is not None
        return theme_actions.change_theme(
            session, officer, seen, words, TODAY, same_meaning=same, new_id=new_id
        )

    assert change(better, same=True, new_id=uuid4()) == theme
    other = _theme(session, officer, "Calls")
    assert change(ThemeWords("calls", "x"), same=True, new_id=uuid4()) == NameTaken()
    assert change(ThemeWords("calls", "x"), same=False, new_id=uuid4()) == NameTaken()
    new_id = uuid4()
    assert change(ThemeWords("What we send", "All"), same=False, new_id=new_id) == new_id
    assert {each.id for each in themes.list_themes(session)} == {new_id, other}
    versions = themes.list_versions(session, theme)
    assert [each.theme.retired for each in versions] == [True, False, False]
    stands = moderation.list_steps(session, ref)[0].decision
    assert stands is not None
    assert stands.themes == {theme}, "a text keeps its theme, and has none that is not there"
    stale = theme_actions.change_theme(
        session, officer, first, ThemeWords("X", "Y"), TODAY, same_meaning=True, new_id=uuid4()
    )
    assert stale == ChangedMeanwhile()


def test_the_clock_runs_from_the_day_before_and_stops_when_all_is_read(
    session: Session, officer: Viewer
) -> None:
    ref = _inspection(session, officer)
    (group,) = desk_texts.list_waiting_groups(session)
    assert (group.waiting, group.clock) == (1, None)
    actions.keep_clocks(session, NOW, in_england)
    actions.keep_clocks(session, NOW + timedelta(days=1), in_england)
    (group,) = desk_texts.list_waiting_groups(session)
    assert group.clock is not None
    assert (group.clock.since, group.clock.due) == (date(2026, 11, 22), date(2026, 11, 23))
    assert group.clock.is_late(date(2026, 11, 24))
    assert _decide(session, officer, ref, Choice(0, Outcome.THEME_ONLY)) is None
    actions.keep_clocks(session, NOW, in_england)
    assert desk_texts.list_waiting_groups(session) == []
    assert session.scalars(select(ModerationClock)).all() == []
