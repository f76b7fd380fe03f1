"""What is typed to sign in."""

from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import HiddenField, ValidationError
from wtforms.validators import Length

from portal.domain.addresses import read_address
from portal.domain.sign_in import CODE_DIGITS, read_code
from portal.kit.fields import CodeField, EmailField, PasswordField, TextField, required
from portal.kit.forms import Form


class AddressForm(Form):
    """An e-mail address or a mobile number."""

    address = TextField(
        lazy_gettext("Your e-mail address or mobile number"),
        validators=[required(lazy_gettext("Enter your e-mail address or mobile number"))],
        description=lazy_gettext("Use the one that the council has for you."),
    )

    def validate_address(self, field: Any) -> None:
        if read_address(field.data) is None:
            raise ValidationError(
                gettext(
                    "Enter an e-mail address, like name@example.org, "
                    "or a mobile number, like 07700 900123"
                )
            )


class CodeForm(Form):
    """The code from a message or an authenticator app."""

    code = CodeField(
        lazy_gettext("Code"), validators=[required(lazy_gettext("Type the 6 numbers of the code"))]
    )

    def validate_code(self, field: Any) -> None:
        if len(read_code(field.data)) != CODE_DIGITS:
            raise ValidationError(gettext("Type the 6 numbers of the code"))

    @property
    def typed(self) -> str:
        """The code's digits."""
        return read_code(self.code.data or "")

    def refuse(self, message: str) -> None:
        """Say beside the field, and in the summary, why the code was not taken."""
        self.code.errors = [message]


class ProofForm(CodeForm):
    """The authenticator's code once more, before something sensitive."""

    next = HiddenField()


class PasswordSignInForm(Form):
    """The first proof of a member of staff."""

    email = EmailField(
        lazy_gettext("Work e-mail address"),
        validators=[required(lazy_gettext("Enter your work e-mail address"))],
    )
    password = PasswordField(
        lazy_gettext("Password"), validators=[required(lazy_gettext("Enter your password"))]
    )

    def refuse(self, message: str) -> None:
        self.email.errors = [message]


class NewPasswordForm(Form):
    """A new password, typed once: it can be shown, pasted and filled in by a password manager."""

    password = PasswordField(
        lazy_gettext("Choose a password"),
        validators=[
            required(lazy_gettext("Choose a password")),
            Length(max=1000, message=lazy_gettext("Choose a shorter password")),
        ],
        description=lazy_gettext(
            "12 characters or more. Three or four words that do not belong together work well."
        ),
    )

    def refuse(self, message: str) -> None:
        self.password.errors = [message]
