"""The officer's forms."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import gettext, lazy_gettext
from wtforms.validators import Length, Optional

from portal.actions.surveys import NewWave
from portal.domain.cohorts import PHASES, read_caserefs
from portal.domain.waves import (
    AGE_BANDS,
    UNKNOWN,
    CohortFilter,
    CohortKind,
    CohortRule,
    FilterKind,
    GroupKind,
    Wave,
)
from portal.features.surveys.wording import COHORTS, GROUPS
from portal.kit.cohort_wording import FACTS, value_words
from portal.kit.date_field import DateField
from portal.kit.fields import (
    CheckboxesField,
    RadioField,
    SelectChoice,
    SelectField,
    TextAreaField,
    TextField,
    required,
)
from portal.kit.forms import Form, MakingForm
from portal.store.instruments import StoredInstrument

NO_BASELINE = ""
MARKED_BASELINE = "marked"
_LIST_HOLDS = 100_000  # letters: some 10,000 case references


class AskingForm(MakingForm):
    """What is asked, whom it is narrowed to, and how it is reported: of a wave and of a series."""

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
    phase = CheckboxesField(FACTS[FilterKind.PHASE])
    year_group = CheckboxesField(FACTS[FilterKind.YEAR_GROUP])
    setting_type = CheckboxesField(FACTS[FilterKind.SETTING_TYPE])
    age_band = CheckboxesField(FACTS[FilterKind.AGE_BAND])
    need = CheckboxesField(FACTS[FilterKind.NEED])
    language = CheckboxesField(FACTS[FilterKind.LANGUAGE])
    groups = CheckboxesField(
        lazy_gettext("Groups for the report"),
        description=lazy_gettext(
            "Each combination must hold at least 10 people who are asked. "
            "Leave all empty if you are not sure."
        ),
    )
    baseline = SelectField(
        lazy_gettext("Compare with an earlier survey"), [Optional()], default=MARKED_BASELINE
    )

    def offer(
        self,
        instruments: Sequence[StoredInstrument],
        earlier: Sequence[Wave],
        values: Mapping[FilterKind, Sequence[str]],
    ) -> None:
        """Fill in what can be chosen from."""
        self.instrument.choices = [
            SelectChoice("", gettext("Choose")),
            *(SelectChoice(str(stored.id), stored.instrument.title) for stored in instruments),
        ]
        self.groups.choices = [
            SelectChoice(key, str(words).capitalize()) for key, words in GROUPS.items()
        ]
        self.baseline.choices = [
            SelectChoice(MARKED_BASELINE, gettext("The baseline, where one is marked")),
            SelectChoice(NO_BASELINE, gettext("No comparison")),
            *(SelectChoice(str(wave.id), wave.title) for wave in earlier),
        ]
        known = {**values, FilterKind.PHASE: PHASES, FilterKind.AGE_BAND: AGE_BANDS}
        for kind in FilterKind:
            self[kind].choices = [
                SelectChoice(value, value_words(kind, value)) for value in (*known[kind], UNKNOWN)
            ]

    @property
    def filters(self) -> tuple[CohortFilter, ...]:
        return tuple(
            CohortFilter(kind, tuple(self[kind].data)) for kind in FilterKind if self[kind].data
        )

    @property
    def declared_groups(self) -> tuple[GroupKind, ...]:
        return tuple(GroupKind(value) for value in self.groups.data or ())

    @property
    def baseline_id(self) -> UUID | None:
        """The wave that was chosen by its name."""
        chosen = self.baseline.data
        return None if chosen in (NO_BASELINE, MARKED_BASELINE) else UUID(chosen)

    @property
    def wants_marked_baseline(self) -> bool:
        return bool(self.baseline.data == MARKED_BASELINE)


class WaveForm(AskingForm):
    """What a wave asks, and whom."""

    cohort = RadioField(
        lazy_gettext("Which families to ask"),
        [required(lazy_gettext("Choose which families to ask"))],
        choices=[SelectChoice(key, words) for key, words in COHORTS.items()],
    )
    first = DateField(lazy_gettext("From this day"))
    last = DateField(lazy_gettext("To this day, that day included"))
    caserefs = TextAreaField(
        lazy_gettext("List of case references"),
        [Length(max=_LIST_HOLDS, message=lazy_gettext("Split the list: it is too long"))],
        description=lazy_gettext(
            "Only for a list: one on a line, or with commas between. "
            "The next page names those that we do not know."
        ),
    )
    closes_on = DateField(
        lazy_gettext("Last day to answer"), [required(lazy_gettext("Enter the last day to answer"))]
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """A list needs its case references, anything else its days."""
        sound = bool(super().validate(extra_validators))
        if self.cohort.data == CohortKind.LISTED:
            if not read_caserefs(self.caserefs.data or ""):
                self.caserefs.errors = [gettext("Paste at least one case reference")]
                return False
            return sound
        if self.cohort.data == CohortKind.ANYBODY:
            return sound
        for field, message in (
            (self.first, gettext("Enter the first day")),
            (self.last, gettext("Enter the last day")),
        ):
            if self.cohort.data and field.data is None and not field.errors:
                field.errors, sound = [message], False
        return sound

    def read(self, today: date) -> NewWave | None:
        """What was filled in; None where a part is missing."""
        cohort, closes_on = self._read_cohort(today), self.closes_on.data
        if not (self.title.data and self.instrument.data and cohort and closes_on):
            return None
        return NewWave(
            title=self.title.data.strip(),
            instrument_id=UUID(self.instrument.data),
            cohort=cohort,
            groups=self.declared_groups,
            closes_on=closes_on,
            baseline_id=self.baseline_id,
        )

    def _read_cohort(self, today: date) -> CohortRule | None:
        kind = CohortKind(self.cohort.data)
        if kind is CohortKind.ANYBODY:
            return CohortRule(kind, today, today)
        if kind is CohortKind.LISTED:
            caserefs = read_caserefs(self.caserefs.data or "")
            return CohortRule(kind, today, today, self.filters, caserefs)
        first, last = self.first.data, self.last.data
        return CohortRule(kind, first, last, self.filters) if first and last else None


class CallCodeForm(Form):
    """The code that somebody who rings reads out."""

    code = TextField(
        lazy_gettext("Code from their message"),
        [required(lazy_gettext("Enter the code from their message"))],
        description=lazy_gettext("8 letters and numbers. Spaces do not matter."),
    )
