"""`flask deadlines`: the legal dates as one JSON object of ISO dates.

Bad input ends with exit code 2, a message on standard error and nothing on standard output.
"""

import json
import re
from datetime import date
from typing import Any

import click
from flask.cli import AppGroup

from portal.domain.transfers import Phase
from portal.features.deadlines.questions import (
    AssessmentQuestion,
    Question,
    ReviewQuestion,
    RightsQuestion,
    TransferQuestion,
    problems_of,
)

ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class IsoDate(click.ParamType[date]):
    """A calendar date written ``2026-03-12``."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            if not ISO_DATE.fullmatch(value):
                raise ValueError(value)
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a date like 2026-03-12", param, ctx)


DAY = IsoDate()
deadlines = AppGroup("deadlines", help="Work out legal dates.")


@deadlines.command("assessment")
@click.option("--received", type=DAY, required=True, help="The request was received.")
@click.option("--draft-served", type=DAY, help="The draft plan was served.")
@click.option("--advice-asked", type=DAY, help="The request for advice was received.")
def tell_assessment(received: date, draft_served: date | None, advice_asked: date | None) -> None:
    """The limits of an assessment."""
    _tell(AssessmentQuestion(received, draft_served, advice_asked))


@deadlines.command("review")
@click.option("--plan-made", type=DAY, required=True, help="The plan was first made.")
@click.option("--last-review", type=DAY, help="The last review was completed.")
@click.option("--meeting", type=DAY, help="The review meeting.")
@click.option("--notice", type=DAY, help="The notice with the changes was served.")
def tell_review(
    plan_made: date, last_review: date | None, meeting: date | None, notice: date | None
) -> None:
    """The limits of a review."""
    _tell(ReviewQuestion(plan_made, last_review, meeting, notice))


@deadlines.command("transfer")
@click.option(
    "--phase", type=click.Choice([phase.value for phase in Phase]), required=True, help="The move."
)
@click.option("--year", type=int, help="The calendar year of the September move.")
@click.option("--move", type=DAY, help="The day of a move between colleges.")
def tell_transfer(phase: str, year: int | None, move: date | None) -> None:
    """The limits of a move between phases of education."""
    _tell(TransferQuestion(Phase(phase), year, move))


@deadlines.command("rights")
@click.option("--born", type=DAY, required=True, help="The date of birth.")
def tell_rights(born: date) -> None:
    """When compulsory school age ends and the young person's own rights begin."""
    _tell(RightsQuestion(born))


def _tell(question: Question) -> None:
    for problem in problems_of(question):
        name = "--" + problem.field.replace("_", "-")
        raise click.UsageError(f"{name}: {problem.message}")
    answer = question.answer()
    days = {
        str(key): (due if isinstance(due, date) else due.day).isoformat()
        for key, due in answer.items()
    }
    click.echo(json.dumps(days))
