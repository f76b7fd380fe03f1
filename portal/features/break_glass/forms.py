"""The reference, the reason, and for how long."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import format_date, gettext, lazy_gettext, ngettext
from wtforms import ValidationError
from wtforms.validators import Length

from portal.domain.break_glass import last_day
from portal.kit.fields import (
    RadioField,
    SelectChoice,
    TextAreaField,
    TextField,
    TickField,
    required,
)
from portal.kit.forms import Form

REASON_LETTERS = 500
REFERENCE_LETTERS = 60


class OpenRecordForm(Form):
    """What somebody says before a record outside their caseload opens."""

    reference = TextField(
        lazy_gettext("Case reference or UPN"),
        validators=[
            required(lazy_gettext("Enter the case reference or UPN")),
            Length(
                max=REFERENCE_LETTERS,
                message=lazy_gettext("Use %(max)d letters or less for the reference"),
            ),
        ],
        description=lazy_gettext("Exactly as it is written. There is no search by name."),
    )
    reason = TextAreaField(
        lazy_gettext("Why do you need to open it?"),
        validators=[
            required(lazy_gettext("Enter a reason")),
            Length(
                max=REASON_LETTERS,
                message=lazy_gettext("Use %(max)d letters or less for the reason"),
            ),
        ],
        description=lazy_gettext(
            "It is kept with your name. The caseworker and their manager read it now, and the "
            "family can ask to see it."
        ),
    )
    days = RadioField(
        lazy_gettext("For how long?"),
        validators=[required(lazy_gettext("Choose how long"))],
    )
    for_safeguarding = TickField(
        lazy_gettext(
            "It is about keeping the child safe, so the family must not see that I looked before "
            "the safeguarding lead says so"
        )
    )

    def __init__(self, days: Sequence[int], today: date, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.days.choices = [
            SelectChoice(str(number), _until(number, last_day(today, number))) for number in days
        ]

    def validate_reason(self, field: Any) -> None:
        if not field.data.strip():
            raise ValidationError(gettext("Enter a reason"))

    def refuse_reference(self, message: str) -> None:
        self.reference.errors = [message]


def _until(days: int, last: date) -> str:
    if days == 1:
        return str(gettext("Until tonight"))
    number = ngettext("%(num)d day", "%(num)d days", days)
    day = format_date(last, "EEEE d MMMM")
    return str(gettext("%(days)s, until the end of %(day)s", days=number, day=day))
