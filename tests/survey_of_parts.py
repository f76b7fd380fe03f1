"""A wave whose survey has several parts, with every kind of question, for tests."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy.orm import Session

from portal.actions import surveys
from portal.domain.instruments import Instrument, Section
from portal.domain.measures import Respondent
from portal.domain.questions import FIXED_SCALES, Condition, Option, Question, QuestionKind
from portal.domain.waves import Wave
from tests.open_waves import AUGUST_2020, LAST_DAY, NOW, TODAY, add_instrument

WHO = Question(
    "own.who",
    QuestionKind.ONE,
    "Who helped you most?",
    options=(Option("school", "The school"), Option("nobody", "Nobody")),
)
HELP = Question(
    "own.help",
    QuestionKind.LONG_TEXT,
    "What would have helped?",
    only_if=Condition("own.who", ("nobody",)),
)
WHEN = Question(
    "own.when",
    QuestionKind.SEVERAL,
    "When did {own.who} help?",
    options=(Option("before", "Before"), Option("after", "After")),
    only_if=Condition("own.who", ("school",)),
)
YES = Question(
    "own.yes", QuestionKind.YES_NO, "Were you told?", options=FIXED_SCALES[QuestionKind.YES_NO]
)
NUMBER = Question("own.number", QuestionKind.NUMBER, "How many meetings?", required=True)
DAY = Question("own.day", QuestionKind.DATE, "When was the last one?")
SHORT = Question("own.short", QuestionKind.SHORT_TEXT, "One word for it?")
PLACES = Question(
    "own.places",
    QuestionKind.THREE_PLACES,
    "How is it going?",
    options=FIXED_SCALES[QuestionKind.THREE_PLACES],
)
PARTS = Instrument(
    "In parts",
    Respondent.PARENT_OR_CARER,
    (
        Section("Who helped", (WHO, YES)),
        Section("What was missing", (HELP,)),
        Section("What happened", (WHEN,)),
        Section("The meetings", (NUMBER, DAY, SHORT, PLACES)),
    ),
    introduction="These are about the last year.",
)

WRITTEN = Instrument(
    "In words",
    Respondent.PARENT_OR_CARER,
    (Section("", (YES, replace(HELP, only_if=None), SHORT)),),
)


def open_wave_of(session: Session, instrument: Instrument = PARTS) -> UUID:
    """A wave that asks this instrument, open for everybody whom `add_families` has added."""
    made = surveys.create_wave(
        session,
        surveys.NewWave(
            "In parts", add_instrument(session, instrument), AUGUST_2020, (), LAST_DAY, None
        ),
        today=TODAY,
        now=NOW,
    )
    assert isinstance(made, UUID)
    assert isinstance(surveys.open_wave(session, made, today=TODAY, now=NOW), Wave)
    return made
