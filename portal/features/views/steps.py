"""The way through the screens: the questions on this person's way, then three more."""

from dataclasses import dataclass

from flask import url_for

from portal.actions.views import Writing
from portal.domain.views_answers import questions_asked
from portal.domain.views_questions import QUESTIONS, Question

CHECK = "check"
"""What a page carries that was opened to change one thing, and goes back to the check."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a screen stands: the pages before and after it, its number, and how many there are."""

    before: str
    after: str
    number: int
    total: int


def question_address(writing: Writing, question: Question, come_from: str | None = None) -> str:
    """The page of one question; ``come_from`` sends the person back to the check afterwards."""
    return url_for(
        "views.show_question",
        review_id=writing.of.review.id,
        question_key=question.key,
        come_from=come_from,
    )


def address(writing: Writing, endpoint: str, come_from: str | None = None) -> str:
    """Another page of the same views."""
    return url_for(f"views.{endpoint}", review_id=writing.of.review.id, come_from=come_from)


def find_place(writing: Writing, here: str | Question, come_from: str | None) -> Place:
    """Where a question, or the screen with this endpoint, stands on this person's way."""
    asked = set(questions_asked(writing.voice, writing.wording.answers))
    questions = [each for each in QUESTIONS[writing.voice] if each in asked or each == here]
    screens: list[str | Question] = [*questions, "show_provenance", "show_audience"]
    pages = [
        address(writing, each) if isinstance(each, str) else question_address(writing, each)
        for each in screens
    ]
    at = screens.index(here)
    check = address(writing, "check_answers")
    if come_from == CHECK:
        return Place(check, check, at + 1, len(screens))
    before = pages[at - 1] if at else address(writing, "start_views")
    after = pages[at + 1] if at + 1 < len(pages) else check
    return Place(before, after, at + 1, len(screens))
