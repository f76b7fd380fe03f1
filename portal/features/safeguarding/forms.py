"""What is typed about a concern: by its writer, by a reader, by the lead."""

from collections.abc import Sequence
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import Length, Optional, ValidationError

from portal.domain.safeguarding import WORDS_LIMIT, DecisionDetails, Missing, Outcome
from portal.features.safeguarding.wording import OUTCOMES
from portal.kit.fields import RadioField, SelectChoice, TextAreaField, TextField, required
from portal.kit.forms import Form, MakingForm

NOTE_LIMIT = 5000
LINE_LIMIT = 200
NOBODY = ""
YES, NO = "yes", "no"


def _at_most(letters: int) -> Length:
    return Length(max=letters, message=_l("Use at most %(max)d letters"))


def _says_something(_form: Form, field: TextAreaField) -> None:
    if not (field.data or "").strip():
        raise ValidationError(gettext("Write what you want to say"))


class TellForm(MakingForm):
    """What somebody writes who does not feel safe, or fears for somebody. Nothing but the words is
    asked for. ``was_signed_in``: whether the page was opened by somebody signed in."""

    words = TextAreaField(
        _l("What do you want to tell us?"),
        [
            required(_l("Write what you want to tell us. A few words are enough")),
            _at_most(WORDS_LIMIT),
            _says_something,
        ],
    )
    about = RadioField(_l("Who is it about?"), [Optional()], default=NOBODY)
    contact = TextField(
        _l("How can we reach you safely?"),
        [_at_most(LINE_LIMIT)],
        description=_l(
            "Leave it empty if you like. A phone number, a place, a person, a good time. Think: "
            "can somebody else see it there?"
        ),
    )
    was_signed_in = HiddenField()

    def offer(self, children: Sequence[tuple[UUID, str]]) -> None:
        """``children``: whom the writer may be writing about; more than one is asked for."""
        self.about.choices = [
            *(SelectChoice(str(child_id), name) for child_id, name in children),
            SelectChoice(NOBODY, gettext("Somebody else, or all of us")),
        ]

    def child_among(self, children: Sequence[tuple[UUID, str]]) -> UUID | None:
        """Who it is about: the only child there is, or the one that was chosen."""
        if len(children) == 1:
            return children[0][0]
        return next((each for each, _ in children if str(each) == self.about.data), None)


class WorriedForm(MakingForm):
    """Why a reader is worried."""

    why = TextAreaField(
        _l("What are you worried about?"),
        [
            required(_l("Enter what you are worried about")),
            _at_most(NOTE_LIMIT),
            _says_something,
        ],
        description=_l("In your own words. The safeguarding lead reads it beside the text."),
    )


class NoteForm(MakingForm):
    words = TextAreaField(
        _l("A note"),
        [required(_l("Enter the note")), _at_most(NOTE_LIMIT), _says_something],
        description=_l("Who you spoke to, what they said. It cannot be changed later."),
    )


class ReasonForm(Form):
    words = TextAreaField(
        _l("Why?"), [required(_l("Enter a reason")), _at_most(NOTE_LIMIT), _says_something]
    )


class DecisionForm(Form):
    outcome = RadioField(
        _l("What do you decide?"),
        [required(_l("Choose what you decide"))],
        choices=[SelectChoice(outcome, words) for outcome, words in OUTCOMES.items()],
    )
    reference = TextField(
        _l("Their reference"),
        [_at_most(LINE_LIMIT)],
        description=_l("What children’s social care or the police gave you."),
    )
    reason = TextAreaField(
        _l("Why?"),
        [required(_l("Enter a reason")), _at_most(NOTE_LIMIT)],
        description=_l("If it goes back to the person who raised it, they read this."),
    )
    may_go_on = RadioField(
        _l("May the people who come to the meeting read the text?"),
        [required(_l("Choose whether the meeting may read it"))],
        choices=[
            SelectChoice(NO, _l("No")),
            SelectChoice(YES, _l("Yes. Parents still cannot see it")),
        ],
        default=NO,
    )

    @property
    def decision(self) -> DecisionDetails:
        return DecisionDetails(
            Outcome(self.outcome.data),
            self.reason.data or "",
            self.reference.data or "",
            may_go_on=self.may_go_on.data == YES,
        )

    def refuse(self, missing: Missing) -> None:
        """Say what a decision of this kind still needs."""
        if missing is Missing.REFERENCE:
            self.reference.errors = [gettext("Enter the reference that they gave you")]
        else:
            self.reason.errors = [gettext("Enter a reason")]
