"""The forms of the public page. Nothing is stored, so there is nothing to guard against forgery,
and no cookie is set."""

from collections.abc import Mapping
from typing import Any, ClassVar

from flask_babel import lazy_gettext
from wtforms.validators import Optional, ValidationError

from portal.domain.transfers import Phase
from portal.features.deadlines.questions import (
    AssessmentQuestion,
    Question,
    ReviewQuestion,
    RightsQuestion,
    TransferQuestion,
    problems_of,
)
from portal.kit.case_wording import PHASE_WORDS
from portal.kit.date_field import DateField
from portal.kit.fields import SelectChoice, SelectField, TextField, required
from portal.kit.forms import Form

OPTIONAL = lazy_gettext("Leave this empty if you do not know it or it has not happened yet")


class QuestionForm(Form):
    """A form whose fields are a question to a clock."""

    question: ClassVar[type[Question]]

    class Meta:
        csrf = False

    def ask(self) -> Question | None:
        """The question, or None with what is wrong put beside each field."""
        if not self.validate():
            return None
        question = self.question(**self._asked())
        for problem in problems_of(question):
            field = self[problem.field]
            field.errors = (*field.errors, problem.message)
        return None if self.errors else question

    def _asked(self) -> Mapping[str, Any]:
        return dict(self.data)


class AssessmentForm(QuestionForm):
    question = AssessmentQuestion

    received = DateField(
        lazy_gettext("When did the council get the request?"),
        [required(lazy_gettext("Enter the day the council got the request"))],
    )
    draft_served = DateField(lazy_gettext("When was the draft plan sent?"), description=OPTIONAL)
    advice_asked = DateField(
        lazy_gettext("When was advice asked for?"),
        description=OPTIONAL,
    )


class ReviewForm(QuestionForm):
    question = ReviewQuestion

    plan_made = DateField(
        lazy_gettext("When was the plan first made?"),
        [required(lazy_gettext("Enter the day the plan was first made"))],
        description=lazy_gettext("It is on the plan"),
    )
    last_review = DateField(
        lazy_gettext("When did the last review end?"),
        description=lazy_gettext(
            "The day you were told the decision. Leave this empty if there was no review yet"
        ),
    )
    meeting = DateField(lazy_gettext("When is the review meeting?"), description=OPTIONAL)
    notice = DateField(
        lazy_gettext("When were you sent the changes to the plan?"), description=OPTIONAL
    )


class TransferForm(QuestionForm):
    question = TransferQuestion

    phase = SelectField(
        lazy_gettext("Which move is it?"),
        choices=[
            SelectChoice("", lazy_gettext("Choose a move")),
            *(SelectChoice(phase.value, words) for phase, words in PHASE_WORDS.items()),
        ],
        validators=[required(lazy_gettext("Choose the move"))],
    )
    year = TextField(
        lazy_gettext("In which year is the move?"),
        [Optional()],
        description=lazy_gettext("For a move in September, like 2027"),
        render_kw={"inputmode": "numeric", "classes": "govuk-input--width-4"},
    )
    move = DateField(
        lazy_gettext("On which day is the move?"),
        description=lazy_gettext("Only for a move from one college to another"),
    )

    def validate_year(self, field: TextField) -> None:
        text = (field.data or "").strip()
        if not (text.isascii() and text.isdigit() and len(text) == len("2027")):
            raise ValidationError(lazy_gettext("Enter a year with four numbers, like 2027"))

    def _asked(self) -> Mapping[str, Any]:
        year = (self.year.data or "").strip()
        return {
            "phase": Phase(self.phase.data),
            "year": int(year) if year else None,
            "move": self.move.data,
        }


class RightsForm(QuestionForm):
    question = RightsQuestion

    born = DateField(
        lazy_gettext("When was the child or young person born?"),
        [required(lazy_gettext("Enter the date of birth"))],
    )


FORMS: dict[str, type[QuestionForm]] = {
    "assessment": AssessmentForm,
    "review": ReviewForm,
    "transfer": TransferForm,
    "rights": RightsForm,
}
