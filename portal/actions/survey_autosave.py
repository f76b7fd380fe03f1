"""What is typed in a survey, kept while it is typed, before anything is pressed."""

from collections.abc import Mapping, Sequence
from typing import assert_never

from sqlalchemy.orm import Session

from portal.actions.survey_answers import OpenSurvey, save_step
from portal.domain.questions import Question, WrongAnswers, read_answers
from portal.domain.surveys import AlreadyAnswered, WaveClosed


def keep_readable(
    session: Session, survey: OpenSurvey, shown: Sequence[Question], given: Mapping[str, str]
) -> WrongAnswers | AlreadyAnswered | WaveClosed | None:
    """Keep the answers to the questions shown; None where all are kept.

    Half a date is no fault of whoever is still typing the other half: an answer that cannot be
    read yet leaves what was kept of it before, and hinders no other answer.
    """
    read = read_answers(shown, given)
    faults = read.faults if isinstance(read, WrongAnswers) else {}
    readable = [question for question in shown if question.key not in faults]
    kept = save_step(session, survey, readable, given)
    match kept:
        case dict():
            return read if isinstance(read, WrongAnswers) else None
        case AlreadyAnswered() | WaveClosed():
            return kept
        case WrongAnswers():
            raise AssertionError("only what can be read is kept")
        case _:
            assert_never(kept)
