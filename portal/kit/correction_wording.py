"""What was put right in a survey's words, as the officer and the report say it."""

from flask_babel import format_date, gettext

from portal.domain.corrections import Correction


def correction_words(correction: Correction) -> str:
    """The old words, the new ones, the day and the reason."""
    return str(
        gettext(
            "From %(day)s on it said “%(after)s” instead of “%(before)s”. %(reason)s",
            day=format_date(correction.on, "d MMMM y"),
            after=correction.after,
            before=correction.before,
            reason=correction.reason,
        )
    )
