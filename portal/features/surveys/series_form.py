"""The form of a survey that repeats."""

from uuid import UUID

from flask_babel import lazy_gettext, lazy_ngettext

from portal.domain.series import Every, SeriesPlan, Span
from portal.domain.waves import CohortKind
from portal.features.surveys.forms import AskingForm
from portal.features.surveys.wording import COHORTS, EVERY, SPANS
from portal.kit.date_field import DateField
from portal.kit.fields import RadioField, SelectChoice, SelectField, required

_BY_DAYS = (
    CohortKind.FINAL_PLAN_ISSUED,
    CohortKind.REVIEW_MEETING_HELD,
    CohortKind.PLANS_AT_SETTINGS,
    CohortKind.SETTINGS_IN_TERM,
)
_WEEKS = (2, 3, 4, 5, 6)


class SeriesForm(AskingForm):
    """What is asked of whom, how often, and from when."""

    cohort = RadioField(
        lazy_gettext("Whom to ask"),
        [required(lazy_gettext("Choose whom to ask"))],
        choices=[SelectChoice(kind, COHORTS[kind]) for kind in _BY_DAYS],
    )
    span = RadioField(
        lazy_gettext("When that was"),
        [required(lazy_gettext("Choose which months to ask about"))],
        choices=[SelectChoice(key, words) for key, words in SPANS.items()],
    )
    every = RadioField(
        lazy_gettext("How often"),
        [required(lazy_gettext("Choose how often it opens"))],
        choices=[SelectChoice(key, words) for key, words in EVERY.items()],
    )
    first_on = DateField(
        lazy_gettext("First day"),
        [required(lazy_gettext("Enter the first day"))],
        description=lazy_gettext("It opens on this day, and again every month or quarter."),
    )
    days_open = SelectField(
        lazy_gettext("How long they can answer"),
        choices=[
            SelectChoice(str(weeks * 7), lazy_ngettext("%(num)d week", "%(num)d weeks", weeks))
            for weeks in _WEEKS
        ],
        default="28",
    )

    def read(self) -> SeriesPlan | None:
        """What was filled in; None where a part is missing."""
        if not (self.title.data and self.instrument.data and self.first_on.data):
            return None
        return SeriesPlan(
            title=self.title.data.strip(),
            instrument_id=UUID(self.instrument.data),
            kind=CohortKind(self.cohort.data),
            span=Span(self.span.data),
            filters=self.filters,
            groups=self.declared_groups,
            days_open=int(self.days_open.data),
            every=Every(self.every.data),
            first_on=self.first_on.data,
            baseline_id=self.baseline_id,
        )
