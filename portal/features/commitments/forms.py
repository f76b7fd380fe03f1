"""The officer's forms for a commitment and for what commitments are about."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from portal.domain.commitments import (
    Commitment,
    Promise,
    Rating,
    Said,
    Subject,
    ThemeSaid,
    ViewsSaid,
)
from portal.features.commitments.sources import read_key, write_key
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
from portal.kit.rating_wording import RATINGS

NOTHING = ""


def _at_most(letters: int) -> Length:
    return Length(max=letters, message=_l("Use at most %(max)d letters"))


class CommitmentForm(MakingForm):
    """``said`` is the key of a figure, of words or of a theme; empty where the officer writes."""

    said = HiddenField()
    theme = TextField(
        _l("What families said, in a few words"),
        [_at_most(200)],
        description=_l("Do not name or describe one child or family. Everybody can read this."),
    )
    views_first = DateField(
        _l("If it is from views for reviews: sent from"),
        [Optional()],
        description=_l("Then the people who sent views in these days can be told."),
    )
    views_last = DateField(_l("Sent up to"), [Optional()])
    action = TextAreaField(
        _l("What we will do"), [required(_l("Enter what we will do")), _at_most(500)]
    )
    owner = TextField(
        _l("Who is responsible"),
        [required(_l("Enter who is responsible")), _at_most(100)],
        description=_l("A post, such as Head of SEND, not a person’s name."),
    )
    due = DateField(_l("By when"), [required(_l("Enter the day by which it will be done"))])
    subject = SelectField(_l("What it is about"), [Optional()])
    step = SelectField(_l("The step of the action plan that it belongs to"), [Optional()])
    rating = RadioField(
        _l("How it is going"),
        choices=[
            SelectChoice(NOTHING, _l("Not rated yet")),
            *(SelectChoice(rating, words) for rating, words in RATINGS.items()),
        ],
        default=NOTHING,
    )
    evidence = TextAreaField(
        _l("What shows this"),
        [_at_most(500)],
        description=_l("Needed for green and blue. Everybody can read this."),
    )
    reply = TextAreaField(
        _l("What we say to families"),
        [_at_most(2000)],
        description=_l(
            "Leave a line empty to begin a new paragraph. Simple HTML works: strong, em, lists, "
            "and links that begin with https."
        ),
    )

    def offer(self, subjects: Sequence[Subject], steps: Mapping[UUID, str]) -> None:
        """Fill in what can be chosen."""
        self.subject.choices = [SelectChoice(NOTHING, gettext("Nothing of the list"))] + [
            SelectChoice(str(subject.id), subject.name) for subject in subjects
        ]
        self.step.choices = [SelectChoice(NOTHING, gettext("None"))] + [
            SelectChoice(str(step_id), code) for step_id, code in steps.items()
        ]

    def fill(self, commitment: Commitment) -> None:
        """Show a commitment as it is kept; the plain fields come from its promise."""
        promise = commitment.promise
        self.rating.data = promise.rating or NOTHING
        self.subject.data = str(promise.subject_id or NOTHING)
        self.step.data = str(promise.step_id or NOTHING)
        self.said.data = write_key(commitment.said)
        match commitment.said:
            case ViewsSaid(theme, first, last):
                self.theme.data = theme
                self.views_first.process(None, first)
                self.views_last.process(None, last)
            case ThemeSaid(theme, None):
                self.theme.data = theme

    def validate_theme(self, field: TextField) -> None:
        if not self.said.data and not (field.data or "").strip():
            raise ValidationError(gettext("Enter what families said"))

    @property
    def writes_theme(self) -> bool:
        """Whether the officer writes what was said."""
        return read_key(self.said.data or "") is None

    def lacks_views_days(self) -> bool:
        """Whether the days of views are not two days in order, up to today, which is then said."""
        first, last = self.views_first.data, self.views_last.data
        if first is None and last is None:
            return False
        if first is None or last is None or not first <= last <= today():
            self.views_last.errors = [gettext("Enter two days, in order, that have passed")]
            return True
        return False

    @property
    def what_was_said(self) -> Said:
        found = read_key(self.said.data or "")
        if found is not None:
            return found
        first, last = self.views_first.data, self.views_last.data
        if first is not None and last is not None:
            return ViewsSaid(_text(self.theme), first, last)
        return ThemeSaid(_text(self.theme))

    @property
    def promise(self) -> Promise:
        """What was typed. Only for a form that was found valid."""
        assert self.due.data is not None  # noqa: S101 - the field is required
        return Promise(
            action=_text(self.action),
            owner=_text(self.owner),
            due=self.due.data,
            reply=_text(self.reply),
            rating=Rating(self.rating.data) if self.rating.data else None,
            evidence=_text(self.evidence),
            subject_id=UUID(self.subject.data) if self.subject.data else None,
            step_id=UUID(self.step.data) if self.step.data else None,
        )


class SubjectForm(MakingForm):
    name = TextField(
        _l("Subject"),
        [DataRequired(message=_l("Enter a subject")), _at_most(60)],
        description=_l("A few words that families understand, such as: Getting a plan."),
    )

    @property
    def typed(self) -> str:
        return _text(self.name)


def _text(field: StringField | Any) -> str:
    return (field.data or "").strip()
