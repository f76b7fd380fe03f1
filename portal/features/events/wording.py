"""What the keys of events say in words."""

from collections.abc import Mapping

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l

from portal.domain.events import EngagementKind, EventDetails, Host, SettingType

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


def hosts_words(details: EventDetails) -> str:
    """All who hosted, in one line."""
    known = [str(words) for host, words in HOSTS.items() if host in details.hosts]
    return ", ".join([*known, *([details.other_host] if details.other_host else [])])


def hidden_or(count: int | None) -> str:
    """A protected count."""
    return str(gettext("Hidden")) if count is None else str(count)
