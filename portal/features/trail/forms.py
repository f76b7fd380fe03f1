"""What the safeguarding lead decides about, and what is kept from expiring."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import format_date, format_time, gettext, lazy_gettext, ngettext
from wtforms import ValidationError
from wtforms.validators import Length

from portal.domain.trail import Read, look_of
from portal.domain.trail_waiting import DayAsShown
from portal.features.trail.wording import PURPOSES, SERVICES, STANDINGS
from portal.kit.fields import (
    CheckboxesField,
    SelectChoice,
    TextAreaField,
    TextField,
    required,
)
from portal.kit.forms import Form
from portal.store.trail_decisions import Line

REASON_LETTERS = 500


class DecisionForm(Form):
    """Which days, and why."""

    days = CheckboxesField(
        lazy_gettext("Which days?"),
        validators=[required(lazy_gettext("Choose at least one day"))],
        validate_choice=False,  # the action says in words that a day has changed
    )
    reason = TextAreaField(
        lazy_gettext("Why?"),
        validators=[
            required(lazy_gettext("Enter a reason")),
            Length(
                max=REASON_LETTERS,
                message=lazy_gettext("Use %(max)d letters or less for the reason"),
            ),
        ],
        description=lazy_gettext(
            "It is kept with your name and the day. The family does not see it."
        ),
    )

    def __init__(
        self, days: Mapping[DayAsShown, Sequence[tuple[Read, Line]]], **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.days.choices = [
            SelectChoice(str(day), _day_words(day), render_kw={"hint": _hint(lines)})
            for day, lines in days.items()
        ]

    @property
    def chosen(self) -> list[DayAsShown]:
        """The days as they were shown. Raises ValueError where that is nothing of ours."""
        return [DayAsShown.parse(text) for text in self.days.data or ()]

    def refuse_days(self, message: str) -> None:
        self.days.errors = [message]

    def validate_reason(self, field: Any) -> None:
        if not field.data.strip():
            raise ValidationError(gettext("Enter a reason"))


class HoldForm(Form):
    """Which record, and why nothing of it may be deleted."""

    reference = TextField(
        lazy_gettext("Case reference or UPN"),
        validators=[required(lazy_gettext("Enter the case reference or UPN"))],
        description=lazy_gettext("Exactly as it is written. There is no search by name."),
    )
    reason = TextAreaField(
        lazy_gettext("Why must nothing be deleted?"),
        validators=[
            required(lazy_gettext("Enter a reason")),
            Length(
                max=REASON_LETTERS,
                message=lazy_gettext("Use %(max)d letters or less for the reason"),
            ),
        ],
        description=lazy_gettext(
            "Such as an appeal, a complaint or an inquiry. Kept with your name."
        ),
    )

    def validate_reason(self, field: Any) -> None:
        if not field.data.strip():
            raise ValidationError(gettext("Enter a reason"))

    def refuse_reference(self, message: str) -> None:
        self.reference.errors = [message]


def _day_words(day: DayAsShown) -> str:
    return str(
        gettext(
            "%(day)s: %(entries)s, %(standing)s",
            day=format_date(day.day, "EEEE d MMMM y"),
            entries=ngettext("%(num)d entry", "%(num)d entries", day.lines),
            standing=STANDINGS[day.standing],
        )
    )


def _hint(lines: Sequence[tuple[Read, Line]]) -> str:
    """Who read and as what the family would see it, with the times."""
    times: dict[str, list[str]] = {}
    for read, line in lines:
        look = look_of(read)
        who = f"{line.reader}: {SERVICES[look.service]}, {PURPOSES[look.purpose]}"
        times.setdefault(who, []).append(format_time(read.at, "HH:mm"))
    return "; ".join(f"{who} ({', '.join(dict.fromkeys(at))})" for who, at in times.items())
