"""The base of every form, and of forms that make something."""

from uuid import UUID, uuid4

from flask_wtf import FlaskForm
from wtforms import HiddenField

from portal.kit.fields import summary_errors


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A form guarded against forgery whose errors can be summed up at the top of the page."""

    @property
    def summary(self) -> list[dict[str, str]]:
        return summary_errors(list(self))


class MakingForm(Form):
    """A form that makes one thing, however often its button is pressed: the page brings the id
    that the thing will have."""

    new_id = HiddenField(default=lambda: str(uuid4()))

    @property
    def id_to_make(self) -> UUID:
        try:
            return UUID(self.new_id.data or "")
        except ValueError:
            return uuid4()
