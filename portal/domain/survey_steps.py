"""The way through a survey of several sections: which of them are asked, and in which order.

A section is a step. One in which the answers lead to no question is passed over, forwards and
backwards. Steps are counted from 1, as the sections stand in the instrument.
"""

from portal.domain.instruments import Instrument
from portal.domain.questions import Answers, Question, is_asked, keep_asked


def asked_in(instrument: Instrument, step: int, answers: Answers) -> tuple[Question, ...]:
    """The questions of a step that these answers lead to."""
    kept = keep_asked(instrument.questions, answers)
    return tuple(q for q in instrument.sections[step - 1].questions if is_asked(q, kept))


def list_steps(instrument: Instrument, answers: Answers) -> tuple[int, ...]:
    """The steps that these answers lead to."""
    kept = keep_asked(instrument.questions, answers)
    return tuple(
        number
        for number, section in enumerate(instrument.sections, start=1)
        if any(is_asked(question, kept) for question in section.questions)
    )


def step_after(instrument: Instrument, step: int, answers: Answers) -> int | None:
    """The next step; None after the last one."""
    return next((other for other in list_steps(instrument, answers) if other > step), None)


def step_before(instrument: Instrument, step: int, answers: Answers) -> int | None:
    """The step before; None before the first one."""
    earlier = (other for other in list_steps(instrument, answers) if other < step)
    return max(earlier, default=None)


def step_of(instrument: Instrument, key: str) -> int:
    """The step that asks this question. Raises StopIteration where none does."""
    return next(
        number
        for number, section in enumerate(instrument.sections, start=1)
        if any(question.key == key for question in section.questions)
    )
