"""The words of the action plan: months, days that are not known, what shows a rating."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from flask_babel import format_date, gettext

from portal.domain.action_plan import (
    Due,
    Evidence,
    FigureEvidence,
    FileEvidence,
    ReleaseEvidence,
    StepDetails,
    is_step_overdue,
)
from portal.domain.releases import Release
from portal.kit.shares import figure_sentence


def month_words(day: date) -> str:
    """A point, such as "October 2019"."""
    return str(format_date(day, "MMMM y"))


def due_words(due: Due | None) -> str:
    """By when, no more exact than is known."""
    if due is None:
        return str(gettext("Not known"))
    return month_words(due.day) if due.whole_month else str(format_date(due.day, "d MMMM y"))


def state_words(step: StepDetails, today: date) -> str:
    """Whether a step is done, and when; or that it is overdue."""
    if step.done and step.done_on:
        return str(gettext("Done on %(day)s", day=format_date(step.done_on, "d MMMM y")))
    if step.done:
        return str(gettext("Done, the day is not known"))
    return str(gettext("Overdue")) if is_step_overdue(step, today) else str(gettext("Not done yet"))


def release_words(evidence: ReleaseEvidence, releases: Mapping[UUID, Release]) -> str:
    """A report, or one figure of it."""
    release = releases[evidence.release_id]
    words = gettext(
        "Report %(number)d: %(title)s",
        number=release.number,
        title=release.snapshot.wave.title,
    )
    if not evidence.measure:
        return str(words)
    return f"{words}. {figure_sentence(release, evidence.measure)}"


def evidence_words(evidence: Evidence, releases: Mapping[UUID, Release]) -> str:
    """What shows a rating, in one line."""
    match evidence:
        case ReleaseEvidence():
            return release_words(evidence, releases)
        case FigureEvidence(figure, source, on):
            return str(
                gettext(
                    "%(figure)s (%(source)s, %(day)s)",
                    figure=figure,
                    source=source,
                    day=format_date(on, "d MMMM y"),
                )
            )
        case FileEvidence(name=name) if evidence.is_lost:
            return str(gettext("%(name)s: this file is not there any more", name=name))
        case FileEvidence(name=name) if not evidence.may_be_opened:
            return str(gettext("%(name)s: waits for the virus scanner", name=name))
        case FileEvidence(name=name):
            return name
