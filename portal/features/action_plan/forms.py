"""The officer's forms for areas, actions, steps, points and ratings."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, ValidationError
from wtforms.validators import DataRequired, Length, Optional

from portal.actions.action_plan import NewRating
from portal.domain.action_plan import (
    ActionDetails,
    Due,
    FigureEvidence,
    ReleaseEvidence,
    StepDetails,
)
from portal.domain.commitments import Rating
from portal.domain.releases import Release
from portal.features.action_plan.wording import release_words
from portal.kit.date_field import DateField
from portal.kit.fields import (
    FilesField,
    RadioField,
    SelectChoice,
    SelectField,
    TextAreaField,
    TextField,
    TickField,
    required,
)
from portal.kit.forms import MakingForm
from portal.kit.now import today
from portal.kit.rating_wording import KEY, RATINGS

NO_REPORT = ""
_CODE = re.compile(r"[A-Z][0-9]{1,2}")


def _written(message: Any) -> DataRequired:
    return DataRequired(message=message)


def _at_most(letters: int) -> Length:
    return Length(max=letters, message=_l("Use at most %(max)d letters"))


class AreaForm(MakingForm):
    concern = TextAreaField(
        _l("What the area of concern is"),
        [_written(_l("Enter what the area of concern is")), _at_most(500)],
    )


class ActionForm(MakingForm):
    code = TextField(
        _l("Code"),
        [_written(_l("Enter a code"))],
        description=_l("A letter and a number, like A1."),
        render_kw={"classes": "govuk-input--width-5"},
    )
    title = TextField(_l("What it is called"), [_written(_l("Enter a title")), _at_most(200)])
    outcomes = TextAreaField(
        _l("What should come of it"),
        [_written(_l("Enter what should come of it")), _at_most(1000)],
    )
    shown_by = TextAreaField(_l("What will show it"), [_at_most(1000)])
    note = TextAreaField(_l("What is to be known about it"), [_at_most(1000)])

    def validate_code(self, field: TextField) -> None:
        field.data = (field.data or "").strip().upper()
        if not _CODE.fullmatch(field.data):
            raise ValidationError(gettext("Enter a letter and a number, like A1"))

    @property
    def details(self) -> ActionDetails:
        return ActionDetails(
            _text(self.title), _text(self.outcomes), _text(self.shown_by), _text(self.note)
        )


class StepForm(MakingForm):
    words = TextAreaField(
        _l("What is to be done"), [_written(_l("Enter what is to be done")), _at_most(500)]
    )
    owner = TextField(
        _l("Who is responsible"),
        [_at_most(100)],
        description=_l(
            "A post, such as Head of SEND, not a person’s name. Leave it empty if it is not known."
        ),
    )
    due = DateField(_l("By when"), [Optional()])
    whole_month = TickField(_l("Only the month is known"))
    done = TickField(_l("It is done"))
    done_on = DateField(_l("On which day it was done"), [Optional()])
    note = TextAreaField(_l("What is to be known about it"), [_at_most(500)])

    def validate_done_on(self, field: Any) -> None:
        if field.data and field.data > today():
            raise ValidationError(gettext("Enter a day that has passed"))
        if field.data and not self.done.data:
            raise ValidationError(gettext("Tick that it is done, or leave the day empty"))

    @property
    def details(self) -> StepDetails:
        due = self.due.data
        if due and self.whole_month.data:
            due = due.replace(day=1)
        return StepDetails(
            words=_text(self.words),
            owner=_text(self.owner),
            due=Due(due, bool(self.whole_month.data)) if due else None,
            done=bool(self.done.data),
            done_on=self.done_on.data,
            note=_text(self.note),
        )


def values_of(step: StepDetails) -> dict[str, object]:
    """A step as its form shows it."""
    return {
        "words": step.words,
        "owner": step.owner,
        "due": step.due.day if step.due else None,
        "whole_month": bool(step.due and step.due.whole_month),
        "done": step.done,
        "done_on": step.done_on,
        "note": step.note,
    }


class PointForm(MakingForm):
    day = DateField(
        _l("From which day actions are rated"),
        [required(_l("Enter the day"))],
        description=_l("Pages show its month. Most councils rate once a quarter."),
    )


class RatingForm(MakingForm):
    """``seen`` is the entry that the page showed, so that nobody overwrites another's unseen."""

    seen = HiddenField()
    rating = RadioField(
        _l("How it stands"),
        [required(_l("Choose how it stands"))],
        choices=[
            SelectChoice(rating, words, {"hint": KEY[rating]}) for rating, words in RATINGS.items()
        ],
    )
    report = SelectField(_l("A report, or a figure of one"), [Optional()])
    figure = TextField(
        _l("Or a figure of another source, in words"),
        [_at_most(300)],
        description=_l("For example: 76 in 100 plans were made within 20 weeks."),
    )
    source = TextField(_l("Where the figure is from"), [_at_most(200)])
    figure_on = DateField(_l("The day the figure is of"), [Optional()])
    files = FilesField(
        _l("Or files"),
        description=_l("Up to three. They must not name a child or a family."),
    )
    reason = TextAreaField(_l("Why the rating is corrected"), [_at_most(500)])

    def offer(self, releases: Iterable[Release]) -> None:
        """Fill in the reports, each as a whole and with the figures that it shows."""
        found = {release.id: release for release in releases}
        offered = [
            ReleaseEvidence(release.id, measure)
            for release in found.values()
            for measure in ("", *(f.measure for f in release.snapshot.protected.figures if f.share))
        ]
        self.report.choices = [SelectChoice(NO_REPORT, gettext("No report"))] + [
            SelectChoice(f"{each.release_id}/{each.measure}", release_words(each, found))
            for each in offered
        ]

    def validate_figure(self, field: Any) -> None:
        if (_text(self.source) or self.figure_on.data) and not _text(field):
            raise ValidationError(gettext("Enter the figure"))

    def validate_source(self, field: Any) -> None:
        if _text(self.figure) and not _text(field):
            raise ValidationError(gettext("Enter where the figure is from"))

    def validate_figure_on(self, field: Any) -> None:
        if field.data and field.data > today():
            raise ValidationError(gettext("Enter a day that has passed"))

    def lacks_day(self) -> bool:
        """Whether a figure has no day, which is then said; an empty date runs no other check."""
        if _text(self.figure) and not self.figure_on.data and not self.figure_on.errors:
            self.figure_on.errors = [gettext("Enter the day the figure is of")]
            return True
        return False

    def new_rating(self, *, has_file: bool) -> NewRating:
        """What was typed. Only for a form that was found valid."""
        return NewRating(
            rating=Rating(self.rating.data),
            release=self._release(),
            figure=self._figure(self.figure_on.data),
            has_file=has_file,
            reason=_text(self.reason),
            seen=_uuid(self.seen.data),
        )

    def _release(self) -> ReleaseEvidence | None:
        if not self.report.data:
            return None
        release_id, _, measure = self.report.data.partition("/")
        return ReleaseEvidence(UUID(release_id), measure)

    def _figure(self, on: date | None) -> FigureEvidence | None:
        if not _text(self.figure) or on is None:
            return None
        return FigureEvidence(_text(self.figure), _text(self.source), on)


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def _text(field: Any) -> str:
    return (field.data or "").strip()
