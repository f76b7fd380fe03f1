"""Who uses the portal, in the words the access rules use."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """The capacity in which a person has signed in. One sign-in, one role."""

    FAMILY_MEMBER = "family_member"
    YOUNG_PERSON = "young_person"
    CHILD = "child"
    CASEWORKER = "caseworker"
    PARTICIPATION_OFFICER = "participation_officer"
    GROUP_MEMBER = "group_member"
    COORDINATOR = "coordinator"
    ADMINISTRATOR = "administrator"
    SAFEGUARDING_LEAD = "safeguarding_lead"
    ADVISER = "adviser"


FAMILY_ROLES = frozenset({Role.FAMILY_MEMBER, Role.YOUNG_PERSON, Role.CHILD})
OUTSIDE_ROLES = frozenset({Role.ADVISER})
"""They have no account: ``person_id`` names the request for advice that let them in."""
STAFF_ROLES = frozenset(Role) - FAMILY_ROLES - OUTSIDE_ROLES


@dataclass(frozen=True, slots=True)
class Viewer:
    """The person a query is made for; every query for a child starts from one.

    ``person_id`` names a family member for the family roles and a member of staff for the rest.
    """

    role: Role
    person_id: UUID
    session_id: UUID | None = None

    @property
    def is_family(self) -> bool:
        return self.role in FAMILY_ROLES
