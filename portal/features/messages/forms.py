"""The form for what somebody found who checked a report."""

from flask_babel import lazy_gettext

from portal.features.messages.wording import DECISIONS
from portal.kit.fields import RadioField, SelectChoice, required
from portal.kit.forms import Form


class DecisionForm(Form):
    decision = RadioField(
        lazy_gettext("What did you find?"),
        choices=[SelectChoice(str(each), words) for each, words in DECISIONS.items()],
        validators=[required(lazy_gettext("Choose what you found"))],
    )
