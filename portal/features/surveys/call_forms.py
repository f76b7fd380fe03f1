"""How a call ended without answers."""

import re
from collections.abc import Mapping
from datetime import datetime, time

from flask_babel import LazyString, gettext, lazy_gettext
from wtforms.validators import Length

from portal.domain.calls import Attempt, CallOutcome
from portal.domain.dates import LONDON
from portal.kit.date_field import DateField
from portal.kit.fields import RadioField, SelectChoice, TextAreaField, TextField, required
from portal.kit.forms import MakingForm

NOTE_HOLDS = 500
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])")

OUTCOMES: Mapping[CallOutcome, LazyString] = {
    CallOutcome.NO_ANSWER: lazy_gettext("Nobody picked up"),
    CallOutcome.SOMEBODY_ELSE: lazy_gettext("Somebody else picked up"),
    CallOutcome.CALL_BACK: lazy_gettext("They want us to call back"),
    CallOutcome.BROKE_OFF: lazy_gettext("The call broke off"),
    CallOutcome.INTERPRETER_NEEDED: lazy_gettext("They need an interpreter"),
    CallOutcome.WRONG_NUMBER: lazy_gettext("The number is not theirs"),
    CallOutcome.DECLINED: lazy_gettext("They do not want to take part"),
}

_HINTS: Mapping[CallOutcome, LazyString] = {
    CallOutcome.SOMEBODY_ELSE: lazy_gettext("Do not say what it is about, and name no child."),
    CallOutcome.BROKE_OFF: lazy_gettext("What you kept of the answers is still there."),
    CallOutcome.INTERPRETER_NEEDED: lazy_gettext(
        "Book one in your usual way. Do not write down who it is."
    ),
    CallOutcome.WRONG_NUMBER: lazy_gettext(
        "If the number is in our record, we write to them no more until it has been checked."
    ),
    CallOutcome.DECLINED: lazy_gettext("We send them no more surveys."),
}


class AttemptForm(MakingForm):
    """The outcome, when to call back, and a note that is not an answer."""

    outcome = RadioField(
        lazy_gettext("How did the call end?"),
        [required(lazy_gettext("Choose how the call ended"))],
        choices=[
            SelectChoice(key, words, {"hint": _HINTS[key]} if key in _HINTS else {})
            for key, words in OUTCOMES.items()
        ],
    )
    day = DateField(
        lazy_gettext("Day to call back"),
        description=lazy_gettext("Only where they want us to call back."),
    )
    clock = TextField(lazy_gettext("Time to call back"), description=lazy_gettext("Like 14:30."))
    note = TextAreaField(
        lazy_gettext("Note for the next caller"),
        [Length(max=NOTE_HOLDS, message=lazy_gettext("Use at most 500 letters for the note"))],
        description=lazy_gettext(
            "Do not write down what they answered. Do not write down anybody’s name or number. "
            "Only the survey team reads the note. It is destroyed when the survey closes."
        ),
    )

    def read(self) -> Attempt | None:
        """What was given; None, with the reasons in the form, where it must be put right."""
        if not self.validate_on_submit():
            return None
        outcome = CallOutcome(self.outcome.data)
        note = (self.note.data or "").strip()
        if outcome is not CallOutcome.CALL_BACK:
            return Attempt(outcome, None, note)
        at = self._read_time()
        if self.day.data is None:
            self.day.errors = [gettext("Enter the day to call back")]
        if at is None:
            self.clock.errors = [gettext("Enter a time, like 14:30")]
        if self.day.data is None or at is None:
            return None
        return Attempt(outcome, datetime.combine(self.day.data, at, LONDON), note)

    def _read_time(self) -> time | None:
        found = _CLOCK.fullmatch((self.clock.data or "").strip())
        return time(int(found[1]), int(found[2])) if found else None
