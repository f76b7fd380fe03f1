"""The questions about an event: as the public sees them, as they are typed in from paper, and the
officer's form that opens them."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError
from wtforms.validators import Optional

from portal.domain.event_feedback import SHEET_AT_MOST, TEXT_AT_MOST, Feedback, Statement
from portal.domain.measures import Agreement
from portal.features.events.forms import NUMBER_BOX, at_most, read_count, written
from portal.features.events.wording import AGREEMENT, MAY_QUOTE, NEXT_STEP, STATEMENTS
from portal.kit.date_field import DateField
from portal.kit.fields import (
    RadioField,
    SelectChoice,
    TextAreaField,
    TextField,
    TickField,
    required,
)
from portal.kit.forms import Form, MakingForm


def field_of(statement: Statement) -> str:
    """The name of the statement's field."""
    return statement.name.lower()


class QuestionsForm(MakingForm):
    """Three statements and a box; every one of them can be left out."""

    next_step = TextAreaField(NEXT_STEP, [at_most(TEXT_AT_MOST)])
    may_quote = TickField(MAY_QUOTE)

    @property
    def statements(self) -> list[Any]:
        return [self[field_of(statement)] for statement in Statement]

    @property
    def feedback(self) -> Feedback:
        """What was answered. Only for a form that was found valid."""
        chosen = {statement: self[field_of(statement)].data for statement in Statement}
        return Feedback(
            {statement: Agreement(value) for statement, value in chosen.items() if value},
            (self.next_step.data or "").strip(),
            bool(self.may_quote.data),
        )

    def refuse_empty(self) -> None:
        self.statements[0].errors = [gettext("Answer at least one question")]


for _statement, _words in STATEMENTS.items():
    setattr(
        QuestionsForm,
        field_of(_statement),
        RadioField(
            _words,
            [Optional()],
            choices=[SelectChoice(option, words) for option, words in AGREEMENT.items()],
        ),
    )


class PublicForm(QuestionsForm):
    class Meta:
        csrf = False


class SheetForm(QuestionsForm):
    """A paper sheet, with the number that is printed on it."""

    number = TextField(
        _l("Number of the sheet"),
        [written(_l("Enter the number of the sheet"))],
        description=_l("It is printed at the top."),
        render_kw=NUMBER_BOX,
    )

    def validate_number(self, field: Any) -> None:
        if not 1 <= (read_count(field.data) or 0) <= SHEET_AT_MOST:
            raise ValidationError(gettext("Enter the number of the sheet"))

    @property
    def sheet(self) -> int:
        return read_count(self.number.data) or 0


class OpenForm(Form):
    last_day = DateField(
        _l("Last day to answer"),
        [required(_l("Enter the last day to answer"))],
        description=_l("The form takes answers up to this day. A day that has passed closes it."),
    )
