"""Reads of a child's record: why they happen, and which of them the family is shown.

Source: the portal's own privacy rules. Families see service, purpose and day of what staff read:
never a name of staff, never what another family member did. Reads for safeguarding and in a case
with a restriction wait until the safeguarding lead lets them be shown. What these tables do not
name is never shown.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from portal.domain.dates import london_day
from portal.domain.people import Role

SHOWN_FOR = timedelta(days=365)
"""How far back the family's page goes."""


class ReadPurpose(StrEnum):
    """Why a record was opened."""

    PLAN_STATUS = "plan_status"
    WHO_HAS_LOOKED = "who_has_looked"
    CASE_WORK = "case_work"
    SETTING_REVIEWS = "setting_reviews"
    GIVE_VIEWS = "give_views"
    READ_VIEWS = "read_views"
    READ_DOCUMENT = "read_document"
    READ_COMMENTS = "read_comments"
    SURVEY_CALL = "survey_call"
    SURVEY_TEXTS = "survey_texts"
    READ_ADVICE = "read_advice"
    GIVE_ADVICE = "give_advice"
    ROW_FILE = "row_file"
    RECORDS_IN = "records_in"
    ACCESS_OPENED = "access_opened"
    ACCESS_CLOSED = "access_closed"
    FLAG_SETTLED = "flag_settled"
    EXCEPTION_RECORDED = "exception_recorded"
    BREAK_GLASS = "break_glass"
    SAFEGUARDING = "safeguarding"
    LEGAL_HOLD = "legal_hold"
    TRAIL_CHECK = "trail_check"
    RELEASE_FILE = "release_file"
    CHOICES = "choices"
    WISH_RECORDED = "wish_recorded"
    CAPACITY_RECORDED = "capacity_recorded"


OVERRIDES = frozenset(
    {
        ReadPurpose.ACCESS_OPENED,
        ReadPurpose.ACCESS_CLOSED,
        ReadPurpose.WISH_RECORDED,
        ReadPurpose.CAPACITY_RECORDED,
        ReadPurpose.FLAG_SETTLED,
        ReadPurpose.EXCEPTION_RECORDED,
        ReadPurpose.LEGAL_HOLD,
    }
)
"""Not reads: somebody decided against what the record or the rules say by themselves."""


class Service(StrEnum):
    """Who looked, as families know them."""

    SEND_TEAM = "send_team"
    SEND_TEAM_ELSEWHERE = "send_team_elsewhere"
    SAFEGUARDING = "safeguarding"
    SETTING = "setting"
    PARTICIPATION_TEAM = "participation_team"
    PARTICIPATION_GROUP = "participation_group"
    ADMINISTRATION = "administration"


class ShownPurpose(StrEnum):
    """Why they looked, no finer than is safe: that somebody read views, or let somebody in, would
    tell one family member what another has done."""

    PLAN_AND_REVIEWS = "plan_and_reviews"
    REVIEWS_AT_SETTING = "reviews_at_setting"
    SURVEY_CALLS = "survey_calls"
    WRITTEN_REASON = "written_reason"
    SAFETY = "safety"
    LEGAL_REASON = "legal_reason"


SERVICES: Mapping[str, Service] = {
    Role.CASEWORKER: Service.SEND_TEAM,
    Role.COORDINATOR: Service.SETTING,
    Role.PARTICIPATION_OFFICER: Service.PARTICIPATION_TEAM,
    Role.GROUP_MEMBER: Service.PARTICIPATION_GROUP,
    Role.ADMINISTRATOR: Service.ADMINISTRATION,
    Role.SAFEGUARDING_LEAD: Service.SAFEGUARDING,
}
"""No role of a family has a service: that is what keeps family members' reads off the page."""

PURPOSES: Mapping[str, ShownPurpose] = {
    ReadPurpose.CASE_WORK: ShownPurpose.PLAN_AND_REVIEWS,
    ReadPurpose.READ_VIEWS: ShownPurpose.PLAN_AND_REVIEWS,
    ReadPurpose.READ_COMMENTS: ShownPurpose.PLAN_AND_REVIEWS,
    ReadPurpose.READ_ADVICE: ShownPurpose.PLAN_AND_REVIEWS,
    ReadPurpose.ACCESS_OPENED: ShownPurpose.PLAN_AND_REVIEWS,
    ReadPurpose.ACCESS_CLOSED: ShownPurpose.PLAN_AND_REVIEWS,
    ReadPurpose.FLAG_SETTLED: ShownPurpose.PLAN_AND_REVIEWS,
    ReadPurpose.EXCEPTION_RECORDED: ShownPurpose.PLAN_AND_REVIEWS,
    ReadPurpose.BREAK_GLASS: ShownPurpose.WRITTEN_REASON,
    ReadPurpose.SAFEGUARDING: ShownPurpose.SAFETY,
    ReadPurpose.LEGAL_HOLD: ShownPurpose.LEGAL_REASON,
    ReadPurpose.WISH_RECORDED: ShownPurpose.PLAN_AND_REVIEWS,
    ReadPurpose.CAPACITY_RECORDED: ShownPurpose.PLAN_AND_REVIEWS,
    ReadPurpose.SETTING_REVIEWS: ShownPurpose.REVIEWS_AT_SETTING,
    ReadPurpose.SURVEY_CALL: ShownPurpose.SURVEY_CALLS,
}

FOR_THE_LEAD = frozenset({ReadPurpose.SAFEGUARDING, ReadPurpose.LEGAL_HOLD})
"""Purposes that wait in every case: a parent who reads of them may be why they were needed."""


class Decision(StrEnum):
    """What the safeguarding lead said about a line that waited."""

    RELEASED = "released"
    HELD = "held"


class Showing(StrEnum):
    """Where a line stands on the family's page."""

    SHOWN = "shown"
    WAITS = "waits"
    HELD = "held"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Read:
    """One line of the trail. Role and purpose as stored: older lines may know words we do not.
    ``decision`` is the lead's latest about this line."""

    role: str
    purpose: str
    at: datetime
    decision: Decision | None = None


@dataclass(frozen=True, slots=True, order=True)
class Look:
    """A service that looked on a day, and why; however often."""

    service: Service
    purpose: ShownPurpose


@dataclass(frozen=True, slots=True)
class DayOfLooks:
    """What happened on one day in London."""

    day: date
    looks: tuple[Look, ...]


def showing(read: Read, *, is_restricted: bool) -> Showing:
    """Where this line stands.

    ``is_restricted``: somebody's link to the child has a restriction, in force or not. Then every
    line waits. What the lead has decided about a line holds, whatever becomes of the restriction.
    """
    if read.role not in SERVICES or read.purpose not in PURPOSES:
        return Showing.NEVER
    if read.decision is not None:
        return Showing.SHOWN if read.decision is Decision.RELEASED else Showing.HELD
    return Showing.WAITS if is_restricted or read.purpose in FOR_THE_LEAD else Showing.SHOWN


def looks_to_show(reads: Iterable[Read], *, is_restricted: bool) -> tuple[DayOfLooks, ...]:
    """What the family may see of these reads, the latest day first.

    The answer does not say whether anything waits: where no restriction is, that alone would tell
    that somebody has looked for safeguarding.
    """
    days: dict[date, set[Look]] = defaultdict(set)
    for read in reads:
        if showing(read, is_restricted=is_restricted) is Showing.SHOWN:
            days[london_day(read.at)].add(look_of(read))
    return tuple(DayOfLooks(day, tuple(sorted(days[day]))) for day in sorted(days, reverse=True))


def look_of(read: Read) -> Look:
    """How a line is shown; for one whose role and purpose the tables name."""
    service = SERVICES[read.role]
    if read.purpose == ReadPurpose.BREAK_GLASS:
        service = Service.SEND_TEAM_ELSEWHERE
    return Look(service, PURPOSES[read.purpose])
