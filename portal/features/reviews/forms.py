"""One day of a review, as a coordinator gives it; each form has what is said once it is kept."""

from flask_babel import lazy_gettext as _l

from portal.kit.date_field import DateField
from portal.kit.fields import required
from portal.kit.forms import Form


class MeetingForm(Form):
    kept = _l("The meeting has its date. We have told everybody who is invited.")
    day = DateField(_l("The day of the meeting"), [required(_l("Enter the day of the meeting"))])


class HeldForm(Form):
    kept = _l("Thank you. It is on record that the meeting was held.")
    day = DateField(
        _l("On which day was the meeting held?"),
        [required(_l("Enter the day on which the meeting was held"))],
    )


class ReportForm(Form):
    kept = _l("Thank you. It is on record that the report was sent.")
    day = DateField(
        _l("On which day did you send the report?"),
        [required(_l("Enter the day on which you sent the report"))],
        description=_l("To everybody who was invited, the family among them."),
    )
