"""What choices say: how views came to be, who sees them. Questions and answers have words in
`portal.kit.views_wording`."""

from collections.abc import Mapping

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l

from portal.domain.views import Audience, Provenance
from portal.domain.views_questions import Voice

_OWN: Mapping[Provenance, LazyString] = {
    Provenance.OWN_WORDS: _l("These are my own words"),
    Provenance.OWN_CHOICES: _l("I chose from the answers on the page"),
    Provenance.WITH_HELP: _l("Somebody helped me"),
    Provenance.SEEN_BY: _l("Somebody wrote down what they saw me do"),
    Provenance.PROXY: _l("Somebody wrote what they think I would say"),
    Provenance.NOT_OBTAINED: _l("Nobody could find out what I think"),
}

AUDIENCE_WORDS: Mapping[Audience, LazyString] = {
    Audience.MEETING: _l("The meeting"),
    Audience.NOT_PARENTS: _l("The meeting, but not parents"),
    Audience.COUNCIL: _l("Only for the council"),
}

_ADULTS_AUDIENCES: Mapping[Audience, tuple[LazyString, LazyString]] = {
    Audience.MEETING: (
        _l("The people who come to the meeting"),
        _l(
            "The school or college, and others who work with your child. Another parent or carer "
            "cannot see it here."
        ),
    ),
    Audience.COUNCIL: (
        _l("Only the council"),
        _l(
            "We will not send it to the school or to the meeting. By law we may still have to "
            "show it in an appeal, or if somebody asks for their data."
        ),
    ),
}

_OWN_AUDIENCES: Mapping[Audience, tuple[LazyString, LazyString]] = {
    Audience.MEETING: (
        _l("Everybody at the meeting"),
        _l("Send this to the meeting and your parents will see it."),
    ),
    Audience.NOT_PARENTS: (
        _l("The meeting, but keep it from my parents"),
        _l(
            "We will not show it to your parents here. People at the meeting will have read it. "
            "If we think you are not safe, we may have to tell somebody. We will try to talk to "
            "you first."
        ),
    ),
    Audience.COUNCIL: (
        _l("Only the council"),
        _l(
            "Your caseworker reads it. By law we may still have to show it in an appeal, or if "
            "somebody asks for their data."
        ),
    ),
}


def own_provenance(provenance: Provenance) -> LazyString:
    """A way in which views came to be, as their author chooses it."""
    return _OWN[provenance]


def audience_choice(voice: Voice, audience: Audience) -> tuple[LazyString, LazyString]:
    """Whom to show the views to, as their author chooses it: a line, and what it means."""
    adult = voice is Voice.PARENT_CARER
    return (_ADULTS_AUDIENCES if adult else _OWN_AUDIENCES)[audience]


def provenance_line(provenance: Provenance, detail: str) -> str:
    """How views came to be, as everybody who reads them is told."""
    match provenance:
        case Provenance.OWN_WORDS:
            line = gettext("Own words")
        case Provenance.OWN_CHOICES:
            line = gettext("Own choices from options")
        case Provenance.WITH_HELP:
            line = gettext("With help from %(who)s", who=detail)
        case Provenance.SEEN_BY:
            line = gettext("Seen by %(who)s", who=detail)
        case Provenance.PROXY:
            line = gettext("Someone’s view of what they would say: %(who)s", who=detail)
        case Provenance.NOT_OBTAINED:
            line = gettext("Could not be obtained because: %(why)s", why=detail)
    return str(line)
