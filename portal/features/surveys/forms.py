"""The officer's forms."""

from collections.abc import Sequence
from uuid import UUID

from flask_babel import gettext, lazy_gettext
from wtforms.validators import Length, Optional

from portal.actions.surveys import NewWave
from portal.domain.waves import CohortKind, CohortRule, GroupKind, Wave
from portal.features.surveys.wording import COHORTS, GROUPS
from portal.kit.date_field import DateField
from portal.kit.fields import (
    CheckboxesField,
    RadioField,
    SelectChoice,
    SelectField,
    TextField,
    required,
)
from portal.kit.forms import Form, MakingForm
from portal.store.instruments import StoredInstrument

NO_BASELINE = ""


class WaveForm(MakingForm):
    """What a wave asks, and whom."""

    title = TextField(
        lazy_gettext("Name of the survey"),
        [
            required(lazy_gettext("Enter a name for the survey")),
            Length(max=120, message=lazy_gettext("Use at most 120 letters for the name")),
        ],
        description=lazy_gettext("For your list and the report. Families do not see it here."),
    )
    instrument = SelectField(
        lazy_gettext("What to ask"), [required(lazy_gettext("Choose what to ask"))]
    )
    cohort = RadioField(
        lazy_gettext("Which families to ask"),
        [required(lazy_gettext("Choose which families to ask"))],
        choices=[SelectChoice(key, words) for key, words in COHORTS.items()],
    )
    first = DateField(
        lazy_gettext("From this day"), [required(lazy_gettext("Enter the first day"))]
    )
    last = DateField(
        lazy_gettext("To this day, that day included"),
        [required(lazy_gettext("Enter the last day"))],
    )
    groups = CheckboxesField(
        lazy_gettext("Groups for the report"),
        description=lazy_gettext(
            "Each combination must hold at least 10 people who are asked. "
            "Leave all empty if you are not sure."
        ),
    )
    closes_on = DateField(
        lazy_gettext("Last day to answer"), [required(lazy_gettext("Enter the last day to answer"))]
    )
    baseline = SelectField(
        lazy_gettext("Compare with an earlier survey"), [Optional()], default=NO_BASELINE
    )

    def offer(self, instruments: Sequence[StoredInstrument], earlier: Sequence[Wave]) -> None:
        """Fill in what can be chosen from."""
        self.instrument.choices = [
            SelectChoice("", gettext("Choose")),
            *(SelectChoice(str(stored.id), stored.instrument.title) for stored in instruments),
        ]
        self.groups.choices = [
            SelectChoice(key, str(words).capitalize()) for key, words in GROUPS.items()
        ]
        self.baseline.choices = [
            SelectChoice(NO_BASELINE, gettext("No comparison")),
            *(SelectChoice(str(wave.id), wave.title) for wave in earlier),
        ]

    def read(self) -> NewWave | None:
        """What was filled in; None where a part is missing."""
        first, last, closes_on = self.first.data, self.last.data, self.closes_on.data
        if not (self.title.data and self.instrument.data and first and last and closes_on):
            return None
        return NewWave(
            title=self.title.data.strip(),
            instrument_id=UUID(self.instrument.data),
            cohort=CohortRule(CohortKind(self.cohort.data), first, last),
            groups=[GroupKind(value) for value in self.groups.data or ()],
            closes_on=closes_on,
            baseline_id=UUID(self.baseline.data) if self.baseline.data else None,
        )


class CallCodeForm(Form):
    """The code that somebody who rings reads out."""

    code = TextField(
        lazy_gettext("Code from their message"),
        [required(lazy_gettext("Enter the code from their message"))],
        description=lazy_gettext("8 letters and numbers. Spaces do not matter."),
    )
