"""The forms of a survey of before the portal, typed in as totals."""

from flask_babel import lazy_gettext
from wtforms.validators import Length, Regexp

from portal.domain.measures import MEASURES
from portal.domain.past_waves import FEWEST_SHOWN
from portal.kit.date_field import DateField
from portal.kit.fields import SelectChoice, SelectField, TextField, TickField, required
from portal.kit.forms import Form, MakingForm

_WHOLE = Regexp(r"^\s*[0-9]{0,6}\s*$", message=lazy_gettext("Enter a whole number, like 12"))
_FEW = Length(max=200, message=lazy_gettext("Use at most 200 letters"))


def read_number(text: str | None) -> int | None:
    """The whole number in a box that has been checked, or None for an empty one."""
    typed = (text or "").strip()
    return int(typed) if typed else None


class PastWaveForm(MakingForm):
    """When it was, how many took part, and where that is printed."""

    title = TextField(
        lazy_gettext("Name of the survey"),
        [required(lazy_gettext("Enter a name for the survey")), _FEW],
    )
    asked_on = DateField(
        lazy_gettext("When it was"),
        [required(lazy_gettext("Enter when it was"))],
        description=lazy_gettext("Only the month is known? Enter its first day."),
    )
    asked = TextField(
        lazy_gettext("How many were asked"),
        [_WHOLE],
        description=lazy_gettext("Leave it empty if that is not known."),
    )
    answered = TextField(
        lazy_gettext("How many answered"),
        [_WHOLE],
        description=lazy_gettext("Leave it empty if that is not known."),
    )
    same_way = TickField(
        lazy_gettext("I know that families were chosen, and could answer, in the same way as today")
    )
    source = TextField(
        lazy_gettext("Where the figures are printed"),
        [required(lazy_gettext("Enter where the figures come from")), _FEW],
    )


class PastFigureForm(Form):
    """One measure: two counts, or the percentage as it was printed."""

    measure = SelectField(
        lazy_gettext("What people were asked, word for word"),
        [required(lazy_gettext("Choose what people were asked"))],
        choices=[
            SelectChoice("", lazy_gettext("Choose")),
            *(
                SelectChoice(f"{measure.key}:{wording.number}", wording.statement)
                for measure in MEASURES
                for wording in measure.wordings
            ),
        ],
    )
    agree = TextField(lazy_gettext("How many agreed or strongly agreed"), [_WHOLE])
    base = TextField(
        lazy_gettext("How many gave a view"),
        [_WHOLE],
        description=lazy_gettext(
            "At least %(fewest)d: we never show a share of fewer people.", fewest=FEWEST_SHOWN
        ),
    )
    percent = TextField(
        lazy_gettext("Per cent who agreed, as printed"),
        [_WHOLE],
        description=lazy_gettext("Only if you do not know both numbers above."),
    )
