"""The words for where a concern comes from, where it stands, and what happened with it."""

from flask_babel import LazyString, get_locale
from flask_babel import lazy_gettext as _l

from portal.domain.safeguarding import Outcome, State, Step, TextSource
from portal.domain.safeguarding_hours import Lack
from portal.domain.sending import DeliveryStatus

SOURCES: dict[TextSource, LazyString] = {
    TextSource.VIEWS: _l("Views for a review"),
    TextSource.DRAFT_COMMENT: _l("A comment on a draft"),
    TextSource.WRONG_DATE: _l("Words about a wrong date"),
    TextSource.SURVEY_TEXT: _l("An answer to a survey, with nobody behind it"),
    TextSource.EVENT_WORDS: _l("Words after an event, with nobody behind them"),
    TextSource.INSPECTION_WORDS: _l("Words of Young Inspectors, with nobody behind them"),
    TextSource.LOCAL_OFFER: _l("A comment on the Local Offer, with nobody behind it"),
    TextSource.OWN_WORDS: _l("Written on the page “I do not feel safe”"),
    TextSource.DRILL: _l("A drill"),
}

STATES: dict[State, LazyString] = {
    State.WAITS: _l("Nobody has taken it"),
    State.TAKEN: _l("Taken"),
    State.DECIDED: _l("Decided"),
}

STEPS: dict[Step, LazyString] = {
    Step.RAISED: _l("Raised"),
    Step.RAISED_AGAIN: _l("Another reader is worried too"),
    Step.TOLD: _l("Told"),
    Step.TAKEN: _l("Taken"),
    Step.GIVEN_BACK: _l("Given back to the rota"),
    Step.NOTED: _l("Note"),
    Step.DECIDED: _l("Decided"),
    Step.REOPENED: _l("Opened again"),
}

OUTCOMES: dict[Outcome, LazyString] = {
    Outcome.SOCIAL_CARE: _l("Passed to children’s social care"),
    Outcome.POLICE: _l("Passed to the police"),
    Outcome.BACK_TO_READER: _l("Back to the person who raised it, who takes it up in the case"),
    Outcome.NO_FURTHER_ACTION: _l("No further action"),
}

LACKS: dict[Lack, LazyString] = {
    Lack.NOBODY: _l("Nobody is on"),
    Lack.NO_DEPUTY: _l("There is no second person"),
    Lack.ACCOUNT_CLOSED: _l("Somebody on the rota has no open account"),
    Lack.NO_MOBILE: _l("No mobile number, so no text message"),
}

DELIVERIES: dict[str, LazyString] = {
    "": _l("waits to be sent"),
    DeliveryStatus.HANDED_OVER: _l("sent"),
    DeliveryStatus.PERMANENT_FAILURE: _l("failed: there is no such number or address"),
    DeliveryStatus.TEMPORARY_FAILURE: _l("failed: it could not be reached"),
    DeliveryStatus.TECHNICAL_FAILURE: _l("failed on the way"),
    "stopped": _l("not sent"),
    "failed": _l("failed"),
    "sent": _l("sent"),
}


def weekday_name(weekday: int) -> str:
    """Monday is 0."""
    names = get_locale().days["format"]["wide"]
    return str(names[weekday])
