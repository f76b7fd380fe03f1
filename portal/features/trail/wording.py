"""The words for who looked and why."""

from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString

from portal.domain.trail import Decision, Service, Showing, ShownPurpose
from portal.domain.trail_chain import Flaw

SERVICES: dict[Service, LazyString] = {
    Service.SEND_TEAM: lazy_gettext("The council's SEND team"),
    Service.SEND_TEAM_ELSEWHERE: lazy_gettext(
        "Somebody of the SEND team outside your case's own team"
    ),
    Service.SAFEGUARDING: lazy_gettext("The council's safeguarding lead"),
    Service.SETTING: lazy_gettext("The nursery, school or college"),
    Service.PARTICIPATION_TEAM: lazy_gettext("The council's team that asks families for views"),
    Service.PARTICIPATION_GROUP: lazy_gettext("The group of parents and carers"),
    Service.ADMINISTRATION: lazy_gettext("The people who run this site"),
}

PURPOSES: dict[ShownPurpose, LazyString] = {
    ShownPurpose.PLAN_AND_REVIEWS: lazy_gettext("to work on the plan and its reviews"),
    ShownPurpose.REVIEWS_AT_SETTING: lazy_gettext("to get ready for reviews"),
    ShownPurpose.SURVEY_CALLS: lazy_gettext("to ask families about their help by telephone"),
    ShownPurpose.WRITTEN_REASON: lazy_gettext("with a written reason"),
    ShownPurpose.SAFETY: lazy_gettext("to help keep the child safe"),
    ShownPurpose.LEGAL_REASON: lazy_gettext("to keep the records for a legal reason"),
}

# For the lead.
STANDINGS: dict[Showing, LazyString] = {
    Showing.WAITS: lazy_gettext("waiting"),
    Showing.HELD: lazy_gettext("kept back"),
    Showing.SHOWN: lazy_gettext("shown"),
}

DECISIONS: dict[Decision, LazyString] = {
    Decision.RELEASED: lazy_gettext("Shown to the family"),
    Decision.HELD: lazy_gettext("Kept back"),
}

# For whoever runs the command: not translated, like everything that commands print.
FLAWS: dict[Flaw, str] = {
    Flaw.LINK_MISSING: "the link itself is missing",
    Flaw.OUT_OF_ORDER: "it does not hold on to the link before it",
    Flaw.LINE_DELETED: "its line of the trail was deleted before its time",
    Flaw.RECEIPT_MISSING: "its line is gone, and no good receipt of an expiry covers it",
    Flaw.LINE_CHANGED: "its line of the trail was changed",
}
