"""The forms of caseworkers and advisers."""

from datetime import date
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import ValidationError
from wtforms.validators import Length, Optional

from portal.domain.addresses import Channel, read_address
from portal.domain.advice import (
    PROVISIONS_AT_MOST,
    TEXT_AT_MOST,
    Advice,
    Adviser,
    Asked,
    Provision,
    Service,
)
from portal.domain.sign_in import CODE_DIGITS, read_code
from portal.features.advice.wording import SERVICES
from portal.kit.date_field import DateField
from portal.kit.fields import (
    CodeField,
    EmailField,
    FilesField,
    RadioField,
    SelectChoice,
    TextAreaField,
    TextField,
    TickField,
    required,
)
from portal.kit.forms import Form
from portal.kit.now import today

PROVISION_NUMBERS = range(1, PROVISIONS_AT_MOST + 1)
_SHORT = Length(max=200, message=lazy_gettext("Use 200 letters or less"))
_LONG = Length(max=TEXT_AT_MOST, message=lazy_gettext("Use 20,000 letters or less, or attach it"))


def _read_email(text: str | None) -> str:
    address = read_address(text or "")
    if address is None or address.channel is not Channel.EMAIL:
        raise ValidationError(gettext("Enter an e-mail address, like name@example.org"))
    return address.value


class AdviserForm(Form):
    """Somebody to ask."""

    name = TextField(
        lazy_gettext("Name"), validators=[required(lazy_gettext("Enter a name")), _SHORT]
    )
    role = TextField(
        lazy_gettext("What they work as"),
        validators=[required(lazy_gettext("Enter what they work as")), _SHORT],
        description=lazy_gettext("For example: educational psychologist. The family sees this."),
    )
    email = EmailField(
        lazy_gettext("Their work e-mail address"),
        validators=[required(lazy_gettext("Enter an e-mail address")), _SHORT],
        description=lazy_gettext("The family never sees name or address."),
    )

    def validate_email(self, field: Any) -> None:
        _read_email(field.data)

    @property
    def adviser(self) -> Adviser:
        return Adviser(
            (self.name.data or "").strip(),
            (self.role.data or "").strip(),
            _read_email(self.email.data),
        )


class AskForm(AdviserForm):
    """Whom to ask, what, and who is told when it is late."""

    service = RadioField(
        lazy_gettext("Which service?"),
        choices=[SelectChoice(str(service), words) for service, words in SERVICES.items()],
        validators=[required(lazy_gettext("Choose a service"))],
    )
    question = TextAreaField(
        lazy_gettext("What do you ask them?"),
        validators=[required(lazy_gettext("Enter what you ask them")), _LONG],
    )
    manager_name = TextField(
        lazy_gettext("Who is told when it is late? Name of their manager"),
        validators=[required(lazy_gettext("Enter the name of their manager")), _SHORT],
    )
    manager_email = EmailField(
        lazy_gettext("The manager’s e-mail address"),
        validators=[required(lazy_gettext("Enter the manager’s e-mail address")), _SHORT],
    )

    def validate_manager_email(self, field: Any) -> None:
        if _read_email(field.data) == (self.email.data or "").strip().lower():
            raise ValidationError(gettext("Enter somebody else: this person is asked already"))

    @property
    def asked(self) -> Asked:
        return Asked(
            Service(self.service.data),
            self.adviser,
            (self.question.data or "").strip(),
            (self.manager_name.data or "").strip(),
            _read_email(self.manager_email.data),
        )


class ShareForm(Form):
    checked = TickField(
        lazy_gettext(
            "I have read it all, files too: it gives nobody’s address or contact details, and "
            "nothing in it puts anybody at risk"
        ),
        validators=[required(lazy_gettext("Tick the box once you have checked"))],
    )


class WithdrawForm(Form):
    reason = TextAreaField(
        lazy_gettext("Why is the advice not needed?"),
        validators=[required(lazy_gettext("Enter why")), _SHORT],
        description=lazy_gettext("Kept with the record. The adviser does not see it."),
    )


class ExceptionForm(Form):
    until = DateField(
        lazy_gettext("Excused until"),
        validators=[Optional()],
        description=lazy_gettext("Leave it empty where no new day is agreed."),
    )


class CodeForm(Form):
    """The six digits from the message."""

    code = CodeField(
        lazy_gettext("Code"), validators=[required(lazy_gettext("Type the 6 numbers of the code"))]
    )

    def validate_code(self, field: Any) -> None:
        if len(read_code(field.data)) != CODE_DIGITS:
            raise ValidationError(gettext("Type the 6 numbers of the code"))

    @property
    def typed(self) -> str:
        return read_code(self.code.data or "")


class NeedsForm(Form):
    needs = TextAreaField(
        lazy_gettext("Summary of needs"),
        validators=[_LONG],
        description=lazy_gettext(
            "What you know of strengths and needs, how you know it, and since when."
        ),
    )

    def fill(self, advice: Advice) -> None:
        self.needs.data = advice.needs

    def into(self, advice: Advice) -> Advice:
        return Advice(self.needs.data or "", advice.provisions, advice.outcomes)


class ProvisionForm(Form):
    """Up to so many pieces of help, each in three boxes: ``what1``, ``often1``, ``who1`` …"""

    def fill(self, advice: Advice) -> None:
        for number, provision in enumerate(advice.provisions, start=1):
            self[f"what{number}"].data = provision.what
            self[f"often{number}"].data = provision.how_often
            self[f"who{number}"].data = provision.who

    def into(self, advice: Advice) -> Advice:
        lines = (
            Provision(*(self[f"{part}{number}"].data or "" for part in ("what", "often", "who")))
            for number in PROVISION_NUMBERS
        )
        return Advice(advice.needs, tuple(lines), advice.outcomes)


for _number in PROVISION_NUMBERS:
    for _part, _label in (
        ("what", lazy_gettext("What help")),
        ("often", lazy_gettext("How many hours, how often")),
        ("who", lazy_gettext("Given by whom")),
    ):
        setattr(ProvisionForm, f"{_part}{_number}", TextField(_label, validators=[_SHORT]))


class OutcomesForm(Form):
    outcomes = TextAreaField(
        lazy_gettext("Outcomes"),
        validators=[_LONG],
        description=lazy_gettext("What the help should lead to, by when, and how one would know."),
    )

    def fill(self, advice: Advice) -> None:
        self.outcomes.data = advice.outcomes

    def into(self, advice: Advice) -> Advice:
        return Advice(advice.needs, advice.provisions, self.outcomes.data or "")


class UploadForm(Form):
    files = FilesField(lazy_gettext("Choose files"))


class DeclineForm(Form):
    reason = TextAreaField(
        lazy_gettext("Why can you not advise?"),
        validators=[
            required(lazy_gettext("Enter why, for example: not known to our service")),
            _LONG,
        ],
    )


class MissedForm(Form):
    missed_on = DateField(
        lazy_gettext("Day of the appointment"),
        validators=[required(lazy_gettext("Enter the day of the appointment"))],
    )
    note = TextAreaField(
        lazy_gettext("What happened, and when is the next appointment?"), validators=[_LONG]
    )

    def validate_missed_on(self, field: Any) -> None:
        if isinstance(field.data, date) and field.data > today():
            raise ValidationError(gettext("Enter a day that has passed"))


WRITING = {"needs": NeedsForm, "provision": ProvisionForm, "outcomes": OutcomesForm}
"""The steps of writing, in their order."""
