"""The officer's form for a commitment."""

from collections.abc import Iterable
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import Length, Optional, ValidationError

from portal.domain.commitments import Commitment, MeasureSaid, Promise, Rating, Said, ThemeSaid
from portal.domain.releases import Release
from portal.features.commitments.wording import RATINGS, figure_sentence
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

THEME = ""
NOT_RATED = ""


def _at_most(letters: int) -> Length:
    return Length(max=letters, message=_l("Use at most %(max)d letters"))


class CommitmentForm(MakingForm):
    figure = SelectField(
        _l("A figure from a report"),
        [Optional()],
        description=_l("Leave this at the first line if it is a theme, and write it below."),
    )
    theme = TextField(
        _l("Or a theme in a few words"),
        [_at_most(200)],
        description=_l("Do not name or describe one child or family. Everybody can read this."),
    )
    action = TextAreaField(
        _l("What we will do"), [required(_l("Enter what we will do")), _at_most(500)]
    )
    owner = TextField(
        _l("Who is responsible"),
        [required(_l("Enter who is responsible")), _at_most(100)],
        description=_l("A post, such as Head of SEND, not a person’s name."),
    )
    due = DateField(_l("By when"), [required(_l("Enter the day by which it will be done"))])
    rating = RadioField(
        _l("How it is going"),
        choices=[
            SelectChoice(NOT_RATED, _l("Not rated yet")),
            *(SelectChoice(rating, words) for rating, words in RATINGS.items()),
        ],
        default=NOT_RATED,
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

    def offer(self, releases: Iterable[Release]) -> None:
        """Fill in the figures that can be chosen: those that a report shows."""
        self.figure.choices = [SelectChoice(THEME, gettext("No figure, a theme"))] + [
            SelectChoice(f"{release.id}/{figure.measure}", _figure_choice(release, figure.measure))
            for release in releases
            for figure in release.snapshot.protected.figures
            if figure.share
        ]

    def fill(self, commitment: Commitment) -> None:
        """Show a commitment as it is kept; the plain fields come from its promise."""
        self.rating.data = commitment.promise.rating or NOT_RATED
        match commitment.said:
            case MeasureSaid(release_id, measure):
                self.figure.data, self.theme.data = f"{release_id}/{measure}", ""
            case ThemeSaid(theme):
                self.figure.data, self.theme.data = THEME, theme

    def validate_theme(self, field: TextField) -> None:
        if self.figure.data and field.data:
            raise ValidationError(gettext("Choose a figure or write a theme, not both"))
        if not self.figure.data and not (field.data or "").strip():
            raise ValidationError(gettext("Choose a figure or write a theme"))

    @property
    def said(self) -> Said:
        if not self.figure.data:
            return ThemeSaid(_text(self.theme))
        release_id, _, measure = self.figure.data.partition("/")
        return MeasureSaid(UUID(release_id), measure)

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
        )


def _text(field: StringField) -> str:
    return (field.data or "").strip()


def _figure_choice(release: Release, measure: str) -> str:
    return str(
        gettext(
            "Report %(number)d: %(figure)s",
            number=release.number,
            figure=figure_sentence(release, measure),
        )
    )
