"""Why somebody's access to a child's record is open or closed, and what a caseworker may decide.

Source: the portal's own privacy rules. A contacts file alone opens nothing where responsibility is
not known to be held, or the child is looked after or adopted: a caseworker decides. A restriction
is for the case system alone to lift.
"""

from datetime import date
from enum import StrEnum

from portal.domain.rights import (
    Access,
    Link,
    Responsibility,
    YoungPersonsWishes,
    holds_own_rights,
    link_access,
)


class Standing(StrEnum):
    """Whether access is open, or the one reason that a caseworker needs to know."""

    OPEN = "open"
    RESTRICTED = "restricted"
    RESTRICTION_UNREADABLE = "restriction_unreadable"
    OFF_RECORD = "off_record"
    BEGINS_LATER = "begins_later"
    ENDED = "ended"
    LOOKED_AFTER = "looked_after"
    ADOPTED = "adopted"
    NO_RESPONSIBILITY = "no_responsibility"
    RESPONSIBILITY_UNKNOWN = "responsibility_unknown"
    NO_FILE_YET = "no_file_yet"


FOR_A_CASEWORKER = frozenset(
    {
        Standing.ENDED,
        Standing.LOOKED_AFTER,
        Standing.ADOPTED,
        Standing.NO_RESPONSIBILITY,
        Standing.RESPONSIBILITY_UNKNOWN,
    }
)
"""What a caseworker may open. Every other reason is for the case system to change."""


class AccessChange(StrEnum):
    """What a caseworker decided."""

    OPENED = "opened"
    CLOSED = "closed"


def explain_access(
    link: Link, *, restriction_readable: bool, looked_after: bool, adopted: bool, on: date
) -> Standing:
    """The outcome of `portal.domain.rights.link_access` with its reason.

    ``restriction_readable`` is false where a refused row of a file, not a restriction that can be
    read, is what closes. ``adopted``: a relationship on the child's record tells of adoption.
    """
    access = link_access(
        link, born=None, looked_after=looked_after, wishes=YoungPersonsWishes(), on=on
    )
    match access:
        case Access.OPEN:
            return Standing.OPEN
        case Access.RESTRICTED:
            return Standing.RESTRICTED if restriction_readable else Standing.RESTRICTION_UNREADABLE
        case Access.NOT_LINKED_NOW:
            if not link.is_on_record:
                return Standing.OFF_RECORD
            has_ended = link.ends is not None and link.ends < on
            return Standing.ENDED if has_ended else Standing.BEGINS_LATER
        case _:
            return _why_no_file_opens(link, looked_after=looked_after, adopted=adopted)


def _why_no_file_opens(link: Link, *, looked_after: bool, adopted: bool) -> Standing:
    if looked_after:
        return Standing.LOOKED_AFTER
    if adopted:
        return Standing.ADOPTED
    if not link.is_self and link.responsibility is Responsibility.NO:
        return Standing.NO_RESPONSIBILITY
    if not link.is_self and link.responsibility is Responsibility.UNKNOWN:
        return Standing.RESPONSIBILITY_UNKNOWN
    return Standing.NO_FILE_YET


def needs_agreement(link: Link, *, born: date | None, on: date) -> bool:
    """Whether somebody else may be let in only with the young person's agreement, or a recorded
    capacity decision: from the day that the rights are the young person's own."""
    return not link.is_self and born is not None and holds_own_rights(born, on)
