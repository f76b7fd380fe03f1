"""The small forms of the other ways in: a paper form's number, and a code typed in."""

from flask_babel import lazy_gettext

from portal.kit.fields import TextField, required
from portal.kit.forms import Form


class PaperForm(Form):
    """The number on the sheet; the questions beside it are the survey's own."""

    number = TextField(
        lazy_gettext("Number on the form"),
        description=lazy_gettext("For an invited family it is the code of their letter."),
    )

    def refuse(self, words: str) -> None:
        self.number.errors = [words]


class CodeForm(Form):
    """The code of a letter or message. Needs no guard: it changes nothing."""

    class Meta:
        csrf = False

    code = TextField(
        lazy_gettext("Your code"),
        [required(lazy_gettext("Enter the code from your letter or message"))],
        description=lazy_gettext("8 letters and numbers. Spaces do not matter."),
    )
