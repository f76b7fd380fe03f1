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
    ParentsAccess,
    Responsibility,
    YoungPersonsWishes,
    holds_own_rights,
    link_access,
)

NOTHING_SAID = YoungPersonsWishes()


class Standing(StrEnum):
    """Whether access is open, or the one reason that a caseworker needs to know."""

    OPEN = "open"
    NEW_DOCUMENTS_WAIT = "new_documents_wait"
    YOUNG_PERSON_OBJECTS = "young_person_objects"
    AGREEMENT_NEEDED = "agreement_needed"
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
"""What a caseworker may open. What the young person has said, or not yet said, is recorded on their
word (`portal.domain.wishes`). Every other reason is for the case system to change."""

LETS_IN = frozenset({Standing.OPEN, Standing.NEW_DOCUMENTS_WAIT})


class AccessChange(StrEnum):
    """What a caseworker decided."""

    OPENED = "opened"
    CLOSED = "closed"


def explain_access(
    link: Link,
    *,
    restriction_readable: bool,
    looked_after: bool,
    adopted: bool,
    on: date,
    born: date | None = None,
    wishes: YoungPersonsWishes = NOTHING_SAID,
    rule: ParentsAccess = ParentsAccess.UNTIL_OBJECTION,
) -> Standing:
    """The outcome of `portal.domain.rights.link_access` with its reason.

    ``restriction_readable`` is false where a refused row of a file, not a restriction that can be
    read, is what closes. ``adopted``: a relationship on the child's record tells of adoption.
    """
    access = link_access(
        link, born=born, looked_after=looked_after, wishes=wishes, on=on, rule=rule
    )
    match access:
        case (
            Access.OPEN
            | Access.NEW_DOCUMENTS_WAIT
            | Access.YOUNG_PERSON_OBJECTS
            | Access.AGREEMENT_NEEDED
        ):
            return Standing(access)
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


def needs_agreement(
    link: Link, *, born: date | None, on: date, wishes: YoungPersonsWishes = NOTHING_SAID
) -> bool:
    """Whether somebody else may be let in only with a yes of the young person that is not there
    yet: from the day that the rights are their own, unless a capacity decision is on record."""
    if link.is_self or born is None or not holds_own_rights(born, on):
        return False
    return wishes.objected_on is not None or not wishes.settle_access
