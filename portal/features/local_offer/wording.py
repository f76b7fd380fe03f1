"""What the choices of a comment, of its decision and of its publication say."""

from collections.abc import Mapping

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l

from portal.domain.local_offer import About, Decision, State, Subject, Support, Who
from portal.domain.local_offer_publications import NOT_SAID
from portal.kit.age_wording import AGE_WORDS

ABOUT: Mapping[About, LazyString] = {
    About.CONTENT: _l("What is in it, or what is missing"),
    About.QUALITY: _l("How good the help is that it lists"),
    About.EASE: _l("How easy it is to find, read and use"),
    About.MAKING: _l("How it was made and is looked after, and who has a say in it"),
}

SUBJECTS: Mapping[Subject, LazyString] = {
    Subject.EARLY_YEARS: _l("Before school"),
    Subject.SCHOOLS: _l("Schools"),
    Subject.COLLEGES: _l("Colleges and training"),
    Subject.HEALTH: _l("Health and therapies"),
    Subject.CARE: _l("Social care"),
    Subject.SHORT_BREAKS: _l("Short breaks and leisure"),
    Subject.TRAVEL: _l("Travel to school or college"),
    Subject.ADULT_LIFE: _l("Getting ready for adult life"),
    Subject.ADVICE: _l("Advice and support for families"),
    Subject.WHOLE: _l("All of it, or something else"),
}

WHO: Mapping[str, LazyString] = {
    Who.YOUNG: _l("A child or young person"),
    Who.PARENT: _l("A parent or carer"),
    Who.ON_BEHALF: _l("Somebody who writes for a child, young person or parent"),
    Who.WORKER: _l("Somebody who works with families"),
}

SUPPORT: Mapping[str, LazyString] = {
    Support.PLAN: _l("An education, health and care plan"),
    Support.SEN_SUPPORT: _l("SEN support at school or college, without a plan"),
    Support.NEITHER: _l("Neither, or not yet"),
}

FACTS: Mapping[str, LazyString] = {
    "who": _l("Who wrote"),
    "support": _l("Help that the child or young person has now"),
    "age": _l("Age of the child or young person"),
}

_SAID: Mapping[str, LazyString] = {
    **WHO,
    **SUPPORT,
    **AGE_WORDS,
    NOT_SAID: _l("Did not say"),
}

DECISIONS: Mapping[Decision, LazyString] = {
    Decision.PUBLISH: _l("Publish it, without the marked words"),
    Decision.VEXATIOUS: _l("Keep it out: it only wants to annoy or insult"),
    Decision.ONE_PERSON: _l("Keep it out: it is about one person’s own help"),
    Decision.WOULD_IDENTIFY: _l("Keep it out: it would tell who somebody is"),
    Decision.NOT_AGREED: _l("Read: whoever wrote it does not want it published"),
}

KEPT_OUT: Mapping[str, LazyString] = {
    Decision.VEXATIOUS: _l("Only wanted to annoy or insult (vexatious)"),
    Decision.ONE_PERSON: _l("About one person’s own help, and passed on"),
    Decision.WOULD_IDENTIFY: _l("Would have told who somebody is"),
    Decision.NOT_AGREED: _l("Whoever wrote it did not want it published"),
}

STATES: Mapping[State, LazyString] = {
    State.WAITING: _l("To read"),
    State.FOR_SECOND: _l("For a second person"),
    State.TO_ANSWER: _l("To answer"),
    State.SHOWN: _l("Published"),
    State.KEPT_OUT: _l("Kept out"),
    State.WITHDRAWN: _l("Taken out"),
}


def said_words(value: str) -> str:
    """What somebody said of themselves."""
    return str(_SAID[value])


def hidden_or(count: int | None) -> str:
    """A number that may be hidden."""
    return str(gettext("Hidden")) if count is None else str(count)
