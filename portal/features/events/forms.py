"""The officer's forms for events."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError
from wtforms.validators import DataRequired, Length

from portal.domain.events import (
    COUNT_AT_MOST,
    Attendance,
    EngagementKind,
    EventDetails,
    Host,
    SettingType,
)
from portal.features.events.wording import HOSTS, KINDS, SETTING_TYPES
from portal.kit.date_field import DateField
from portal.kit.fields import CheckboxesField, RadioField, SelectChoice, TextField, required
from portal.kit.forms import Form, MakingForm

NUMBER_BOX = {"inputmode": "numeric", "classes": "govuk-input--width-5"}


def written(message: Any) -> DataRequired:
    """The box holds more than spaces; ``message`` says what to enter."""
    return DataRequired(message=message)


def at_most(letters: int) -> Length:
    return Length(max=letters, message=_l("Use at most %(max)d letters"))


def read_count(text: str | None, most: int = COUNT_AT_MOST) -> int | None:
    """A whole number as typed, or None for an empty box. Raises ValidationError."""
    typed = (text or "").strip()
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit()) or len(typed) > len(str(most)):
        raise ValidationError(gettext("Enter a whole number, like 12"))
    return int(typed)


def check_count(most: int = COUNT_AT_MOST) -> Callable[[object, Any], None]:
    """The box holds a whole number of not too many digits, or nothing."""

    def check(_form: object, field: Any) -> None:
        read_count(field.data, most)

    return check


class EventForm(MakingForm):
    kind = RadioField(
        _l("What kind of event"),
        [required(_l("Choose what kind of event it is"))],
        choices=[SelectChoice(kind, words) for kind, words in KINDS.items()],
    )
    title = TextField(_l("Title"), [written(_l("Enter a title")), at_most(120)])
    day = DateField(_l("Day"), [required(_l("Enter the day"))])
    place = TextField(_l("Place"), [written(_l("Enter the place")), at_most(120)])
    hosts = CheckboxesField(
        _l("Who hosts it"),
        choices=[SelectChoice(host, words) for host, words in HOSTS.items()],
        description=_l("An engagement event with both counts towards the four a year."),
    )
    other_host = TextField(
        _l("Who else hosts it"),
        [at_most(120)],
        description=_l("A post or a group, not a person’s name."),
    )

    def validate_other_host(self, field: Any) -> None:
        if not self.hosts.data and not (field.data or "").strip():
            raise ValidationError(gettext("Choose who hosts it, or write it here"))

    @property
    def details(self) -> EventDetails:
        """What was typed. Only for a form that was found valid."""
        assert self.day.data is not None  # noqa: S101 - the field is required
        return EventDetails(
            kind=EngagementKind(self.kind.data),
            title=(self.title.data or "").strip(),
            day=self.day.data,
            place=(self.place.data or "").strip(),
            hosts=frozenset(Host(value) for value in self.hosts.data or ()),
            other_host=(self.other_host.data or "").strip(),
        )


class AttendanceForm(Form):
    """One box a kind of setting; an empty box was not counted."""

    def fill(self, attendance: Attendance) -> None:
        for kind in SettingType:
            count = attendance.get(kind)
            self[kind].data = "" if count is None else str(count)

    @property
    def attendance(self) -> Attendance:
        counts = {kind: read_count(self[kind].data) for kind in SettingType}
        return {kind: count for kind, count in counts.items() if count is not None}


for _kind, _words in SETTING_TYPES.items():
    setattr(AttendanceForm, _kind, TextField(_words, [check_count()], render_kw=NUMBER_BOX))
