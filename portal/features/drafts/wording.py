"""The words for sections, comments and answers."""

from flask_babel import format_date, gettext, lazy_gettext
from flask_babel.speaklater import LazyString

from portal.domain.draft_comments import Asking, Outcome, Topic, Verdict
from portal.domain.drafts import (
    ClosesInThePast,
    ClosesTooEarly,
    DocumentKind,
    DocumentState,
    NothingToServe,
    Section,
    ServedTooLate,
    WhyNotServe,
)
from portal.domain.views_answers import TooLong

KINDS: dict[DocumentKind, LazyString] = {
    DocumentKind.DRAFT_PLAN: lazy_gettext("Draft plan"),
    DocumentKind.CHANGES: lazy_gettext("Changes to the plan"),
}

STATES: dict[DocumentState, LazyString] = {
    DocumentState.BEING_WRITTEN: lazy_gettext("Being written"),
    DocumentState.WITH_FAMILY: lazy_gettext("With the family"),
    DocumentState.COMMENTS_CLOSED: lazy_gettext("Closing day has passed"),
    DocumentState.REPLACED: lazy_gettext("Replaced by a later version"),
    DocumentState.FINAL: lazy_gettext("Final plan sent"),
}

SECTIONS: dict[Section, LazyString] = {
    Section.A: lazy_gettext("Views, interests and hopes"),
    Section.B: lazy_gettext("Special educational needs"),
    Section.C: lazy_gettext("Health needs"),
    Section.D: lazy_gettext("Social care needs"),
    Section.E: lazy_gettext("Outcomes: what should be reached"),
    Section.F: lazy_gettext("Help with learning"),
    Section.G: lazy_gettext("Help from health services"),
    Section.H1: lazy_gettext("Social care that disabled children under 18 must have"),
    Section.H2: lazy_gettext("Other help from social care"),
    Section.I: lazy_gettext("School, college or other place"),
    Section.J: lazy_gettext("Personal budget and direct payments"),
    Section.K: lazy_gettext("The advice we were given"),
}

ASKED: dict[Asking, LazyString] = {
    Asking.SETTING: lazy_gettext("The school or college you would like"),
    Asking.MEETING: lazy_gettext("Meeting us about it"),
}

VERDICTS: dict[Verdict, LazyString] = {
    Verdict.RIGHT: lazy_gettext("This is right"),
    Verdict.WRONG: lazy_gettext("Something is wrong"),
    Verdict.MISSING: lazy_gettext("Something is missing"),
    Verdict.YES: lazy_gettext("I would like to meet"),
}

OUTCOMES: dict[Outcome, LazyString] = {
    Outcome.CHANGED: lazy_gettext("We have changed it"),
    Outcome.PARTLY: lazy_gettext("We have changed part of it"),
    Outcome.NOT_CHANGED: lazy_gettext("We have not changed it"),
    Outcome.NAMED: lazy_gettext("We name it in the plan"),
    Outcome.ASKING: lazy_gettext("We are asking this place"),
    Outcome.NOT_NAMED: lazy_gettext("We do not name it in the plan"),
    Outcome.MEETING: lazy_gettext("We will meet"),
}


def letter(section: Section) -> str:
    """The law's own name for a section: H1."""
    return section.upper()


def topic_title(topic: Topic) -> str:
    """A section with its letter, or what may be asked for."""
    match topic:
        case Asking():
            return str(ASKED[topic])
        case Section():
            return f"{letter(topic)}. {SECTIONS[topic]}"


def why_not_serve(refusal: WhyNotServe) -> str:
    """What to do about it."""
    match refusal:
        case NothingToServe():
            return str(gettext("There is nothing to serve yet. Write a section first."))
        case ServedTooLate():
            return str(
                gettext(
                    "Enter today or a day that has passed, not before the version that this one "
                    "replaces."
                )
            )
        case ClosesTooEarly(earliest):
            return str(
                gettext(
                    "By law the family has at least 15 days. The earliest last day is %(day)s.",
                    day=format_date(earliest, "EEEE d MMMM y"),
                )
            )
        case ClosesInThePast():
            return str(gettext("Enter a last day for comments that is still to come."))


def too_long(problem: TooLong) -> str:
    """What to do about too many characters."""
    return str(
        gettext(
            "This has %(length)s letters and signs. Keep it to %(limit)s.",
            length=f"{problem.length:,}",
            limit=f"{problem.limit:,}",
        )
    )
