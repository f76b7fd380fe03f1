"""The officer's form for a correction."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import DataRequired, Length

from portal.kit.fields import TextAreaField
from portal.kit.forms import Form


class CorrectionForm(Form):
    what_changed = TextAreaField(
        _l("What changed"),
        [
            DataRequired(message=_l("Enter what changed")),
            Length(max=1000, message=_l("Use at most %(max)d letters")),
        ],
        description=_l(
            "Everybody who reads the report reads this. Do not name or describe a person."
        ),
    )
