"""What is typed at the desk: an event, its correction, and what came of a task."""

from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import ValidationError
from wtforms.validators import Length, Optional

from portal.domain.case_events import RecordedEvent
from portal.domain.case_facts import EventKind
from portal.domain.exceptions import LawfulException, read_exception
from portal.features.desk.wording import EVENTS
from portal.kit.date_field import DateField
from portal.kit.fields import SelectChoice, SelectField, TextAreaField, TextField, required
from portal.kit.forms import Form
from portal.kit.plan_wording import REASONS

NOTE_AT_MOST = 2000
NO_LAWFUL_REASON = "none"
SEPARATOR = ";"
FOR_ADVICE = frozenset({EventKind.ADVICE_ASKED, EventKind.ADVICE_RECEIVED})


def _note(**options: Any) -> Length:
    return Length(
        max=NOTE_AT_MOST,
        message=lazy_gettext("Write %(count)d letters or less", count=NOTE_AT_MOST),
        **options,
    )


class EventForm(Form):
    """What happened and when; for an exception why, until when and who decided."""

    kind = SelectField(
        lazy_gettext("What happened?"),
        choices=[
            SelectChoice("", lazy_gettext("Choose")),
            *(SelectChoice(str(kind), words) for kind, words in EVENTS.items()),
        ],
        validators=[required(lazy_gettext("Choose what happened"))],
    )
    day = DateField(
        lazy_gettext("On which day?"),
        description=lazy_gettext("Only a review meeting may have a day to come."),
        validators=[required(lazy_gettext("Enter the day"))],
    )
    reason = SelectField(
        lazy_gettext("Only for an exception: which reason of the law?"),
        description=lazy_gettext(
            "Anything else, such as a parent who asks for more time, is an agreed delay. "
            "It moves no legal date."
        ),
        choices=[
            SelectChoice("", lazy_gettext("Choose")),
            *(SelectChoice(str(reason), words) for reason, words in REASONS.items()),
            SelectChoice(NO_LAWFUL_REASON, lazy_gettext("Another reason")),
        ],
    )
    excused_until = DateField(
        lazy_gettext("Only for an exception: the new date, if one was set"),
        validators=[Optional()],
    )
    decided_by = TextField(
        lazy_gettext("Only for an exception: who decided?"),
        validators=[Length(max=100, message=lazy_gettext("Write 100 letters or less"))],
    )
    adviser = TextField(
        lazy_gettext("Only for advice: from whom?"),
        description=lazy_gettext("The same words for the request and the reply."),
        validators=[Length(max=200, message=lazy_gettext("Write 200 letters or less"))],
    )
    note = TextAreaField(
        lazy_gettext("Note"),
        description=lazy_gettext("Only staff who may see this case read it."),
        validators=[_note()],
    )

    @property
    def event_kind(self) -> EventKind:
        return EventKind(self.kind.data)

    @property
    def detail(self) -> str:
        """What the events file would say."""
        if self.event_kind is EventKind.EXCEPTION and self.reason.data != NO_LAWFUL_REASON:
            until = self.excused_until.data
            parts = (self.reason.data, until.isoformat() if until else "", self.decided_by.data)
            return f"{SEPARATOR} ".join(part or "" for part in parts).rstrip(f"{SEPARATOR} ")
        return (self.adviser.data or "").strip() if self.event_kind in FOR_ADVICE else ""

    def validate_reason(self, field: Any) -> None:
        if self.kind.data == EventKind.EXCEPTION and not field.data:
            raise ValidationError(gettext("Choose the reason"))

    def validate_decided_by(self, field: Any) -> None:
        if self.kind.data != EventKind.EXCEPTION or self.reason.data == NO_LAWFUL_REASON:
            return
        if not (field.data or "").strip():
            raise ValidationError(gettext("Enter who decided"))


class CorrectionForm(EventForm):
    """The same, with why it is put right."""

    note = TextAreaField(
        lazy_gettext("Why is it put right?"),
        description=lazy_gettext("Only staff who may see this case read it."),
        validators=[required(lazy_gettext("Write why")), _note()],
    )

    @classmethod
    def of(cls, event: RecordedEvent) -> "CorrectionForm":
        """Filled in with what was recorded."""
        given: dict[str, Any] = {"kind": str(event.kind), "day": event.day}
        if event.kind is EventKind.EXCEPTION:
            exception = read_exception(event.day, event.detail)
            if isinstance(exception, LawfulException):
                given["reason"] = str(exception.reason)
                given["excused_until"] = exception.excused_until
                given["decided_by"] = exception.decided_by
        elif event.kind in FOR_ADVICE:
            given["adviser"] = event.detail
        return cls(data=given)


class WithdrawalForm(Form):
    """Why something is taken back."""

    note = TextAreaField(
        lazy_gettext("Why did this not happen?"),
        description=lazy_gettext("Only staff who may see this case read it."),
        validators=[required(lazy_gettext("Write why")), _note()],
    )


class DoneForm(Form):
    """What came of a task."""

    note = TextAreaField(
        lazy_gettext("What came of it?"),
        description=lazy_gettext("You can leave this empty. Only staff read it."),
        validators=[_note()],
    )
