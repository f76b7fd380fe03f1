"""What is said about a date, and the answer."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from portal.domain.date_flags import WORDS_LIMIT, DateOutcome
from portal.domain.views_answers import TooLong, tidy_words
from portal.kit.case_wording import DATE_OUTCOMES
from portal.kit.fields import RadioField, SelectChoice, TextAreaField
from portal.kit.forms import Form


def _too_long(problem: TooLong) -> str:
    return str(
        gettext(
            "You have written %(length)s letters and signs. Keep it to %(limit)s.",
            length=f"{problem.length:,}",
            limit=f"{problem.limit:,}",
        )
    )


class ReportForm(Form):
    """What would be right, if the family knows."""

    words = TextAreaField(
        _l("What do you think is right, and how do you know?"),
        description=_l("You do not have to write anything here."),
    )

    def read(self) -> str | None:
        """The words, which may be none; None after saying what is wrong."""
        words = tidy_words(self.words.data or "", WORDS_LIMIT)
        if isinstance(words, TooLong):
            self.words.errors = [_too_long(words)]
            return None
        return words


class AnswerForm(Form):
    """What came of looking at the date, in words."""

    outcome = RadioField(
        _l("What came of it"),
        choices=[SelectChoice(outcome, words) for outcome, words in DATE_OUTCOMES.items()],
        validate_choice=False,
    )
    words = TextAreaField(
        _l("Your answer"),
        description=_l("Only the person who called the date wrong reads this."),
    )

    def read(self) -> tuple[DateOutcome, str] | None:
        """The outcome and the words; None after saying what is wrong."""
        words = tidy_words(self.words.data or "", WORDS_LIMIT)
        if self.outcome.data not in list(DateOutcome):
            self.outcome.errors = [gettext("Choose what came of it")]
        if isinstance(words, TooLong):
            self.words.errors = [_too_long(words)]
        elif not words:
            self.words.errors = [gettext("Write your answer")]
        if self.outcome.errors or self.words.errors or isinstance(words, TooLong):
            return None
        return DateOutcome(self.outcome.data), words
