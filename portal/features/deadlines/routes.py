"""The public page: choose a clock, fill in dates, read the legal ones.

The dates go in the body of a POST, so that they end up in no address, history or log. The answer
is the same page again: nothing is stored.
"""

from flask import Blueprint, current_app, render_template

from portal.domain.clocks import Deadline
from portal.domain.review_clock import latest_sensible_meeting
from portal.features.deadlines.forms import FORMS
from portal.features.deadlines.questions import Question, ReviewQuestion, RightsQuestion
from portal.kit.access import public
from portal.kit.case_wording import FORCE_WORDS, due_words

blueprint = Blueprint("deadlines", __name__, template_folder="templates")


@blueprint.get("/deadlines")
@public
def show_deadlines() -> str:
    return render_template("deadlines/choose.html")


@blueprint.get("/deadlines/<any(assessment, review, transfer, rights):clock>")
@public
def show_clock(clock: str) -> str:
    return _render(clock, None)


@blueprint.post("/deadlines/<any(assessment, review, transfer, rights):clock>")
@public
def work_out_clock(clock: str) -> str | tuple[str, int]:
    form = FORMS[clock]()
    question = form.ask()
    if question is None:
        return render_template(f"deadlines/{clock}.html", form=form), 422
    return _render(clock, question)


def _render(clock: str, question: Question | None) -> str:
    rights = question.answer() if isinstance(question, RightsQuestion) else None
    return render_template(
        f"deadlines/{clock}.html",
        form=FORMS[clock](),
        deadlines=_deadlines(question),
        rights=rights,
        due_words=due_words,
        force_words=FORCE_WORDS,
        advice_service_name=current_app.config["ADVICE_SERVICE_NAME"],
        advice_service_url=current_app.config["ADVICE_SERVICE_URL"],
    )


def _deadlines(question: Question | None) -> list[Deadline]:
    if question is None or isinstance(question, RightsQuestion):
        return []
    found = list(question.answer().values())
    if isinstance(question, ReviewQuestion):
        found.append(latest_sensible_meeting(found[0].day))
    return sorted(found, key=lambda deadline: deadline.day)
