"""A young person's choice about one adult."""

from flask_babel import lazy_gettext

from portal.domain.wishes import MaySee, Wish
from portal.kit.fields import RadioField, SelectChoice, TickField, required
from portal.kit.forms import Form

MAY_SEE = {
    MaySee.EVERYTHING: (
        lazy_gettext("Yes, and they get letters too"),
        lazy_gettext("They see what you see. They get a copy of what we send you."),
    ),
    MaySee.NO_LETTERS: (
        lazy_gettext("Yes, but they get no letters"),
        lazy_gettext("They see what you see. We send them no news about you."),
    ),
    MaySee.NOTHING: (
        lazy_gettext("No, they see nothing"),
        lazy_gettext("It stops at once. We do not tell them why."),
    ),
}


class ChoiceForm(Form):
    """What one adult may see, and whether they help."""

    may_see = RadioField(
        lazy_gettext("May they see your plan and reviews?"),
        choices=[
            SelectChoice(str(each), words, render_kw={"hint": hint})
            for each, (words, hint) in MAY_SEE.items()
        ],
        validators=[required(lazy_gettext("Choose what this person may see"))],
    )
    helps_decide = TickField(lazy_gettext("I want this person to help me decide"))

    @property
    def wish(self) -> Wish:
        return Wish.of(MaySee(self.may_see.data), helps_decide=bool(self.helps_decide.data))
