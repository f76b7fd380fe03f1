"""The base of every form."""

from flask_wtf import FlaskForm

from portal.kit.fields import summary_errors


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A form guarded against forgery whose errors can be summed up at the top of the page."""

    @property
    def summary(self) -> list[dict[str, str]]:
        return summary_errors(list(self))
