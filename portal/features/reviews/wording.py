"""Why something was not kept, in words that say what to do."""

from flask_babel import format_date, gettext

from portal.actions.case_events import DayToCome
from portal.actions.setting_reviews import (
    NoMeetingYet,
    NoOpenReview,
    NotThisReview,
    Refusal,
)
from portal.domain.review_cycle import NoticeTooShort
from portal.domain.reviews import ReviewClosed


def why_not(refusal: Refusal) -> str:
    """For the error beside the date."""
    return str(_why_not(refusal))


def _why_not(refusal: Refusal) -> object:
    match refusal:
        case NoticeTooShort(earliest):
            return gettext(
                "The law gives everybody two clear weeks' notice. Choose %(day)s or later",
                day=_day(earliest),
            )
        case ReviewClosed() | NoOpenReview():
            return gettext("This review is over. The next one has not begun")
        case NotThisReview(ended):
            return gettext(
                "The review before this one ended on %(day)s. Give a later day", day=_day(ended)
            )
        case NoMeetingYet():
            return gettext("First record the meeting. The report cannot be older than the meeting")
        case DayToCome():
            return gettext("This day has not come yet. Give today or an earlier day")
        case _:
            return gettext("This day cannot be kept. Ring the SEND team, who can record it")


def _day(day: object) -> str:
    return str(format_date(day, "EEEE d MMMM y"))
