"""What the keys of events say in words."""

from collections.abc import Mapping

from flask_babel import LazyString, gettext, ngettext
from flask_babel import lazy_gettext as _l

from portal.domain.advice import Scan
from portal.domain.event_feedback import EventResults, Statement, StatementResult, Way
from portal.domain.events import EngagementKind, EventDetails, Host, SettingType
from portal.domain.figures import Hidden
from portal.domain.inspections import Works
from portal.domain.measures import Agreement

KINDS: Mapping[EngagementKind, LazyString] = {
    EngagementKind.ENGAGEMENT: _l("Engagement event"),
    EngagementKind.YOUTH_CABINET: _l("Youth Cabinet"),
    EngagementKind.PEER_AMBASSADORS: _l("Peer ambassadors"),
    EngagementKind.PUPIL_WORKSHOP: _l("Pupil workshop"),
    EngagementKind.OTHER: _l("Something else"),
}

HOSTS: Mapping[Host, LazyString] = {
    Host.PORTFOLIO_HOLDER: _l("The portfolio holder"),
    Host.ASSISTANT_DIRECTOR: _l("The assistant director"),
}

SETTING_TYPES: Mapping[SettingType, LazyString] = {
    SettingType.MAINSTREAM: _l("Mainstream school"),
    SettingType.SPECIAL: _l("Special school"),
    SettingType.EARLY_YEARS: _l("Nursery or other early years"),
    SettingType.COLLEGE: _l("College"),
    SettingType.OTHER: _l("Another setting"),
    SettingType.NOT_KNOWN: _l("Not known"),
}

ATTENDANCE_GROUPS: Mapping[str, LazyString] = {
    SettingType.MAINSTREAM: _l("Mainstream school"),
    SettingType.SPECIAL: _l("Special school"),
    SettingType.OTHER: _l("All other settings"),
    SettingType.NOT_KNOWN: _l("Not known"),
}

STATEMENTS: Mapping[Statement, LazyString] = {
    Statement.SAY: _l("I could say what matters to me."),
    Statement.HEARD: _l("People listened to me."),
    Statement.USEFUL: _l("I found out something that helps me."),
}

NEXT_STEP = _l("What should we do next?")
MAY_QUOTE = _l("You may quote these words without my name")

AGREEMENT: Mapping[Agreement, LazyString] = {
    Agreement.STRONGLY_AGREE: _l("Strongly agree"),
    Agreement.AGREE: _l("Agree"),
    Agreement.NEITHER: _l("Neither agree nor disagree"),
    Agreement.DISAGREE: _l("Disagree"),
    Agreement.STRONGLY_DISAGREE: _l("Strongly disagree"),
    Agreement.CANT_SAY: _l("I cannot say"),
}

WAYS: Mapping[str, LazyString] = {
    Way.ONLINE: _l("On the public form"),
    Way.PAPER: _l("On paper"),
}

WORKS: Mapping[Works, LazyString] = {
    Works.WELL: _l("It works well"),
    Works.IN_PART: _l("It works in part"),
    Works.NOT: _l("It does not work"),
}

SCANS: Mapping[Scan, LazyString] = {
    Scan.NOT_SCANNED: _l("Not scanned for viruses"),
    Scan.WAITING: _l("Being scanned for viruses. It can be opened after that"),
    Scan.CLEAN: _l("Scanned: no virus found"),
    Scan.INFECTED: _l("A virus was found, so the file was destroyed"),
    Scan.MISSING: _l("We cannot find this file any more, so it has to be sent again"),
}


def learners_words(learners: int) -> str:
    """Who inspected: never more than how many."""
    return str(ngettext("%(num)d learner", "%(num)d learners", learners))


def answered_words(results: EventResults) -> str:
    """How many forms came in."""
    if results.answered is None:
        return str(gettext("Fewer than %(few)d", few=results.thresholds.few))
    return str(results.answered)


def result_words(result: StatementResult, results: EventResults) -> str:
    """The share of one statement, or why there is none."""
    few, share = results.thresholds.few, results.thresholds.share
    match result.hidden:
        case Hidden.TOO_FEW:
            return str(gettext("Hidden: fewer than %(few)d answers", few=few))
        case Hidden.TOO_FEW_FOR_A_SHARE:
            return str(gettext("Hidden: we show a share from %(share)d answers", share=share))
        case Hidden.HELD_FOR_NEXT_WAVE:
            return str(gettext("Hidden: nearly all said the same, or only a few did not"))
    # No range: whoever came upon a public form is no sample of anybody.
    return f"{result.share.percent} %" if result.share else ""


def hosts_words(details: EventDetails) -> str:
    """All who hosted, in one line."""
    known = [str(words) for host, words in HOSTS.items() if host in details.hosts]
    return ", ".join([*known, *([details.other_host] if details.other_host else [])])


def hidden_or(count: int | None) -> str:
    """A protected count."""
    return str(gettext("Hidden")) if count is None else str(count)
