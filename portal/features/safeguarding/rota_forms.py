"""What a lead says about a day: from when to when somebody reads, and who."""

import re
from collections.abc import Sequence
from datetime import time
from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms.validators import Length, Optional, StopValidation, ValidationError

from portal.domain.addresses import Address, Channel, read_address
from portal.domain.safeguarding_hours import MIDNIGHT, Duty
from portal.kit.date_field import DateField
from portal.kit.fields import (
    RadioField,
    SelectChoice,
    SelectField,
    TelephoneField,
    TextField,
    required,
)
from portal.kit.forms import Form
from portal.store.safeguarding_rota import Lead

READ, CLOSED = "read", "closed"
NOBODY = ""
_CLOCK = re.compile(r"([01]?\d|2[0-4])[:.]([0-5]\d)")


def _read_time(text: str | None) -> time | None:
    """09:00 or 9.30; 24:00 is the end of the day. None where it is no time."""
    found = _CLOCK.fullmatch((text or "").strip())
    if found is None:
        return None
    hour, minute = (int(part) for part in found.groups())
    if hour == 24:
        return MIDNIGHT if minute == 0 else None
    return time(hour, minute)


def _first_of_a_day(form: "DutyForm", field: Any) -> None:
    """Somebody on a day on which it is read; on any other day nobody is asked for."""
    if form.is_read and field.data:
        return
    field.errors = []
    raise StopValidation(gettext("Choose who is told first") if form.is_read else "")


class DutyForm(Form):
    """One day of the rota. Whoever is first is told first."""

    reads = RadioField(
        _l("Does somebody read on this day?"),
        [required(_l("Choose whether somebody reads on this day"))],
        choices=[SelectChoice(READ, _l("Yes")), SelectChoice(CLOSED, _l("No"))],
    )
    opens = TextField(_l("From"), [Length(max=5)], description=_l("Like 09:00"))
    closes = TextField(_l("Until"), [Length(max=5)], description=_l("Like 17:00"))
    first = SelectField(_l("Who is told first"), [_first_of_a_day])
    second = SelectField(_l("If they do not take it in time"), [Optional()])
    third = SelectField(_l("And after that"), [Optional()])

    def offer(self, leads: Sequence[Lead]) -> None:
        """Everybody who may read concerns."""
        choices = [
            SelectChoice(NOBODY, gettext("Nobody")),
            *(SelectChoice(str(each.id), each.name) for each in leads),
        ]
        for field in (self.first, self.second, self.third):
            field.choices = list(choices)

    def fill(self, duty: Duty | None) -> None:
        """Show a day as it is kept."""
        self.reads.data = READ if duty else CLOSED
        if duty is not None:
            self.opens.data = f"{duty.opens:%H:%M}"
            self.closes.data = "24:00" if duty.closes == MIDNIGHT else f"{duty.closes:%H:%M}"
            people = [*(str(person) for person in duty.people), NOBODY, NOBODY, NOBODY]
            self.first.data, self.second.data, self.third.data = people[:3]

    @property
    def is_read(self) -> bool:
        return bool(self.reads.data == READ)

    def validate_opens(self, field: Any) -> None:
        if self.is_read and (_read_time(field.data) is None or field.data.strip() == "24:00"):
            raise ValidationError(gettext("Enter a time like 09:00"))

    def validate_closes(self, field: Any) -> None:
        opens, closes = _read_time(self.opens.data), _read_time(field.data)
        if not self.is_read:
            return
        if closes is None:
            raise ValidationError(gettext("Enter a time like 17:00"))
        if opens is not None and closes != MIDNIGHT and closes <= opens:
            raise ValidationError(gettext("Enter a time later than it begins"))

    def validate_second(self, field: Any) -> None:
        if field.data and field.data == self.first.data:
            raise ValidationError(gettext("Choose somebody else than the first person"))

    def validate_third(self, field: Any) -> None:
        if field.data and field.data in (self.first.data, self.second.data):
            raise ValidationError(gettext("Choose somebody else than the two above"))

    @property
    def duty(self) -> Duty | None:
        """What was typed. Only for a form that was found valid."""
        opens, closes = _read_time(self.opens.data), _read_time(self.closes.data)
        if not self.is_read or opens is None or closes is None:
            return None
        chosen = (self.first.data, self.second.data, self.third.data)
        return Duty(opens, closes, tuple(UUID(each) for each in chosen if each))


class SpecialDayForm(DutyForm):
    """A day unlike its weekday."""

    day = DateField(_l("Which day?"), [required(_l("Enter the day"))])


class MobileForm(Form):
    mobile = TelephoneField(
        _l("Mobile number"),
        [Length(max=40)],
        description=_l("Text messages about concerns go here. Leave it empty for none."),
    )

    def validate_mobile(self, field: Any) -> None:
        if (field.data or "").strip() and self.address is None:
            raise ValidationError(gettext("Enter a mobile number, like 07700 900123"))

    @property
    def address(self) -> Address | None:
        found = read_address(self.mobile.data or "")
        return found if found is not None and found.channel is Channel.SMS else None
