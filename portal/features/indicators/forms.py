"""Forms: a proposal, a remark, a decision, a number."""

from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError
from wtforms.fields import Field
from wtforms.validators import DataRequired, Length, Optional

from portal.domain.indicator_numbers import Entry, Number, NumberWrong, read_value
from portal.domain.indicators import (
    LONGEST_WORDS,
    Better,
    Definition,
    EntryKind,
    GoalRule,
    Indicator,
    State,
    Unit,
)
from portal.features.indicators.wording import GOALS, KINDS, value_words
from portal.kit.date_field import DateField
from portal.kit.fields import (
    RadioField,
    SelectChoice,
    SelectField,
    TextAreaField,
    TextField,
    required,
)
from portal.kit.forms import MakingForm
from portal.kit.now import today

UNITS = {Unit.COUNT: _l("A number"), Unit.PERCENT: _l("Per cent")}
BETTER = {Better.HIGHER: _l("Higher is better"), Better.LOWER: _l("Lower is better")}
YES, NO = "yes", "no"


def _written(message: Any) -> DataRequired:
    return DataRequired(message=message)


def _at_most(letters: int) -> Length:
    return Length(max=letters, message=_l("Use at most %(max)d letters"))


class ProposalForm(MakingForm):
    name = TextField(
        _l("What should be counted?"),
        [_written(_l("Enter what should be counted")), _at_most(200)],
    )
    meaning = TextAreaField(
        _l("Why, and how could it be counted?"),
        [_written(_l("Enter why it should be counted")), _at_most(LONGEST_WORDS)],
        description=_l("Do not name or describe one child or family."),
    )

    @property
    def definition(self) -> Definition:
        return Definition((self.name.data or "").strip(), (self.meaning.data or "").strip())


class RemarkForm(MakingForm):
    words = TextAreaField(
        _l("What do you think of it?"),
        [_written(_l("Enter what you think")), _at_most(LONGEST_WORDS)],
        description=_l("Do not name or describe one child or family."),
    )


class DecisionForm(MakingForm):
    state = RadioField(
        _l("Is it one of our indicators?"),
        [required(_l("Choose yes or no"))],
        choices=[
            SelectChoice(State.TAKEN_ON, _l("Yes, we take it on")),
            SelectChoice(State.NOT_TAKEN_ON, _l("No")),
        ],
    )
    reason = TextAreaField(
        _l("Why?"),
        [_written(_l("Enter why")), _at_most(LONGEST_WORDS)],
        description=_l("The participation group reads this."),
    )
    name = TextField(_l("Its name"), [_written(_l("Enter a name")), _at_most(200)])
    meaning = TextAreaField(
        _l("How it is counted"), [_written(_l("Enter how it is counted")), _at_most(LONGEST_WORDS)]
    )
    unit = SelectField(
        _l("What the figure is"), choices=[SelectChoice(k, v) for k, v in UNITS.items()]
    )
    better = SelectField(
        _l("Which way is better"), choices=[SelectChoice(k, v) for k, v in BETTER.items()]
    )
    goal = SelectField(
        _l("What it has to reach"), choices=[SelectChoice(k, v) for k, v in GOALS.items()]
    )
    owner = TextField(
        _l("Who answers for it"),
        [_written(_l("Enter who answers for it")), _at_most(200)],
        description=_l("A post, not a person: for example, Head of SEND."),
    )
    is_public = RadioField(
        _l("May everybody read it?"),
        [required(_l("Choose yes or no"))],
        choices=[SelectChoice(YES, _l("Yes")), SelectChoice(NO, _l("No"))],
    )

    def fill(self, indicator: Indicator) -> None:
        definition = indicator.definition
        self.name.data, self.meaning.data = definition.name, definition.meaning
        self.unit.data, self.better.data = definition.unit, definition.better
        self.goal.data, self.owner.data = definition.goal, definition.owner
        self.is_public.data = YES if definition.is_public else NO
        if indicator.state is not State.PROPOSED:
            self.state.data = indicator.state

    def definition_from(self, indicator: Indicator) -> Definition:
        """What was decided; where its figures come from stays as it is."""
        before = indicator.definition
        return Definition(
            name=(self.name.data or "").strip(),
            meaning=(self.meaning.data or "").strip(),
            unit=Unit(self.unit.data),
            origin=before.origin,
            series=before.series,
            better=Better(self.better.data),
            goal=GoalRule(self.goal.data),
            owner=(self.owner.data or "").strip(),
            is_public=self.is_public.data == YES,
        )


class NumberForm(MakingForm):
    kind = SelectField(_l("What it is"), choices=[SelectChoice(k, v) for k, v in KINDS.items()])
    first = DateField(
        _l("First day that it counts"), [required(_l("Enter the first day that it counts"))]
    )
    last = DateField(
        _l("Last day that it counts"), [required(_l("Enter the last day that it counts"))]
    )
    value = TextField(_l("The number"), [_written(_l("Enter the number"))])
    base = TextField(
        _l("Of how many cases, if it is per cent and you know"),
        [Optional()],
        render_kw={"inputmode": "numeric"},
    )
    source = TextField(
        _l("Where the number comes from"),
        [_written(_l("Enter where the number comes from")), _at_most(300)],
    )
    owner = TextField(
        _l("Who answers for it"),
        [_written(_l("Enter who answers for it")), _at_most(200)],
        description=_l("A post, not a person: for example, Head of SEND."),
    )
    note = TextField(_l("What the source says beside it"), [Optional(), _at_most(500)])
    change = TextAreaField(_l("What changed, and why"), [_at_most(LONGEST_WORDS)])

    unit: Unit = Unit.COUNT
    is_correction = False

    def fill(self, entry: Entry) -> None:
        number = entry.number
        self.kind.data, self.source.data = number.kind, number.source
        self.first.process(None, number.first)
        self.last.process(None, number.last)
        self.value.data = value_words(number.value, Unit.COUNT)
        self.base.data = "" if number.base is None else str(number.base)
        self.owner.data, self.note.data = number.owner, number.note

    def validate_last(self, field: Field) -> None:
        if field.data and self.first.data and field.data < self.first.data:
            raise ValidationError(gettext("The last day comes before the first"))
        if field.data and field.data > today() and self.kind.data == EntryKind.FIGURE:
            raise ValidationError(gettext("Enter a day that has passed"))

    def validate_value(self, field: Field) -> None:
        if isinstance(read_value(field.data, self.unit), NumberWrong):
            raise ValidationError(
                gettext("Enter a number from 0 to 100, with at most one decimal")
                if self.unit is Unit.PERCENT
                else gettext("Enter a whole number, such as 24")
            )

    def validate_base(self, field: Field) -> None:
        if not field.data.strip().isdecimal() or int(field.data) == 0:
            raise ValidationError(gettext("Enter a whole number, such as 170"))

    def validate_change(self, field: Field) -> None:
        if self.is_correction and not (field.data or "").strip():
            raise ValidationError(gettext("Enter what changed"))

    @property
    def number(self) -> Number:
        """What was typed. Only for a form that was found valid."""
        value = read_value(self.value.data or "", self.unit)
        assert isinstance(value, Decimal)  # noqa: S101 - validated
        base = (self.base.data or "").strip()
        return Number(
            kind=EntryKind(self.kind.data),
            first=_day(self.first.data),
            last=_day(self.last.data),
            value=value,
            base=int(base) if base and self.unit is Unit.PERCENT else None,
            source=(self.source.data or "").strip(),
            owner=(self.owner.data or "").strip(),
            note=(self.note.data or "").strip(),
        )


def _day(found: date | None) -> date:
    assert found is not None  # noqa: S101 - the field is required
    return found
