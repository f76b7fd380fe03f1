"""What Young Inspectors fill in, or the officer for them: what they saw, a rating, photos."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms import ValidationError

from portal.domain.inspections import (
    ABOUT_AT_MOST,
    LEARNERS_AT_MOST,
    SAW_AT_MOST,
    InspectionDetails,
    Works,
)
from portal.features.events.forms import NUMBER_BOX, at_most, read_count, written
from portal.features.events.wording import WORKS
from portal.kit.date_field import DateField
from portal.kit.fields import (
    FilesField,
    RadioField,
    SelectChoice,
    TextAreaField,
    TextField,
    TickField,
    required,
)
from portal.kit.forms import Form, MakingForm
from portal.kit.now import today

PHOTO_NUMBERS = range(1, 4)


class InspectionForm(MakingForm):
    place = TextField(
        _l("What did you look at?"),
        [written(_l("Enter the place or the page that you looked at")), at_most(200)],
        description=_l("A place or a web page. For example: the library, or the Local Offer."),
    )
    day = DateField(_l("On which day?"), [required(_l("Enter the day"))])
    learners = TextField(
        _l("How many learners were you?"),
        [written(_l("Enter how many learners you were"))],
        description=_l("Only the number. We do not ask for names."),
        render_kw=NUMBER_BOX,
    )
    saw = TextAreaField(
        _l("What did you see?"),
        [written(_l("Enter what you saw")), at_most(SAW_AT_MOST)],
        description=_l("Please name nobody."),
    )
    may_quote = TickField(_l("You may quote our words without our names"))
    works = RadioField(
        _l("Does it work?"),
        [required(_l("Choose one of the answers"))],
        choices=[SelectChoice(each, words) for each, words in WORKS.items()],
    )

    def validate_day(self, field: Any) -> None:
        if field.data and field.data > today():
            raise ValidationError(gettext("Enter a day that has passed"))

    def validate_learners(self, field: Any) -> None:
        if not 1 <= (read_count(field.data) or 0) <= LEARNERS_AT_MOST:
            raise ValidationError(gettext("Enter a number from 1 to 30"))

    @property
    def details(self) -> InspectionDetails:
        """What was typed. Only for a form that was found valid."""
        assert self.day.data is not None  # noqa: S101 - the field is required
        return InspectionDetails(
            place=(self.place.data or "").strip(),
            day=self.day.data,
            learners=read_count(self.learners.data) or 0,
            saw=(self.saw.data or "").strip(),
            works=Works(self.works.data),
            may_quote=bool(self.may_quote.data),
        )


class PhotosForm(Form):
    """Up to three photos, ``photo1`` with its words in ``about1`` and so on."""

    @property
    def pairs(self) -> list[tuple[Any, Any]]:
        return [(self[f"photo{number}"], self[f"about{number}"]) for number in PHOTO_NUMBERS]

    @property
    def chosen(self) -> list[tuple[Any, Any, FileStorage]]:
        """Field, words and file of each photo that was chosen."""
        return [
            (field, about, file)
            for field, about in self.pairs
            for file in field.data or []
            if getattr(file, "filename", "")
        ]

    def lacks_words(self) -> bool:
        """Whether a photo has no words or words have no photo; says so beside the field."""
        chosen = {field.name for field, _, _ in self.chosen}
        for field, about in self.pairs:
            said = (about.data or "").strip()
            if field.name in chosen and not said:
                about.errors = [gettext("Say in a few words what the photo shows")]
            elif said and field.name not in chosen:
                field.errors = [gettext("Choose this photo again")]
        return any(field.errors or about.errors for field, about in self.pairs)


class InspectingForm(InspectionForm, PhotosForm):
    """All of it on one page, for a group with a link."""

    class Meta:
        csrf = False


for _number in PHOTO_NUMBERS:
    setattr(PhotosForm, f"photo{_number}", FilesField(_l("Photo %(number)d", number=_number)))
    setattr(
        PhotosForm,
        f"about{_number}",
        TextField(_l("What does photo %(number)d show?", number=_number), [at_most(ABOUT_AT_MOST)]),
    )


class LinkForm(MakingForm):
    last_day = DateField(_l("Last day of the link"), [required(_l("Enter the last day"))])

    def validate_last_day(self, field: Any) -> None:
        if field.data and field.data < today():
            raise ValidationError(gettext("Enter today or a day to come"))
