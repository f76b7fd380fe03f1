"""Reads of a child's record: why they happen, and which of them the family is shown.

Source: the portal's own privacy rules. Families see service, purpose and day of what staff read:
never a name of staff, never what another family member did. Reads for safeguarding and in a case
with a restriction wait until the safeguarding lead lets them be shown; there is no way to say so
yet, so they wait. Whatever these tables do not name waits as well.
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
    SURVEY_CALL = "survey_call"
    ROW_FILE = "row_file"
    RECORDS_IN = "records_in"
    ACCESS_OPENED = "access_opened"
    ACCESS_CLOSED = "access_closed"


class Service(StrEnum):
    """Who looked, as families know them."""

    SEND_TEAM = "send_team"
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


SERVICES: Mapping[str, Service] = {
    Role.CASEWORKER: Service.SEND_TEAM,
    Role.COORDINATOR: Service.SETTING,
    Role.PARTICIPATION_OFFICER: Service.PARTICIPATION_TEAM,
    Role.GROUP_MEMBER: Service.PARTICIPATION_GROUP,
    Role.ADMINISTRATOR: Service.ADMINISTRATION,
}
"""No role of a family has a service: that is what keeps family members' reads off the page."""

PURPOSES: Mapping[str, ShownPurpose] = {
    ReadPurpose.CASE_WORK: ShownPurpose.PLAN_AND_REVIEWS,
    ReadPurpose.READ_VIEWS: ShownPurpose.PLAN_AND_REVIEWS,
    ReadPurpose.ACCESS_OPENED: ShownPurpose.PLAN_AND_REVIEWS,
    ReadPurpose.ACCESS_CLOSED: ShownPurpose.PLAN_AND_REVIEWS,
    ReadPurpose.SETTING_REVIEWS: ShownPurpose.REVIEWS_AT_SETTING,
    ReadPurpose.SURVEY_CALL: ShownPurpose.SURVEY_CALLS,
}


@dataclass(frozen=True, slots=True)
class Read:
    """One line of the trail. Role and purpose as stored: older lines may know words we do not."""

    role: str
    purpose: str
    at: datetime


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


def looks_to_show(reads: Iterable[Read], *, is_restricted: bool) -> tuple[DayOfLooks, ...]:
    """What the family may see of these reads, the latest day first.

    ``is_restricted``: somebody's link to the child has a restriction, in force or not. Then
    nothing is shown. The answer does not say whether anything waits: where no restriction is,
    that alone would tell that somebody has looked for safeguarding.
    """
    if is_restricted:
        return ()
    days: dict[date, set[Look]] = defaultdict(set)
    for read in reads:
        service, purpose = SERVICES.get(read.role), PURPOSES.get(read.purpose)
        if service is not None and purpose is not None:
            days[london_day(read.at)].add(Look(service, purpose))
    return tuple(DayOfLooks(day, tuple(sorted(days[day]))) for day in sorted(days, reverse=True))
