"""Free answers reach their readers while the wave is open, whole, and lead back to nobody."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.orm import Session

from portal.actions import survey_texts, surveys
from portal.actions.survey_answers import OpenSurvey, find_by_link, save_draft, send_answers
from portal.actions.survey_ways import PublicSurvey, find_public, send_public_paper
from portal.domain.instruments import Section
from portal.domain.questions import LONGEST, MAY_QUOTE, QuestionKind, consent_key
from portal.domain.waves import TRACED_BELOW, CohortKind, CohortRule, Mode, Wave, WaveState
from portal.store import responses, waves
from portal.store.sealing import unseal
from portal.store.tables.sessions import ReadTrail
from portal.store.tables.surveys import (
    SurveyAnswer,
    SurveyInvitation,
    SurveyPaperNumber,
    SurveyPress,
    SurveyText,
    SurveyWaiting,
)
from tests.open_waves import (
    LAST_DAY,
    NOW,
    TODAY,
    Invited,
    add_families,
    add_instrument,
    give_links,
)
from tests.store.survey_adversary import attack, fingerprint, take_copy
from tests.store.text_adversary import attack_texts
from tests.survey_of_parts import PARTS, WRITTEN, YES, open_wave_of

ASKED = 40


@dataclass
class Course:
    """One wave in which people write, each in a transaction of their own."""

    session: Session
    wave_id: UUID
    people: list[Invited]
    in_order: list[str] = field(default_factory=list)
    author_of: dict[str, str] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    may_quote: set[str] = field(default_factory=set)

    def answer(self, number: int) -> None:
        for _ in range(number):
            person = self.people.pop()
            survey = find_by_link(self.session, person.token, TODAY)
            assert isinstance(survey, OpenSurvey)
            words = secrets.token_hex(8)
            answers = {"own.yes": secrets.choice(("yes", "no", "not_sure")), "own.help": words}
            if secrets.choice((True, False)):
                answers[consent_key("own.help")] = MAY_QUOTE
                self.may_quote.add(words)
            assert send_answers(self.session, survey, answers, secrets.choice(list(Mode))) is None
            self.session.commit()
            who = person.invitation_id.hex
            self.in_order.append(who)
            self.author_of[words] = who
            self.said[who] = fingerprint({"own.yes": answers["own.yes"]})

    def take(self) -> None:
        survey_texts.take_texts(self.session, self.wave_id, NOW)
        self.session.commit()
        surveys.sweep_bookkeeping(self.session)

    def close(self) -> None:
        assert surveys.close_wave(self.session, self.wave_id, now=NOW) is None
        self.session.commit()
        surveys.write_responses(self.session, self.wave_id, now=NOW)
        self.session.commit()
        surveys.sweep_bookkeeping(self.session)

    def wrote(self) -> dict[str, str]:
        """By the id of each stored text its author."""
        return {
            row.id.hex: self.author_of[
                unseal(
                    self.session,
                    subject_id=row.id,
                    table="survey_texts",
                    column="sealed",
                    row_id=row.id,
                    sealed=row.sealed,
                )
            ]
            for row in self.session.scalars(select(SurveyText))
        }

    def found(self) -> set[str]:
        self.session.expire_all()
        copy = take_copy(self.session, "", frozenset(p.token for p in self.people))
        traces = attack_texts(copy, self.in_order, self.wrote())
        # Three answers are too few to tell a guess from a trace by: the order is laid by the texts.
        traces |= {k: v for k, v in attack(copy, self.in_order, self.said).items() if k != "order"}
        return {name for name, those in traces.items() if those}


@pytest.fixture
def course(session: Session) -> Course:
    add_families(session, ASKED)
    wave_id = open_wave_of(session, WRITTEN)
    people = give_links(session, wave_id)
    session.commit()
    secrets.SystemRandom().shuffle(people)
    return Course(session, wave_id, people)


def words_of(course: Course) -> set[str]:
    course.session.expire_all()
    return {each.words for each in responses.list_texts(course.session, course.wave_id)}


def test_texts_are_read_the_next_day_and_trace_nobody(course: Course) -> None:
    course.answer(14)
    course.take()
    assert words_of(course) == set(course.author_of)
    assert course.found() == set()
    course.answer(12)
    assert course.found() == set()
    course.take()
    course.take()
    assert words_of(course) == set(course.author_of)
    assert course.found() == set()
    course.answer(5)
    course.close()
    assert words_of(course) == set(course.author_of), "nothing is lost and nothing is there twice"
    texts = responses.list_texts(course.session, course.wave_id)
    assert {each.words for each in texts if each.may_quote} == course.may_quote
    assert course.session.scalar(select(func.count()).select_from(SurveyText)) == 31
    assert course.session.scalar(select(func.count()).select_from(SurveyAnswer)) == 31
    assert course.found() == set()


def test_nothing_is_taken_out_while_few_have_answered(course: Course) -> None:
    course.answer(TRACED_BELOW - 1)
    course.take()
    assert words_of(course) == set()
    course.answer(1)
    course.take()
    assert words_of(course) == set(course.author_of)


def test_an_open_wave_goes_on_as_it_was(course: Course) -> None:
    """Who has answered, drafts and links: the rows are new, what they hold is not."""
    session = course.session
    course.answer(12)
    saving, other = course.people[-1], course.people[-2]
    survey = find_by_link(session, saving.token, TODAY)
    assert isinstance(survey, OpenSurvey)
    assert save_draft(session, survey, {"own.help": "Half a word"}) is None
    session.commit()
    before = kept_of(session)
    course.take()
    assert kept_of(session) == before
    again = find_by_link(session, saving.token, TODAY)
    assert isinstance(again, OpenSurvey)
    assert isinstance(find_by_link(session, other.token, TODAY), OpenSurvey)
    waiting = responses.list_waiting(session, course.wave_id)
    assert len(waiting) == waves.get_wave(session, course.wave_id).answered == 12
    assert not any("own.help" in response.answers for response in waiting)


def kept_of(session: Session) -> set[tuple[object, ...]]:
    session.expire_all()
    columns = SurveyInvitation.__table__.c
    lists = ("group_values", "reach_values")
    plain = [column for column in columns if column.name not in lists]
    return {tuple(row) for row in session.execute(select(*plain))}


def test_the_daily_job_looks_at_waves_that_run_and_ask_for_words(course: Course) -> None:
    session = course.session
    add_families(session, 12)
    open_wave_of(session, replace(PARTS, sections=(Section("", (YES,)),)))
    survey_texts.take_texts_due(session, NOW)
    payloads = session.execute(
        text("SELECT payload FROM jobs WHERE kind = :kind"), {"kind": survey_texts.TAKE}
    ).all()
    assert len(payloads) == 1
    assert str(course.wave_id) in str(payloads[0])


def test_the_longest_answers_are_as_long_as_none(course: Course) -> None:
    session = course.session
    longest = {
        "own.yes": "not_sure",
        "own.help": "😀" * LONGEST[QuestionKind.LONG_TEXT],
        "own.short": "😀" * LONGEST[QuestionKind.SHORT_TEXT],
        consent_key("own.help"): MAY_QUOTE,
        consent_key("own.short"): MAY_QUOTE,
    }
    drafts = set()
    for answers in (longest, {"own.yes": "no"}, {"own.help": '"\n' * 1000}):
        person = course.people.pop()
        survey = find_by_link(session, person.token, TODAY)
        assert isinstance(survey, OpenSurvey)
        assert save_draft(session, survey, answers) is None
        session.flush()
        invitation = session.get_one(SurveyInvitation, person.invitation_id)
        session.refresh(invitation)
        assert invitation.draft_sealed is not None
        drafts.add(len(invitation.draft_sealed))
        assert send_answers(session, survey, answers, Mode.PORTAL) is None
    waiting = {len(sealed) for sealed in session.scalars(select(SurveyWaiting.sealed))}
    assert (len(drafts), len(waiting)) == (1, 1)


# --- planted leaks ----------------------------------------------------------------------------


def plant_order(course: Course) -> None:
    """The texts under growing ids, in the order in which they were written."""
    session = course.session
    rows = {author: key for key, author in course.wrote().items()}
    for number, person in enumerate(course.in_order, start=1):
        row = session.get_one(SurveyText, UUID(rows[person]))
        words = next(words for words, author in course.author_of.items() if author == person)
        new_id = UUID(int=number)
        sealed = responses._seal_text(session, new_id, words)
        session.delete(row)
        session.flush()
        session.add(
            SurveyText(id=new_id, wave_id=course.wave_id, question="own.help", sealed=sealed)
        )
        session.flush()


def plant_column(course: Course) -> None:
    course.session.execute(text("ALTER TABLE survey_texts ADD COLUMN written_at TEXT"))


def plant_id(course: Course) -> None:
    """That one text was read, noted with its id beside a child."""
    _note_read(course, f"text {next(iter(course.wrote()))}")


def plant_consent(course: Course) -> None:
    """That somebody may be quoted, noted beside the child."""
    _note_read(course, consent_key("own.help"))


def _note_read(course: Course, purpose: str) -> None:
    child_id = course.session.scalars(select(SurveyInvitation.child_id).limit(1)).one()
    course.session.execute(
        insert(ReadTrail).values(
            id=uuid4(),
            child_id=child_id,
            role="participation_officer",
            person_id=uuid4(),
            purpose=purpose,
            read_at=NOW,
        )
    )


def plant_few(course: Course) -> None:
    course.session.execute(
        update(SurveyInvitation)
        .where(SurveyInvitation.id.in_([UUID(person) for person in course.in_order[4:]]))
        .values(used=False)
    )


def plant_number_left(course: Course) -> None:
    course.session.add(SurveyPaperNumber(wave_id=course.wave_id, number="A 17"))
    course.session.execute(text("UPDATE survey_waves SET state = 'closed'"))


def plant_press_left(course: Course) -> None:
    course.session.add(SurveyPress(wave_id=course.wave_id, digest=b"x"))
    course.session.execute(text("UPDATE survey_waves SET state = 'closed'"))


def plant_number_elsewhere(course: Course) -> None:
    """The number of a sheet kept as if it were an answer."""
    course.session.add(SurveyPaperNumber(wave_id=course.wave_id, number="A 17"))
    course.session.execute(
        update(SurveyText)
        .where(SurveyText.id == select(SurveyText.id).limit(1).scalar_subquery())
        .values(question="A 17")
    )


@pytest.mark.parametrize(
    ("plant", "kind"),
    [
        (plant_order, "order of texts"),
        (plant_column, "column beside a text"),
        (plant_id, "id of a text"),
        (plant_consent, "consent elsewhere"),
        (plant_few, "text of few"),
        (plant_number_left, "forms left"),
        (plant_press_left, "forms left"),
        (plant_number_elsewhere, "number elsewhere"),
    ],
)
def test_a_planted_leak_is_found(
    course: Course, plant: Callable[[Course], None], kind: str
) -> None:
    course.answer(16)
    course.take()
    assert course.found() == set()
    plant(course)
    course.session.flush()
    assert kind in course.found()
    course.session.rollback()


def test_texts_in_the_order_of_writing_are_found(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The real code with its shuffle broken and its ids counted."""
    course.answer(16)
    author = {author: words for words, author in course.author_of.items()}
    in_order = [responses.Response((), {"own.help": author[person]}) for person in course.in_order]
    numbers = iter(range(1, 1000))
    monkeypatch.setattr(responses, "list_waiting", lambda *_: in_order)
    monkeypatch.setattr(responses, "_shuffle", lambda _items: None)
    monkeypatch.setattr(responses, "uuid4", lambda: UUID(int=next(numbers)))
    course.take()
    assert "order of texts" in course.found()


def test_a_text_written_apart_is_found(course: Course) -> None:
    """In the transaction of its own answer, beside those that came before. SQLite writes no
    transaction beside a row, so there is nothing to find."""
    course.answer(12)
    course.take()
    course.answer(1)
    session, person = course.session, course.in_order[-1]
    words = next(words for words, author in course.author_of.items() if author == person)
    row_id = uuid4()
    sealed = responses._seal_text(session, row_id, words)
    session.add(SurveyText(id=row_id, wave_id=course.wave_id, question="own.help", sealed=sealed))
    session.execute(delete(SurveyWaiting))
    session.commit()
    beside_rows = session.get_bind().dialect.name == "postgresql"
    assert ("transaction of a text" in course.found()) == beside_rows


def test_a_wave_for_anybody_leads_to_nobody(session: Session) -> None:
    """Numbered forms on paper: while it is open, and when nothing of them is left."""
    rule = CohortRule(CohortKind.ANYBODY, TODAY, TODAY)
    new = surveys.NewWave("Fair", add_instrument(session, WRITTEN), rule, (), LAST_DAY, None)
    wave_id = surveys.create_wave(session, new, today=TODAY, now=NOW)
    assert isinstance(wave_id, UUID)
    wave = surveys.open_wave(session, wave_id, today=TODAY, now=NOW)
    assert isinstance(wave, Wave)
    course = Course(session, wave_id, [])
    for number in range(12):
        survey = find_public(session, wave.public_code or "", TODAY)
        assert isinstance(survey, PublicSurvey)
        words = secrets.token_hex(8)
        given = {"own.yes": "no", "own.help": words}
        assert send_public_paper(session, survey, f"A {number}", given) is None
        session.commit()
        course.author_of[words] = f"sheet {number}"
        course.in_order.append(f"sheet {number}")
    course.take()
    assert course.found() == set()
    course.close()
    assert course.found() == set()
    assert waves.get_wave(session, wave_id).state is WaveState.CLOSED
    assert words_of(course) == set(course.author_of)
