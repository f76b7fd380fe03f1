"""Adding a member of staff; opening and closing a family member's access."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_babel import gettext, lazy_gettext
from wtforms import ValidationError
from wtforms.validators import Length

from portal.domain.addresses import Channel, read_address
from portal.domain.people import Role
from portal.features.accounts.wording import ROLES
from portal.kit.fields import (
    EmailField,
    RadioField,
    SelectChoice,
    SelectField,
    TextAreaField,
    TextField,
    TickField,
    required,
)
from portal.kit.forms import Form


class StaffForm(Form):
    """Who they are, what they do, and for a coordinator where."""

    name = TextField(
        lazy_gettext("Name"),
        validators=[
            required(lazy_gettext("Enter a name")),
            Length(max=200, message=lazy_gettext("Enter a name of 200 letters or less")),
        ],
    )
    email = EmailField(
        lazy_gettext("Work e-mail address"),
        validators=[required(lazy_gettext("Enter an e-mail address"))],
    )
    role = RadioField(
        lazy_gettext("What do they do?"),
        choices=[SelectChoice(str(role), words) for role, words in ROLES.items()],
        validators=[required(lazy_gettext("Choose what they do"))],
    )
    setting = SelectField(
        lazy_gettext("School or college"),
        description=lazy_gettext("Only for a coordinator."),
        validate_choice=True,
    )

    def __init__(self, settings: Sequence[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.setting.choices = [
            SelectChoice("", gettext("None")),
            *(SelectChoice(str(setting_id), name) for setting_id, name in settings),
        ]

    def validate_email(self, field: Any) -> None:
        address = read_address(field.data)
        if address is None or address.channel is not Channel.EMAIL:
            raise ValidationError(gettext("Enter an e-mail address, like name@example.org"))

    def validate_setting(self, field: Any) -> None:
        if self.role.data == Role.COORDINATOR and not field.data:
            raise ValidationError(gettext("Choose the school or college of the coordinator"))

    @property
    def setting_id(self) -> UUID | None:
        """The setting, which only a coordinator has."""
        if self.role.data != Role.COORDINATOR or not self.setting.data:
            return None
        return UUID(self.setting.data)

    def refuse_email(self, message: str) -> None:
        """Say beside the field why this e-mail address cannot be used."""
        self.email.errors = [message]


REASON_LETTERS = 500
_short_enough = Length(
    max=REASON_LETTERS,
    message=lazy_gettext("Use %(max)d letters or less for the reason"),
)


class OpenAccessForm(Form):
    """Why, and from the day that the young person's rights begin, whether they agree."""

    reason = TextAreaField(
        lazy_gettext("Why do you open access?"),
        validators=[required(lazy_gettext("Enter a reason")), _short_enough],
        description=lazy_gettext(
            "What you know, and how you know it. It is kept with your name and the day, and the "
            "family can ask to see it."
        ),
    )
    agreed = TickField(
        lazy_gettext("The young person agrees, or a capacity decision on record allows it")
    )

    def __init__(self, needs_agreement: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if not needs_agreement:
            del self.agreed

    @property
    def young_person_agreed(self) -> bool:
        return "agreed" in self and bool(self.agreed.data)

    def validate_reason(self, field: Any) -> None:
        if not field.data.strip():
            raise ValidationError(gettext("Enter a reason"))

    def validate_agreed(self, field: Any) -> None:
        if not field.data:
            raise ValidationError(
                gettext("Confirm that the young person agrees, or do not open access")
            )


class CloseAccessForm(Form):
    """A reason may be given; closing does not wait for one."""

    reason = TextAreaField(
        lazy_gettext("Why do you close access? (optional)"),
        validators=[_short_enough],
        description=lazy_gettext(
            "It is kept with your name and the day, and the family can ask to see it."
        ),
    )
