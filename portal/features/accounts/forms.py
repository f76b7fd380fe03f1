"""Adding a member of staff."""

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
    TextField,
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
