"""The words for the shares and for what was judged."""

from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString

from portal.domain.timeliness import TimelinessMeasure, Verdict

MEASURES: dict[TimelinessMeasure, LazyString] = {
    TimelinessMeasure.NEW_PLANS: lazy_gettext("New plans issued within 20 weeks, all of them"),
    TimelinessMeasure.NEW_PLANS_WITHOUT_EXCEPTIONS: lazy_gettext(
        "New plans issued within 20 weeks, without lawful exceptions"
    ),
    TimelinessMeasure.REVIEWS_SECONDARY: lazy_gettext(
        "Plans reviewed in time: move to secondary school"
    ),
    TimelinessMeasure.REVIEWS_POST16: lazy_gettext("Plans reviewed in time: move after 16"),
    TimelinessMeasure.REVIEWS_OTHERS: lazy_gettext("Plans reviewed in time: all others"),
    TimelinessMeasure.AMENDED_PLANS: lazy_gettext(
        "Amended plans final within 12 weeks of the meeting"
    ),
}

MEANINGS: dict[TimelinessMeasure, LazyString] = {
    TimelinessMeasure.NEW_PLANS: lazy_gettext(
        "Of the plans issued in this time, those that came within 20 weeks of the request. "
        "A late plan with a lawful exception stays in, as late."
    ),
    TimelinessMeasure.NEW_PLANS_WITHOUT_EXCEPTIONS: lazy_gettext(
        "The same, but late plans with a lawful exception are left out, unless they came after the "
        "excused date. A delay that was agreed is no exception."
    ),
    TimelinessMeasure.REVIEWS_SECONDARY: lazy_gettext(
        "Of the plans due to be reviewed and changed by 14 February, those that were final by then."
    ),
    TimelinessMeasure.REVIEWS_POST16: lazy_gettext(
        "Of the plans due to be reviewed and changed by 30 March, those that were final by then."
    ),
    TimelinessMeasure.REVIEWS_OTHERS: lazy_gettext(
        "Of the reviews that had to end in this time, those decided within 12 months. In the "
        "school year of a move to secondary school or after 16, the review for the move is counted "
        "instead."
    ),
    TimelinessMeasure.AMENDED_PLANS: lazy_gettext(
        "Of the decisions to change a plan whose 12 weeks ended in this time, those with a final "
        "plan by then."
    ),
}

VERDICTS: dict[Verdict, LazyString] = {
    Verdict.IN_TIME: lazy_gettext("In time"),
    Verdict.LATE: lazy_gettext("Late"),
    Verdict.EXCEPTION: lazy_gettext("Not counted: lawful exception"),
    Verdict.NO_REQUEST_DATE: lazy_gettext("Not counted: no sound date of the request"),
    Verdict.OTHER_CLOCK: lazy_gettext(
        "Not counted: began with an order or at another council, with a date we do not hold"
    ),
    Verdict.EARLIER_REVIEWS_UNKNOWN: lazy_gettext(
        "Not counted: a review in between may be missing from the records"
    ),
    Verdict.OVERDUE_FROM_BEFORE: lazy_gettext("Not counted: already late before this time"),
    Verdict.MOVE_UNCLEAR: lazy_gettext(
        "Not counted: reviewed, but the records do not say if it was for the move"
    ),
    Verdict.NO_MEETING: lazy_gettext("Not counted: no date of the meeting"),
    Verdict.NO_EVENTS: lazy_gettext("Not counted: the case has no events on record"),
}
