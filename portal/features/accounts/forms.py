"""Adding a member of staff; opening and closing a family member's access."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_babel import gettext, lazy_gettext
from wtforms import ValidationError
from wtforms.validators import Length

from portal.domain.addresses import Channel, read_address
from portal.domain.people import Role
from portal.domain.wishes import CapacityDecision, Matter, MaySee, Outcome, Wish
from portal.features.accounts.wording import MATTERS, OUTCOMES, ROLES, WISHES
from portal.kit.date_field import DateField
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
    """Why, and from the day that the young person's rights begin, whether they agree; their yes is
    kept as their word. It is not asked where a capacity decision is on record."""

    reason = TextAreaField(
        lazy_gettext("Why do you open access?"),
        validators=[required(lazy_gettext("Enter a reason")), _short_enough],
        description=lazy_gettext(
            "What you know, and how you know it. It is kept with your name and the day, and the "
            "family can ask to see it."
        ),
    )
    agreed = TickField(lazy_gettext("The young person agrees that this person may see everything"))

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


class WishForm(Form):
    """What the young person said about one adult, written down by a caseworker."""

    may_see = RadioField(
        lazy_gettext("What does the young person want?"),
        choices=[SelectChoice(str(each), words) for each, words in WISHES.items()],
        validators=[required(lazy_gettext("Choose what the young person wants"))],
    )
    helps_decide = TickField(lazy_gettext("The young person wants this person to help them decide"))
    note = TextAreaField(
        lazy_gettext("How did they say it?"),
        validators=[required(lazy_gettext("Enter how they said it")), _short_enough],
        description=lazy_gettext(
            "When, where, and who helped them to say it. Their own words are best. It is kept with "
            "your name, and the young person can ask to see it."
        ),
    )

    def validate_note(self, field: Any) -> None:
        if not field.data.strip():
            raise ValidationError(gettext("Enter how they said it"))

    @property
    def wish(self) -> Wish:
        return Wish.of(MaySee(self.may_see.data), helps_decide=bool(self.helps_decide.data))


NAME_LETTERS = 200


class CapacityForm(Form):
    """One capacity decision, as it was made by whoever assessed it."""

    matter = RadioField(
        lazy_gettext("What is the decision about?"),
        choices=[SelectChoice(str(each), words) for each, words in MATTERS.items()],
        validators=[required(lazy_gettext("Choose what the decision is about"))],
    )
    question = TextAreaField(
        lazy_gettext("Which decision exactly?"),
        validators=[required(lazy_gettext("Enter which decision it is")), _short_enough],
        description=lazy_gettext(
            "Somebody may be able to make one decision and not another, so write the one that was "
            "assessed."
        ),
    )
    outcome = RadioField(
        lazy_gettext("What did the assessment find?"),
        choices=[SelectChoice(str(each), words) for each, words in OUTCOMES.items()],
        validators=[required(lazy_gettext("Choose what the assessment found"))],
    )
    assessor = TextField(
        lazy_gettext("Who assessed it?"),
        validators=[
            required(lazy_gettext("Enter who assessed it")),
            Length(max=NAME_LETTERS, message=lazy_gettext("Enter 200 letters or less")),
        ],
        description=lazy_gettext("Name and role."),
    )
    assessed_on = DateField(
        lazy_gettext("On which day?"),
        validators=[required(lazy_gettext("Enter the day of the assessment"))],
    )
    representative = TextField(
        lazy_gettext("Who decides instead? (if they cannot decide)"),
        validators=[Length(max=NAME_LETTERS, message=lazy_gettext("Enter 200 letters or less"))],
        description=lazy_gettext(
            "A deputy, an attorney or another representative. Leave it empty where there is none: "
            "then it is the parent."
        ),
    )

    @property
    def decision(self) -> CapacityDecision:
        outcome, day = Outcome(self.outcome.data), self.assessed_on.data
        if day is None:
            raise ValueError("only a form that has been found valid holds a decision")
        instead = outcome is Outcome.CANNOT_DECIDE
        return CapacityDecision(
            Matter(self.matter.data),
            str(self.question.data).strip(),
            outcome,
            str(self.assessor.data).strip(),
            day,
            (self.representative.data or "").strip() if instead else "",
        )

    def refuse_day(self) -> None:
        """Say beside the field that the day lies ahead."""
        self.assessed_on.errors = [gettext("Enter a day that is not in the future")]
